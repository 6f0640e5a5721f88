"""What a workshop agrees is the consensus answer at once; it can be set aside again."""

import pytest

from assessment.domain.errors import Invalid, NotFound, NotPermitted
from assessment.domain.findings import Agreement
from assessment.domain.response import Layer, NoLevel
from assessment.domain.scoring import score
from assessment.domain.workshop import AgendaPoint, AgendaReason
from assessment.records import responses as records
from assessment.services import workshops
from assessment.services.agreements import source_of
from assessment.services.assessments import known_of
from assessment.services.workshops import propose_agenda
from tests.builders import ARMS, BIOLOGICAL, CHEMICAL
from tests.databases import ANA, BEN, LATER, NOW, QUESTION, STRANGER, counted_queries
from tests.workshop_rooms import a_meeting

AGREED = {ARMS: 3, CHEMICAL: 2, BIOLOGICAL: 1}
OWN = {ARMS: 1, CHEMICAL: 1}


def source(meeting, actor=BEN, question=QUESTION):
    with meeting.database.reading() as session:
        return source_of(session, actor, meeting.cycle, question)


def revisions(meeting, layer=Layer.CONSENSUS):
    with meeting.database.reading() as session:
        return records.revisions_of(session, meeting.cycle.id, layer, QUESTION)


def proposed(meeting):
    with meeting.database.reading() as session:
        return propose_agenda(session, ANA, meeting.cycle.id, meeting.catalogue)


def faults_of(refused):
    return [(fault.code, fault.place) for fault in refused.value.faults]


def test_what_was_agreed_is_the_national_answer_and_the_agencies_keep_theirs(meeting, save, read):
    save(OWN, comment="our own")
    meeting.agreed(AGREED, reason="A draft law", now=LATER)
    found = read()
    assert found.responses[QUESTION].levels == AGREED
    assert found.responses[QUESTION].comment == "our own"
    assert found.own[QUESTION].levels == OWN
    assert found.agreed == {QUESTION: Agreement(AGREED, "A draft law", LATER, "Ana", 1)}
    assert (found.versions, found.saved) == ({QUESTION: 1}, {QUESTION: (NOW, "Ana")})


def test_the_score_moves_at_once(meeting, save, read):
    save(OWN)

    def point():
        found = read()
        return score(meeting.catalogue, found.cycle.profile, found.responses).questions[QUESTION]

    before = point()
    meeting.agreed(AGREED)
    assert point() > before


def test_a_question_that_nobody_answered_can_be_agreed(meeting, read):
    meeting.agreed(AGREED)
    assert read().responses[QUESTION].levels == AGREED
    assert read().own == {}


def test_agencies_go_on_saving_and_the_agreed_answer_stays_in_force(meeting, save, read):
    meeting.agreed(AGREED)
    save(OWN)
    assert read().responses[QUESTION].levels == AGREED
    assert read().own[QUESTION].levels == OWN


def test_a_save_knows_what_was_agreed(meeting, database, cycle):
    meeting.agreed(AGREED)
    with database.reading() as session:
        known = known_of(session, BEN, cycle.id, QUESTION)
    assert known.agreed[QUESTION].levels == AGREED
    assert known.responses[QUESTION].levels == AGREED
    assert known.stored is None


def test_it_says_from_which_workshop_and_vote_it_comes_and_who_did_not_agree(meeting):
    number = meeting.asked()
    meeting.revealed()
    meeting.agreed(AGREED, dissent=" Customs: level 2 ")
    found = source(meeting)
    assert (found.workshop.title, found.round, found.dissent) == (
        "Round table",
        number,
        "Customs: level 2",
    )


def test_an_agreement_without_a_vote_says_so(meeting):
    meeting.agreed(AGREED)
    assert source(meeting).round == 0


def test_an_agreement_keeps_the_votes_it_followed(meeting):
    nia = meeting.joined()
    meeting.voted(nia, meeting.asked(), "2")
    meeting.revealed()
    meeting.agreed(AGREED)
    votes = {family: {"2": 1} for family in AGREED}
    assert meeting.room().state.agreed[QUESTION].votes == votes


def test_the_source_is_that_of_the_newest_agreement(meeting, database, cycle, catalogue):
    meeting.agreed(AGREED, dissent="first")
    a_meeting(database, cycle, catalogue).agreed(AGREED, dissent="second", now=LATER)
    assert source(meeting).dissent == "second"


def test_the_source_is_read_by_one_query(meeting, read):
    meeting.agreed(AGREED)
    with counted_queries() as sent:
        source(meeting)
    assert len(sent) == 1


def test_what_was_never_agreed_has_no_source_and_strangers_find_nothing(meeting):
    assert source(meeting) is None
    with pytest.raises(NotFound):
        source(meeting, STRANGER)


def test_agreeing_again_is_a_new_revision(meeting, read):
    meeting.agreed(AGREED)
    meeting.agreed({**AGREED, ARMS: 4}, now=LATER)
    assert [each.levels[ARMS] for each in revisions(meeting)] == [3, 4]
    assert read().agreed[QUESTION].version == 2


@pytest.mark.parametrize(
    ("levels", "said", "faults"),
    [
        ({ARMS: 3, CHEMICAL: 2}, {}, [("level_missing", "levels.biological")]),
        ({**AGREED, ARMS: None}, {}, [("level_missing", "levels.arms")]),
        ({**AGREED, ARMS: 5}, {}, [("not_an_answer", "levels.arms")]),
        ({**AGREED, "all": 1}, {}, [("family_not_asked", "levels.all")]),
        ({**AGREED, ARMS: NoLevel.NOT_APPLICABLE}, {}, [("reason_missing", "reason")]),
        (AGREED, {"reason": "x" * 5001}, [("too_long", "reason")]),
        (AGREED, {"dissent": "\x00"}, [("unreadable_characters", "dissent")]),
    ],
)
def test_an_agreement_that_is_not_whole_is_refused_and_changes_nothing(
    meeting, read, levels, said, faults
):
    with pytest.raises(Invalid) as refused:
        meeting.agreed(levels, **said)
    assert faults_of(refused) == faults
    assert (read().agreed, meeting.room().state.agreed) == ({}, {})


def test_not_applicable_can_be_agreed_with_a_reason(meeting, read):
    levels = {**AGREED, BIOLOGICAL: NoLevel.NOT_APPLICABLE}
    meeting.agreed(levels, reason="No laboratories")
    assert read().agreed[QUESTION].levels == levels


def test_the_answer_and_its_event_come_together_or_not_at_all(meeting, read):
    with meeting.database.writing() as session:
        decision = workshops.Decision(QUESTION, AGREED)
        workshops.agree(session, ANA, meeting.workshop.id, meeting.catalogue, decision, NOW)
        session.rollback()
    assert (read().agreed, meeting.room().state.agreed) == ({}, {})


def test_an_agenda_is_proposed_from_answers_disputes_and_split_votes(meeting, save):
    everything = {
        QUESTION: {ARMS: 1, CHEMICAL: 1, BIOLOGICAL: 1},
        "licensing.export.law": {ARMS: 2, CHEMICAL: 2},
    }
    for question, levels in everything.items():
        save(levels, question=question)
    save({ARMS: 3}, version=1, actor=BEN)
    number = meeting.asked("licensing.export.law")
    for choice in ("0", "4"):
        ballot = dict.fromkeys(everything["licensing.export.law"], choice)
        meeting.voted(meeting.joined(), number, ballot)
    meeting.revealed()
    assert proposed(meeting) == (
        AgendaPoint("lists.list.practice", AgendaReason.UNANSWERED),
        AgendaPoint(QUESTION, AgendaReason.DISPUTED),
        AgendaPoint("licensing.export.law", AgendaReason.DISPUTED),
    )


def test_what_was_agreed_is_proposed_no_more(meeting, save):
    save({ARMS: 1}, version=0)
    save({ARMS: 3}, version=1, actor=BEN)
    meeting.agreed(AGREED)
    assert QUESTION not in [point.question for point in proposed(meeting)]


def test_only_who_runs_workshops_asks_for_a_proposal(meeting):
    with meeting.database.reading() as session, pytest.raises(NotPermitted):
        propose_agenda(session, BEN, meeting.cycle.id, meeting.catalogue)

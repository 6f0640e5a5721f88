"""The record of a state, on both databases: what its coordinator reads."""

from datetime import timedelta

import pytest

from assessment.domain.errors import NotFound, NotPermitted
from assessment.domain.identifiers import StateCode
from assessment.domain.permissions import OPERATOR, Act, Grant, Role
from assessment.records import audit as trail
from assessment.services import invitations, people, sign_ins
from assessment.services.audit import ACTS, PAGE, Chosen, Kind, record_of, whole_record
from assessment.services.comparisons import note_looks
from assessment.services.cycles import open_cycle
from assessment.services.passwords import passwords_at
from assessment.services.releases import release, revoke
from assessment.services.workshops import close_workshop, open_workshop
from tests.databases import ANA, BEN, LATER, NOW, SIA, STRANGER, XAA, XAB, counted_queries
from tests.donors.signing import a_donor, a_signed_cycle

QUICK = passwords_at("test")
WORDS = "three calm harbours"


@pytest.fixture
def session(database):
    with database.writing() as opened:
        yield opened


def enrolled(session, name, role=Role.CONTRIBUTOR, state=XAA):
    email, grant = f"{name.lower()}@example.org", Grant(role, state)
    return people.enrol(session, OPERATOR, grant, email, name, WORDS, QUICK, NOW)


def acts(record):
    return [line.act for line in record.lines]


def test_what_was_done_reads_newest_first_with_names(session, cycle):
    user = enrolled(session, "Bea")
    people.change_role(session, ANA, XAA, user, Role.SIGNATORY, LATER)
    record = record_of(session, ANA, XAA)
    assert acts(record) == ["change_role", "enrol", "open_cycle"]
    changed, enrolling, opened = record.lines
    assert (changed.who, dict(changed.values)) == ("Ana", {"person": "Bea", "role": "signatory"})
    assert enrolling.who == ""
    assert (opened.at, opened.values["cycle"]) == (NOW, "Round 1")


def test_a_sign_in_stands_in_each_state_of_the_person_by_name(session):
    enrolled(session, "Bea")
    enrolled(session, "Bea", state=XAB)
    account = sign_ins.account_of(session, "bea@example.org", "10.0.0.1", LATER)
    sign_ins.sign_in(session, account, "10.0.0.1", LATER)
    for actor, state in ((ANA, XAA), (STRANGER, XAB)):
        line = record_of(session, actor, state).lines[0]
        assert (line.act, line.who, line.at) == ("sign_in", "Bea", LATER)


def test_a_sign_in_is_written_at_once_whatever_the_number_of_states(session):
    for state in (XAA, XAB, StateCode("XAC")):
        enrolled(session, "Bea", state=state)
    account = sign_ins.account_of(session, "bea@example.org", "10.0.0.1", LATER)
    with counted_queries() as statements:
        sign_ins.sign_in(session, account, "10.0.0.1", LATER)
    assert len([each for each in statements if "INSERT INTO audit" in each]) == 1
    assert acts(record_of(session, ANA, XAA, Chosen(Kind.SIGN_INS))) == ["sign_in"]


def test_a_line_that_names_a_question_says_in_which_catalogue(session, catalogue, cycle):
    given = (session, NOW, ANA)
    trail.record(*given, "add_evidence", cycle.id, {"question": "lists.list.law"}, state=XAA)
    workshop = open_workshop(session, ANA, cycle.id, "Capital", NOW, LATER, NOW)
    subject = f"workshop {workshop.id}"
    trail.record(*given, "agree", subject, {"question": "lists.list.law"}, state=XAA)
    agreed, opened, added = record_of(session, ANA, XAA).lines[:3]
    for line in (agreed, added):
        assert (line.cycle, line.catalogue) == (cycle.id, catalogue.digest)
    assert (opened.cycle, opened.catalogue) == (None, "")


def test_a_sign_in_after_a_visit_is_no_longer_the_states_affair(session, cycle):
    until = NOW + timedelta(days=1)
    grant = Grant(Role.FACILITATOR, XAA, cycle.id, until=until)
    people.enrol(session, OPERATOR, grant, "finn@example.org", "Finn", WORDS, QUICK, NOW)
    for moment in (LATER, until):
        account = sign_ins.account_of(session, "finn@example.org", "10.0.0.1", moment)
        sign_ins.sign_in(session, account, "10.0.0.1", moment)
    told = record_of(session, ANA, XAA, Chosen(Kind.SIGN_INS)).lines
    assert [line.at for line in told] == [LATER]


def test_a_failed_sign_in_is_not_recorded(session):
    enrolled(session, "Bea")
    account = sign_ins.account_of(session, "bea@example.org", "10.0.0.1", LATER)
    sign_ins.note_failure(session, account, "10.0.0.1", LATER)
    assert acts(record_of(session, ANA, XAA)) == ["enrol"]


def test_the_lines_of_another_state_are_not_there(session, cycle):
    enrolled(session, "Zed", state=XAB)
    assert acts(record_of(session, ANA, XAA)) == ["open_cycle"]


@pytest.mark.parametrize(
    ("actor", "refusal"), [(BEN, NotPermitted), (SIA, NotPermitted), (STRANGER, NotFound)]
)
def test_only_the_states_coordinator_reads(session, actor, refusal):
    with pytest.raises(refusal):
        record_of(session, actor, XAA)
    with pytest.raises(refusal):
        whole_record(session, actor, XAA)


def test_lines_are_chosen_by_kind(session, cycle):
    enrolled(session, "Bea")
    assert acts(record_of(session, ANA, XAA, Chosen(Kind.CYCLES))) == ["open_cycle"]
    assert acts(record_of(session, ANA, XAA, Chosen(Kind.PEOPLE))) == ["enrol"]
    assert acts(record_of(session, ANA, XAA, Chosen(Kind.LOOKS))) == []


def test_lines_are_chosen_from_a_moment_to_before_another(session):
    day = timedelta(days=1)
    for number in range(3):
        trail.record(session, NOW + number * day, ANA, Act.OPEN_CYCLE, "x", state=XAA)
    chosen = Chosen(since=NOW + day, until=NOW + 2 * day)
    assert [line.at for line in record_of(session, ANA, XAA, chosen).lines] == [NOW + day]


def test_a_page_has_fifty_lines_and_a_file_has_all(session):
    for number in range(PAGE + 3):
        moment = NOW + timedelta(minutes=number)
        trail.record(session, moment, ANA, Act.OPEN_CYCLE, "x", state=XAA)
    first, second, third = (record_of(session, ANA, XAA, page=page) for page in (1, 2, 3))
    assert [len(each.lines) for each in (first, second, third)] == [PAGE, 3, 0]
    assert (first.total, first.pages) == (PAGE + 3, 2)
    assert first.lines[0].at > second.lines[0].at
    assert len(whole_record(session, ANA, XAA)) == PAGE + 3


def test_an_empty_record_has_one_page(session):
    assert record_of(session, ANA, XAA).pages == 1


def test_a_visit_is_told_with_its_cycle_and_its_end(session, cycle):
    grant = Grant(Role.FACILITATOR, XAA, cycle.id, until=NOW + timedelta(days=7))
    invitations.invite(session, ANA, grant, "f@example.org", LATER)
    values = record_of(session, ANA, XAA).lines[0].values
    assert (values["cycle"], values["role"]) == ("Round 1", "facilitator")
    assert values["until"].startswith("2026-11-29")


def test_workshops_releases_and_looks_are_told_by_name(session, catalogue):
    cycle = a_signed_cycle(session, catalogue, title="Round 2")
    draft = open_cycle(session, ANA, XAA, "Round 3", catalogue, NOW)
    hours = timedelta(hours=4)
    workshop = open_workshop(session, ANA, draft.id, "Capital", NOW, NOW + hours, NOW)
    close_workshop(session, ANA, workshop.id, NOW)
    donor, dina = a_donor(session, "The River Fund", "Dina")
    until = NOW + timedelta(days=30)
    made = release(session, SIA, cycle.id, catalogue, donor.id, "areas", until, NOW)
    note_looks(session, dina, [made.id], "portfolio", NOW)
    look, released, closed = record_of(session, ANA, XAA).lines[:3]
    assert (look.act, look.who, look.values["place"]) == ("look", "Dina", "portfolio")
    for line in (look, released):
        named = (line.values["cycle"], line.values["donor"], line.values["scope"])
        assert named == ("Round 2", "The River Fund", "areas")
        assert (line.release, line.values["until"]) == (made.id, until.isoformat())
    assert closed.release == ""
    assert (closed.act, closed.values["workshop"]) == ("close_workshop", "Capital")


def test_no_line_holds_an_address(session, cycle):
    invitations.invite(session, ANA, Grant(Role.SIGNATORY, XAA), "secret@example.org", LATER)
    told = [str(line) for line in whole_record(session, ANA, XAA)]
    assert told
    assert not any("example.org" in line for line in told)


def test_a_revocation_says_which_of_two_releases_it_ended(session, catalogue):
    cycle = a_signed_cycle(session, catalogue, title="Round 2")
    donor, _dina = a_donor(session, "The River Fund", "Dina")
    until = NOW + timedelta(days=30)
    narrow, wide = (
        release(session, SIA, cycle.id, catalogue, donor.id, scope, until, NOW)
        for scope in ("areas", "roadmap")
    )
    revoke(session, SIA, narrow.id, LATER)
    revoked = record_of(session, ANA, XAA).lines[0]
    assert (revoked.act, revoked.values["scope"]) == ("revoke_release", "areas")
    assert (revoked.release, wide.scope) == (narrow.id, "roadmap")


def test_whoever_comes_in_is_told_with_who_invited_them(session):
    _kept, token = invitations.invite(
        session, ANA, Grant(Role.SIGNATORY, XAA), "nina@example.org", NOW
    )
    invitations.accept_invitation(session, token, "Nina", WORDS, QUICK, LATER)
    accepted = record_of(session, ANA, XAA).lines[0]
    assert (accepted.act, accepted.who) == ("accept_invitation", "Nina")
    assert dict(accepted.values) == {"role": "signatory", "inviter": "Ana"}


def test_each_act_is_of_one_kind():
    every = [act for kind in Kind for act in ACTS[kind]]
    assert len(every) == len(set(every))

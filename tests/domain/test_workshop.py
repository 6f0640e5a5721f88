"""A workshop is its events: `fold` knows no more than they say, and always the same."""

import json
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessment.domain.agenda import split_questions
from assessment.domain.catalogue import Family
from assessment.domain.identifiers import QuestionId
from assessment.domain.response import NoLevel
from assessment.domain.voting import CHOICES
from assessment.domain.workshop import (
    AgendaPoint,
    AgendaReason,
    EventKind,
    Phase,
    Round,
    SetAside,
    WorkshopEvent,
    WorkshopState,
)
from assessment.domain.workshop_events import (
    agenda_body,
    agreed_body,
    fold,
    revealed_body,
    round_body,
    set_aside_body,
)

# The machine may be busy, and a test must say the same every time.
calm = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
START = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
FAMILIES = (Family.ARMS, Family.CHEMICAL)
LAW, PRACTICE = QuestionId("lists.list.law"), QuestionId("lists.list.practice")
OPENED = (EventKind.OPENED, {"title": "National workshop"})
SPLIT = {Family.ARMS: {"0": 2, "4": 2}, Family.CHEMICAL: {"2": 3, "unknown": 1}}
CALM = {Family.ARMS: {"3": 4}, Family.CHEMICAL: {"2": 3, "unknown": 1}}


def told(*happenings):
    """Events of these kinds and bodies, a minute apart, as they come back from the database."""
    return tuple(
        WorkshopEvent(
            number, START + timedelta(minutes=number), "Fay", kind, json.loads(json.dumps(body))
        )
        for number, (kind, body) in enumerate(happenings, 1)
    )


def voted(number, question=LAW):
    return EventKind.ROUND, round_body(number, question, FAMILIES)


def shown(number, votes=CALM):
    return EventKind.REVEALED, revealed_body(number, votes, 4, 5)


def settled(question=LAW, levels=None, vote=None, **texts):
    levels = levels or {Family.ARMS: 3, Family.CHEMICAL: NoLevel.UNKNOWN}
    reason, dissent = texts.get("reason", ""), texts.get("dissent", "")
    return EventKind.AGREED, agreed_body(vote, question, levels, reason, dissent)


def put_aside(question=LAW, reason="A law came"):
    return EventKind.SET_ASIDE, set_aside_body(question, reason)


def pairs(events):
    """The kinds and bodies that `told` made events of."""
    return [(event.kind, event.body) for event in events]


tallies = st.fixed_dictionaries(
    {
        family: st.dictionaries(st.sampled_from(CHOICES), st.integers(1, 50), min_size=1)
        for family in FAMILIES
    }
)


@st.composite
def workshops(draw):
    """All that happens in a workshop, in an order that the services allow."""
    happenings, number, vote = [OPENED], 0, None
    for _ in range(draw(st.integers(0, 6))):
        question = draw(st.sampled_from([LAW, PRACTICE]))
        act = draw(st.sampled_from(["agenda", "vote", "agree", "set aside"]))
        if act == "agenda":
            points = [AgendaPoint(question, draw(st.sampled_from(AgendaReason)))]
            happenings.append((EventKind.AGENDA, agenda_body(points)))
        elif act == "vote":
            number += 1
            happenings.append(voted(number, question))
            votes = draw(tallies)
            vote = Round(number, question, FAMILIES, START, revealed=True, votes=votes)
            happenings.append(shown(number, votes))
        elif act == "set aside":
            happenings.append(put_aside(question))
        else:
            own = vote if vote and vote.question == question else None
            happenings.append(settled(question, vote=own, reason=draw(st.text(max_size=5))))
    if draw(st.booleans()):
        happenings.append((EventKind.CLOSED, {}))
        if draw(st.booleans()):
            happenings.append(put_aside(draw(st.sampled_from([LAW, PRACTICE]))))
    return told(*happenings)


@calm
@given(workshops())
def test_the_same_events_make_the_same_room(events):
    assert fold(events) == fold(iter(events))


@calm
@given(workshops())
def test_before_a_reveal_no_vote_is_known(events):
    for length in range(len(events) + 1):
        state = fold(events[:length])
        revealed = {
            event.body["round"] for event in events[:length] if event.kind is EventKind.REVEALED
        }
        for each in state.rounds:
            assert each.revealed == (each.number in revealed)
            assert bool(each.votes) == each.revealed
            assert each.revealed or (each.voted, each.present) == (0, 0)


@calm
@given(workshops())
def test_a_room_votes_from_the_call_to_the_reveal(events):
    for length in range(1, len(events) + 1):
        state, newest = fold(events[:length]), events[length - 1].kind
        assert (state.phase is Phase.VOTING) == (
            bool(state.rounds) and not state.rounds[-1].revealed
        )
        assert (state.current is None) == (state.phase in {Phase.WAITING, Phase.CLOSED})
        assert newest is not EventKind.CLOSED or state.phase is Phase.CLOSED


@calm
@given(workshops())
def test_every_round_is_kept_and_the_newest_agreement_counts(events):
    state = fold(events)
    rounds = [event for event in events if event.kind is EventKind.ROUND]
    assert [each.number for each in state.rounds] == [event.body["round"] for event in rounds]
    newest = {
        event.body["question"]: event.at for event in events if event.kind is EventKind.AGREED
    }
    known = {**state.agreed, **state.set_aside}
    assert {question: agreed.at for question, agreed in known.items()} == newest


@calm
@given(workshops())
def test_an_agreement_stands_until_it_is_set_aside_and_again_when_agreed_anew(events):
    state = fold(events)
    of_question = {}
    for event in events:
        if event.kind in {EventKind.AGREED, EventKind.SET_ASIDE}:
            of_question.setdefault(event.body["question"], []).append(event.kind)
    stands = {name for name, kinds in of_question.items() if kinds[-1] is EventKind.AGREED}
    was = {name for name, kinds in of_question.items() if EventKind.AGREED in kinds}
    assert set(state.agreed) == stands
    assert set(state.set_aside) == was - stands
    assert all(each.aside is None for each in state.agreed.values())
    assert all(each.aside is not None for each in state.set_aside.values())


@calm
@given(workshops(), st.sampled_from([LAW, PRACTICE]))
def test_setting_aside_leaves_what_the_room_is_doing(events, question):
    before, after = fold(events), fold(told(*pairs(events), put_aside(question)))
    untouched = ("phase", "current", "closed", "lately", "rounds", "agenda", "title")
    assert [getattr(after, name) for name in untouched] == [
        getattr(before, name) for name in untouched
    ]


def test_an_empty_workshop_waits():
    assert fold([]) == WorkshopState()
    assert fold(told(OPENED)) == WorkshopState(title="National workshop")


def test_an_agenda_replaces_the_former_one():
    first = [AgendaPoint(LAW, AgendaReason.DISPUTED), AgendaPoint(PRACTICE, AgendaReason.CHOSEN)]
    events = told(
        OPENED,
        (EventKind.AGENDA, agenda_body(first)),
        (EventKind.AGENDA, agenda_body(first[1:])),
    )
    assert fold(events[:2]).agenda == tuple(first)
    assert fold(events).agenda == (AgendaPoint(PRACTICE, AgendaReason.CHOSEN),)


def test_a_reveal_shows_the_votes_of_its_round():
    state = fold(told(OPENED, voted(1), shown(1, SPLIT)))
    assert state.phase is Phase.REVEALED
    opened = Round(1, LAW, FAMILIES, START + timedelta(minutes=2))
    assert state.current == replace(opened, revealed=True, votes=SPLIT, voted=4, present=5)


def test_an_agreement_says_what_by_whom_and_after_which_vote():
    before = told(OPENED, voted(1), shown(1))
    vote = fold(before).rounds[-1]
    levels = {Family.ARMS: 3, Family.CHEMICAL: NoLevel.NOT_APPLICABLE}
    after = settled(levels=levels, vote=vote, reason="No industry", dissent="Customs")
    state = fold(told(OPENED, voted(1), shown(1), after))
    agreed = asdict(state.agreed[LAW])
    assert agreed == {
        "question": LAW,
        "levels": levels,
        "reason": "No industry",
        "dissent": "Customs",
        "at": START + timedelta(minutes=4),
        "by": "Fay",
        "round": 1,
        "votes": CALM,
        "aside": None,
    }
    assert (state.phase, state.current, state.lately) == (Phase.WAITING, None, LAW)


def test_what_was_set_aside_says_by_whom_when_and_why_and_opens_its_question():
    state = fold(told(OPENED, settled(), settled(PRACTICE), put_aside()))
    assert set(state.agreed) == {PRACTICE}
    assert state.set_aside[LAW].aside == SetAside(START + timedelta(minutes=4), "Fay", "A law came")
    assert state.agreement_on(LAW) == state.set_aside[LAW]
    assert state.agreement_on(PRACTICE) == state.agreed[PRACTICE]


def test_what_is_agreed_anew_stands_again():
    state = fold(told(OPENED, settled(), put_aside(), settled(reason="With the new law")))
    assert (state.agreed[LAW].reason, dict(state.set_aside)) == ("With the new law", {})


def test_where_nothing_was_agreed_there_is_nothing_to_set_aside():
    assert fold(told(OPENED, put_aside())) == fold(told(OPENED))
    assert fold(told(OPENED)).agreement_on(LAW) is None


def test_a_second_vote_on_one_question_stands_beside_the_first():
    state = fold(told(OPENED, voted(1), shown(1, SPLIT), voted(2), shown(2), voted(3, PRACTICE)))
    assert [each.number for each in state.rounds_on(LAW)] == [1, 2]
    assert [each.votes for each in state.rounds_on(LAW)] == [SPLIT, CALM]


def test_the_next_round_takes_what_was_agreed_lately_off_the_screen():
    assert fold(told(OPENED, settled(), voted(1, PRACTICE))).lately is None


def test_a_question_with_a_split_vote_in_any_family_is_split():
    state = fold(told(OPENED, voted(1), shown(1, SPLIT), voted(2, PRACTICE), shown(2)))
    assert split_questions(state) == {LAW}

"""What a workshop should talk about, and why: set aside, unanswered, disputed, serving much."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import zip_longest

from assessment.domain.catalogue import Catalogue, Family
from assessment.domain.gaps import find_gaps, find_out, leverages
from assessment.domain.identifiers import QuestionId
from assessment.domain.response import Answer, NoLevel, Profile, Responses
from assessment.domain.voting import is_split, votes_by_level
from assessment.domain.workshop import AgendaPoint, AgendaReason, WorkshopState

# More than a group gets through in two days.
LONGEST_AGENDA = 40


def is_disputed(trail: Iterable[tuple[str, Mapping[Family, Answer]]]) -> bool:
    """Whether two people set different levels for the same cell.

    `trail` are the saved states of one answer, the oldest first, each with its author.

    >>> arms = Family.ARMS
    >>> is_disputed([("ana", {arms: 1}), ("ben", {arms: 2})])
    True
    >>> is_disputed([("ana", {arms: 1}), ("ana", {arms: 2}), ("ben", {arms: 2})])
    False
    """
    former: Mapping[Family, Answer] = {}
    said: dict[Family, tuple[str, int]] = {}
    for author, levels in trail:
        for family, level in levels.items():
            if not isinstance(level, int) or former.get(family) == level:
                continue
            by, before = said.get(family, (author, level))
            if by != author and before != level:
                return True
            said[family] = (author, level)
        former = levels
    return False


def split_questions(state: WorkshopState) -> frozenset[QuestionId]:
    """The questions on which a vote of a workshop was split, in any family."""
    return frozenset(
        each.question
        for each in state.rounds
        if any(is_split(votes_by_level(choices)) for choices in each.votes.values())
    )


def proposed_agenda(
    catalogue: Catalogue,
    profile: Profile,
    responses: Responses,
    disputed: Iterable[QuestionId],
    agreed: Iterable[QuestionId],
    set_aside: Iterable[QuestionId] = (),
    most: int = LONGEST_AGENDA,
) -> tuple[AgendaPoint, ...]:
    """At most so many questions, each once with its strongest reason.

    What was agreed comes back only where it is still not known; what was `set_aside` is open
    however the agencies answer it. Of each reason those that
    serve most are taken, in turns, so that none of the reasons is crowded out; they stand
    by reason, and by the order of the catalogue within it.
    """
    serves: dict[QuestionId, float] = {}
    for (question, _), leverage in leverages(catalogue, profile, responses).items():
        serves[question] = serves.get(question, 0.0) + leverage
    gaps = find_gaps(catalogue, profile, responses)
    settled = frozenset(agreed)
    found = {
        AgendaReason.SET_ASIDE: set(set_aside) - settled,
        AgendaReason.UNANSWERED: {
            question
            for question, family in find_out(catalogue, profile, responses)
            if _is_open(responses, question, family)
        },
        AgendaReason.DISPUTED: set(disputed) - settled,
        AgendaReason.LEVERAGE: {gap.question for gap in gaps if gap.leverage > 0} - settled,
    }
    order = {each.id: at for at, each in enumerate(catalogue.questions) if profile.cells(each)}
    lists = []
    taken: set[QuestionId] = set()
    for reason, questions in found.items():
        own = [question for question in order if question in questions - taken]
        own.sort(key=lambda question: -round(serves.get(question, 0.0), 12))
        lists.append([AgendaPoint(question, reason) for question in own])
        taken |= questions
    chosen = _in_turns(lists)[:most]
    reasons = list(AgendaReason)
    return tuple(
        sorted(chosen, key=lambda point: (reasons.index(point.reason), order[point.question]))
    )


def _is_open(responses: Responses, question: QuestionId, family: Family) -> bool:
    """Whether a cell holds nothing or "not known"; what is withheld is not for a workshop."""
    response = responses.get(question)
    answer = None if response is None else response.levels.get(family)
    return answer in (None, NoLevel.UNKNOWN)


def _in_turns(lists: Sequence[Sequence[AgendaPoint]]) -> list[AgendaPoint]:
    return [point for turn in zip_longest(*lists) for point in turn if point is not None]

"""Assessments drawn from a random source, of any size: for property tests and benchmarks."""

from dataclasses import dataclass
from random import Random

from assessment.domain.catalogue import (
    ITEM_FAMILIES,
    Aspect,
    Catalogue,
    Duty,
    Family,
    Instrument,
    Obligation,
    Participation,
    Question,
    Strength,
)
from assessment.domain.identifiers import AreaId
from assessment.domain.response import NoLevel, Profile, Response, Responses, Targets, by_question
from tests.builders import (
    a_catalogue,
    a_profile,
    a_question,
    a_response,
    a_step,
    an_instrument,
    an_obligation,
)

AREAS = ("aa", "bb", "cc", "dd", "ee", "ff", "gg", "hh")


@dataclass(frozen=True, slots=True)
class Size:
    """How much there is of everything; `answered` is the share of cells with a level."""

    areas: int = 3
    elements: int = 2
    questions: int = 2
    instruments: int = 3
    obligations: int = 6
    mappings: int = 3
    fewest_families: int = 1
    answered: float = 0.6


SMALL = Size()
# 8 areas, 32 elements, 128 questions, some 500 cells, 300 obligations; every cell answered.
FULL_SIZE = Size(
    areas=8,
    elements=4,
    questions=4,
    instruments=12,
    obligations=300,
    mappings=8,
    fewest_families=4,
    answered=1,
)


def an_assessment(random: Random, size: Size = SMALL) -> tuple[Catalogue, Profile, Responses]:
    """A catalogue, a profile and responses that fit each other, all kinds of nothing among them."""
    instruments = [
        an_instrument(
            f"i{number}",
            binds_all=random.random() < 0.2,
            binds_members=random.random() < 0.2,
        )
        for number in range(size.instruments)
    ]
    obligations = [_obligation(random, number, instruments) for number in range(size.obligations)]
    questions: list[Question] = []
    for area in AREAS[: size.areas]:
        for element in range(size.elements):
            for number in range(size.questions):
                question = _question(
                    random, f"{area}.e{element}.q{number}", size, questions, obligations
                )
                questions.append(question)
    catalogue = a_catalogue(questions, instruments=instruments, obligations=obligations)
    profile = a_profile(
        families=ITEM_FAMILIES if size.answered == 1 else _some(random, ITEM_FAMILIES),
        participation={
            instrument.id: random.choice(list(Participation))
            for instrument in instruments
            if random.random() < 0.8
        },
        targets=Targets(3, {AreaId(area): random.randint(0, 4) for area in AREAS[:2]}),
        priorities={AreaId("bb"): 1.5},
    )
    given = [_response(random, question, size) for question in questions]
    responses = by_question(response for response in given if response)
    return catalogue, profile, responses


def _some(random: Random, families: tuple[Family, ...], fewest: int = 1) -> tuple[Family, ...]:
    chosen = set(random.sample(families, random.randint(fewest, len(families))))
    return tuple(family for family in families if family in chosen)


def _obligation(random: Random, number: int, instruments: list[Instrument]) -> Obligation:
    instrument = random.choice(instruments).id
    return an_obligation(
        f"{instrument}-{number}",
        instrument=instrument,
        duty=random.choice(list(Duty)),
        families=_some(random, ITEM_FAMILIES),
        context="Addressed to operators." if random.random() < 0.1 else "",
    )


def _question(
    random: Random, name: str, size: Size, earlier: list[Question], obligations: list[Obligation]
) -> Question:
    by_item = random.random() < 0.8
    first, second, third, fourth = (
        a_step(
            level,
            months=random.randint(1, 14),
            effort=random.randint(1, 9),
            cost=random.randint(0, 90_000),
            requires={random.choice(earlier).id: random.randint(1, 4)}
            if earlier and random.random() < 0.3
            else None,
        )
        for level in (1, 2, 3, 4)
    )
    return a_question(
        name,
        aspect=random.choice(list(Aspect)),
        families=_some(random, ITEM_FAMILIES, size.fewest_families) if by_item else (Family.ALL,),
        serves={
            obligation.id: random.choice(list(Strength))
            for obligation in random.sample(obligations, random.randint(0, size.mappings))
        },
        foundation=random.random() < 0.2,
        weight=random.choice((0.5, 1, 1, 2)),
        steps=(first, second, third, fourth),
    )


def _response(random: Random, question: Question, size: Size) -> Response | None:
    if size.answered < 1 and random.random() < 0.1:
        return None
    levels = {
        family: random.randint(0, 4)
        if random.random() < size.answered
        else random.choice(list(NoLevel))
        for family in question.families
        if size.answered == 1 or random.random() < 0.9
    }
    return a_response(question.id, levels, evidence=random.random() < 0.5)

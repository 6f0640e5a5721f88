"""Made-up states for demonstration: who they are, and their answers by a seeded rule.

Nobody could mistake them for a state: the codes are XAA to XZZ and the names say so
(`catalogue/made-up-states.csv`). The rule: a cell's level is the state's base for the area, plus
a lean for the family, for the aspect, and for the area and family together, plus a noise that
depends only on the state, the question and the family; rounded into 0 to 4. The same catalogue
gives the same answers each time. Three states are written here; `demonstration_regions` draws the
others.
"""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field

from assessment.domain.catalogue import Aspect, Catalogue, Family, Participation, Question
from assessment.domain.cycle import DEFAULT_CAPACITY
from assessment.domain.identifiers import AreaId, QuestionId, StateCode
from assessment.domain.response import (
    Answer,
    Evidence,
    NoLevel,
    Profile,
    Response,
    Targets,
)


@dataclass(frozen=True, slots=True)
class Character:
    """What kind of state a made-up state is; levels and leans in levels of 0 to 4.

    `person` coordinates, `helper` contributes, `signer` signs. `answered` is the share of
    questions it has got to, `reached` the share of those of one area; `evidenced` the share of
    its answers with evidence, `open_share` of cells it does not know or withholds: all 0 to 1.
    Of the areas `withheld` it tells hardly anything. `capacity` is person-months a quarter.
    """

    code: StateCode
    title: str
    person: str
    helper: str
    areas: Mapping[str, float]
    families: Mapping[Family, float] = field(default_factory=dict)
    aspects: Mapping[Aspect, float] = field(default_factory=dict)
    scope: tuple[Family, ...] = tuple(family for family in Family if family is not Family.ALL)
    participation: Mapping[str, Participation] = field(default_factory=dict)
    targets: Mapping[str, int] = field(default_factory=dict)
    answered: float = 1.0
    evidenced: float = 0.6
    open_share: float = 0.0
    signer: str = "Signatory"
    cells: Mapping[tuple[str, Family], float] = field(default_factory=dict)
    reached: Mapping[str, float] = field(default_factory=dict)
    withheld: tuple[str, ...] = ()
    capacity: float = DEFAULT_CAPACITY


PARTY, SIGNATORY = Participation.PARTY, Participation.SIGNATORY

ARCADIA = Character(
    code=StateCode("XAA"),
    title="Self-assessment 2026",
    person="Ada",
    helper="Adil",
    signer="Amara",
    areas={
        "legislation": 2.6,
        "coordination": 2.7,
        "lists": 1.7,
        "licensing": 1.9,
        "borders": 2.1,
        "security": 2.4,
        "outreach": 1.1,
        "cooperation": 2.6,
    },
    families={
        Family.ARMS: 0.7,
        Family.FIREARMS: 0.5,
        Family.NUCLEAR: 0.1,
        Family.CHEMICAL: -0.4,
        Family.BIOLOGICAL: -1.0,
        Family.DUAL_USE: -0.5,
    },
    aspects={Aspect.LAW: 0.4, Aspect.PRACTICE: -0.4},
    participation={
        "att": PARTY,
        "untoc": PARTY,
        "firearms-protocol": PARTY,
        "cwc": PARTY,
    },
    targets={"licensing": 4},
    open_share=0.04,
)
BRINDLE = Character(
    code=StateCode("XAB"),
    title="First self-assessment",
    person="Ben",
    helper="Bao",
    signer="Bruna",
    areas={
        "legislation": 1.3,
        "coordination": 1.0,
        "lists": 0.5,
        "licensing": 0.6,
        "borders": 1.4,
        "security": 1.1,
        "outreach": 0.3,
        "cooperation": 0.9,
    },
    families={Family.FIREARMS: 0.6, Family.ARMS: 0.2},
    aspects={Aspect.LAW: 0.3, Aspect.PRACTICE: -0.2},
    scope=(Family.ARMS, Family.FIREARMS, Family.CHEMICAL, Family.BIOLOGICAL, Family.DUAL_USE),
    participation={"att": SIGNATORY, "untoc": PARTY, "cwc": PARTY},
    targets={"lists": 2, "outreach": 2},
    answered=0.45,
    evidenced=0.25,
    open_share=0.12,
)
COBALT = Character(
    code=StateCode("XAC"),
    title="Second self-assessment",
    person="Cleo",
    helper="Chidi",
    signer="Carmen",
    areas={
        "legislation": 3.3, "coordination": 2.9, "lists": 3.4, "licensing": 3.2,
        "borders": 2.6, "security": 3.0, "outreach": 2.4, "cooperation": 3.1,
    },
    families={Family.NUCLEAR: 0.5, Family.CHEMICAL: 0.4, Family.FIREARMS: -1.1, Family.ARMS: -0.3},
    aspects={Aspect.LAW: 0.2, Aspect.PRACTICE: -0.3},
    participation={
        "att": PARTY, "untoc": PARTY, "firearms-protocol": SIGNATORY, "cwc": PARTY,
    },
    targets={"licensing": 4, "lists": 4, "borders": 4},
    answered=0.9,
    evidenced=0.8,
    open_share=0.03,
)  # fmt: skip
WRITTEN = (ARCADIA, BRINDLE, COBALT)

# Of an area that a state withholds, it tells as much as has long been published.
WITHHELD_SHARE = 0.85
COMMENTS = {
    0: "Nothing found in three ministries. (Made up.)",
    1: "One office does this from habit. Nothing is written. (Made up.)",
    2: "In place for the main goods. The rest is planned for next year. (Made up.)",
    3: "Checked against five recent files. (Made up.)",
    4: "Reviewed this year; the report went to the committee. (Made up.)",
}
SOURCES = (
    ("law", "Trade Control Act 2019 (made up), s. {number}"),
    ("law", "Decree {number} of 2022 (made up)"),
    ("document", "Manual of procedure (made up), chapter {number}"),
    ("document", "Minutes of the committee (made up), {number} March 2025"),
)


def profile_of(character: Character) -> Profile:
    """What a made-up state says of itself."""
    return Profile(
        state=character.code,
        families=character.scope,
        participation=dict(character.participation),
        targets=Targets(3, {AreaId(area): level for area, level in character.targets.items()}),
    )


def responses_of(character: Character, catalogue: Catalogue) -> dict[QuestionId, Response]:
    """Its answers to a catalogue, by the rule above; questions not got to are left out.

    A state answers from the front, area by area, as people do.
    """
    profile = profile_of(character)
    asked = [question for question in catalogue.questions if profile.cells(question)]
    left: set[QuestionId] = set()
    for area, share in character.reached.items():
        of_area = [question.id for question in asked if question.area == area]
        left.update(of_area[round(len(of_area) * share) :])
    return {
        question.id: _response(character, profile, question)
        for question in asked[: round(len(asked) * character.answered)]
        if question.id not in left
    }


def _response(character: Character, profile: Profile, question: Question) -> Response:
    chance = random.Random(f"{character.code}:{question.id}")  # noqa: S311 no secret: a fixed rule
    levels: dict[Family, Answer] = {
        family: _answer(character, question, family) for family in profile.cells(question)
    }
    known = [level for level in levels.values() if isinstance(level, int)]
    comment = COMMENTS[min(known)] if known and chance.random() < 0.35 else ""  # noqa: PLR2004 a share
    evidence: tuple[Evidence, ...] = ()
    if known and chance.random() < character.evidenced:
        kind, title = chance.choice(SOURCES)
        evidence = (Evidence(kind, title.format(number=chance.randint(2, 28))),)
    reason = ""
    if NoLevel.NOT_APPLICABLE in levels.values():
        reason = "No such goods are made, held or traded here. (Made up.)"
    return Response(question.id, levels, comment, reason, evidence)


def _answer(character: Character, question: Question, family: Family) -> Answer:
    chance = random.Random(f"{character.code}:{question.id}:{family}")  # noqa: S311 as above
    draw = chance.random()
    if question.area in character.withheld and draw < WITHHELD_SHARE:
        return NoLevel.WITHHELD
    if draw < character.open_share:
        return NoLevel.WITHHELD if draw < character.open_share / 4 else NoLevel.UNKNOWN
    if family is Family.NUCLEAR and question.aspect is Aspect.PRACTICE and draw > 0.97:  # noqa: PLR2004 a share
        return NoLevel.NOT_APPLICABLE
    level = (
        character.areas.get(question.area, 2.0)
        + character.families.get(family, 0.0)
        + character.aspects.get(question.aspect, 0.0)
        + character.cells.get((question.area, family), 0.0)
        + chance.gauss(0, 0.55)
    )
    return max(0, min(4, round(level)))

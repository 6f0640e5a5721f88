"""The other made-up states, drawn by a seeded rule: neighbours have gaps in common.

The rule, from a chance that is seeded with the state's code alone (docs/demonstration.md tells
it to people): how far a state has come is drawn around its group's middle (`MIDDLE`); each area
stands there, plus its region's lean and a noise of its own. Leans for families and aspects, scope,
participation, targets, and how complete and how well evidenced the answers are, follow by chance.
"""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field

from assessment.domain.catalogue import ITEM_FAMILIES, Aspect, Family, Participation
from assessment.domain.identifiers import StateCode
from questionnaires.demonstration import PARTY, SIGNATORY, WRITTEN, Character

AREAS = (
    "legislation",
    "coordination",
    "lists",
    "licensing",
    "borders",
    "security",
    "outreach",
    "cooperation",
)


@dataclass(frozen=True, slots=True)
class Region:
    """What the states of a made-up region have in common, in levels of 0 to 4.

    `people` names, by the code of each drawn state, who coordinates, contributes and signs.
    """

    name: str
    people: Mapping[str, tuple[str, str, str]]
    areas: Mapping[str, float]
    cells: Mapping[tuple[str, Family], float] = field(default_factory=dict)


SUNWARD = Region(
    "Made-up Sunward Coast",
    {
        "XAD": ("Dalia", "Dawit", "Delphine"),
        "XAG": ("Gita", "Goran", "Gabriela"),
        "XAJ": ("Jamila", "Jonas", "Javier"),
        "XAM": ("Mina", "Mateo", "Margarethe"),
        "XAP": ("Priya", "Pavel", "Paloma"),
        "XAS": ("Suda", "Samir", "Soledad"),
        "XAV": ("Vera", "Viktor", "Valentina"),
    },
    areas={"outreach": -1.0, "lists": -0.8, "borders": 0.5, "coordination": 0.3},
    cells={("lists", Family.DUAL_USE): -0.5, ("outreach", Family.DUAL_USE): -0.4},
)
MISTRAL = Region(
    "Made-up Mistral Sea",
    {
        "XAE": ("Elif", "Emeka", "Estelle"),
        "XAH": ("Hana", "Hugo", "Helene"),
        "XAK": ("Keiko", "Kofi", "Karima"),
        "XAN": ("Noor", "Nikola", "Natalia"),
        "XAQ": ("Qadira", "Quentin", "Qing"),
        "XAT": ("Tala", "Tomas", "Thandiwe"),
        "XAW": ("Wanjiru", "Wim", "Willa"),
    },
    areas={"borders": -1.1, "licensing": -0.3, "cooperation": 0.6, "outreach": 0.2},
    cells={("borders", Family.FIREARMS): -0.5, ("borders", Family.ARMS): -0.3},
)
PLATEAU = Region(
    "Made-up High Plateau",
    {
        "XAF": ("Farah", "Felipe", "Fatou"),
        "XAI": ("Ines", "Idris", "Isolde"),
        "XAL": ("Leila", "Luca", "Ludmila"),
        "XAO": ("Olga", "Omar", "Oksana"),
        "XAR": ("Rosa", "Rashid", "Rukmini"),
        "XAU": ("Uma", "Umar", "Ulrike"),
        "XAX": ("Xenia", "Xolani", "Ximena"),
    },
    areas={"security": -0.6, "legislation": 0.5, "cooperation": -0.2},
    cells={("security", Family.NUCLEAR): -1.4, ("licensing", Family.NUCLEAR): -0.6},
)
REGIONS = (SUNWARD, MISTRAL, PLATEAU)

# How far the states of a group have come, in levels: least developed first, as in the catalogue.
MIDDLE = {"ldc": 1.2, "sids": 1.7, "lldc": 2.0, "": 2.4}
LDC = frozenset({"XAD", "XAF", "XAJ", "XAK", "XAO", "XAP", "XAU", "XAV"})
SIDS = frozenset({"XAE", "XAH", "XAN", "XAW"})
LLDC = frozenset({"XAI", "XAL", "XAR"})
HALF_WAY = frozenset({"XAU"})

# Shares of states: without nuclear goods in scope, with thin areas, withholding an area.
NO_NUCLEAR, THIN, WITHHOLDING = 0.25, 0.45, 0.3
WITHHELD_AREAS = ("security", "borders")
ADVANCED, BEGINNING = 2.2, 1.4
# Shares of states by treaty: parties, and those that only signed.
TREATIES = {
    "att": (0.55, 0.15),
    "untoc": (0.92, 0.05),
    "firearms-protocol": (0.5, 0.12),
    "cwc": (0.95, 0.0),
}


def _drawn(code: str, region: Region) -> Character:
    chance = random.Random(f"state {code}")  # noqa: S311 no secret: a fixed rule
    person, helper, signer = region.people[code]
    far = max(0.5, chance.gauss(MIDDLE[_group(code)], 0.35))
    areas = {
        area: round(far + region.areas.get(area, 0.0) + chance.gauss(0, 0.3), 2) for area in AREAS
    }
    families = {
        Family.ARMS: chance.uniform(0.0, 0.5),
        Family.FIREARMS: chance.uniform(0.0, 0.6),
        Family.NUCLEAR: chance.uniform(-0.3, 0.3),
        Family.CHEMICAL: chance.uniform(-0.4, 0.3),
        Family.BIOLOGICAL: chance.uniform(-1.0, -0.2),
        Family.DUAL_USE: chance.uniform(-0.6, 0.0),
    }
    aspects = {
        Aspect.LAW: chance.uniform(0.1, 0.5),
        Aspect.PRACTICE: -chance.uniform(0.1, 0.5),
    }
    without = {Family.NUCLEAR} if chance.random() < NO_NUCLEAR else set()
    return Character(
        code=StateCode(code),
        title="Self-assessment",
        person=person,
        helper=helper,
        signer=signer,
        areas=areas,
        families=families,
        aspects=aspects,
        cells=region.cells,
        scope=tuple(family for family in ITEM_FAMILIES if family not in without),
        participation=_participation(chance),
        targets=_targets(chance, far),
        answered=0.5 if code in HALF_WAY else 1.0,
        reached=_reached(chance),
        withheld=_withheld(chance),
        evidenced=round(chance.uniform(0.2, 0.9), 2),
        open_share=round(chance.uniform(0.0, 0.1), 2),
        capacity=float(chance.choice((4, 6, 8, 12, 16))),
    )


def _group(code: str) -> str:
    if code in LDC:
        return "ldc"
    if code in SIDS:
        return "sids"
    return "lldc" if code in LLDC else ""


def _participation(chance: random.Random) -> dict[str, Participation]:
    found = {}
    for treaty, (parties, signed) in TREATIES.items():
        draw = chance.random()
        if draw < parties:
            found[treaty] = PARTY
        elif draw < parties + signed:
            found[treaty] = SIGNATORY
    return found


def _targets(chance: random.Random, far: float) -> dict[str, int]:
    chosen = chance.sample(AREAS, 2)
    if far > ADVANCED:
        return dict.fromkeys(chosen, 4)
    return dict.fromkeys(chosen, 2) if far < BEGINNING else {}


def _reached(chance: random.Random) -> dict[str, float]:
    if chance.random() >= THIN:
        return {}
    return {area: chance.choice((0.3, 0.5)) for area in chance.sample(AREAS, chance.randint(1, 3))}


def _withheld(chance: random.Random) -> tuple[str, ...]:
    return (chance.choice(WITHHELD_AREAS),) if chance.random() < WITHHOLDING else ()


DRAWN = tuple(_drawn(code, region) for region in REGIONS for code in region.people)
CHARACTERS = tuple(sorted((*WRITTEN, *DRAWN), key=lambda each: each.code))

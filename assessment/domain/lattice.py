"""The lattice: the cells of a catalogue that one state has, numbered once (METHOD.md 1).

Every figure walks the same cells. They are laid out once for a catalogue and a scope and then
kept, so that a score costs one pass over a list of numbers.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TypeAlias

from assessment.domain.catalogue import ITEM_FAMILIES, LEVELS, Catalogue, Family, Question
from assessment.domain.crosswalk import serves
from assessment.domain.identifiers import AreaId, ElementId, ObligationId, QuestionId
from assessment.domain.response import Answer, NoLevel, Profile, Response, Responses

# What stands in a list of levels for a cell that has none.
OPEN = -1  # unknown, withheld or nothing yet
NOT_APPLICABLE = -2
Count: TypeAlias = tuple[int, int, int]
_NUMBERS: Mapping[Answer | None, int] = {
    **{level: level for level in LEVELS},
    NoLevel.NOT_APPLICABLE: NOT_APPLICABLE,
}


# How many responses of one question are remembered as counted.
_REMEMBERED = 64


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as one state is asked it: its cells, and the number of the first."""

    question: Question
    cells: tuple[Family, ...]
    first: int
    # By identity, with the response itself, so that its identity cannot pass to another.
    _counted: dict[int, tuple[Response | None, Count]] = field(
        default_factory=dict, compare=False, repr=False
    )

    def of(self, levels: list[int]) -> list[int]:
        """This question's part of the levels of the whole lattice."""
        return levels[self.first : self.first + len(self.cells)]

    def read(self, response: Response | None) -> list[int]:
        """The answers as numbers, cell by cell: a level, OPEN or NOT_APPLICABLE."""
        if response is None:
            return [OPEN] * len(self.cells)
        given = response.levels
        return [_NUMBERS.get(given.get(family), OPEN) for family in self.cells]

    def count(self, response: Response | None) -> Count:
        """Whether no cell is open (1 or 0), the cells with a level, and those that apply.

        Remembered: between two saves all responses but one are the same objects.
        """
        known = self._counted.get(id(response))
        if known is not None:
            return known[1]
        levels = self.read(response)
        applicable = len(levels) - levels.count(NOT_APPLICABLE)
        still_open = levels.count(OPEN)
        count = (int(not still_open), applicable - still_open, applicable)
        if len(self._counted) >= _REMEMBERED:
            self._counted.clear()
        self._counted[id(response)] = (response, count)
        return count


@dataclass(frozen=True)
class Lattice:
    """The questions that have cells in scope, and what each cell serves.

    `links`: for each obligation that counts, in catalogue order, its cells by number with the
    weight of the mapping. `served`: the same from the side of each cell. Instances are shared
    between readers and never changed.
    """

    asked: tuple[Asked, ...]
    elements: Mapping[ElementId, tuple[Asked, ...]]
    areas: Mapping[AreaId, tuple[ElementId, ...]]
    families: tuple[Family, ...]
    links: Mapping[ObligationId, tuple[tuple[int, float], ...]]

    @cached_property
    def served(self) -> tuple[tuple[tuple[ObligationId, float], ...], ...]:
        """For each cell by number: the obligations it serves, with weights."""
        served: list[list[tuple[ObligationId, float]]] = [
            [] for asked in self.asked for _ in asked.cells
        ]
        for obligation, cells in self.links.items():
            for cell, weight in cells:
                served[cell].append((obligation, weight))
        return tuple(tuple(pairs) for pairs in served)

    @cached_property
    def asked_by_id(self) -> Mapping[QuestionId, Asked]:
        """Question id to its place."""
        return {asked.question.id: asked for asked in self.asked}

    def levels(self, responses: Responses) -> list[int]:
        """The answers as numbers, cell by cell: a level, OPEN or NOT_APPLICABLE."""
        levels: list[int] = []
        for asked in self.asked:
            levels += asked.read(responses.get(asked.question.id))
        return levels


class _Key:
    """A catalogue and a scope, compared by identity: comparing catalogues takes far too long.

    It holds the catalogue, so that its identity cannot pass to another while it is in use.
    """

    __slots__ = ("catalogue", "families", "profile")

    def __init__(self, catalogue: Catalogue, profile: Profile) -> None:
        self.catalogue = catalogue
        self.profile = profile  # any profile of this scope
        self.families = frozenset(profile.families)

    def __hash__(self) -> int:
        return hash((id(self.catalogue), self.families))

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, _Key)
            and other.catalogue is self.catalogue
            and other.families == self.families
        )


def lattice_of(catalogue: Catalogue, profile: Profile) -> Lattice:
    """The lattice of a catalogue for the families that a state has in scope."""
    return _lattice(_Key(catalogue, profile))


@lru_cache(maxsize=32)
def _lattice(key: _Key) -> Lattice:
    catalogue = key.catalogue
    asked: list[Asked] = []
    elements: dict[ElementId, tuple[Asked, ...]] = {}
    first = 0
    for element in catalogue.elements:
        inside = []
        for question in element.questions:
            cells = key.profile.cells(question)
            if cells:
                inside.append(Asked(question, cells, first))
                first += len(cells)
        elements[element.id] = tuple(inside)
        asked += inside
    return Lattice(
        asked=tuple(asked),
        elements=elements,
        areas={area.id: tuple(element.id for element in area.elements) for area in catalogue.areas},
        families=tuple(family for family in ITEM_FAMILIES if family in key.families),
        links=_links(catalogue, asked),
    )


def _links(
    catalogue: Catalogue, asked: list[Asked]
) -> Mapping[ObligationId, tuple[tuple[int, float], ...]]:
    """The cells of every obligation that counts: METHOD.md 3, "its cells are"."""
    links: dict[ObligationId, list[tuple[int, float]]] = {
        obligation.id: [] for obligation in catalogue.obligations if not obligation.is_context
    }
    for place in asked:
        for service in place.question.obligations:
            if service.obligation not in links:
                continue
            obligation = catalogue.obligation_by_id[service.obligation]
            links[service.obligation] += [
                (number, service.strength.weight)
                for number, family in enumerate(place.cells, place.first)
                if serves(family, obligation)
            ]
    return {obligation: tuple(cells) for obligation, cells in links.items()}

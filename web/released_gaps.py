"""The gaps of a release document in words: a line a gap, or a group a question."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assessment.domain.catalogue import Catalogue, Family
from assessment.domain.identifiers import QuestionId
from web.words import family_words

FAMILIES = tuple(family.value for family in Family)


@dataclass(frozen=True, slots=True)
class GapLine:
    """A gap: a question below its target for one item family."""

    question: str
    text: str
    area: str
    element: str
    family_id: str
    family: str
    level: int
    target: int
    gap: int
    reuse: bool
    leverage: float
    serves: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GapGroup:
    """The gaps of one question by item family, with the largest leverage among them."""

    question: str
    text: str
    area: str
    lines: tuple[GapLine, ...]
    target: int
    leverage: float
    serves: tuple[str, ...]

    @property
    def levels(self) -> tuple[tuple[str, int], ...]:
        """(family, level) of each gap."""
        return tuple((line.family, line.level) for line in self.lines)

    @property
    def reuse(self) -> bool:
        """Whether another family is further than any of these."""
        return any(line.reuse for line in self.lines)

    @property
    def is_even(self) -> bool:
        """Whether the next step brings as much for one family as for another, as it is shown."""
        return len({round(line.leverage, 2) for line in self.lines}) == 1


def gaps_of(gaps: Iterable[Mapping[str, Any]], catalogue: Catalogue) -> tuple[GapLine, ...]:
    """Released gaps with their words, in their order."""
    return tuple(_gap(gap, catalogue) for gap in gaps)


def groups_of(gaps: Sequence[GapLine]) -> tuple[GapGroup, ...]:
    """The gaps by question, in the order of the best of each."""
    by_question: dict[str, list[GapLine]] = {}
    for gap in gaps:
        by_question.setdefault(gap.question, []).append(gap)
    return tuple(_group(own) for own in by_question.values())


def _gap(gap: Mapping[str, Any], catalogue: Catalogue) -> GapLine:
    question = catalogue.question_by_id.get(QuestionId(gap["question"]))
    area = element = ""
    if question:
        area = catalogue.area_by_id[question.area].short
        element = catalogue.element_by_id[question.element].title
    return GapLine(
        question=gap["question"],
        text=question.text if question else gap["question"],
        area=area,
        element=element,
        family_id=gap["family"],
        family=family_words(gap["family"]),
        level=gap["level"],
        target=gap["target"],
        gap=gap["gap"],
        reuse=gap["reuse"],
        leverage=gap["leverage"],
        serves=served_by(catalogue, gap["question"]),
    )


def served_by(catalogue: Catalogue, question: str) -> tuple[str, ...]:
    """The instruments that ask for what a question asks about, by their short names."""
    known = catalogue.question_by_id.get(QuestionId(question))
    if known is None:
        return ()
    asking = {
        catalogue.obligation_by_id[service.obligation].instrument for service in known.obligations
    }
    return tuple(one.short for one in catalogue.instruments if one.id in asking)


def _group(gaps: list[GapLine]) -> GapGroup:
    first = gaps[0]
    return GapGroup(
        question=first.question,
        text=first.text,
        area=first.area,
        lines=tuple(sorted(gaps, key=_family_place)),
        target=first.target,
        leverage=first.leverage,
        serves=first.serves,
    )


def _family_place(gap: GapLine) -> int:
    return FAMILIES.index(gap.family_id) if gap.family_id in FAMILIES else len(FAMILIES)

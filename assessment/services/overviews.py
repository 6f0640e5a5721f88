"""All cycles of a person at once, for a page that says how far each is."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from assessment.domain.catalogue import Family
from assessment.domain.cycle import Cycle
from assessment.domain.findings import Assessment
from assessment.domain.identifiers import QuestionId
from assessment.domain.permissions import Actor
from assessment.domain.response import Layer, Response, Responses, national
from assessment.records.overviews import Brief, briefs_of
from assessment.records.session import Session
from assessment.services.cycles import cycles_of


class ChangeKind(StrEnum):
    """How the answer to a question changed last."""

    SAVED = "saved"  # by the agencies
    AGREED = "agreed"  # by a workshop
    SET_ASIDE = "set_aside"  # what a workshop agreed was taken back


@dataclass(frozen=True, slots=True)
class Change:
    """What happened last to the answer of a question in one layer, when, and who wrote it."""

    question: QuestionId
    kind: ChangeKind
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Overview:
    """A cycle with its levels, and the last change of each answer, in no order."""

    assessment: Assessment
    changes: tuple[Change, ...]


def overviews_of(session: Session, actor: Actor) -> tuple[Overview, ...]:
    """The cycles this actor may see, the newest first, in two queries whatever their number.

    Their responses hold levels alone: no texts, no evidence, no versions.
    """
    cycles = cycles_of(session, actor)
    briefs = briefs_of(session, [cycle.id for cycle in cycles])
    return tuple(_overview(cycle, briefs[cycle.id]) for cycle in cycles)


def _overview(cycle: Cycle, brief: Brief) -> Overview:
    responses = national(_of(cycle, brief, Layer.SELF), _of(cycle, brief, Layer.CONSENSUS))
    saved = {question: last for (of, question), last in brief.saved.items() if of is Layer.SELF}
    changes = tuple(
        Change(question, _kind(brief, of, question), at, by)
        for (of, question), (at, by) in brief.saved.items()
    )
    return Overview(Assessment(cycle, responses, {}, saved), changes)


def _kind(brief: Brief, layer: Layer, question: QuestionId) -> ChangeKind:
    if layer is not Layer.CONSENSUS:
        return ChangeKind.SAVED
    return ChangeKind.AGREED if brief.levels[layer, question] else ChangeKind.SET_ASIDE


def _of(cycle: Cycle, brief: Brief, layer: Layer) -> Responses:
    scope = {*cycle.profile.families, Family.ALL}
    return {
        question: Response(question, {each: levels[each] for each in levels if each in scope})
        for (of, question), levels in brief.levels.items()
        if of is layer
    }

"""All cycles of a person at once, for a page that says how far each is."""

from assessment.domain.catalogue import Family
from assessment.domain.cycle import Cycle
from assessment.domain.findings import Assessment
from assessment.domain.permissions import Actor
from assessment.domain.response import Layer, Response, Responses, national
from assessment.records.overviews import Brief, briefs_of
from assessment.records.session import Session
from assessment.services.cycles import cycles_of


def overviews_of(session: Session, actor: Actor) -> tuple[Assessment, ...]:
    """The cycles this actor may see, the newest first, in two queries whatever their number.

    Their responses hold levels alone: no texts, no evidence, no versions.
    """
    cycles = cycles_of(session, actor)
    briefs = briefs_of(session, [cycle.id for cycle in cycles])
    return tuple(_assessment(cycle, briefs[cycle.id]) for cycle in cycles)


def _assessment(cycle: Cycle, brief: Brief) -> Assessment:
    agreed = national(_of(cycle, brief, Layer.SELF), _of(cycle, brief, Layer.CONSENSUS))
    return Assessment(cycle, agreed, {}, brief.saved)


def _of(cycle: Cycle, brief: Brief, layer: Layer) -> Responses:
    scope = {*cycle.profile.families, Family.ALL}
    return {
        question: Response(question, {each: levels[each] for each in levels if each in scope})
        for (of, question), levels in brief.levels.items()
        if of is layer
    }

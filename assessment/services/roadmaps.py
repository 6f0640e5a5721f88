"""What a state sets for its own plan: figures of steps, quarters and capacity."""

from dataclasses import dataclass, replace
from datetime import datetime

from assessment.domain.catalogue import Catalogue
from assessment.domain.cycle import Cycle
from assessment.domain.errors import Fault, Invalid, NotFound
from assessment.domain.identifiers import CycleId, QuestionId
from assessment.domain.packages import Assumption
from assessment.domain.permissions import Act, Actor, require
from assessment.domain.revision import ProfileConflict
from assessment.records import audit, cycles, results
from assessment.records.session import Session

MOST_QUARTERS = 40
MOST_CAPACITY = 1_000
# Bounds that catch a slip of the key, not judgements.
MOST_MONTHS, MOST_EFFORT, MOST_COST = 120, 1_000, 1_000_000_000
FIRST_YEAR, LAST_YEAR = 2000, 2100
STEP_LEVELS = (1, 2, 3, 4)


@dataclass(frozen=True, slots=True)
class PlanChange:
    """What a coordinator sets for the plan; None leaves a part as it is."""

    quarters: int | None = None
    capacity: float | None = None
    start_year: int | None = None
    start_quarter: int | None = None


def change_assumption(
    session: Session,
    actor: Actor,
    cycle_id: CycleId,
    catalogue: Catalogue,
    step: tuple[QuestionId, int],
    assumption: Assumption | None,
    now: datetime,
) -> None:
    """Set the state's own figures of the step to a level; None goes back to the catalogue's.

    The last one to save wins, and the audit trail keeps every change. Raises NotFound,
    NotPermitted, CycleClosed, Invalid (`months`, `effort`, `cost`: `out_of_range`).
    """
    cycle = cycles.cycle_to_change(session, cycle_id)
    require(actor, Act.CHANGE_ASSUMPTIONS, cycle.subject)
    cycle.ensure_open()
    question, level = step
    if question not in catalogue.question_by_id or level not in STEP_LEVELS:
        raise NotFound
    detail: dict[str, object] = {"question": question, "level": level}
    if assumption is not None:
        detail |= {
            "months": assumption.months,
            "effort": assumption.effort,
            "cost": assumption.cost,
        }
        faults = [
            *_range_faults("months", assumption.months, 1, MOST_MONTHS),
            *_range_faults("effort", assumption.effort, 0, MOST_EFFORT),
            *_range_faults("cost", assumption.cost, 0, MOST_COST),
        ]
        if faults:
            raise Invalid(faults)
    if assumption == Assumption():
        assumption = None
    results.put_assumption(session, cycle_id, step, assumption, actor, now)
    audit.record(session, now, actor, Act.CHANGE_ASSUMPTIONS, cycle_id, detail, state=cycle.state)


def change_plan(
    session: Session,
    actor: Actor,
    cycle_id: CycleId,
    change: PlanChange,
    version: int | None,
    now: datetime,
) -> Cycle:
    """The cycle with its plan changed. `version` is the cycle's as the page showed it.

    Raises NotFound, NotPermitted, CycleClosed, VersionMissing, ProfileConflict, and Invalid
    (`quarters`, `capacity`, `start_year`, `start_quarter`: `out_of_range`).
    """
    cycle = cycles.cycle_to_change(session, cycle_id)
    require(actor, Act.CHANGE_PLAN, cycle.subject)
    cycle.ensure_open()
    faults = [
        *_range_faults("quarters", change.quarters, 1, MOST_QUARTERS),
        *_range_faults("capacity", change.capacity, 0.25, MOST_CAPACITY),
        *_range_faults("start_year", change.start_year, FIRST_YEAR, LAST_YEAR),
        *_range_faults("start_quarter", change.start_quarter, 1, 4),
    ]
    if faults:
        raise Invalid(faults)
    changed = replace(
        cycle,
        quarters=_or(change.quarters, cycle.quarters),
        capacity=float(cycle.capacity if change.capacity is None else change.capacity),
        start_year=_or(change.start_year, cycle.start_year),
        start_quarter=_or(change.start_quarter, cycle.start_quarter),
    )
    if changed == cycle and version is not None:
        return cycle  # sent again after a lost reply, or nothing to change
    if not cycles.change_cycle(session, changed, version):
        raise ProfileConflict(cycle, None)
    detail = {
        "quarters": changed.quarters,
        "capacity": changed.capacity,
        "start": f"{changed.start_year}-Q{changed.start_quarter}",
    }
    audit.record(session, now, actor, Act.CHANGE_PLAN, cycle_id, detail, state=cycle.state)
    return replace(changed, version=cycle.version + 1)


def _or(given: int | None, former: int) -> int:
    return former if given is None else given


def _range_faults(place: str, found: float | None, least: float, most: float) -> list[Fault]:
    # "Not a number" is refused as well: no comparison holds for it.
    if found is None or least <= found <= most:
        return []
    return [Fault("out_of_range", place, (("least", f"{least:g}"), ("most", f"{most:g}")))]

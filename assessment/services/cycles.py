"""Opening, reading and changing cycles."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from assessment.domain.catalogue import ITEM_FAMILIES, LEVELS, Catalogue, Participation
from assessment.domain.cycle import (
    MOVES,
    Cycle,
    CycleStatus,
    ProfileChange,
    effective_participation,
    status_lists,
)
from assessment.domain.document import catalogue_document
from assessment.domain.errors import Fault, Invalid, MoveRefused
from assessment.domain.identifiers import CycleId, StateCode
from assessment.domain.permissions import Act, Actor, Role, Subject, may, require
from assessment.domain.response import Profile, Targets
from assessment.domain.revision import ProfileConflict
from assessment.domain.texts import LONGEST_MARKING, LONGEST_TITLE, one_line, text_faults
from assessment.records import audit
from assessment.records import cycles as records
from assessment.records.base import new_id
from assessment.records.session import Session
from assessment.records.states import marking_at

HIGHEST_PRIORITY = 100
_MOVING = {
    CycleStatus.DRAFT: Act.SUBMIT_CYCLE,
    CycleStatus.IN_REVIEW: Act.SUBMIT_CYCLE,
    CycleStatus.SIGNED_OFF: Act.SIGN_OFF,
    CycleStatus.ARCHIVED: Act.ARCHIVE_CYCLE,
}


def open_cycle(
    session: Session,
    actor: Actor,
    state: StateCode,
    title: str,
    catalogue: Catalogue,
    now: datetime,
) -> Cycle:
    """A new draft cycle, tied to this catalogue, which is kept with it. Raises Invalid."""
    require(actor, Act.OPEN_CYCLE, Subject(state))
    title = one_line(title)
    faults = _title_faults(title)
    if state not in catalogue.state_by_code:
        faults.append(Fault("unknown_state", "state", (("state", state),)))
    if faults:
        raise Invalid(faults)
    entries = catalogue.participation.get(state, {})
    table = {name: entry.status for name, entry in entries.items()}
    # Work can begin in the quarter after the one in which the cycle is opened.
    year, quarter = divmod(now.year * 4 + (now.month - 1) // 3 + 1, 4)
    cycle = Cycle(
        id=CycleId(new_id()),
        state=state,
        title=title,
        status=CycleStatus.DRAFT,
        catalogue_version=catalogue.version,
        catalogue_digest=catalogue.digest,
        profile=Profile(state, participation=table),
        version=1,
        created=now,
        start_year=year,
        start_quarter=quarter + 1,
        marking=marking_at(session, state),
    )
    if not records.is_kept(session, catalogue.digest):
        records.keep_catalogue(
            session, catalogue.digest, catalogue.version, catalogue_document(catalogue), now
        )
    records.add_cycle(session, cycle, table)
    audit.record(session, now, actor, Act.OPEN_CYCLE, cycle.id, {"title": title}, state=state)
    return cycle


def cycles_of(session: Session, actor: Actor) -> tuple[Cycle, ...]:
    """The cycles this actor may see, the newest first."""
    sees_all = any(grant.role is Role.OPERATOR for grant in actor.grants)
    found = records.cycles_in(session, None if sees_all else actor.states, actor.guest_cycles)
    return tuple(cycle for cycle in found if may(actor, Act.SEE_CYCLE, cycle.subject))


def cycle_of(session: Session, actor: Actor, cycle_id: CycleId) -> Cycle:
    """One cycle. Raises NotFound."""
    cycle = records.cycle_by_id(session, cycle_id)
    require(actor, Act.SEE_CYCLE, cycle.subject)
    return cycle


def catalogue_for(
    session: Session, actor: Actor, cycle_id: CycleId, current: Catalogue
) -> Catalogue:
    """The catalogue that a cycle was begun with; `current` where that is the one.

    Raises NotFound, and CatalogueMissing where the database lost it.
    """
    cycle = records.cycle_by_id(session, cycle_id)
    require(actor, Act.SEE_CYCLE, cycle.subject)
    if cycle.catalogue_digest == current.digest:
        return current
    return records.kept_catalogue(session, cycle.catalogue_digest)


def catalogue_by_digest(
    session: Session, actor: Actor, digest: str, current: Catalogue
) -> Catalogue | None:
    """A catalogue that a cycle here was begun with, or `current`; None where it is neither.

    For the operator, who serves every state. Raises NotFound for others.
    """
    require(actor, Act.SEE_CYCLE, Subject())
    if digest == current.digest:
        return current
    if not records.is_kept(session, digest):
        return None
    return records.kept_catalogue(session, digest)


def change_profile(
    session: Session,
    actor: Actor,
    cycle_id: CycleId,
    change: ProfileChange,
    version: int | None,
    now: datetime,
) -> Cycle:
    """The cycle with its profile changed. `version` is the cycle's as the page showed it.

    Answers of a family taken out of scope stay stored and count again when it comes back.
    Raises NotFound, NotPermitted, CycleClosed, VersionMissing, Invalid, ProfileConflict.
    """
    cycle = records.cycle_to_change(session, cycle_id)
    require(actor, Act.CHANGE_PROFILE, cycle.subject)
    cycle.ensure_open()
    faults = _profile_faults(records.kept_catalogue(session, cycle.catalogue_digest), change)
    if faults:
        raise Invalid(faults)
    table = records.catalogue_table(session, cycle_id)
    changed = _changed(cycle, table, change)
    if changed == cycle and version is not None:
        return cycle  # sent again after a lost reply, or nothing to change
    if not records.change_cycle(session, changed, version):
        raise ProfileConflict(cycle, change)
    detail = records.as_stored(changed)
    audit.record(session, now, actor, Act.CHANGE_PROFILE, cycle.id, detail, state=cycle.state)
    return replace(changed, version=cycle.version + 1)


def move_cycle(
    session: Session,
    actor: Actor,
    cycle_id: CycleId,
    to: CycleStatus,
    version: int | None,
    now: datetime,
) -> Cycle:
    """The cycle moved on, but never to its signature: only `sign_off` freezes it.

    Raises MoveRefused where `MOVES` does not allow it, VersionMissing, ProfileConflict.
    """
    cycle = records.cycle_to_change(session, cycle_id)
    act = _MOVING[to]
    require(actor, act, cycle.subject)
    if to is CycleStatus.SIGNED_OFF or to not in MOVES[cycle.status]:
        raise MoveRefused(cycle.status.value)
    moved = replace(cycle, status=to)
    if not records.change_cycle(session, moved, version):
        raise ProfileConflict(cycle, None)
    audit.record(session, now, actor, act, cycle.id, {"to": to.value}, state=cycle.state)
    return replace(moved, version=cycle.version + 1)


def _changed(cycle: Cycle, table: Mapping[str, Participation], change: ProfileChange) -> Cycle:
    profile = cycle.profile
    confirmed = {**cycle.confirmed, **change.confirmed}
    families = profile.families if change.families is None else change.families
    return replace(
        cycle,
        title=cycle.title if change.title is None else one_line(change.title),
        marking=cycle.marking if change.marking is None else one_line(change.marking),
        confirmed=confirmed,
        profile=replace(
            profile,
            families=tuple(family for family in ITEM_FAMILIES if family in families),
            participation=effective_participation(table, confirmed),
            targets=profile.targets if change.targets is None else change.targets,
            priorities=profile.priorities if change.priorities is None else change.priorities,
        ),
    )


def _title_faults(title: str) -> list[Fault]:
    if not title:
        return [Fault("title_missing", "title")]
    return text_faults("title", title, LONGEST_TITLE)


def _profile_faults(catalogue: Catalogue, change: ProfileChange) -> list[Fault]:
    faults: list[Fault] = []
    if change.title is not None:
        faults += _title_faults(one_line(change.title))
    if change.marking is not None:
        faults += text_faults("marking", one_line(change.marking), LONGEST_MARKING)
    if change.families is not None and not set(change.families) & set(ITEM_FAMILIES):
        faults.append(Fault("no_family", "families"))
    known = status_lists(catalogue)
    faults += [
        Fault("unknown_status_list", f"participation.{name}")
        for name in change.confirmed
        if name not in known
    ]
    if change.targets is not None:
        faults += _target_faults(catalogue, change.targets)
    for area, factor in (change.priorities or {}).items():
        if area not in catalogue.area_by_id:
            faults.append(Fault("unknown_area", f"priorities.{area}"))
        # Also refuses "not a number", which no comparison holds for.
        elif not 0 < factor <= HIGHEST_PRIORITY:
            values = (("most", str(HIGHEST_PRIORITY)),)
            faults.append(Fault("priority_out_of_range", f"priorities.{area}", values))
    return faults


def _target_faults(catalogue: Catalogue, targets: Targets) -> list[Fault]:
    faults = []
    if targets.default not in LEVELS:
        faults.append(Fault("target_out_of_range", "targets.default"))
    for area, level in targets.areas.items():
        if area not in catalogue.area_by_id:
            faults.append(Fault("unknown_area", f"targets.{area}"))
        elif level not in LEVELS:
            faults.append(Fault("target_out_of_range", f"targets.{area}"))
    return faults

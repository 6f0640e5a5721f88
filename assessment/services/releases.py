"""What a state shows to donors: preview, release, revoke, and see who looked."""

from collections.abc import Mapping
from datetime import datetime
from typing import cast

from assessment.domain.catalogue import Catalogue
from assessment.domain.cycle import Cycle
from assessment.domain.errors import Fault, Invalid
from assessment.domain.frozen import read_frozen
from assessment.domain.identifiers import CycleId, ReleaseId, StateCode
from assessment.domain.permissions import Act, Actor, Subject, require
from assessment.domain.release import (
    SCOPES,
    AssessmentArchived,
    Document,
    Look,
    NotSignedOff,
    Release,
    Scope,
    ensure_releasable,
    latest_end,
    release_document,
    summary_of,
)
from assessment.domain.seen import Outlook, open_of, outlook_of, seen_of
from assessment.domain.thawing import signature_of, thaw
from assessment.records import audit
from assessment.records import releases as records
from assessment.records.base import new_id
from assessment.records.cycles import cycle_by_id, cycle_to_change
from assessment.records.freezes import document_of
from assessment.records.session import Session
from assessment.records.states import Donor, donors_known

__all__ = [
    "SCOPES",
    "AssessmentArchived",
    "Look",
    "NotSignedOff",
    "Outlook",
    "Release",
    "Scope",
    "check",
    "donors_for",
    "last_looks_of",
    "looks_of",
    "open_of",
    "outlook",
    "preview",
    "release",
    "release_of",
    "releases_of",
    "revoke",
    "revoke_all",
    "seen_of",
]


def donors_for(session: Session, actor: Actor, state: StateCode) -> tuple[Donor, ...]:
    """The donors to which a state can release, by name."""
    require(actor, Act.RELEASE, Subject(state))
    return donors_known(session)


def preview(
    session: Session, actor: Actor, cycle_id: CycleId, catalogue: Catalogue, scope: str
) -> Document:
    """Exactly what a donor would see; `catalogue` is the cycle's own.

    Raises NotFound, NotPermitted, NotSignedOff, AssessmentArchived, and Invalid with a fault at
    "scope".
    """
    cycle = cycle_by_id(session, cycle_id)
    require(actor, Act.RELEASE, cycle.subject)
    faults = _scope_faults(scope)
    if faults:
        raise Invalid(faults)
    return _document(session, cycle, catalogue, Scope(scope))


def check(
    session: Session,
    actor: Actor,
    cycle_id: CycleId,
    donor_id: str,
    scope: str,
    until: datetime | None,
    now: datetime,
) -> Donor:
    """The donor to whom a release may be made as it is asked for. Raises what `release` does."""
    cycle = cycle_by_id(session, cycle_id)
    require(actor, Act.RELEASE, cycle.subject)
    ensure_releasable(cycle.status)
    donor = next((each for each in donors_known(session) if each.id == donor_id), None)
    faults = [Fault("donor_missing", "donor")] if donor is None else []
    faults += _scope_faults(scope) + _until_faults(until, now)
    if faults or donor is None:
        raise Invalid(faults)
    return donor


def release(  # noqa: PLR0913, PLR0917 - what a release is made of, after session and actor
    session: Session,
    actor: Actor,
    cycle_id: CycleId,
    catalogue: Catalogue,
    donor_id: str,
    scope: str,
    until: datetime | None,
    now: datetime,
) -> Release:
    """Let a donor see a part of a signed-off cycle until a moment, three years away at most.

    `catalogue` is the cycle's own. Sending the same again gives the release that is there.
    Raises NotFound, NotPermitted, NotSignedOff, AssessmentArchived, and Invalid with faults at
    "donor", "scope" and "until".
    """
    cycle = cycle_to_change(session, cycle_id)
    require(actor, Act.RELEASE, cycle.subject)
    donor = check(session, actor, cycle_id, donor_id, scope, until, now)
    document = _document(session, cycle, catalogue, Scope(scope))
    made = _to_be(actor, cycle, donor, cast("datetime", until), document, now)
    same = records.same_release(session, made)
    if same is not None:
        return records.described(session, [same])[0]
    records.add_release(session, made, document, actor)
    detail = {"cycle": cycle.id, "title": cycle.title, "until": made.until.isoformat()}
    _note(session, now, actor, "release", made, detail)
    return made


def outlook(
    session: Session,
    actor: Actor,
    cycle_id: CycleId,
    document: Document,
    donor: Donor,
    until: datetime | None,
    now: datetime,
) -> Outlook:
    """What a release of a previewed document, checked before, would change for its donor.

    Raises NotFound, NotPermitted.
    """
    cycle = cycle_by_id(session, cycle_id)
    require(actor, Act.RELEASE, cycle.subject)
    wished = _to_be(actor, cycle, donor, cast("datetime", until), document, now)
    return outlook_of(records.releases_in(session, cycle.state), wished, now)


def revoke(session: Session, actor: Actor, release_id: ReleaseId, now: datetime) -> None:
    """End a release at once and for ever; revoking it again changes nothing.

    Raises NotFound and NotPermitted.
    """
    found, _document_of_it = release_of(session, actor, release_id)
    if records.revoke_release(session, release_id, actor.name, now):
        _note(session, now, actor, "revoke_release", found, {})


def revoke_all(
    session: Session, actor: Actor, release_id: ReleaseId, now: datetime
) -> tuple[Release, ...]:
    """End every open release of the same state to the same donor; which of them ended.

    Raises NotFound and NotPermitted.
    """
    one, _document_of_it = release_of(session, actor, release_id)
    of_state = records.releases_in(session, one.state)
    held = open_of((each for each in of_state if each.donor == one.donor), now)
    ended = [each for each in held if records.revoke_release(session, each.id, actor.name, now)]
    for each in ended:
        _note(session, now, actor, "revoke_release", each, {})
    return tuple(ended)


def releases_of(session: Session, actor: Actor, state: StateCode) -> tuple[Release, ...]:
    """Every release of a state, open or ended, the newest first. Raises NotFound, NotPermitted."""
    require(actor, Act.RELEASE, Subject(state))
    return records.releases_in(session, state)


def release_of(session: Session, actor: Actor, release_id: ReleaseId) -> tuple[Release, Document]:
    """One release of the actor's state, and all that its donor sees. Raises NotFound."""
    found, document = records.release_by_id(session, release_id)
    require(actor, Act.RELEASE, Subject(found.state, found.cycle))
    return found, document


def looks_of(session: Session, actor: Actor, release_id: ReleaseId) -> tuple[Look, ...]:
    """Who looked at a release, where and when, the newest first. Raises NotFound."""
    found, _document_of_it = release_of(session, actor, release_id)
    return records.looks_at(session, found.id)


def last_looks_of(session: Session, actor: Actor, state: StateCode) -> Mapping[ReleaseId, Look]:
    """The newest look at each release of a state; one that nobody looked at is absent."""
    require(actor, Act.RELEASE, Subject(state))
    return records.last_looks(session, state)


def _document(session: Session, cycle: Cycle, catalogue: Catalogue, scope: Scope) -> Document:
    """Made of what was frozen alone. Raises NotSignedOff, AssessmentArchived."""
    ensure_releasable(cycle.status)
    frozen = read_frozen(document_of(session, cycle.id))
    return release_document(catalogue, thaw(catalogue, cycle, frozen), signature_of(frozen), scope)


def _to_be(
    actor: Actor, cycle: Cycle, donor: Donor, until: datetime, document: Document, now: datetime
) -> Release:
    """A release of this document, not kept yet."""
    return Release(
        id=ReleaseId(new_id()),
        state=cycle.state,
        cycle=cycle.id,
        donor=donor.id,
        donor_name=donor.name,
        scope=Scope(document["scope"]),
        until=until,
        created=now,
        by=actor.name,
        revoked=None,
        revoked_by=None,
        summary=summary_of(document),
    )


def _scope_faults(scope: str) -> list[Fault]:
    return [] if scope in SCOPES else [Fault("scope_missing", "scope")]


def _until_faults(until: datetime | None, now: datetime) -> list[Fault]:
    if until is None:
        return [Fault("until_missing", "until")]
    if until <= now:
        return [Fault("until_past", "until")]
    latest = latest_end(now)
    if until > latest:
        return [Fault("until_too_far", "until", (("latest", latest.date().isoformat()),))]
    return []


def _note(
    session: Session,
    now: datetime,
    actor: Actor,
    act: str,
    release: Release,
    detail: Mapping[str, str],
) -> None:
    told = {"donor": release.donor_name, "scope": release.scope.value, **detail}
    subject = f"release {release.id}"
    audit.record(session, now, actor, act, subject, told, state=release.state)

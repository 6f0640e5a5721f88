"""What donors see of what states released to them, and the line that says that they looked.

Nothing here reads an answer: a release holds all that its donor may see.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Final

from assessment.domain.errors import NotFound
from assessment.domain.identifiers import DonorId, ReleaseId, StateCode
from assessment.domain.permissions import Act, Actor, Subject, require
from assessment.domain.release import Document, Release, ReleaseEnded
from assessment.records import audit
from assessment.records import releases as records
from assessment.records.session import Session

__all__ = [
    "PLACES",
    "Release",
    "ReleaseEnded",
    "note_looks",
    "released_part",
    "released_parts",
    "released_to",
    "released_to_each",
    "unnoted",
]

# Where somebody looks.
PLACES: Final = ("portfolio", "compare", "state", "export", "pdf")


def released_to(
    session: Session,
    actor: Actor,
    donor_id: DonorId,
    now: datetime,
    states: Collection[StateCode] | None = None,
) -> tuple[Release, ...]:
    """What a donor may see now, by state: of each state's newest cycle, the widest release.

    One query, summaries only; `states` keeps to some of the states. Raises NotFound.
    """
    require(actor, Act.SEE_RELEASED, Subject(donor=donor_id))
    return records.open_releases_to(session, [donor_id], now, states)


def released_to_each(
    session: Session, actor: Actor, donor_ids: Sequence[DonorId], now: datetime
) -> Mapping[DonorId, tuple[Release, ...]]:
    """What each of several donors may see now, as `released_to` gives it, in one query.

    Raises NotFound.
    """
    for donor_id in donor_ids:
        require(actor, Act.SEE_RELEASED, Subject(donor=donor_id))
    found = records.open_releases_to(session, donor_ids, now)
    return {each: tuple(one for one in found if one.donor == each) for each in donor_ids}


def released_part(
    session: Session, actor: Actor, release_id: ReleaseId, now: datetime
) -> tuple[Release, Document]:
    """One release and its document. Raises NotFound, and ReleaseEnded where it has ended."""
    found = released_parts(session, actor, [release_id], now)
    return found[0]


def released_parts(
    session: Session, actor: Actor, release_ids: Sequence[ReleaseId], now: datetime
) -> tuple[tuple[Release, Document], ...]:
    """Releases with their documents, in the order asked for, in one query.

    Raises NotFound where one is not there or another donor's, ReleaseEnded where one was revoked
    or its last day has passed.
    """
    found = records.releases_by_ids(session, release_ids)
    _ensure_own(actor, release_ids, [release for release, _document in found])
    parts = {release.id: (release, document) for release, document in found}
    if not all(release.is_open(now) for release, _document in found):
        raise ReleaseEnded
    return tuple(parts[release_id] for release_id in release_ids)


def unnoted(
    session: Session, actor: Actor, release_ids: Sequence[ReleaseId], place: str, now: datetime
) -> tuple[ReleaseId, ...]:
    """Those for which `note_looks` would add a line: none, most of the time.

    To be asked in a reading session, so that a page that is only read need not wait to write.
    """
    _ensure_own(actor, release_ids, records.described(session, release_ids))
    return records.unnoted_looks(session, release_ids, actor.user, place, now)


def note_looks(
    session: Session, actor: Actor, release_ids: Sequence[ReleaseId], place: str, now: datetime
) -> bool:
    """Tell the states that somebody looked: once an hour for each person and place.

    Gives whether a line was added. Raises NotFound where a release is another donor's.
    """
    owned = records.described(session, release_ids)
    _ensure_own(actor, release_ids, owned)
    added = records.add_looks(session, release_ids, actor, place, now)
    audit.record_each(
        session,
        now,
        actor,
        "look",
        [
            (f"release {one.id}", {"place": place, "donor": one.donor_name}, one.state)
            for one in owned
            if one.id in added
        ],
    )
    return bool(added)


def _ensure_own(actor: Actor, release_ids: Sequence[ReleaseId], found: Sequence[Release]) -> None:
    for release in found:
        require(actor, Act.SEE_RELEASED, release.subject)
    if set(release_ids) != {release.id for release in found}:
        raise NotFound

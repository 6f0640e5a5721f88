"""The record of a state: what was done, by whom, when, for its coordinators to read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from assessment.domain.identifiers import CycleId, StateCode
from assessment.domain.permissions import Act, Actor, Subject, require
from assessment.records import trail
from assessment.records.session import Session
from assessment.records.trail import Entry, Names

PAGE = 50
# A file is read as a whole; the newest lines are in it.
MOST_IN_A_FILE = 20_000


class Kind(StrEnum):
    """What a line of the record is about."""

    SIGN_INS = "sign_ins"
    CYCLES = "cycles"  # opened, changed, reviewed, signed off, archived
    EVIDENCE = "evidence"
    WORKSHOPS = "workshops"
    RELEASES = "releases"
    LOOKS = "looks"
    PEOPLE = "people"  # invitations and roles, who reads its releases, and the state's marking


ACTS: Mapping[Kind, frozenset[str]] = {
    Kind.SIGN_INS: frozenset({"sign_in"}),
    Kind.CYCLES: frozenset(
        {
            Act.OPEN_CYCLE,
            Act.SUBMIT_CYCLE,
            Act.SIGN_OFF,
            Act.ARCHIVE_CYCLE,
            Act.CHANGE_PROFILE,
            Act.CHANGE_ASSUMPTIONS,
            Act.CHANGE_PLAN,
        }
    ),
    Kind.EVIDENCE: frozenset({"add_evidence", "remove_evidence"}),
    Kind.WORKSHOPS: frozenset(
        {"open_workshop", "agree", "set_aside", "extend_workshop", "close_workshop"}
    ),
    Kind.RELEASES: frozenset({Act.RELEASE, "revoke_release"}),
    Kind.LOOKS: frozenset({"look"}),
    Kind.PEOPLE: frozenset(
        {
            "add_state",
            Act.INVITE,
            "accept_invitation",
            "revoke_invitation",
            Act.ENROL,
            Act.CHANGE_ROLE,
            Act.REMOVE_PERSON,
            Act.RESET_SIGN_IN,
            "use_reset",
            "join_donor",
            "leave_donor",
            Act.CHANGE_MARKING,
        }
    ),
}


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which lines are asked for; None for all. `until` itself is left out."""

    kind: Kind | None = None
    since: datetime | None = None
    until: datetime | None = None


EVERYTHING = Chosen()


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the record.

    `who` is empty for the operator of the server. `values` are names and codes by what they
    are: person, cycle, workshop, donor, scope, role, until and whatever else the line keeps.
    Where it names a question, `cycle` and the digest `catalogue` say in which catalogue it
    stands. `release` is the one that the line is about; empty where there is none.
    """

    at: datetime
    who: str
    act: str
    values: Mapping[str, str]
    cycle: CycleId | None = None
    catalogue: str = ""
    release: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """A page of the record, the newest line first."""

    lines: tuple[Line, ...]
    total: int
    page: int

    @property
    def pages(self) -> int:
        """How many pages there are, one at least."""
        return max(1, -(-self.total // PAGE))


def record_of(
    session: Session, actor: Actor, state: StateCode, chosen: Chosen = EVERYTHING, page: int = 1
) -> Record:
    """A page of a state's record; a page that is not there has no lines."""
    require(actor, Act.SEE_AUDIT, Subject(state))
    acts = None if chosen.kind is None else ACTS[chosen.kind]
    asked = (state, acts, chosen.since, chosen.until)
    total = trail.count_entries(session, *asked)
    entries = trail.entries_of(session, *asked, skip=(page - 1) * PAGE, most=PAGE)
    return Record(_lines(session, state, entries), total, page)


def whole_record(
    session: Session, actor: Actor, state: StateCode, chosen: Chosen = EVERYTHING
) -> tuple[Line, ...]:
    """All lines of a state's record, the newest first, up to `MOST_IN_A_FILE`."""
    require(actor, Act.SEE_AUDIT, Subject(state))
    acts = None if chosen.kind is None else ACTS[chosen.kind]
    entries = trail.entries_of(
        session, state, acts, chosen.since, chosen.until, skip=0, most=MOST_IN_A_FILE
    )
    return _lines(session, state, entries)


def _lines(session: Session, state: StateCode, entries: tuple[Entry, ...]) -> tuple[Line, ...]:
    named = {person for person in map(_person_in, entries) if person}
    names = trail.names_for(session, state, named)
    return tuple(_line(entry, names) for entry in entries)


def _person_in(entry: Entry) -> str:
    """The user whom a line is about; empty where there is none."""
    kind, _, identifier = entry.subject.rpartition(" ")
    return identifier if kind == "user" else str(entry.detail.get("user", ""))


def _line(entry: Entry, names: Names) -> Line:
    values = {key: str(value) for key, value in entry.detail.items() if key != "user"}
    person = names.people.get(_person_in(entry), "")
    if person:
        values["person"] = person
    kind, _, identifier = entry.subject.rpartition(" ")
    cycle, release = identifier, ""
    if identifier in names.cycles:
        values["cycle"], _digest = names.cycles[identifier]
    elif kind == "workshop" and identifier in names.workshops:
        values["workshop"], cycle = names.workshops[identifier]
    elif kind == "release" and identifier in names.releases:
        release = identifier
        values["cycle"], values["donor"], values["scope"], until = names.releases[identifier]
        values["until"] = until.isoformat()
    # Whoever signs in, or comes with a link, is nobody yet when the line is written.
    who = person if entry.act in {"sign_in", "use_reset"} else entry.actor_name or ""
    if "question" not in values or cycle not in names.cycles:
        return Line(entry.at, who, entry.act, values, release=release)
    _title, digest = names.cycles[cycle]
    return Line(entry.at, who, entry.act, values, CycleId(cycle), digest)

"""The made-up people: who they are, their addresses, and how they come into the database."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from assessment.domain.errors import NotFound
from assessment.domain.permissions import OPERATOR, Actor, Grant, Role
from assessment.records.session import Session
from assessment.services.instance import add_donor, donor_called
from assessment.services.passwords import Passwords
from assessment.services.people import enrol
from questionnaires.demonstration import WRITTEN, Character
from questionnaires.demonstration_releases import DONORS, MadeUpDonor

PASSWORD = "fair winds and a steady compass"  # noqa: S105 no secret: printed, for made-up states
ADMINISTRATOR, FACILITATOR = "Alma", "Felix"
ADMINISTRATOR_ADDRESS = "administrator@octant.example"
# Before the first made-up cycle was opened.
FIRST_DAY = timedelta(days=700)


class OnePassword:
    """Gives everybody the same hash: a good hash is slow to make, and all share the password."""

    def __init__(self, passwords: Passwords) -> None:
        """Make the hash."""
        self._hash = passwords.hash(PASSWORD)

    def hash(self, password: str) -> str:
        """The hash of the one password of the demonstration."""
        assert password == PASSWORD, "only made-up people have this hash"
        return self._hash


@dataclass(frozen=True, slots=True)
class Loading:
    """What everything that is loaded needs: where to, whose passwords, and the present moment."""

    session: Any
    passwords: OnePassword
    now: datetime

    def enrolled(self, grant: Grant, name: str, email: str, at: datetime) -> Actor:
        """Somebody with a role, new or as they were."""
        user = enrol(self.session, OPERATOR, grant, email, name, PASSWORD, self.passwords, at)
        return Actor(user, name, email, (grant,))


def address(character: Character, role: Role) -> str:
    """The e-mail address of one of a made-up state's people; `.example` is nobody's."""
    names = {Role.COORDINATOR: character.person, Role.CONTRIBUTOR: character.helper}
    # The three states of the tour have known their people by name since the first version.
    local = names.get(role, role.value) if character in WRITTEN else role.value
    return f"{local.lower()}@{character.code.lower()}.example"


def state_people(loading: Loading, character: Character, at: datetime) -> dict[Role, Actor]:
    """The coordinator, the contributor and the signatory of a made-up state."""
    names = {
        Role.COORDINATOR: character.person,
        Role.CONTRIBUTOR: character.helper,
        Role.SIGNATORY: character.signer,
    }
    return {
        role: loading.enrolled(Grant(role, character.code), name, address(character, role), at)
        for role, name in names.items()
    }


def donor_address(donor: MadeUpDonor, person: str) -> str:
    """The e-mail address of one of a made-up donor's people."""
    return f"{person.lower()}@{donor.domain}"


def load_donors(loading: Loading) -> dict[str, tuple[Actor, ...]]:
    """The made-up donors' people by donor, all made where they are not known.

    An administrator of this Octant comes with them.
    """
    at = loading.now - FIRST_DAY
    loading.enrolled(Grant(Role.ADMINISTRATOR), ADMINISTRATOR, ADMINISTRATOR_ADDRESS, at)
    return {donor.name: _donor_people(loading, donor, at) for donor in DONORS}


def is_loaded(session: Session) -> bool:
    """Whether the made-up donors, which come before the states, are here."""
    try:
        donor_called(session, OPERATOR, DONORS[0].name)
    except NotFound:
        return False
    return True


def _donor_people(loading: Loading, donor: MadeUpDonor, at: datetime) -> tuple[Actor, ...]:
    try:
        known = donor_called(loading.session, OPERATOR, donor.name)
    except NotFound:
        known = add_donor(loading.session, OPERATOR, donor.name, at)
    grant = Grant(Role.DONOR, donor=known.id)
    return tuple(
        loading.enrolled(grant, person, donor_address(donor, person), at) for person in donor.people
    )

"""Releases put straight into the database: what states showed to donors, of made-up documents."""

from dataclasses import replace
from datetime import datetime, timedelta

from assessment.domain.catalogue import State
from assessment.domain.identifiers import ReleaseId, StateCode
from assessment.domain.permissions import OPERATOR, Actor, Grant, Role, UserId
from assessment.domain.release import Release, Scope, summary_of
from assessment.records.base import new_id
from assessment.records.freezes import frozen_cycles
from assessment.records.releases import add_release, revoke_release
from assessment.services.cycles import open_cycle
from assessment.services.instance import add_donor
from assessment.services.passwords import Passwords
from assessment.services.people import enrol
from assessment.services.sign_ins import begin
from tests.conftest import NOON, PASSWORD
from tests.donors.documents import a_document

# Seven states of two regions that are nowhere.
STATES = (
    State(StateCode("XAA"), "Alphaland", "East Sea", "Inner East", ldc=True),
    State(StateCode("XAB"), "Betaland", "East Sea", "Outer East", sids=True),
    State(StateCode("XAC"), "Çammaland", "East Sea", "Outer East", lldc=True),
    State(StateCode("XAD"), "Deltaland", "West Hills", "High West"),
    State(StateCode("XAE"), "Epsilonia", "West Hills", "High West", ldc=True),
    State(StateCode("XAF"), "Farland", "West Hills", "Low West"),
    State(StateCode("XAG"), "Gammaland", "West Hills", "Low West"),
)
UNTIL = NOON + timedelta(days=90)


def a_donor(session, name="The River Fund", now=NOON):
    """A donor organisation."""
    return add_donor(session, OPERATOR, name, now)


def a_person(session, donors, email="dina@example.org", name="Dina", password=PASSWORD, now=NOON):
    """Somebody of one or more donors, who can sign in; gives the id."""
    passwords = Passwords("test")
    for donor in donors:
        grant = Grant(Role.DONOR, donor=donor.id)
        user = enrol(session, OPERATOR, grant, email, name, password, passwords, now)
    return user


def frozen(session, catalogue, document, now=NOON):
    """A cycle of the document's state, frozen when the document says; gives it."""
    state = StateCode(document["state"])
    lead = Actor(UserId("lead"), "Lead", "", (Grant(Role.COORDINATOR, state),))
    cycle = open_cycle(session, lead, state, document["title"], catalogue, now)
    session.execute(
        frozen_cycles.insert().values(
            cycle_id=cycle.id,
            document=b"",
            digest=document["digest"],
            method=document["method"],
            catalogue_digest=cycle.catalogue_digest,
            signed_at=datetime.fromisoformat(document["signed"]),
            signed_by="sia",
            signed_by_name="Sia",
            statement="I sign.",
        )
    )
    return cycle


def released(session, cycle, donor, document, *, until=UNTIL, now=NOON):
    """The release of a document of a frozen cycle to a donor; gives it."""
    release = Release(
        id=ReleaseId(new_id()),
        state=cycle.state,
        cycle=cycle.id,
        donor=donor.id,
        donor_name=donor.name,
        scope=Scope(document["scope"]),
        until=until,
        created=now,
        by="Lead",
        revoked=None,
        revoked_by=None,
        summary=summary_of(document),
    )
    add_release(session, release, document, Actor(UserId("lead"), "Lead", "", ()))
    return release


class Portfolio:
    """An Octant with donors, one of its people signed in, and what tests let states release."""

    def __init__(self, app):
        """One donor with one person, nothing released."""
        self.app, self.octant = app, app.extensions["octant"]
        self.catalogue = replace(self.octant.catalogue, states=STATES)
        self.octant.catalogue = self.catalogue
        self.donor = self.write(a_donor)
        self.user = self.write(a_person, [self.donor])
        self.client = self.browser(self.user)

    def write(self, work, *arguments, **values):
        """What a function gives that writes in a session of its own."""
        with self.app.app_context(), self.octant.writing() as session:
            found = work(session, *arguments, **values)
            session.commit()
        return found

    def browser(self, user):
        """The browser of somebody who is signed in."""
        token = self.write(begin, user, NOON)
        client = self.app.test_client()
        with client.session_transaction() as cookie:
            cookie["sign_in"] = token
        return client

    def release(self, state="XAA", scope="roadmap", *, donor=None, until=UNTIL, **changes):
        """Let a state release a made-up document."""
        document = a_document(self.catalogue, state, scope, **changes)
        donor = donor or self.donor
        cycle = self.write(frozen, self.catalogue, document)
        return self.write(released, cycle, donor, document, until=until)

    def revoke(self, release):
        """End a release."""
        self.write(revoke_release, release.id, "Lead", NOON)

    def get(self, address, client=None):
        """A page as the person sees it."""
        return (client or self.client).get(address)

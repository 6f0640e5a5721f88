"""A budget of SQL queries and of HTML for each page, with the catalogue in service."""

from collections import Counter

import pytest

from app import create_app
from assessment.domain.cycle import ProfileChange
from assessment.domain.identifiers import StateCode
from assessment.domain.permissions import OPERATOR, Grant, Role
from assessment.domain.revision import Submission
from assessment.records.base import metadata
from assessment.services.cycles import change_profile, open_cycle
from assessment.services.passwords import Passwords
from assessment.services.people import enrol
from assessment.services.responses import record_many
from assessment.services.roadmaps import PlanChange, change_plan
from assessment.services.sign_ins import begin, presence_of
from questionnaires.words import ways_of
from tests.conftest import NOON
from tests.databases import counted_queries
from web.settings import from_environment

STATE = StateCode("XAA")
# Address: most queries, most bytes of HTML before compression.
BUDGETS = {
    "/": (10, 60_000),
    "/cycles/{cycle}/": (10, 80_000),
    "/cycles/{cycle}/elements/{element}": (10, 150_000),
    "/cycles/{cycle}/questions/{question}": (10, 60_000),
    "/cycles/{cycle}/questions/{question}/history": (10, 60_000),
    "/cycles/{cycle}/results": (15, 150_000),
    "/cycles/{cycle}/results/areas/{area}": (15, 150_000),
    "/cycles/{cycle}/results/matrix/{area}/{instrument}": (15, 150_000),
    "/cycles/{cycle}/results/gaps": (15, 150_000),
    "/cycles/{cycle}/instruments/{instrument}": (15, 300_000),
    "/cycles/{cycle}/roadmap": (15, 300_000),
    "/cycles/{cycle}/sign-off": (15, 150_000),
    "/cycles/{cycle}/roadmap/assumptions": (15, 150_000),
}


class Served:
    """An Octant in service with one cycle a name: how much of it is answered."""

    def __init__(self, folder):
        """On an empty database, with one coordinator."""
        settings = from_environment({"OCTANT_DATA": str(folder), "OCTANT_PASSWORD_COST": "test"})
        self.app = create_app(settings)
        self.octant = self.app.extensions["octant"]
        self.octant.clock = lambda: NOON
        metadata.create_all(self.octant.engine)
        with self.octant.writing() as session:
            grant = Grant(Role.COORDINATOR, STATE)
            passwords = Passwords("test")
            words = "a long password for tests"
            self.user = enrol(
                session, OPERATOR, grant, "ada@example.org", "Ada", words, passwords, NOON
            )
            token = begin(session, self.user, NOON)
            self.actor = presence_of(session, token, NOON).actor
            session.commit()
        self.client = self.app.test_client()
        with self.client.session_transaction() as cookie:
            cookie["sign_in"] = token

    def open(self, questions, level):
        """A new cycle with so many questions answered at a level; gives its id."""
        catalogue = self.octant.catalogue
        submissions = [
            Submission(question.id, 0, dict.fromkeys(question.families, level), "A comment.", "")
            for question in catalogue.questions[:questions]
        ]
        with self.octant.writing() as session:
            cycle = open_cycle(session, self.actor, STATE, "Cycle", catalogue, NOON)
            # A state that takes part in everything has the most to show.
            taken = {one.id: ways_of(one)[0] for one in catalogue.instruments if not one.binds_all}
            profile = ProfileChange(confirmed=taken)
            cycle = change_profile(session, self.actor, cycle.id, profile, cycle.version, NOON)
            record_many(session, self.actor, cycle.id, catalogue, submissions, NOON)
            frame = PlanChange(quarters=40, capacity=1000)
            change_plan(session, self.actor, cycle.id, frame, cycle.version, NOON)
            session.commit()
        return cycle.id

    def places(self, cycle):
        """What stands for each name of an address: the longest of its kind where sizes differ."""
        catalogue = self.octant.catalogue
        element = max(catalogue.elements, key=lambda one: len(one.questions))
        question = max(catalogue.questions, key=lambda one: len(one.obligations))
        duties = Counter(each.instrument for each in catalogue.obligations)
        instrument, _count = duties.most_common(1)[0]
        return {
            "cycle": cycle,
            "element": element.id,
            "question": question.id,
            "area": question.area,
            "instrument": instrument,
        }

    def read(self, address, cycle):
        """A page: how many queries it took, and its size."""
        with counted_queries() as statements:
            reply = self.client.get(address.format(**self.places(cycle)))
        assert reply.status_code == 200, address
        return len(statements), len(reply.data)


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    octant = Served(tmp_path_factory.mktemp("served"))
    octant.few = octant.open(questions=3, level=1)
    octant.full = octant.open(questions=None, level=0)
    yield octant
    octant.octant.engine.dispose()


@pytest.mark.parametrize("address", BUDGETS)
def test_a_page_keeps_to_its_queries(served, address):
    assert served.read(address, served.full)[0] <= BUDGETS[address][0]


@pytest.mark.parametrize("address", BUDGETS)
def test_a_page_keeps_to_its_size(served, address):
    assert served.read(address, served.full)[1] <= BUDGETS[address][1]


@pytest.mark.parametrize("address", BUDGETS)
def test_a_page_takes_as_many_queries_for_many_answers_as_for_few(served, address):
    assert served.read(address, served.full)[0] == served.read(address, served.few)[0]


def test_home_takes_as_many_queries_for_many_cycles_as_for_few(served):
    before = served.read("/", served.full)[0]
    for _each in range(3):
        served.open(questions=3, level=2)
    assert served.read("/", served.full)[0] == before

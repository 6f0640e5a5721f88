"""Every page, as every kind of visitor sees it."""

import re
import warnings
from datetime import timedelta
from itertools import pairwise

import html5lib
import pytest

from assessment.domain.permissions import OPERATOR, Actor, Grant, Role, UserId
from assessment.domain.revision import Submission
from assessment.services.instance import add_donor, donors_of
from assessment.services.passwords import Passwords
from assessment.services.people import enrol
from assessment.services.releases import release
from assessment.services.sign_ins import begin
from assessment.services.workshops import open_workshop
from tests.builders import the_worked_example
from tests.conftest import NOON, PASSWORD, PEOPLE
from tests.databases import ANA
from tests.donors.signing import a_signed_cycle

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import html5lib.treebuilders.etree

NAMESPACE = "{http://www.w3.org/1999/xhtml}"
CONTROLS = ("input", "select", "textarea")
DAY = timedelta(days=1)
UNLABELLED = {"hidden", "submit", "button"}
VISITORS = (*PEOPLE, "donor", "administrator", "nobody")
READ = {}


def examples(app, cycle):
    """What stands for each argument of an address; a new one needs its example here."""
    catalogue = app.extensions["octant"].catalogue
    question = catalogue.questions[0]
    workshop = a_workshop(app.extensions["octant"], cycle)
    donor, released = a_release(app.extensions["octant"])
    return {
        "cycle_id": cycle.id,
        "question_id": question.id,
        "element_id": question.element,
        "area_id": question.area,
        "area": question.area,
        "instrument_id": catalogue.instruments[0].id,
        "instrument": catalogue.instruments[0].id,
        "family": question.families[0],
        "aspect": question.aspect,
        "token": "no-such-token",
        "evidence_id": "no-such-evidence",
        "job_id": "no-such-job",
        "invitation_id": "no-such-invitation",
        "filename": "js/octant.js",
        "workshop_id": workshop.id,
        "code": workshop.code,
        "donor_id": donor.id,
        "release_id": released.id,
        "table": "gaps",
    }


def a_release(octant):
    """All of another cycle, answered and signed off, and the donor that may look at it."""
    submissions = [
        Submission(one.question, 0, one.levels, "", "") for one in the_worked_example()[2].values()
    ]
    with octant.writing() as session:
        cycle = a_signed_cycle(session, octant.catalogue, submissions, now=NOON)
        (donor,) = donors_of(session, OPERATOR)
        given = (cycle.id, octant.catalogue, donor.id, "roadmap", NOON + DAY, NOON)
        made = release(session, ANA, *given)
        session.commit()
    return donor, made


def let_in(octant, visitor):
    """The browser token of a visitor beyond the state, and what they belong to."""
    with octant.writing() as session:
        known = donors_of(session, OPERATOR)
        donor = known[0] if known else add_donor(session, OPERATOR, "The River Fund", NOON)
        grants = {
            "donor": Grant(Role.DONOR, donor=donor.id),
            "administrator": Grant(Role.ADMINISTRATOR),
        }
        email, grant = f"{visitor}@example.org", grants.get(visitor)
        token = None
        if grant:
            words = Passwords("test")
            user = enrol(session, OPERATOR, grant, email, visitor, PASSWORD, words, NOON)
            token = begin(session, user, NOON)
        session.commit()
    return token


def a_workshop(octant, cycle):
    """A workshop on a cycle, just opened."""
    lead = Actor(UserId("lead"), "Lead", "", (Grant(Role.COORDINATOR, cycle.state),))
    with octant.writing() as session:
        workshop = open_workshop(session, lead, cycle.id, "First", NOON, NOON + DAY, NOON)
        session.commit()
    return workshop


def addresses_to_read(app, cycle):
    """Every address that answers GET, with the examples in their places."""
    known = examples(app, cycle)
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        if "GET" in rule.methods:
            missing = rule.arguments - known.keys()
            assert not missing, f"{rule.rule}: give an example of {missing}"
            yield adapter.build(rule.endpoint, {name: known[name] for name in rule.arguments})


@pytest.fixture(params=VISITORS)
def pages(request):
    """The pages that one kind of visitor gets: address to reply. Read once, looked at often."""
    visitor = request.param
    if visitor not in READ:
        app, cycle = request.getfixturevalue("app"), request.getfixturevalue("cycle")
        signed_in = request.getfixturevalue("signed_in")
        token = let_in(app.extensions["octant"], visitor)
        client = signed_in(visitor) if visitor in PEOPLE else app.test_client()
        if token:
            with client.session_transaction() as cookie:
                cookie["sign_in"] = token
        READ[visitor] = {each: client.get(each) for each in addresses_to_read(app, cycle)}
        READ[visitor]["/not-here"] = client.get("/not-here")
    return READ[visitor]


def trees(pages):
    for address, reply in pages.items():
        if reply.mimetype == "text/html" and not 300 <= reply.status_code < 400:
            yield address, html5lib.parse(reply.text)


def each(tree, *names):
    return [node for name in names for node in tree.iter(NAMESPACE + name)]


def text_of(node):
    return " ".join("".join(node.itertext()).split())


def test_no_page_ends_in_an_accident(pages):
    wrong = {address: reply.status_code for address, reply in pages.items()}
    assert {address: status for address, status in wrong.items() if status >= 500} == {}


def test_every_page_is_valid_html(pages):
    faults = {}
    for address, reply in pages.items():
        if reply.mimetype == "text/html" and not 300 <= reply.status_code < 400:
            parser = html5lib.HTMLParser()
            parser.parse(reply.text)
            if parser.errors:
                faults[address] = parser.errors[:3]
    assert faults == {}


def test_every_page_has_one_heading_that_begins_its_title(pages):
    wrong = {}
    for address, tree in trees(pages):
        headings = [text_of(node) for node in each(tree, "h1")]
        title = text_of(each(tree, "title")[0])
        if len(headings) != 1 or not headings[0] or not title.startswith(headings[0]):
            wrong[address] = (headings, title)
    assert wrong == {}


def test_headings_descend_without_a_gap(pages):
    wrong = {}
    for address, tree in trees(pages):
        levels = [
            int(node.tag[-1])
            for node in tree.iter()
            if isinstance(node.tag, str) and re.fullmatch(re.escape(NAMESPACE) + "h[1-6]", node.tag)
        ]
        gaps = [(a, b) for a, b in pairwise(levels) if b > a + 1]
        if gaps:
            wrong[address] = gaps
    assert wrong == {}


def test_every_page_names_its_language_and_direction(pages):
    for address, tree in trees(pages):
        assert (tree.get("lang"), tree.get("dir")) == ("en", "ltr"), address


def test_every_control_has_a_label(pages):
    wrong = {}
    for address, tree in trees(pages):
        labelled = {node.get("for") for node in each(tree, "label")}
        inside = {node for label in each(tree, "label") for node in each(label, *CONTROLS)}
        bare = [
            node.get("name")
            for node in each(tree, *CONTROLS)
            if node.get("type") not in UNLABELLED
            and node.get("id") not in labelled
            and node not in inside
            and not node.get("aria-label")
            and not node.get("aria-labelledby")
        ]
        if bare:
            wrong[address] = bare
    assert wrong == {}


def test_every_label_and_description_names_what_is_there(pages):
    wrong = {}
    for address, tree in trees(pages):
        ids = {node.get("id") for node in tree.iter()}
        named = [node.get("for") for node in each(tree, "label") if node.get("for")]
        for name in ("aria-describedby", "aria-labelledby", "aria-controls", "form"):
            named += [word for node in tree.iter() for word in (node.get(name) or "").split()]
        missing = [name for name in named if name not in ids]
        if missing:
            wrong[address] = missing
    assert wrong == {}


def test_every_id_stands_once(pages):
    wrong = {}
    for address, tree in trees(pages):
        ids = [node.get("id") for node in tree.iter() if node.get("id")]
        twice = {one for one in ids if ids.count(one) > 1}
        if twice:
            wrong[address] = twice
    assert wrong == {}


def test_no_page_holds_a_style_or_a_running_script(pages):
    wrong = {}
    for address, tree in trees(pages):
        found = [node.get("style") for node in tree.iter() if node.get("style")]
        found += [text_of(node) for node in each(tree, "style")]
        found += [
            text_of(node)[:60]
            for node in each(tree, "script")
            if not node.get("src") and node.get("type") != "application/json"
        ]
        found += [name for node in tree.iter() for name in node.keys() if name.startswith("on")]  # noqa: SIM118 - an element is no mapping
        if found:
            wrong[address] = found
    assert wrong == {}


def test_no_page_loads_anything_from_another_host(pages):
    wrong = {}
    for address, tree in trees(pages):
        loading = [node.get("src") for node in tree.iter() if node.get("src")]
        loading += [node.get("href") for node in each(tree, "link") if node.get("href")]
        loading += [node.get("action") for node in each(tree, "form") if node.get("action")]
        others = [each_one for each_one in loading if re.match(r"(https?:)?//", each_one)]
        if others:
            wrong[address] = others
    assert wrong == {}


def test_every_form_that_changes_something_carries_its_token(pages):
    wrong = []
    for address, tree in trees(pages):
        for form in each(tree, "form"):
            names = [node.get("name") for node in each(form, "input")]
            if (form.get("method") or "get").lower() == "post" and "csrf_token" not in names:
                wrong.append((address, form.get("action")))
    assert wrong == []

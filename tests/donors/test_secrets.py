"""A walk over every page, file and PDF that a donor can reach finds no planted secret."""

import html
import io
import re
import zipfile
from dataclasses import dataclass, field
from datetime import timedelta
from urllib.parse import urljoin, urlsplit

import pypdf
import pytest

from assessment.domain.catalogue import Family
from assessment.domain.identifiers import QuestionId, StateCode
from assessment.domain.permissions import Actor, Grant, Role, UserId
from assessment.domain.revision import Submission
from assessment.services.cycles import open_cycle
from assessment.services.evidence import NewEvidence, add_evidence
from assessment.services.releases import release, revoke
from assessment.services.responses import record_many
from reports.worker import Worker
from tests.conftest import NOON, token_of
from tests.databases import sign
from tests.donors.portfolio_kit import Portfolio, a_donor, a_person

HERE, THERE = StateCode("XAA"), StateCode("XAB")
UNTIL = NOON + timedelta(days=90)
# At or above its target in every cell, so in no gap and in no step: nobody else may learn of it.
UNRELEASED = "lists.list.practice"
UNRELEASED_TEXT = "How far is lists.list.practice in place?"
SECRET = re.compile(r"zq-[a-z-]+", re.IGNORECASE)
LINK = re.compile(r'(?:href|src)="([^"#]+)')
WALKED = []
# Help and one's own account hold nothing of any state's; the rest of the site is walked.
LEFT_OUT = ("/static/", "/plotly.js", "/sign-out", "/about/")
NOWHERE = "0" * 16


def people_of(state):
    """A coordinator and a signatory of a state, with names that no donor may read."""
    return tuple(
        Actor(UserId(f"{role}-{state}".lower()), f"zq-{role}-name", f"zq-{role}@example.org", (
            Grant(role, state),
        ))
        for role in (Role.COORDINATOR, Role.SIGNATORY)
    )  # fmt: skip


def answers(levels, words):
    """One answer at each of the three levels, and secrets beside them."""
    cells = (
        ("lists.list.law", {Family.ARMS: 3, Family.CHEMICAL: levels[0]}),
        (UNRELEASED, {Family.ALL: 4}),
        ("licensing.export.law", {Family.ARMS: levels[1], Family.CHEMICAL: levels[2]}),
    )
    return [
        Submission(QuestionId(question), 0, by, f"zq-{words}-comment", f"zq-{words}-reason")
        for question, by in cells
    ]


@dataclass
class Secrets:
    """An Octant with secrets in it, and what one donor may see of it."""

    portfolio: Portfolio
    cycles: dict[str, str] = field(default_factory=dict)
    releases: dict[str, str] = field(default_factory=dict)

    def a_cycle(self, session, state, title, words, *, signed=True):
        """A cycle with secrets in its comments, reasons and evidence; signed off unless said."""
        octant = self.portfolio.octant
        catalogue, folder = octant.catalogue, octant.settings.folder
        lead, signatory = people_of(state)
        cycle = open_cycle(session, lead, state, title, catalogue, NOON)
        record_many(session, lead, cycle.id, catalogue, answers((1, 1, 0), words), NOON)
        piece = {"question": QuestionId("lists.list.law"), "title": f"zq-{words}-evidence"}
        link = NewEvidence(kind="link", url=f"https://zq-{words}-host.example/", **piece)
        file = NewEvidence(
            kind="file", upload=b"zq-file-contents", filename=f"zq-{words}-file.txt", **piece
        )
        for new in (link, file):
            add_evidence(session, lead, cycle.id, catalogue, new, folder, NOON)
        if signed:
            sign(session, cycle.id, catalogue, NOON, lead=lead, signatory=signatory)
        self.cycles[title] = cycle.id
        return cycle

    def let(self, session, name, cycle, donor, scope):
        """A release of a cycle to a donor."""
        lead, _signatory = people_of(cycle.state)
        catalogue = self.portfolio.catalogue
        made = release(session, lead, cycle.id, catalogue, donor.id, scope, UNTIL, NOON)
        self.releases[name] = made.id
        return made

    def plant(self, session):
        """What the donor sees is `open` and `scores`; all else belongs to others."""
        river, hill = self.portfolio.donor, a_donor(session, "zq-hill-fund")
        a_person(session, [hill], "zq-hal@example.org", "zq-hal")
        shown = self.a_cycle(session, HERE, "Cycle 2026", "shown")
        scores = self.a_cycle(session, THERE, "Cycle 2025", "scores")
        hidden = self.a_cycle(session, THERE, "zq-never-released", "hidden")
        self.a_cycle(session, HERE, "zq-draft", "draft", signed=False)
        self.a_cycle(session, THERE, "zq-elsewhere", "elsewhere")
        self.let(session, "open", shown, river, "roadmap")
        self.let(session, "scores", scores, river, "areas")
        self.let(session, "other", hidden, hill, "roadmap")
        ended = self.let(session, "revoked", hidden, river, "roadmap")
        revoke(session, people_of(THERE)[0], ended.id, NOON)


@pytest.fixture
def planted(app):
    """Secrets in the database, and the browser of a donor's person in `portfolio.client`."""
    secrets = Secrets(Portfolio(app))
    secrets.portfolio.write(secrets.plant)
    return secrets


def read(reply):
    """All the words of a reply: a page, a file, each part of a workbook, the text of a PDF."""
    if reply.data.startswith(b"%PDF"):
        document = pypdf.PdfReader(io.BytesIO(reply.data))
        told = [page.extract_text() for page in document.pages]
        return "\n".join([*told, str(document.metadata), str(document.attachments)])
    if reply.data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(reply.data)) as parts:
            return "\n".join(parts.read(name).decode() for name in parts.namelist())
    return html.unescape(reply.data.decode("utf-8", "replace"))


def walk(portfolio, starts):
    """Every page and file that links lead to, by address, with the words of each."""
    found, waiting = {}, list(starts)
    while waiting:
        address = waiting.pop()
        if address in found or address.startswith(LEFT_OUT):
            continue
        reply = portfolio.get(address)
        found[address] = read(reply)
        assert reply.status_code < 400, address
        if reply.location:
            waiting.append(reply.location)
        if reply.mimetype == "text/html":
            links = (urljoin(address, html.unescape(one)) for one in LINK.findall(reply.text))
            waiting += [
                f"{parts.path}?{parts.query}" if parts.query else parts.path
                for parts in map(urlsplit, links)
                if parts.netloc == ""
            ]
    return found


@pytest.fixture
def walked(request):
    """Secrets, and all that the donor's person can reach among them. Walked once, read often."""
    if not WALKED:
        app, planted = request.getfixturevalue("app"), request.getfixturevalue("planted")
        WALKED.append((planted, walk_all(app, planted)))
    return WALKED[0]


@pytest.fixture
def seen(walked):
    """The words of every page, file and PDF, by address."""
    return walked[1]


def walk_all(app, planted):
    """The walk from the portfolio, with the PDF of each open release made before."""
    portfolio = planted.portfolio
    region = portfolio.catalogue.state_by_code[THERE].region
    starts = ["/", "/portfolio", f"/portfolio?region={region}&others=1"]
    both = f"states={HERE},{THERE}"
    starts += [f"/portfolio/compare{ending}?{both}" for ending in ("", ".xlsx", ".csv")]
    for name in ("open", "scores"):
        page = f"/portfolio/releases/{planted.releases[name]}"
        token = token_of(portfolio.get(page))
        asked = portfolio.client.post(f"{page}/reports", data={"csrf_token": token})
        assert Worker(app).work_one()
        starts.append(asked.location)
    return walk(portfolio, starts)


def test_no_page_file_or_pdf_of_a_donor_holds_a_secret(seen):
    told = {address: SECRET.findall(words) for address, words in seen.items()}
    assert {address: words for address, words in told.items() if words} == {}


def test_no_answer_outside_the_released_gaps_is_told(seen):
    assert [
        address
        for address, words in seen.items()
        if UNRELEASED in words or UNRELEASED_TEXT in " ".join(words.split())
    ] == []


def test_nothing_names_a_release_or_a_cycle_that_the_donor_may_not_see(walked):
    planted, seen = walked
    forbidden = [*planted.cycles.values(), planted.releases["other"], planted.releases["revoked"]]
    assert [
        address for address, words in seen.items() if any(one in words for one in forbidden)
    ] == []


def test_the_walk_reaches_the_pages_files_and_pdfs_that_there_are(walked):
    planted, seen = walked
    paths = {urlsplit(address).path for address in seen}
    page, scores = (f"/portfolio/releases/{planted.releases[one]}" for one in ("open", "scores"))
    tables = {f"{page}/{table}.csv" for table in ("areas", "elements", "gaps", "roadmap")}
    assert {"/portfolio", "/portfolio.xlsx", "/portfolio.csv", "/portfolio/compare"} <= paths
    assert {page, scores, f"{page}.xlsx", f"{scores}.xlsx", *tables} <= paths
    assert len([one for one in paths if one.endswith(".pdf")]) == 2


def test_the_walk_finds_what_was_released(walked):
    planted, seen = walked
    page = f"/portfolio/releases/{planted.releases['open']}"
    pdf = next(address for address in seen if address.startswith(page) and address.endswith("pdf"))
    for address in (page, f"{page}.xlsx", f"{page}/gaps.csv", pdf):
        words = " ".join(seen[address].split())
        assert "How far is licensing.export.law in place?" in words


def test_the_secrets_are_there_for_those_whose_they_are(app, planted):
    """Otherwise the walk would find nothing because nothing was planted."""
    portfolio = planted.portfolio
    octant = portfolio.octant
    stored = "\n".join(octant.engine.raw_connection().driver_connection.iterdump())
    for secret in ("shown-comment", "shown-reason", "shown-file", "draft-comment", "elsewhere"):
        assert f"zq-{secret}" in stored


def test_no_address_with_a_secret_thing_in_it_opens_for_a_donor(app, planted):
    portfolio, catalogue = planted.portfolio, planted.portfolio.catalogue
    known = {
        "question_id": UNRELEASED,
        "element_id": catalogue.elements[0].id,
        "area_id": catalogue.areas[0].id,
        "instrument_id": catalogue.instruments[0].id,
        "table": "gaps",
    }
    adapter = app.url_map.bind("localhost")
    opened = []
    for rule in app.url_map.iter_rules():
        named = rule.arguments & {"cycle_id", "release_id"}
        if "GET" not in rule.methods or not named:
            continue
        things = planted.cycles if named == {"cycle_id"} else planted.releases
        for name, thing in things.items():
            if name in {"open", "scores"}:
                continue
            values = {each: known.get(each, NOWHERE) for each in rule.arguments}
            address = adapter.build(rule.endpoint, values | dict.fromkeys(named, thing))
            reply = portfolio.get(address)
            if reply.status_code not in {403, 404, 410} or SECRET.search(read(reply)):
                opened.append((address, reply.status_code))
    assert opened == []


def test_nothing_of_a_revoked_release_is_left_for_a_donor_to_read(planted):
    portfolio, page = planted.portfolio, f"/portfolio/releases/{planted.releases['revoked']}"
    for ending in ("", ".xlsx", "/areas.csv", "/gaps.csv", "/roadmap.csv"):
        reply = portfolio.get(page + ending)
        assert reply.status_code == 410
        assert "How far is" not in read(reply)

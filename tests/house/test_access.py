"""Who meets what at each address: `access.csv`, role by address; an unlisted address fails."""

import csv
import shutil
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import pytest

from assessment.domain.identifiers import StateCode
from assessment.domain.permissions import OPERATOR, Actor, Grant, Role
from assessment.services.cycles import open_cycle
from assessment.services.instance import add_donor
from assessment.services.passwords import passwords_at
from assessment.services.people import enrol
from assessment.services.releases import release
from assessment.services.sign_ins import begin
from assessment.services.workshops import open_workshop
from tests.conftest import NOON, application_in
from tests.databases import sign

LIST = Path(__file__).with_name("access.csv")
HERE, THERE = StateCode("XAA"), StateCode("XAB")
WORDS = "three calm harbours"
LATEST = datetime(2100, 1, 1, tzinfo=UTC)
LATER = datetime(2027, 1, 1, tzinfo=UTC)
STATE_PEOPLE = {
    "coordinator": (HERE, Role.COORDINATOR),
    "contributor": (HERE, Role.CONTRIBUTOR),
    "signatory": (HERE, Role.SIGNATORY),
    "elsewhere": (THERE, Role.COORDINATOR),
}
WHO = (
    "coordinator",
    "contributor",
    "signatory",
    "facilitator",
    "donor",
    "administrator",
    "elsewhere",
)
NOTHING = "0" * 16


def rows():
    with LIST.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class Prepared(NamedTuple):
    """A folder with one of everything: its secret key and database, the tokens of all kinds of
    people, and what stands for each `<name>` of an address."""

    folder: Path
    tokens: Mapping[str, str]
    places: Mapping[str, str]


@pytest.fixture(scope="module")
def prepared(tmp_path_factory):
    """Made once; each address meets a copy of its own, as what it does may change it."""
    folder = tmp_path_factory.mktemp("access")
    with application_in(folder) as app:
        tokens, places = one_of_everything(app.extensions["octant"])
    return Prepared(folder, tokens, places)


@pytest.fixture
def app(prepared, tmp_path):
    folder = shutil.copytree(prepared.folder, tmp_path / "copy")
    with application_in(folder) as app:
        app.config["WTF_CSRF_ENABLED"] = False
        yield app


def one_of_everything(octant):
    """A cycle of XAA and what belongs to it, people of each kind, and their tokens."""
    with octant.open_session(True) as session:  # noqa: FBT003 - "writing"

        def enrolled(who, grant):
            email, passwords = f"{who}@example.org", passwords_at("test")
            return enrol(session, OPERATOR, grant, email, who, WORDS, passwords, NOON)

        users = {
            who: enrolled(who, Grant(role, state)) for who, (state, role) in STATE_PEOPLE.items()
        }
        lead = Actor(users["coordinator"], "", "", (Grant(Role.COORDINATOR, HERE),))
        cycle = open_cycle(session, lead, HERE, "First", octant.catalogue, NOON)
        days = (NOON, NOON + timedelta(days=1))
        workshop = open_workshop(session, lead, cycle.id, "First", *days, NOON)
        donor = add_donor(session, OPERATOR, "A donor (made up)", NOON)
        users |= {
            "facilitator": enrolled(
                "facilitator", Grant(Role.FACILITATOR, HERE, cycle.id, until=LATEST)
            ),
            "donor": enrolled("donor", Grant(Role.DONOR, donor=donor.id)),
            "administrator": enrolled("administrator", Grant(Role.ADMINISTRATOR)),
        }
        tokens = {who: begin(session, user, NOON) for who, user in users.items()}
        released = a_release(session, lead, octant.catalogue, donor)
        session.commit()
    known = octant.catalogue
    return tokens, {
        "cycle_id": cycle.id,
        "question_id": known.questions[0].id,
        "element_id": known.elements[0].id,
        "area_id": known.areas[0].id,
        "instrument_id": known.instruments[0].id,
        "user": users["contributor"],
        "donor_id": donor.id,
        "release_id": released.id,
        "workshop_id": workshop.id,
        "code": workshop.code,
        "filename": "css/tokens.css",
    }


def a_release(session, lead, catalogue, donor):
    """The scores of another cycle of XAA, shown to the donor."""
    cycle = open_cycle(session, lead, HERE, "Shared", catalogue, NOON)
    signatory = Actor(lead.user, "", "", (Grant(Role.SIGNATORY, HERE),))
    sign(session, cycle.id, catalogue, NOON, lead=lead, signatory=signatory)
    return release(session, lead, cycle.id, catalogue, donor.id, "areas", LATER, NOON)


def path_of(app, address, places):
    rule = next(rule for rule in app.url_map.iter_rules() if rule.rule == address)
    filled = {name: places.get(name, NOTHING) for name in rule.arguments}
    return app.url_map.bind("localhost").build(
        rule.endpoint, filled, method=next(iter(rule.methods))
    )


def statuses(app, row, prepared):
    path = path_of(app, row["address"], prepared.places)
    found = {"stranger": app.test_client().open(path, method=row["method"]).status_code}
    for who in WHO:
        client = app.test_client()
        with client.session_transaction() as cookie:
            cookie["sign_in"] = prepared.tokens[who]
        found[who] = client.open(path, method=row["method"]).status_code
    return found


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row['method']} {row['address']}")
def test_each_role_meets_the_listed_status(app, prepared, row):
    listed = {who: int(row[who]) for who in ("stranger", *WHO)}
    assert statuses(app, row, prepared) == listed


def test_every_address_is_listed(app):
    there = {
        (method, rule.rule)
        for rule in app.url_map.iter_rules()
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }
    assert there == {(row["method"], row["address"]) for row in rows()}

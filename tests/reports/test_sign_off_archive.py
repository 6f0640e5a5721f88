"""Putting an assessment away: meant by a tick, and said with what becomes of its releases."""

from datetime import timedelta

from assessment.domain.cycle import CycleStatus
from assessment.domain.permissions import OPERATOR
from assessment.services.cycles import cycle_of
from assessment.services.releases import release, revoke
from tests.conftest import NOON, token_of
from tests.databases import sign
from tests.donors.signing import a_donor


def status_of(app, cycle):
    with app.extensions["octant"].reading() as session:
        return cycle_of(session, OPERATOR, cycle.id).status


def archive(client, at, **values):
    page = client.get(f"{at}/sign-off")
    version = page.text.split('name="version" value="')[1].split('"')[0]
    sent = {"csrf_token": token_of(page), "version": version, **values}
    return client.post(f"{at}/archive", data=sent)


def test_without_the_tick_nothing_is_archived(app, lead, at, cycle):
    reply = archive(lead, at)
    assert (reply.status_code, status_of(app, cycle)) == (422, CycleStatus.DRAFT)
    assert reply.text.count("Tick the box to confirm that you archive it.") == 2
    assert "<details open>" in reply.text
    assert archive(lead, at, sure="1").status_code == 303
    assert status_of(app, cycle) is CycleStatus.ARCHIVED


def test_it_says_how_many_of_its_releases_stay_open(app, people, lead, at, cycle):
    octant = app.extensions["octant"]
    with octant.writing() as session:
        who = {"lead": people["coordinator"], "signatory": people["signatory"]}
        sign(session, cycle.id, octant.catalogue, NOON, **who)
        donor, _dina = a_donor(session)
        given = (session, people["signatory"], cycle.id, octant.catalogue, donor.id)
        for scope in ("areas", "gaps", "roadmap"):
            made = release(*given, scope, NOON + timedelta(days=9), NOON)
        release(*given, "areas", NOON + timedelta(hours=1), NOON)
        revoke(session, people["coordinator"], made.id, NOON)
        session.commit()
    octant.clock = lambda: NOON + timedelta(hours=2)
    page = lead.get(f"{at}/sign-off").text
    assert "2 releases of it stay open to their donors until their last day." in page
    assert f'href="/releases?state={cycle.state}"' in page


def test_a_draft_has_no_releases_to_speak_of(lead, at):
    page = lead.get(f"{at}/sign-off").text
    assert "Yes, archive it" in page
    assert "See the releases" not in page

"""What the pages of a state say where one donor holds several of its releases."""

from datetime import timedelta

import pytest

from assessment.services.cycles import open_cycle
from tests.conftest import NOON, STATE, send
from tests.databases import counted_queries, sign
from tests.donors.test_offers_pages import Sharing, main_of

WIDE = "Scores, gaps and the full roadmap of “Cycle 2026”, until 31 March 2027"
NARROW = "Scores of the practice areas of “Cycle 2026”, until 31 March 2027"


@pytest.fixture
def sharing(app, signed_in, people, cycle):
    return Sharing(app, signed_in, people, cycle)


@pytest.fixture
def two(sharing):
    """The addresses of a wide and a narrow release to one donor."""
    sharing.wide, sharing.narrow = (
        sharing.released(scope="roadmap"),
        sharing.released(scope="areas"),
    )
    return sharing


def preview_of(sharing, scope, **changes):
    return main_of(sharing.post("coordinator", "/releases/preview", scope=scope, **changes))


def page_of(sharing, address, who="coordinator"):
    return main_of(sharing.signed_in(who).get(address))


def told_after(sharing, address, end, **sure):
    """What the page that follows says to whoever ended something."""
    browser = sharing.signed_in("signatory")
    send(browser, f"{address}/{end}", form_page="/account", **sure)
    return main_of(browser.get(address))


def revoke_all(sharing, who, address, sure="1"):
    browser = sharing.signed_in(who)
    return send(browser, f"{address}/revoke-all", form_page="/account", sure_all=sure)


def test_a_first_preview_speaks_of_no_other_release(sharing):
    shown = preview_of(sharing, "areas")
    assert "Nothing is released yet" in shown
    assert "Below is all that The River Fund will see" in shown
    assert "Today The River Fund sees" not in shown


def test_a_preview_of_less_says_that_the_donor_goes_on_seeing_more(sharing):
    wide = sharing.released(scope="roadmap")
    shown = preview_of(sharing, "areas")
    assert "The River Fund would not see this one. It goes on seeing the wider release:" in shown
    assert f'<a href="{wide}">{WIDE}</a>' in shown
    assert "revoke that release first" in shown
    assert "This is not released yet" in shown
    for false in ("Nothing is released yet", "will see"):
        assert false not in shown


def test_a_preview_counts_the_releases_that_hide_it(sharing):
    sharing.released(scope="roadmap")
    sharing.released(scope="gaps")
    assert "revoke 2 releases first" in preview_of(sharing, "areas")


def test_a_preview_of_more_says_that_the_earlier_one_stays_open(sharing):
    narrow = sharing.released(scope="areas")
    shown = preview_of(sharing, "roadmap")
    assert f'<a href="{narrow}">{NARROW}</a>' in shown
    assert "After this release The River Fund sees what is below instead" in shown
    assert "What you released before stays open." in shown
    assert "would not see" not in shown


def test_a_preview_of_an_older_assessment_says_that_the_newer_one_wins(sharing):
    octant, people = sharing.octant, sharing.people
    later = NOON + timedelta(hours=1)
    with octant.writing() as session:
        lead, signatory = people["coordinator"], people["signatory"]
        newer = open_cycle(session, lead, STATE, "Next", octant.catalogue, later)
        sign(session, newer.id, octant.catalogue, later, lead=lead, signatory=signatory)
        session.commit()
    sharing.released(cycle=newer.id, scope="areas")
    shown = preview_of(sharing, "roadmap")
    assert "It goes on seeing the release of the newer assessment:" in shown


def test_a_preview_of_what_is_released_already_leads_there_and_has_no_button(two):
    shown = preview_of(two, "areas")
    assert "This is released already" in shown
    assert f'You have released exactly this to The River Fund: <a href="{two.narrow}">' in shown
    assert 'action="/releases"' not in shown


def test_who_releases_less_reads_that_the_donor_sees_another(two):
    shown = page_of(two, two.narrow)
    assert "The River Fund goes on seeing another release" in shown
    assert f'Today The River Fund sees: <a href="{two.wide}">{WIDE}</a>' in shown
    assert "To show this one instead, revoke that one." in shown


def test_a_revoking_is_told_beforehand_what_the_donor_then_sees(two):
    wide, narrow = page_of(two, two.wide), page_of(two, two.narrow)
    assert "Then The River Fund sees another release:" in wide
    assert "The River Fund goes on seeing another release:" in narrow
    assert "Revoke all releases to The River Fund" in wide


def test_a_lone_release_speaks_of_no_other(sharing):
    shown = page_of(sharing, sharing.released())
    for words in ("another release", "Also open", "revoke-all"):
        assert words not in shown


def test_after_a_revoking_what_is_left_is_named(two):
    shown = told_after(two, two.wide, "revoke", sure="1")
    assert "Revoked. But The River Fund still sees another release: read below." in shown
    assert f'Today The River Fund sees: <a href="{two.narrow}">{NARROW}</a>' in shown
    assert f'action="{two.wide}/revoke-all"' in shown
    assert "1 release is open to The River Fund." in shown


def test_after_the_last_revoking_nobody_sees_anything(sharing):
    address = sharing.released()
    shown = told_after(sharing, address, "revoke", sure="1")
    assert "Revoked. Nobody sees this release any more." in shown
    assert "still sees" not in shown


def test_all_releases_to_a_donor_end_after_a_tick(two):
    refused = revoke_all(two, "signatory", two.narrow, sure="")
    assert (refused.status_code, "Tick the box" in refused.text) == (422, True)
    assert len(two.open_to_donor()) == 1
    shown = told_after(two, two.narrow, "revoke-all", sure_all="1")
    assert two.open_to_donor() == ()
    assert "2 releases are revoked." in shown


@pytest.mark.parametrize(("who", "status"), [("contributor", 403), ("stranger", 404)])
def test_others_end_nothing(two, who, status):
    assert revoke_all(two, who, two.wide).status_code == status
    assert len(two.open_to_donor()) == 1


@pytest.mark.parametrize("address", ["/releases", "/releases/new"])
def test_list_and_form_say_what_each_donor_sees_today(two, address):
    shown = page_of(two, address).partition("What each donor sees today")[2]
    table = shown.partition("</table>")[0]
    assert table.index(f'<a href="{two.wide}">{WIDE}</a>') < table.index(
        f'<a href="{two.narrow}">{NARROW}</a>'
    )
    assert table.count('<th scope="row">') == 1


def test_the_list_says_where_no_donor_sees_anything(two):
    revoke_all(two, "coordinator", two.wide)
    shown = page_of(two, "/releases")
    assert "No donor sees anything of" in shown
    assert "What each donor sees today" not in page_of(two, "/releases/new")


def test_the_page_of_a_release_takes_as_many_queries_for_many_as_for_one(sharing):
    browser = sharing.signed_in("coordinator")
    address = sharing.released()

    def queries():
        with counted_queries() as sent:
            assert browser.get(address).status_code == 200
        return len(sent)

    one = queries()
    for day in range(1, 5):
        sharing.released(until=f"2027-04-0{day}")
    assert queries() == one

"""The sign-off page: review, signature, what is frozen, and every refusal."""

import json
from datetime import timedelta

import pytest

from assessment.domain.cycle import CycleStatus
from assessment.domain.frozen import digest_of
from assessment.domain.identifiers import QuestionId
from assessment.domain.packages import Assumption
from assessment.domain.permissions import OPERATOR, Grant, Role
from assessment.services.cycles import cycle_of
from assessment.services.passwords import Passwords
from assessment.services.people import enrol
from assessment.services.roadmaps import change_assumption
from assessment.services.sign_ins import begin
from assessment.services.sign_off import frozen_of
from tests.conftest import NOON, send, token_of

WORDS = "I have read them. They are ours."


def hidden(page, name):
    return page.text.split(f'name="{name}" value="')[1].split('"')[0]


def review(client, at, to="in_review", **values):
    page = client.get(f"{at}/sign-off")
    sent = {"csrf_token": token_of(page), "version": hidden(page, "version"), "to": to, **values}
    return client.post(f"{at}/review", data=sent)


@pytest.fixture
def in_review(lead, at):
    assert review(lead, at).status_code == 303


def form_of(page, **values):
    return {
        "csrf_token": token_of(page),
        "version": hidden(page, "version"),
        "seen": hidden(page, "seen"),
        "statement": WORDS,
        "meant": "1",
        **values,
    }


def sign(client, at, **values):
    return client.post(f"{at}/sign-off", data=form_of(client.get(f"{at}/sign-off"), **values))


@pytest.fixture
def signed(signatory, at, in_review):
    reply = sign(signatory, at)
    assert reply.status_code == 303, reply.text
    return reply


def standing(app, cycle):
    with app.extensions["octant"].reading() as session:
        found = cycle_of(session, OPERATOR, cycle.id)
        return found.status, found.version, frozen_of(session, OPERATOR, cycle.id)


def test_a_draft_waits_for_its_review(lead, signatory, at):
    page = lead.get(f"{at}/sign-off")
    assert "Send to review" in page.text
    assert "What a signature would freeze now" in page.text
    assert "A coordinator of your state sends the assessment to review." in (
        signatory.get(f"{at}/sign-off").text
    )


def test_the_page_says_what_would_be_frozen(lead, at):
    text = " ".join(lead.get(f"{at}/sign-off").text.split())
    assert "5 of 6, <bdi>83 %</bdi>" in text
    assert "Questions gone through</dt><dd>3 of 3<" in text
    assert "Questions fully answered</dt><dd>2 of 3<" in text
    assert "1 answer: not given, not known or withheld" in text
    assert "Catalogue test.1, method 1" in text
    assert "2 of 2" in text


def test_a_cycle_goes_to_review_and_comes_back(app, lead, at, cycle, in_review):
    assert standing(app, cycle)[0] is CycleStatus.IN_REVIEW
    assert review(lead, at, "draft").status_code == 303
    assert standing(app, cycle)[0] is CycleStatus.DRAFT


@pytest.mark.parametrize("to", ["", "signed_off", "archived", "odd"])
def test_a_review_leads_to_nothing_else(app, lead, at, cycle, to):
    before = standing(app, cycle)
    assert review(lead, at, to).status_code == 422
    assert standing(app, cycle) == before


def test_a_step_that_is_not_open_is_refused(app, lead, at, cycle, in_review):
    before = standing(app, cycle)
    reply = review(lead, at, "in_review", version=str(before[1]))
    assert (reply.status_code, "cannot take this step" in reply.text) == (409, True)
    assert standing(app, cycle) == before


def test_a_step_from_an_old_page_shows_how_it_stands_now(app, lead, at, cycle, in_review):
    reply = review(lead, at, "draft", version="1")
    assert (reply.status_code, "no longer as you saw it" in reply.text) == (409, True)
    assert standing(app, cycle)[0] is CycleStatus.IN_REVIEW


@pytest.mark.parametrize("version", ["", "x", "1" * 30])
def test_a_step_names_the_version_it_was_seen_at(lead, at, version):
    assert review(lead, at, version=version).status_code == 428


def test_only_a_signatory_sees_the_form_to_sign(lead, signatory, at, in_review):
    assert "Sign off and freeze" in signatory.get(f"{at}/sign-off").text
    page = lead.get(f"{at}/sign-off").text
    assert "Sign off and freeze" not in page
    assert "Waiting for a signature by Signatory." in page


def test_a_signature_freezes_the_cycle_and_the_page_says_so(app, signatory, at, cycle, signed):
    status, _version, frozen = standing(app, cycle)
    assert status is CycleStatus.SIGNED_OFF
    page = signatory.get(signed.location).text
    assert "The assessment is signed off." in page
    for words in (frozen.digest, frozen.catalogue_digest, WORDS, "Signatory", "Release a part"):
        assert words in page


def test_the_frozen_file_is_an_attachment_that_verifies(app, lead, at, cycle, signed):
    reply = lead.get(f"{at}/frozen.json")
    assert reply.headers["Content-Disposition"] == (
        "attachment; filename=octant-frozen-XAA-2026-11-22.json"
    )
    assert reply.mimetype == "application/json"
    document = json.loads(reply.data)
    assert digest_of(document) == standing(app, cycle)[2].digest


def test_nothing_is_handed_out_before_it_is_frozen(lead, at, in_review):
    assert lead.get(f"{at}/frozen.json").status_code == 404


@pytest.mark.parametrize("address", ["sign-off", "frozen.json"])
def test_another_state_learns_nothing(signed_in, at, signed, address):
    assert signed_in("stranger").get(f"{at}/{address}").status_code == 404


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"meant": ""}, "Tick the box to say that you mean it."),
        ({"statement": " "}, "Write what you declare with your signature."),
        ({"statement": "a\x00"}, 'id="statement-fault"'),
    ],
)
def test_a_signature_that_is_not_whole_signs_nothing(
    app, signatory, at, cycle, in_review, values, words
):
    reply = sign(signatory, at, **values)
    assert (reply.status_code, words in reply.text) == (422, True)
    assert standing(app, cycle)[2] is None


def test_what_was_written_is_still_there_after_a_refusal(signatory, at, in_review):
    assert WORDS in sign(signatory, at, meant="").text


def test_a_second_signature_is_a_clear_page_and_changes_nothing(app, signatory, at, cycle, signed):
    first = standing(app, cycle)
    page = signatory.get("/account")
    sent = {"csrf_token": token_of(page), "version": "2", "statement": "Again.", "meant": "1"}
    reply = signatory.post(f"{at}/sign-off", data=sent)
    assert (reply.status_code, "This assessment is signed off already" in reply.text) == (409, True)
    assert standing(app, cycle) == first


def test_nobody_signs_answers_they_have_not_seen(app, lead, signatory, at, cycle, in_review):
    page = signatory.get(f"{at}/sign-off")
    question = f"{at}/questions/lists.list.law"
    saved = send(lead, question, version="1", **{"level-arms": "4"})
    assert saved.status_code < 400, saved.text
    reply = signatory.post(f"{at}/sign-off", data=form_of(page))
    assert (reply.status_code, "no longer as you saw it" in reply.text) == (409, True)
    assert standing(app, cycle)[2] is None
    assert WORDS in reply.text
    assert sign(signatory, at).status_code == 303


def test_nobody_signs_assumptions_they_have_not_seen(app, signatory, at, cycle, people, in_review):
    page = signatory.get(f"{at}/sign-off")
    octant, step = app.extensions["octant"], (QuestionId("lists.list.law"), 1)
    with octant.writing() as session:
        given = (octant.catalogue, step, Assumption(months=36))
        change_assumption(session, people["coordinator"], cycle.id, *given, NOON)
        session.commit()
    reply = signatory.post(f"{at}/sign-off", data=form_of(page))
    assert (reply.status_code, "no longer as you saw it" in reply.text) == (409, True)
    assert standing(app, cycle)[2] is None
    assert sign(signatory, at).status_code == 303


def test_a_draft_is_not_signed(app, signatory, at, cycle):
    page = signatory.get("/account")
    sent = {"csrf_token": token_of(page), "version": "1", "statement": WORDS, "meant": "1"}
    reply = signatory.post(f"{at}/sign-off", data=sent)
    assert (reply.status_code, "cannot take this step" in reply.text) == (409, True)
    assert standing(app, cycle)[2] is None


def test_an_answer_to_a_frozen_cycle_is_a_clear_page(app, lead, at, signed):
    page = lead.get("/account")
    sent = {"csrf_token": token_of(page), "version": "1", "level-arms": "4"}
    reply = lead.post(f"{at}/questions/lists.list.law", data=sent)
    assert (reply.status_code, "takes no more answers" in reply.text) == (409, True)


def test_a_frozen_cycle_is_archived_and_stays_readable(app, lead, at, cycle, signed):
    page = lead.get(f"{at}/sign-off")
    sent = {"csrf_token": token_of(page), "version": hidden(page, "version"), "sure": "1"}
    assert lead.post(f"{at}/archive", data=sent).status_code == 303
    status, _version, frozen = standing(app, cycle)
    assert status is CycleStatus.ARCHIVED
    assert frozen.digest in lead.get(f"{at}/sign-off").text


def test_a_draft_may_be_archived_and_says_that_nothing_is_frozen(lead, at):
    page = lead.get(f"{at}/sign-off")
    sent = {"csrf_token": token_of(page), "version": hidden(page, "version"), "sure": "1"}
    assert lead.post(f"{at}/archive", data=sent).status_code == 303
    after = lead.get(f"{at}/sign-off").text
    assert "archived without a signature" in after
    assert "<b>Signed off</b>" not in after


def test_a_contributor_only_reads(signed_in, at, in_review):
    page = signed_in("contributor").get(f"{at}/sign-off").text
    assert 'action="/cycles' not in page


@pytest.fixture
def facilitator(app, cycle):
    """A browser of somebody who was invited to this cycle alone."""
    octant = app.extensions["octant"]
    grant = Grant(Role.FACILITATOR, cycle.state, cycle.id, until=NOON + timedelta(days=7))
    words, passwords = "a long password for tests", Passwords("test")
    with octant.writing() as session:
        user = enrol(session, OPERATOR, grant, "fay@example.org", "Fay", words, passwords, NOON)
        token = begin(session, user, NOON)
        session.commit()
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["sign_in"] = token
    return client


def test_who_may_not_make_reports_reads_the_roadmap_without_them(lead, facilitator, at):
    assert "The roadmap as a PDF" in lead.get(f"{at}/roadmap").text
    reply = facilitator.get(f"{at}/roadmap")
    assert (reply.status_code, "The roadmap as a PDF" in reply.text) == (200, False)

"""What a state shows to donors: its releases, a preview, making and ending them, who looked."""

from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from assessment.domain.cycle import Cycle, CycleStatus
from assessment.domain.errors import Fault, Invalid, NotFound
from assessment.domain.identifiers import STATE_CODE, CycleId, ReleaseId, StateCode
from assessment.domain.permissions import Act, Subject, may
from assessment.domain.release import Scope, ensure_releasable
from assessment.services import releases
from assessment.services.cycles import cycle_of, cycles_of
from donors import offer_presenters as presenters
from donors.offer_today import beside, donors_today, foretold
from donors.released_presenters import released_page
from web import context
from web.components import marked_by
from web.cycles import catalogue_of
from web.errors import fault_sentence, fault_sentences

Reply = str | Response | tuple[str, int]
Faults = list[tuple[str, str]]

fault_sentences(
    {
        "cycle_missing": lambda _v: _("Choose one of your signed-off assessments."),
        "donor_missing": lambda _v: _("Choose one of the donors on the page."),
        "scope_missing": lambda _v: _("Choose what the donor may see."),
        "until_missing": lambda _v: _("Give the last day as a date, such as 2027-06-30."),
        "until_past": lambda _v: _("This day has passed. Choose a day from today on."),
        "until_too_far": lambda _v: _("Choose a day within three years. You can release again."),
    }
)


@dataclass(frozen=True, slots=True)
class Wish:
    """What a form says of a release to be made, as it was written."""

    cycle: str
    donor: str
    scope: str
    until: str


def offers() -> str:
    """The releases of a state. Raises NotFound, NotPermitted."""
    state, actor, session = _state(), context.actor(), context.session()
    made = releases.releases_of(session, actor, state)
    cycles = _cycles(state)
    last = releases.last_looks_of(session, actor, state)
    return render_template(
        "donors/offers.html",
        place="releases",
        marked=marked_by(state),
        state=state,
        states=_own_states(),
        today=donors_today(made, context.now()),
        lines=[presenters.line_of(one, last, context.now()) for one in made],
        donors=releases.donors_for(session, actor, state),
        signed=_signed_off(cycles),
        newest=_newest(cycles),
        archived=any(cycle.status is CycleStatus.ARCHIVED for cycle in cycles),
    )


def new() -> Reply:
    """The form for a release. Raises NotFound, NotPermitted, NotSignedOff, AssessmentArchived."""
    asked = _given("cycle")
    cycle = cycle_of(context.session(), context.actor(), CycleId(asked)) if asked else None
    state = cycle.state if cycle else _state()
    # The least that can be released is proposed, for a year.
    scope = _given("scope") or Scope.AREAS.value
    until = _given("until") or presenters.usual_day(context.now())
    return _form(state, Wish(asked, _given("donor"), scope, until), [], cycle)


def preview() -> Reply:
    """Exactly what the donor would see, before anything is released."""
    wish = _wished()
    if not wish.cycle:
        return _form(_state(), wish, _faults_of(Invalid([Fault("cycle_missing", "cycle")])), None)
    # Nothing is written: nobody who saves should wait for what is shown here.
    session, actor, now = context.reading_session(), context.actor(), context.now()
    cycle = cycle_of(session, actor, CycleId(wish.cycle))
    until = presenters.end_of(wish.until)
    try:
        donor = releases.check(session, actor, cycle.id, wish.donor, wish.scope, until, now)
    except Invalid as invalid:
        return _form(cycle.state, wish, _faults_of(invalid), cycle)
    own = catalogue_of(cycle, session)
    document = releases.preview(session, actor, cycle.id, own, wish.scope)
    shown = released_page(document, context.catalogue(), until)
    outlook = releases.outlook(session, actor, cycle.id, document, donor, until, now)
    return render_template(
        "donors/offer_preview.html",
        place="releases",
        marked=shown.part,
        released=shown,
        wish=wish,
        donor=donor,
        until=until,
        foretold=foretold(outlook, cycle.id),
    )


def make() -> Reply:
    """Release."""
    wish = _wished()
    if not wish.cycle:
        return _form(_state(), wish, _faults_of(Invalid([Fault("cycle_missing", "cycle")])), None)
    session, actor = context.session(), context.actor()
    cycle = cycle_of(session, actor, CycleId(wish.cycle))
    own, until = catalogue_of(cycle), presenters.end_of(wish.until)
    try:
        made = releases.release(
            session, actor, cycle.id, own, wish.donor, wish.scope, until, context.now()
        )
    except Invalid as invalid:
        return _form(cycle.state, wish, _faults_of(invalid), cycle)
    others = beside(made, releases.releases_of(session, actor, made.state), context.now())
    if others.is_seen:
        words = _("Released. %(donor)s can look from now on.", donor=made.donor_name)
    else:
        words = _(
            "Released. %(donor)s goes on seeing another release: read below.", donor=made.donor_name
        )
    flash(words, "done")
    return redirect(url_for("offers.offer", release_id=made.id), 303)


def offer(release_id: str) -> Reply:
    """One release: what it shows, who looked, and how to end it. Raises NotFound."""
    return _offer(release_id, [])


def revoke(release_id: str) -> Reply:
    """End a release at once, after a tick that says it is meant."""
    if not request.form.get("sure"):
        return _offer(release_id, [("sure", _("Tick the box to confirm that you revoke."))])
    session, actor, now = context.session(), context.actor(), context.now()
    releases.revoke(session, actor, ReleaseId(release_id), now)
    release, _document = releases.release_of(session, actor, ReleaseId(release_id))
    left = beside(release, releases.releases_of(session, actor, release.state), now)
    if left.seen is None:
        words = _("Revoked. Nobody sees this release any more.")
    else:
        words = _(
            "Revoked. But %(donor)s still sees another release: read below.",
            donor=release.donor_name,
        )
    flash(words, "warn" if left.seen else "done")
    return redirect(url_for("offers.offer", release_id=release_id), 303)


def revoke_all(release_id: str) -> Reply:
    """End all that is open to the donor of a release, after a tick that says it is meant."""
    if not request.form.get("sure_all"):
        return _offer(release_id, [("sure_all", _("Tick the box to confirm that you revoke."))])
    session, actor = context.session(), context.actor()
    ended = releases.revoke_all(session, actor, ReleaseId(release_id), context.now())
    words = ngettext(
        "%(num)d release is revoked. The donor sees nothing of your state any more.",
        "%(num)d releases are revoked. The donor sees nothing of your state any more.",
        len(ended),
    )
    flash(words, "done")
    return redirect(url_for("offers.offer", release_id=release_id), 303)


def _offer(release_id: str, faults: Faults) -> Reply:
    session, actor, now = context.session(), context.actor(), context.now()
    release, document = releases.release_of(session, actor, ReleaseId(release_id))
    shown = released_page(document, context.catalogue(), release.until)
    status, words = presenters.status_of(release, now)
    page = render_template(
        "donors/offer.html",
        place="releases",
        marked=shown.part,
        released=shown,
        release=release,
        what=presenters.WHAT[release.scope],
        status=status,
        status_words=words,
        beside=beside(release, releases.releases_of(session, actor, release.state), now),
        looks=[
            presenters.look_line(look, release)
            for look in releases.looks_of(session, actor, release.id)
        ],
        faults=faults,
    )
    return page, (422 if faults else 200)


def _form(state: StateCode, wish: Wish, faults: Faults, cycle: Cycle | None) -> Reply:
    actor = context.actor()
    donors = releases.donors_for(context.session(), actor, state)
    if cycle is not None:
        ensure_releasable(cycle.status)
    cycles = _cycles(state)
    signed = _signed_off(cycles)
    made = releases.releases_of(context.session(), actor, state)
    page = render_template(
        "donors/offer_new.html",
        place="releases",
        marked=marked_by(state),
        state=state,
        wish=wish,
        faults=faults,
        today=donors_today(made, context.now()),
        donors=donors,
        signed=signed,
        newest=_newest(cycles),
        archived=any(cycle.status is CycleStatus.ARCHIVED for cycle in cycles),
        choices_of_cycle=[(one.id, one.title) for one in signed],
        choices_of_donor=[("", _("Choose a donor")), *((one.id, one.name) for one in donors)],
        choices_of_scope=presenters.choices(),
        first_day=context.now().date().isoformat(),
        latest=presenters.latest_day(context.now()),
    )
    return page, (422 if faults else 200)


def _given(name: str) -> str:
    return request.values.get(name, "").strip()


def _wished() -> Wish:
    return Wish(_given("cycle"), _given("donor"), _given("scope"), _given("until"))


def _faults_of(invalid: Invalid) -> Faults:
    return [(fault.place, fault_sentence(fault)) for fault in invalid.faults]


def _state() -> StateCode:
    """The state that is asked for, or the first for which the actor may release."""
    asked = _given("state")
    if asked:
        if not STATE_CODE.fullmatch(asked):
            raise NotFound
        return StateCode(asked)
    if not context.actor().states:
        raise NotFound
    return (*_own_states(), *context.actor().states)[0]


def _own_states() -> tuple[StateCode, ...]:
    actor = context.actor()
    return tuple(each for each in actor.states if may(actor, Act.RELEASE, Subject(each)))


def _cycles(state: StateCode) -> tuple[Cycle, ...]:
    """The cycles of a state, the newest first."""
    found = cycles_of(context.session(), context.actor())
    return tuple(cycle for cycle in found if cycle.state == state)


def _newest(cycles: tuple[Cycle, ...]) -> Cycle | None:
    """The newest cycle of a state that is not put away."""
    return next((cycle for cycle in cycles if cycle.status is not CycleStatus.ARCHIVED), None)


def _signed_off(cycles: tuple[Cycle, ...]) -> tuple[Cycle, ...]:
    return tuple(cycle for cycle in cycles if cycle.status is CycleStatus.SIGNED_OFF)

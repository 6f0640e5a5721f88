"""What the sign-off page shows: the stages, what a signature would freeze, what is to be minded."""

from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from assessment.domain.cycle import Cycle, CycleStatus, to_confirm
from assessment.domain.frozen import basis_digest
from assessment.domain.permissions import Act, may
from assessment.domain.response import silent_cells
from assessment.services.open_workshops import OpenWorkshop
from assessment.services.releases import releases_of
from reports.scenes import Scene
from web import context
from web.components import state_name


@dataclass(frozen=True, slots=True)
class Step:
    """One stage of a cycle; `stands` is done, here or ahead."""

    words: str
    explained: str
    stands: str


@dataclass(frozen=True, slots=True)
class Ready:
    """What a signature would freeze now; `warnings` are whole sentences.

    Of a question that is gone through every cell says something, be it that it is not known.
    """

    gone: int
    areas_scored: int
    open_cells: int
    agreed: int
    digest: str
    warnings: tuple[str, ...]


def steps_of(status: CycleStatus, *, signed: bool) -> tuple[Step, ...]:
    """The way of a cycle; one archived without a signature went no further than the draft."""
    stages = {
        CycleStatus.DRAFT: (_("Draft"), _("The agencies answer.")),
        CycleStatus.IN_REVIEW: (_("In review"), _("Answers are read and corrected.")),
        CycleStatus.SIGNED_OFF: (_("Signed off"), _("Frozen. Parts can be released to donors.")),
        CycleStatus.ARCHIVED: (_("Archived"), _("Kept to be read.")),
    }
    if status is CycleStatus.ARCHIVED and not signed:
        del stages[CycleStatus.IN_REVIEW], stages[CycleStatus.SIGNED_OFF]
    here = list(stages).index(status)
    stands = ["done"] * here + ["here"] + ["ahead"] * (len(stages) - here - 1)
    return tuple(
        Step(words, explained, stand)
        for (words, explained), stand in zip(stages.values(), stands, strict=True)
    )


def ready_of(scene: Scene) -> Ready:
    """What a signature would freeze of a cycle as it stands."""
    found = scene.findings
    scored = [part for part in found.scorecard.areas.values() if part.shown_point is not None]
    ranges = len(found.scorecard.areas) - len(scored)
    unconfirmed = len(to_confirm(scene.catalogue, scene.cycle))
    warnings = []
    if ranges:
        warnings.append(
            ngettext(
                "%(num)d practice area is less than 65 %% complete: it will have a range and no "
                "score.",
                "%(num)d practice areas are less than 65 %% complete: they will have a range and "
                "no score.",
                ranges,
            )
        )
    if unconfirmed:
        warnings.append(
            ngettext(
                "%(num)d instrument is not confirmed in the profile: our own table counts.",
                "%(num)d instruments are not confirmed in the profile: our own table counts.",
                unconfirmed,
            )
        )
    return Ready(
        gone=_gone(scene),
        areas_scored=len(scored),
        open_cells=len(found.open_cells),
        agreed=len(found.assessment.agreed),
        digest=_basis_digest(scene),
        warnings=tuple(warnings),
    )


def _gone(scene: Scene) -> int:
    profile, responses = scene.cycle.profile, scene.responses
    asked = (each for each in scene.catalogue.questions if profile.cells(each))
    return sum(not silent_cells(each, profile, responses.get(each.id)) for each in asked)


def left_words(workshop: OpenWorkshop) -> str:
    """What an open workshop leaves undone."""
    if not workshop.asked:
        return _("no question is on its agenda")
    if not workshop.left:
        return _("every question of its agenda is agreed")
    return ngettext(
        "%(num)d question of its agenda is not agreed",
        "%(num)d questions of its agenda are not agreed",
        workshop.left,
    )


def open_releases(cycle: Cycle) -> int:
    """How many of its releases donors can see now; none for whoever may not release."""
    actor, now = context.actor(), context.now()
    if not may(actor, Act.RELEASE, cycle.subject):
        return 0
    made = releases_of(context.session(), actor, cycle.state)
    return sum(each.cycle == cycle.id and each.is_open(now) for each in made)


def _basis_digest(scene: Scene) -> str:
    """What identifies all that this page shows, so that nothing else is signed."""
    found = scene.findings
    agreed = {question: tuple(one.levels) for question, one in found.assessment.agreed.items()}
    given = (scene.catalogue, scene.cycle, scene.responses, agreed, found.assumptions)
    return basis_digest(*given)


def statement_of(scene: Scene) -> str:
    """What a signatory declares, unless they write it otherwise."""
    return _(
        "I have read the answers of “%(title)s”. They are the answers of %(state)s.",
        title=scene.cycle.title,
        state=state_name(scene.cycle.state),
    )

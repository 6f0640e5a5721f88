"""What a workshop agreed on a question, as the pages of the question show it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from assessment.domain.catalogue import Family, Question
from assessment.domain.findings import Agreement
from assessment.domain.permissions import Act, may
from assessment.domain.response import Answer
from assessment.services.agreements import Source, source_of
from questionnaires import words
from questionnaires.scenes import Scene
from web import context
from web.i18n import day


@dataclass(frozen=True, slots=True)
class AgreedNote:
    """The agreed answer beside the agencies' own; `aside` is the address that sets it aside.

    `lines` hold an item family's name and its answer, one without a name where all have the same.
    """

    heading: str
    recorded: str
    lines: tuple[tuple[str, str], ...]
    reason: str
    dissent: str
    version: int
    aside: str = ""
    typed: str = ""
    fault: str = ""


def present_agreed(scene: Scene, question: Question, *, sourced: bool = False) -> AgreedNote | None:
    """What was agreed on a question; None where nothing was.

    `sourced` reads the workshop's name by one query more.
    """
    agreed = scene.assessment.agreed.get(question.id)
    if agreed is None:
        return None
    cycle = scene.cycle
    source = source_of(context.session(), context.actor(), cycle, question.id) if sourced else None
    changeable = cycle.takes_answers and may(context.actor(), Act.RUN_WORKSHOP, cycle.subject)
    return AgreedNote(
        heading=_heading(agreed, source),
        recorded=_("Recorded by %(who)s.", who=agreed.by),
        lines=_lines(cycle.profile.cells(question), agreed.levels),
        reason=agreed.reason,
        dissent=source.dissent if source else "",
        version=agreed.version,
        aside=url_for("questionnaires.set_aside", cycle_id=cycle.id, question_id=question.id)
        if changeable
        else "",
    )


def _heading(agreed: Agreement, source: Source | None) -> str:
    when = day(agreed.at)
    if source is None:
        return _("Agreed in a workshop on %(day)s", day=when)
    return _("Agreed in the workshop “%(title)s” on %(day)s", title=source.workshop.title, day=when)


def _lines(cells: Sequence[Family], levels: Mapping[Family, Answer]) -> tuple[tuple[str, str], ...]:
    said = [
        (str(words.FAMILIES[family]), words.answer_words(levels.get(family))) for family in cells
    ]
    if len({answer for _, answer in said}) == 1:
        return (("", said[0][1]),)
    return tuple(said)

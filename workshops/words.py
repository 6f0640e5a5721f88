"""The words of a workshop: why a question is on the agenda, how a vote came out, the faults."""

from collections.abc import Mapping

from flask_babel import LazyString, lazy_gettext, ngettext
from flask_babel import gettext as _

from assessment.domain.catalogue import Family
from assessment.domain.findings import Agreement
from assessment.domain.response import Answer, NoLevel
from assessment.domain.scoring import Part
from assessment.domain.workshop import AgendaReason, Agreed
from web.errors import FaultSentence
from web.i18n import moment, points
from web.words import family_name, family_words, level_name, set_aside_words

REASONS: Mapping[AgendaReason, LazyString] = {
    AgendaReason.UNANSWERED: lazy_gettext("not fully answered yet"),
    AgendaReason.SET_ASIDE: lazy_gettext("agreed before, then set aside"),
    AgendaReason.DISPUTED: lazy_gettext("agencies answer it differently"),
    AgendaReason.LEVERAGE: lazy_gettext("one step up serves many obligations"),
    AgendaReason.CHOSEN: lazy_gettext("chosen by the facilitator"),
}

NO_LEVELS: Mapping[NoLevel, LazyString] = {
    NoLevel.UNKNOWN: lazy_gettext("not known"),
    NoLevel.WITHHELD: lazy_gettext("withheld"),
    NoLevel.NOT_APPLICABLE: lazy_gettext("not applicable"),
}

# From which agreement (METHOD.md 7) a vote is called so; in between it is neither.
_CLOSE, _APART = 0.8, 0.5
# Below this each can work out what the other chose.
FEWEST_FOR_SECRECY = 3

FAULTS: Mapping[str, FaultSentence] = {
    "workshop_title_missing": lambda _values: _("Give the workshop a title."),
    "day_malformed": lambda _values: _("Write the day as year, month and day: 2026-11-24."),
    "workshop_far_away": lambda _values: _("Choose a day within two years of today."),
    "ends_before_it_begins": lambda _values: _("The last day is before the first. Change one."),
    "ends_already": lambda _values: _("This day is over. Choose today or a later day."),
    "question_not_offered": lambda _values: _("The agenda changed meanwhile. Choose again."),
    "question_twice": lambda _values: _("A question stands on the agenda twice. Remove one."),
    "round_open": lambda _values: _("A vote is open. Reveal it first."),
    "level_missing": lambda values: (
        _("Choose what was agreed.")
        if values["family"] == Family.ALL
        else _("%(family)s: choose what was agreed.", family=family_words(values["family"]))
    ),
    "agreement_reason_missing": lambda _values: _(
        "Write why the group agreed on this. One sentence is enough."
    ),
    "end_unsure": lambda _values: _("Tick the box to say that the workshop is over."),
    "agency_missing": lambda _values: _("Write your agency, such as Customs."),
    "role_missing": lambda _values: _("Write what you do there, such as licensing officer."),
    "choice_missing": lambda values: (
        _("Choose a level, or “not known”.")
        if values["family"] == Family.ALL
        else _("%(family)s: choose a level, or “not known”.", family=family_words(values["family"]))
    ),
}


def answer_words(answer: Answer) -> str:
    """An agreed answer in words: the level with its name, or why there is none."""
    if isinstance(answer, NoLevel):
        return str(NO_LEVELS[answer])
    return _("level %(level)s, %(name)s", level=answer, name=level_name(answer))


def vote_came_words(number: int) -> str:
    """That a vote on the question was held while a facilitator wrote."""
    return _("Meanwhile the group voted on this question again: vote %(round)s.", round=number)


def agreement_came_words(found: Agreement) -> str:
    """What somebody recorded while a facilitator wrote."""
    said = {"name": found.by, "time": moment(found.at)}
    answers = {answer_words(answer) for answer in found.levels.values()}
    if len(answers) > 1:
        rows = (f"{family_name(f)}: {answer_words(a)}" for f, a in found.levels.items())
        return _(
            "Meanwhile %(name)s recorded an agreement on this question (%(time)s): %(answers)s.",
            answers="; ".join(rows),
            **said,
        )
    if len(found.levels) > 1:
        return _(
            "Meanwhile %(name)s recorded an agreement on this question (%(time)s), the same for "
            "all item families: %(answer)s.",
            answer=answers.pop(),
            **said,
        )
    return _(
        "Meanwhile %(name)s recorded an agreement on this question (%(time)s): %(answers)s.",
        answers=answers.pop(),
        **said,
    )


def set_aside_came_words(taken: Agreed | None) -> str:
    """That an agreement was taken back while a facilitator wrote; this workshop may know why."""
    if taken and taken.aside:
        return set_aside_words(taken.aside)
    return _("Meanwhile the agreement on this question was set aside.")


def codes_words(minutes: int) -> str:
    """What to do after too many wrong codes."""
    return ngettext(
        "Too many wrong codes. Wait %(num)d minute. Then type the code again, or scan the QR code "
        "again. You can also ask the facilitator.",
        "Too many wrong codes. Wait %(num)d minutes. Then type the code again, or scan the QR code "
        "again. You can also ask the facilitator.",
        minutes,
    )


def agreement_words(agreement: float) -> str:
    """How far a vote agrees, in a word or two."""
    if agreement >= _CLOSE:
        return _("close together")
    return _("partly apart") if agreement >= _APART else _("far apart")


def voted_words(voted: int, present: int) -> str:
    """How many have voted: all that anybody may know of an open vote."""
    return ngettext(
        "%(voted)d of %(num)d has voted",
        "%(voted)d of %(num)d have voted",
        present,
        voted=voted,
    )


def tally_words(level: int | None, votes: int) -> str:
    """How many votes one choice has, as it is read out."""
    if level is None:
        return ngettext("not known: %(num)d vote", "not known: %(num)d votes", votes)
    return ngettext(
        "level %(level)d: %(num)d vote", "level %(level)d: %(num)d votes", votes, level=level
    )


def present_words(present: int) -> str:
    """How many are in the room."""
    return ngettext("%(num)d person has joined", "%(num)d people have joined", present)


def few_words(voted: int) -> str:
    """What a facilitator must know before revealing so few votes; empty where there are enough."""
    if not voted:
        return _("Nobody has voted yet.")
    if voted >= FEWEST_FOR_SECRECY:
        return ""
    return _("Fewer than three have voted: after the reveal everybody can see who chose what.")


def part_words(part: Part | None) -> str:
    """A score in a few words: the point or the range out of 100 (METHOD.md 2)."""
    if part is None or not part.answered or part.low is None or part.high is None:
        return _("no level yet")
    if part.shown_point is not None:
        return _("%(point)s of 100", point=points(part.shown_point))
    return _("between %(low)s and %(high)s of 100", low=points(part.low), high=points(part.high))


def ended_words(agreed: int) -> str:
    """What a workshop that is over leaves, by how many of its agreements stand."""
    if not agreed:
        return _("No question was agreed.")
    return ngettext(
        "%(num)d question was agreed. Its answer is part of the assessment now.",
        "%(num)d questions were agreed. Their answers are part of the assessment now.",
        agreed,
    )

"""Revisions of an answer: what is submitted, what was there before, how the two merge."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from assessment.domain.catalogue import LEVELS, Family
from assessment.domain.cycle import Cycle, ProfileChange
from assessment.domain.errors import DomainError, Fault
from assessment.domain.identifiers import QuestionId
from assessment.domain.response import Answer, NoLevel
from assessment.domain.texts import clean, text_faults


@dataclass(frozen=True, slots=True)
class Submission:
    """What somebody saves for one question.

    `version` is the revision their page was made from, 0 where there was none. Only the
    cells named in `levels` are touched, None clears one; a comment or reason of None is
    left as it is, an empty one is cleared.
    """

    question: QuestionId
    version: int | None
    levels: Mapping[Family, Answer | None] = field(default_factory=dict)
    comment: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Contents:
    """The full answer to one question at one moment, evidence apart."""

    levels: Mapping[Family, Answer] = field(default_factory=dict)
    comment: str = ""
    reason: str = ""


NOTHING = Contents()


@dataclass(frozen=True, slots=True)
class Revision:
    """One saved state of an answer: number, moment, author's name, and the whole of it."""

    version: int
    at: datetime
    by: str
    levels: Mapping[Family, Answer]
    comment: str
    reason: str

    @property
    def contents(self) -> Contents:
        """The answer itself."""
        return Contents(self.levels, self.comment, self.reason)


@dataclass(frozen=True, slots=True)
class Clash:
    """One thing that two people set differently since the same base.

    `field` is a family's name, `comment` or `reason`; a value of None is an empty cell.
    `by` and `at` tell who saved `theirs`, and when.
    """

    field: str
    base: Answer | str | None
    theirs: Answer | str | None
    yours: Answer | str | None
    by: str
    at: datetime


class Conflict(DomainError):
    """Somebody else changed the same since; carries both sides, so that nothing is lost."""

    code = "conflict"

    def __init__(
        self,
        question: QuestionId | None,
        theirs: Revision | None,
        yours: Submission | None,
        base: Revision | None,
        clashes: tuple[Clash, ...] = (),
    ) -> None:
        """Keep both sides; `theirs` is the newest revision, `base` None for version 0."""
        super().__init__(question or "profile")
        self.question = question
        self.theirs = theirs
        self.yours = yours
        self.base = base
        self.clashes = clashes


class ProfileConflict(Conflict):
    """The profile or plan changed since the page was made; carries both sides."""

    code = "profile_conflict"

    def __init__(self, cycle: Cycle, change: ProfileChange | None) -> None:
        """Keep the cycle as it is now and the refused change."""
        super().__init__(None, None, None, None)
        self.cycle = cycle
        self.change = change


@dataclass(frozen=True, slots=True)
class Merge:
    """What merging gives: the new contents, and the fields that two people set differently."""

    contents: Contents
    clashes: tuple[str, ...]


def merge(base: Contents, current: Contents, submission: Submission) -> Merge:
    """The current contents with the submission laid over them, by the rule of three.

    A field changes where the submission differs from the base and the current one does
    not; it stays where the submission is as the base or as the current; it clashes where
    both moved away from the base, to different values.
    """
    clashes: list[str] = []
    levels = dict(current.levels)
    for family, yours in submission.levels.items():
        before, now = base.levels.get(family), current.levels.get(family)
        if yours in (now, before):
            continue
        if now != before:
            clashes.append(family.value)
        elif yours is None:
            levels.pop(family, None)
        else:
            levels[family] = yours
    comment = _merge_text("comment", base.comment, current.comment, submission.comment, clashes)
    reason = _merge_text("reason", base.reason, current.reason, submission.reason, clashes)
    return Merge(Contents(levels, comment, reason), tuple(clashes))


def _merge_text(name: str, before: str, now: str, yours: str | None, clashes: list[str]) -> str:
    if yours is None or yours in (now, before):
        return now
    if now != before:
        clashes.append(name)
        return now
    return yours


def evened(submission: Submission) -> Submission:
    """The submission with even texts, so that a browser's line ends change nothing."""
    return replace(
        submission,
        comment=None if submission.comment is None else clean(submission.comment),
        reason=None if submission.reason is None else clean(submission.reason),
    )


def answer_faults(submission: Submission, cells: Collection[Family]) -> list[Fault]:
    """What is wrong with a submission for a question with these cells in scope.

    Codes `family_not_asked`, `not_an_answer`, `too_long`, `unreadable_characters`.
    """
    faults = []
    for family, answer in submission.levels.items():
        if family not in cells:
            faults.append(Fault("family_not_asked", f"levels.{family}", (("family", family),)))
        elif not (answer is None or isinstance(answer, NoLevel) or answer in LEVELS):
            faults.append(Fault("not_an_answer", f"levels.{family}", (("found", str(answer)),)))
    faults += text_faults("comment", submission.comment or "")
    faults += text_faults("reason", submission.reason or "")
    return faults


def who_set(
    field_name: str, base: Revision | None, later: Sequence[Revision], submission: Submission
) -> Clash:
    """The clash on one field: who set it last since the base, when, and to what.

    `later` are the revisions after the base, the oldest first; one of them changed it.
    """
    before = None if base is None else _value(base.contents, field_name)
    theirs, setter = before, later[-1]
    for revision in later:
        found = _value(revision.contents, field_name)
        if found != theirs:
            theirs, setter = found, revision
    yours = _value(
        Contents(
            {family: answer for family, answer in submission.levels.items() if answer is not None},
            submission.comment or "",
            submission.reason or "",
        ),
        field_name,
    )
    return Clash(field_name, before, theirs, yours, setter.by, setter.at)


def _value(contents: Contents, field_name: str) -> Answer | str | None:
    if field_name == "comment":
        return contents.comment
    if field_name == "reason":
        return contents.reason
    return contents.levels.get(Family(field_name))

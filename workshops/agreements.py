"""Frozen values for the form of an agreement: on which question, after which vote, seen with what.

The form carries the newest vote and the version of the agreed answer that its page showed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from assessment.domain.catalogue import Catalogue
from assessment.domain.findings import Assessment
from assessment.domain.identifiers import QuestionId
from assessment.domain.voting import NOT_KNOWN
from assessment.domain.workshop import Round, WorkshopState
from workshops.forms import AgreedForm
from workshops.presenters import Asked, Screen, Stage, present_asked, present_result
from workshops.words import agreement_came_words, set_aside_came_words, vote_came_words


@dataclass(frozen=True, slots=True)
class Agreeing:
    """The form of an agreement; `vote` is the newest round on its question, 0 for none.

    `filled` where its votes proposed the levels, `apart` where its question is not the one on the
    screens. `moved` says what came in between, where the form was refused for it.
    """

    asked: Asked
    form: AgreedForm
    vote: int
    filled: bool
    apart: bool
    moved: tuple[str, ...] = ()


def present_agreeing(
    catalogue: Catalogue,
    assessment: Assessment,
    state: WorkshopState,
    screen: Screen,
    versions: Mapping[QuestionId, int],
    wanted: QuestionId | None,
) -> Agreeing | None:
    """The form for the question on the screens, or for another one that is `wanted`."""
    revealed = screen.asked.id if screen.asked and screen.stage is Stage.REVEALED else None
    question = catalogue.question_by_id.get(wanted or revealed or QuestionId(""))
    families = assessment.cycle.profile.cells(question) if question else ()
    if question is None or not families:
        return None
    votes = state.rounds_on(question.id)
    vote = votes[-1] if votes else None
    number = vote.number if vote else 0
    return Agreeing(
        asked=present_asked(catalogue, question.id, tuple(families)),
        form=AgreedForm(
            question=question.id,
            levels=_middle(vote) if vote and vote.revealed else {},
            round=number,
            version=versions.get(question.id, 0),
        ),
        vote=number,
        filled=bool(vote and vote.voted),
        apart=question.id != revealed,
    )


def kept(agreeing: Agreeing, sent: AgreedForm) -> Agreeing:
    """The form as it was typed: it still speaks of what its page showed."""
    return replace(agreeing, form=sent)


def anew(
    agreeing: Agreeing, sent: AgreedForm, assessment: Assessment, state: WorkshopState
) -> Agreeing:
    """The form as it was typed, made from the newest state, with what came in between."""
    newest, question = agreeing.form, sent.question
    moved = []
    if sent.round != newest.round and newest.round:
        moved.append(vote_came_words(newest.round))
    if sent.version != newest.version and newest.version:
        found = assessment.agreed.get(question)
        moved.append(
            agreement_came_words(found)
            if found
            else set_aside_came_words(state.set_aside.get(question))
        )
    form = replace(sent, round=newest.round, version=newest.version)
    return replace(agreeing, form=form, moved=tuple(moved))


def _middle(vote: Round) -> Mapping[str, str]:
    """The lower median of each item family (METHOD.md 7); "not known" where nobody knew."""
    return {
        row.family: _proposal(row.median, any(tally.votes for tally in row.tallies))
        for row in present_result(vote).rows
    }


def _proposal(median: int | None, has_votes: bool) -> str:
    if median is None:
        return NOT_KNOWN if has_votes else ""
    return str(median)

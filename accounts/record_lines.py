"""The lines of the record as the page tells them: questions by their text, evidence in runs."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from flask_babel import gettext as _

from accounts.record_words import run_sentence, sentence
from assessment.domain.catalogue import Catalogue
from assessment.domain.errors import CatalogueMissing
from assessment.domain.identifiers import QuestionId
from assessment.services.audit import ACTS, Kind, Line
from assessment.services.cycles import catalogue_for
from web import context
from web.i18n import clock, day, moment


@dataclass(frozen=True, slots=True)
class Told:
    """A row of the page; `parts` are the moments and sentences of the lines it stands for.

    `release` is the release that it is about; empty where there is none.
    """

    when: str
    words: str
    parts: tuple[tuple[str, str], ...] = ()
    release: str = ""


def rows_of(lines: Sequence[Line]) -> tuple[Told, ...]:
    """The lines as rows, in their order; evidence that one person wrote in a day is one row."""
    pairs = enumerate(zip(lines, sentences_of(lines), strict=True))
    runs = groupby(pairs, key=lambda pair: _run_key(pair[0], pair[1][0]))
    return tuple(_row([pair for _place, pair in run]) for _key, run in runs)


def sentences_of(lines: Sequence[Line]) -> tuple[str, ...]:
    """A sentence for each line, which names a question by its text and its id."""
    catalogues = _catalogues(lines)
    return tuple(sentence(line, _text(line, catalogues)) for line in lines)


def _catalogues(lines: Iterable[Line]) -> Mapping[str, Catalogue]:
    """The catalogues in which the lines' questions stand; the current one costs nothing."""
    found: dict[str, Catalogue] = {context.catalogue().digest: context.catalogue()}
    missing = {line.catalogue: line.cycle for line in lines if line.cycle and line.catalogue}
    for digest, cycle in missing.items():
        if digest in found:
            continue
        try:
            given = (context.session(), context.actor(), cycle, context.catalogue())
            found[digest] = catalogue_for(*given)
        except CatalogueMissing:
            continue  # the line still tells the id
    return found


def _text(line: Line, catalogues: Mapping[str, Catalogue]) -> str:
    catalogue = catalogues.get(line.catalogue)
    if catalogue is None:
        return ""
    question = catalogue.question_by_id.get(QuestionId(line.values["question"]))
    return question.text if question else ""


def _run_key(place: int, line: Line) -> tuple[object, ...]:
    """Equal for neighbours that are told as one; the place alone for all other lines."""
    if line.act not in ACTS[Kind.EVIDENCE]:
        return (place,)
    return line.act, line.who, line.cycle, day(line.at)


def _row(run: Sequence[tuple[Line, str]]) -> Told:
    (newest, words), (oldest, _words) = run[0], run[-1]
    if len(run) == 1:
        return Told(moment(newest.at), words, release=newest.release)
    when = moment(oldest.at)
    if clock(oldest.at) != clock(newest.at):
        when = _("%(first)s to %(last)s", first=when, last=clock(newest.at))
    parts = tuple((clock(line.at), each) for line, each in run)
    return Told(when, run_sentence(newest, len(run)), parts)

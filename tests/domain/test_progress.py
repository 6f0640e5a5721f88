"""Progress counts rightly although it remembers what it counted before."""

from assessment.domain.lattice import _REMEMBERED
from assessment.domain.response import NoLevel, Response
from assessment.domain.scoring import progress
from tests.builders import the_worked_example


def test_progress_stays_right_when_more_is_saved_than_is_remembered():
    catalogue, profile, responses = the_worked_example()
    question = next(one for one in catalogue.questions if one.id == "lists.list.practice")
    (family,) = profile.cells(question)
    answers = [3 if turn % 2 else NoLevel.UNKNOWN for turn in range(2 * _REMEMBERED + 2)]
    # Kept alive, so that no two of them can share an identity.
    saved = [Response(question.id, {family: answer}) for answer in answers]
    without = progress(catalogue, profile, {**responses, question.id: saved[0]})
    counted = [
        progress(catalogue, profile, {**responses, question.id: each}).answered_cells
        for each in saved
    ]
    expected = [without.answered_cells + (answer == 3) for answer in answers]
    assert counted == expected

"""Many people saving at the same moment: nobody overwrites another, nothing is lost."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from assessment.domain.cycle import ProfileChange
from assessment.services.cycles import change_profile
from assessment.services.responses import Conflict, history_of
from tests.builders import ARMS, BIOLOGICAL, CHEMICAL
from tests.databases import ANA, NOW, QUESTION, an_actor

PEOPLE = 8


def together(work):
    """What `work(number)` gives for each of eight people who all begin at once."""
    start = Barrier(PEOPLE)

    def begin(number):
        start.wait()
        try:
            return work(number)
        except Conflict as conflict:
            return conflict

    with ThreadPoolExecutor(PEOPLE) as pool:
        return list(pool.map(begin, range(PEOPLE)))


def outcomes(results):
    refused = [each for each in results if isinstance(each, Conflict)]
    return [each for each in results if not isinstance(each, Conflict)], refused


def history(database, cycle):
    with database.reading() as session:
        return history_of(session, ANA, cycle.id, QUESTION)


def test_of_eight_first_answers_to_one_cell_exactly_one_wins(database, cycle, save, read):
    saved, refused = outcomes(
        together(lambda number: save(comment=f"from {number}", actor=an_actor(f"P{number}")))
    )
    assert (len(saved), len(refused)) == (1, PEOPLE - 1)
    assert read().responses[QUESTION].comment == saved[0].response.comment
    assert len(history(database, cycle)) == 1


def test_of_eight_changes_from_one_base_exactly_one_wins(database, cycle, save, read):
    save(comment="base")
    saved, refused = outcomes(together(lambda number: save(version=1, comment=f"from {number}")))
    assert (len(saved), len(refused)) == (1, PEOPLE - 1)
    assert {conflict.clashes[0].theirs for conflict in refused} == {saved[0].response.comment}
    assert {conflict.yours.comment for conflict in refused} | {saved[0].response.comment} == {
        f"from {number}" for number in range(PEOPLE)
    }
    assert len(history(database, cycle)) == 2


def test_eight_who_say_the_same_all_succeed_and_make_one_revision(database, cycle, save):
    saved, refused = outcomes(together(lambda _number: save({ARMS: 3})))
    assert ([each.version for each in saved], refused) == ([1] * PEOPLE, [])
    assert len(history(database, cycle)) == 1


def test_different_cells_saved_at_once_are_all_kept(database, cycle, save, read):
    save({ARMS: 0, CHEMICAL: 0, BIOLOGICAL: 0})
    changes = [
        {"levels": {ARMS: 1}},
        {"levels": {CHEMICAL: 2}},
        {"levels": {BIOLOGICAL: 3}},
        {"comment": "comment"},
        {"reason": "reason"},
    ]
    _, refused = outcomes(
        together(lambda number: save(version=1, **changes[number % len(changes)]))
    )
    response = read().responses[QUESTION]
    assert refused == []
    assert response.levels == {ARMS: 1, CHEMICAL: 2, BIOLOGICAL: 3}
    assert (response.comment, response.reason) == ("comment", "reason")
    assert [each.version for each in history(database, cycle)] == [1, 2, 3, 4, 5, 6]


def test_no_acknowledged_word_is_lost(database, cycle, save, read):
    def add_words(number):
        for turn in range(5):
            while True:
                stands = read()
                response = stands.responses.get(QUESTION)
                text = f"{response.comment if response else ''} {number}-{turn}"
                try:
                    save(version=stands.versions.get(QUESTION, 0), comment=text)
                except Conflict:
                    continue
                break

    together(add_words)
    words = sorted(read().responses[QUESTION].comment.split())
    assert words == [f"{number}-{turn}" for number in range(PEOPLE) for turn in range(5)]
    trail = [each.version for each in history(database, cycle)]
    assert trail == list(range(1, 5 * PEOPLE + 1))


def test_whoever_is_always_too_late_gets_a_conflict_and_no_fault(save, monkeypatch):
    save({ARMS: 3})
    monkeypatch.setattr("assessment.records.responses.save_answer", lambda *_rest: False)
    with pytest.raises(Conflict) as error:
        save({CHEMICAL: 2}, 1)
    assert (error.value.theirs.version, error.value.yours.levels) == (1, {CHEMICAL: 2})


def test_of_eight_changes_of_one_profile_exactly_one_wins(database, cycle):
    def retarget(number):
        with database.writing() as session:
            change = ProfileChange(priorities={"lists": number + 2})
            changed = change_profile(session, ANA, cycle.id, change, 1, NOW)
            session.commit()
            return changed

    changed, refused = outcomes(together(retarget))
    assert (len(changed), len(refused)) == (1, PEOPLE - 1)
    assert {conflict.cycle.version for conflict in refused} == {2}

"""Saving a whole workbook: all or nothing."""

import pytest

from assessment.domain.errors import Invalid, NotPermitted
from assessment.services.responses import Conflict, Submission, record_many
from tests.builders import ARMS
from tests.databases import ANA, BEN, NOW, QUESTION


def many(database, cycle, catalogue, *submissions, actor=ANA):
    with database.writing() as session:
        try:
            return record_many(session, actor, cycle.id, catalogue, submissions, NOW)
        finally:
            session.commit()  # even then nothing of a refused workbook may stay


def test_many_answers_are_saved_together(database, cycle, catalogue, read):
    many(
        database,
        cycle,
        catalogue,
        Submission(QUESTION, 0, {ARMS: 1}),
        Submission("licensing.export.law", 0, {ARMS: 2}),
    )
    assert len(read().responses) == 2


def test_one_bad_answer_keeps_all_out_and_every_fault_is_told(database, cycle, catalogue, read):
    with pytest.raises(Invalid) as error:
        many(
            database,
            cycle,
            catalogue,
            Submission(QUESTION, 0, {ARMS: 1}),
            Submission("licensing.export.law", 0, {ARMS: 9}),
            Submission("lists.list.practice", 0, {ARMS: 1}),
        )
    assert [(fault.code, fault.place) for fault in error.value.faults] == [
        ("not_an_answer", "licensing.export.law.levels.arms"),
        ("family_not_asked", "lists.list.practice.levels.arms"),
    ]
    assert read().responses == {}


def test_one_conflict_keeps_all_out(database, cycle, catalogue, save, read):
    save({ARMS: 3})
    with pytest.raises(Conflict):
        many(
            database,
            cycle,
            catalogue,
            Submission("licensing.export.law", 0, {ARMS: 1}),
            Submission(QUESTION, 0, {ARMS: 1}),
        )
    assert list(read().responses) == [QUESTION]


def test_only_a_coordinator_imports_a_workbook(database, cycle, catalogue):
    with pytest.raises(NotPermitted):
        many(database, cycle, catalogue, Submission(QUESTION, 0, {ARMS: 1}), actor=BEN)

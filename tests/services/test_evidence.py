"""What supports an answer."""

import pytest

from assessment.domain.cycle import CycleStatus
from assessment.domain.errors import CycleClosed, Invalid, NotFound
from assessment.records.evidence import evidence as evidence_table
from assessment.services import cycles
from assessment.services.evidence import (
    NewEvidence,
    add_evidence,
    evidence_of,
    open_evidence,
    remove_evidence,
)
from tests.builders import ARMS
from tests.databases import ANA, BEN, LATER, NOW, QUESTION, STRANGER

PDF = b"%PDF-1.7\nArms Act"


@pytest.fixture
def add(database, cycle, catalogue, tmp_path):
    def added(kind="file", actor=BEN, question=QUESTION, **parts):
        if kind == "file":
            parts = {"upload": PDF, "filename": "../Arms Act.PDF", **parts}
        with database.writing() as session:
            new = NewEvidence(question, kind, **parts)
            piece = add_evidence(session, actor, cycle.id, catalogue, new, tmp_path, NOW)
            session.commit()
            return piece

    return added


@pytest.fixture
def pieces(database, cycle):
    def found(actor=ANA, question=QUESTION):
        with database.reading() as session:
            return evidence_of(session, actor, cycle.id, question)

    return found


def remove(database, cycle, evidence_id, actor=ANA):
    with database.writing() as session:
        remove_evidence(session, actor, cycle.id, evidence_id, LATER)
        session.commit()


def test_a_file_comes_back_as_it_was_sent(add, pieces, database, cycle, tmp_path):
    piece = add()
    with database.reading() as session:
        found, path = open_evidence(session, ANA, cycle.id, piece.id, tmp_path)
    assert (pieces(), found, path.read_bytes()) == ((piece,), piece, PDF)
    assert (piece.filename, piece.title, piece.media_type, piece.size, piece.by, piece.at) == (
        "Arms Act.pdf",
        "Arms Act.pdf",
        "application/pdf",
        len(PDF),
        "Ben",
        NOW,
    )


def test_the_same_file_twice_is_kept_once(add, tmp_path):
    assert add().digest == add(title="Again").digest
    assert len([path for path in (tmp_path / "evidence").rglob("*") if path.is_file()]) == 1


@pytest.mark.parametrize(
    ("kind", "parts"),
    [
        ("law", {"title": "Arms Act 2019, s. 12"}),
        ("document", {"title": "Manual", "url": "https://example.org/manual"}),
        ("link", {"title": "Register", "url": "https://example.org"}),
    ],
)
def test_a_citation_or_link_supports_the_answer(add, read, save, kind, parts):
    save({ARMS: 3})
    add(kind, **parts)
    found = read().responses[QUESTION].evidence
    assert [(each.kind, each.title, each.url) for each in found] == [
        (kind, parts["title"], parts.get("url", ""))
    ]


def test_evidence_may_come_before_the_answer(add, read):
    add()
    response = read().responses[QUESTION]
    assert (response.levels, len(response.evidence)) == ({}, 1)


@pytest.mark.parametrize(
    ("kind", "parts", "fault"),
    [
        ("rumour", {}, ("unknown_kind", "kind")),
        ("law", {}, ("title_missing", "title")),
        ("law", {"title": "x" * 201}, ("too_long", "title")),
        ("link", {"title": "x"}, ("url_missing", "url")),
        ("link", {"title": "x", "url": "javascript:alert(1)"}, ("url_not_web", "url")),
        ("link", {"title": "x", "url": "https://x/" + "x" * 2000}, ("too_long", "url")),
        ("file", {"upload": None}, ("file_missing", "upload")),
        ("file", {"upload": b"MZ"}, ("file_is_not_its_kind", "upload")),
        ("file", {"filename": "x.exe"}, ("file_kind_refused", "upload")),
    ],
)
def test_evidence_that_cannot_be_is_refused_and_nothing_is_kept(
    add, pieces, tmp_path, kind, parts, fault
):
    with pytest.raises(Invalid) as error:
        add(kind, **parts)
    assert [(each.code, each.place) for each in error.value.faults] == [fault]
    assert pieces() == ()
    assert not (tmp_path / "evidence").exists()


def test_removed_evidence_is_gone_and_the_answer_and_row_stay(
    add, pieces, read, save, database, cycle, tmp_path
):
    save({ARMS: 3})
    piece = add()
    remove(database, cycle, piece.id)
    assert pieces() == ()
    assert read().responses[QUESTION].levels == {ARMS: 3}
    with database.reading() as session:
        row = session.connection().execute(evidence_table.select()).one()
        with pytest.raises(NotFound):
            open_evidence(session, ANA, cycle.id, piece.id, tmp_path)
    assert (row.removed_by_name, row.removed_at) == ("Ana", LATER)


def test_a_stranger_gets_nothing(add, pieces, database, cycle, tmp_path):
    piece = add()
    with pytest.raises(NotFound):
        pieces(STRANGER)
    with pytest.raises(NotFound):
        remove(database, cycle, piece.id, STRANGER)
    with database.reading() as session, pytest.raises(NotFound):
        open_evidence(session, STRANGER, cycle.id, piece.id, tmp_path)


def test_a_piece_of_another_cycle_is_not_found_here(add, database, catalogue, tmp_path):
    piece = add()
    with database.writing() as session:
        other = cycles.open_cycle(session, ANA, "XAA", "Round 2", catalogue, NOW)
        with pytest.raises(NotFound):
            open_evidence(session, ANA, other.id, piece.id, tmp_path)


@pytest.mark.parametrize("wrong", ["\x00", "0" * 16, "../x"])
def test_an_address_that_names_no_evidence_finds_none(database, cycle, tmp_path, wrong):
    with database.reading() as session, pytest.raises(NotFound):
        open_evidence(session, ANA, cycle.id, wrong, tmp_path)


def test_a_citation_has_no_file_to_open(add, database, cycle, tmp_path):
    piece = add("law", title="Arms Act")
    with database.reading() as session, pytest.raises(NotFound):
        open_evidence(session, ANA, cycle.id, piece.id, tmp_path)


def test_a_file_that_is_gone_from_the_disk_is_not_found(add, database, cycle, tmp_path):
    piece = add()
    with database.reading() as session, pytest.raises(NotFound):
        open_evidence(session, ANA, cycle.id, piece.id, tmp_path / "elsewhere")


def test_a_strange_question_has_no_evidence(add, pieces):
    assert pieces(question="\x00") == ()
    with pytest.raises(NotFound):
        add(question="lists.list.none")


def test_a_signed_off_cycle_takes_no_evidence(add, database, cycle):
    with database.writing() as session:
        cycles.move_cycle(session, ANA, cycle.id, CycleStatus.ARCHIVED, 1, NOW)
        session.commit()
    with pytest.raises(CycleClosed):
        add()

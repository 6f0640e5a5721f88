"""`flask cycle list`, `flask cycle export` and `flask verify`."""

import json
from dataclasses import replace

import pytest

from app import create_app
from assessment.domain.cycle import CycleStatus
from assessment.domain.document import with_digest
from assessment.domain.frozen import digest_of
from assessment.records.base import metadata
from assessment.services.cycles import move_cycle, open_cycle
from assessment.services.sign_off import frozen_of, sign_off
from tests.builders import the_worked_example
from tests.conftest import NOON
from web.settings import from_environment


@pytest.fixture
def run(app):
    return lambda *arguments: app.test_cli_runner().invoke(args=[str(one) for one in arguments])


@pytest.fixture
def signed(app, people, cycle):
    """The cycle signed off; gives how it was frozen."""
    octant = app.extensions["octant"]
    with octant.writing() as session:
        move_cycle(session, people["coordinator"], cycle.id, CycleStatus.IN_REVIEW, 1, NOON)
        signatory, statement = people["signatory"], "These are our answers."
        known = octant.catalogue
        found = sign_off(session, signatory, cycle.id, known, 2, statement, NOON)
        session.commit()
    return found


@pytest.fixture
def exported(run, signed, tmp_path):
    """The path of the frozen file."""
    path = tmp_path / "frozen.json"
    done = run("cycle", "export", signed.cycle, "--out", path)
    assert done.exit_code == 0, done.output
    return path


def rewrite(path, change):
    document = json.loads(path.read_text(encoding="utf-8"))
    change(document)
    path.write_text(json.dumps(document), encoding="utf-8")


def test_every_cycle_is_listed(run, cycle):
    done = run("cycle", "list", "--json")
    assert json.loads(done.stdout) == [
        {"id": cycle.id, "state": "XAA", "title": "Cycle 2026", "status": "draft"}
    ]


def test_cycles_are_listed_as_lines_for_people(run, cycle):
    assert run("cycle", "list").stdout == f"{cycle.id}  XAA  draft  Cycle 2026\n"


def test_an_export_is_the_frozen_document(exported, signed):
    document = json.loads(exported.read_text(encoding="utf-8"))
    assert document["frozen"]["digest"] == digest_of(document) == signed.digest
    assert document["format"] == "octant-responses/1"


def test_an_export_is_a_responses_file(run, exported):
    scores = json.loads(run("score", exported, "--json").stdout)
    frozen = json.loads(exported.read_text(encoding="utf-8"))["frozen"]
    assert scores == frozen["scores"]


def test_a_cycle_that_is_not_signed_off_is_not_exported(run, cycle, tmp_path):
    done = run("cycle", "export", cycle.id, "--out", tmp_path / "none.json")
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.startswith("The cycle is not signed off (draft)")
    assert not (tmp_path / "none.json").exists()


def test_a_cycle_that_is_not_there_is_not_exported(run, people, tmp_path):
    done = run("cycle", "export", "nowhere", "--out", tmp_path / "none.json")
    assert done.exit_code == 1
    assert "There is no cycle nowhere." in done.stderr


def test_what_was_signed_verifies(run, exported, signed):
    done = run("verify", exported)
    assert done.exit_code == 0, done.output
    assert signed.digest in done.stdout
    assert "holds the same signature" in done.stdout


def test_it_verifies_without_a_database(exported, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    settings = from_environment({"OCTANT_DATA": str(elsewhere), "OCTANT_PASSWORD_COST": "test"})
    other = create_app(settings, catalogue=the_worked_example()[0])
    done = other.test_cli_runner().invoke(args=["verify", str(exported)])
    assert done.exit_code == 0, done.output
    assert "same signature" not in done.stdout
    assert "holds no signature of this assessment" in done.stdout
    assert list(elsewhere.glob("*.sqlite*")) == []
    other.extensions["octant"].engine.dispose()


def test_a_database_with_no_table_yet_is_none(app, exported):
    octant = app.extensions["octant"]
    metadata.drop_all(octant.engine)
    done = app.test_cli_runner().invoke(args=["verify", str(exported)])
    assert done.exit_code == 0, done.output


def test_a_changed_level_does_not_verify(run, exported):
    rewrite(exported, lambda found: found["answers"]["lists.list.law"]["levels"].update(arms=4))
    done = run("verify", exported)
    assert done.exit_code == 1
    assert done.stdout.startswith("frozen.digest: ")
    assert "frozen.scores.areas.lists.point: signed 0.5, worked out 0.5625." in done.stdout
    assert done.stdout.endswith("This is not what was signed.\n")


def test_a_forged_file_is_not_what_was_signed_here(run, exported, signed):
    def forge(found):
        found["answers"]["lists.list.law"]["comment"] = "Other words."
        found["frozen"]["digest"] = digest_of(found)

    rewrite(exported, forge)
    done = run("verify", exported)
    assert done.exit_code == 1
    assert f"but what was signed here is {signed.digest}." in done.stdout


def test_a_file_of_a_cycle_that_nobody_signed_here_does_not_verify(app, people, run, exported):
    octant = app.extensions["octant"]
    with octant.writing() as session:
        draft = open_cycle(session, people["coordinator"], "XAA", "2027", octant.catalogue, NOON)
        session.commit()

    def forge(found):
        found["cycle"] = draft.id
        found["frozen"]["digest"] = digest_of(found)

    rewrite(exported, forge)
    done = run("verify", exported)
    assert done.exit_code == 1
    assert "cycle: the file is of an assessment that is not signed off here (draft)." in done.stdout


@pytest.mark.parametrize("cycle_id", ["0123456789abcdef", "nowhere", None])
def test_of_a_cycle_that_is_not_here_no_signature_is_claimed(run, exported, cycle_id):
    def forge(found):
        found["cycle"] = cycle_id
        found["frozen"]["digest"] = digest_of(found)

    rewrite(exported, forge)
    done = run("verify", exported)
    assert done.exit_code == 0, done.output
    assert "This Octant holds no signature of this assessment" in done.stdout
    assert "same signature" not in done.stdout


def test_a_catalogue_that_is_nowhere_is_said(run, exported):
    def change(found):
        found["frozen"]["catalogue_digest"] = "9" * 64
        found["frozen"]["digest"] = digest_of(found)

    rewrite(exported, change)
    done = run("verify", exported)
    assert done.exit_code == 1
    assert f"frozen with the catalogue {'9' * 64}, which is not here" in done.stdout


def test_an_older_catalogue_is_found_in_the_database(app, exported, settings):
    newer = with_digest(replace(the_worked_example()[0], version="newer"))
    later = create_app(settings, catalogue=newer)
    done = later.test_cli_runner().invoke(args=["verify", str(exported)])
    assert done.exit_code == 0, done.output
    later.extensions["octant"].engine.dispose()


@pytest.mark.parametrize("text", ["{", "{}", '{"format": "octant-responses/1", "answers": {}}'])
def test_a_file_that_was_never_frozen_is_refused(run, people, tmp_path, text):
    path = tmp_path / "other.json"
    path.write_text(text, encoding="utf-8")
    done = run("verify", path)
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr


def test_of_very_many_differences_the_first_are_shown(run, exported):
    def change(found):
        for number in range(150):
            found["frozen"]["scores"][f"more{number}"] = number

    rewrite(exported, change)
    done = run("verify", exported)
    assert done.exit_code == 1
    assert "… and 51 more." in done.stdout


def test_a_frozen_cycle_stands_in_the_database_as_it_was_signed(app, people, signed):
    with app.extensions["octant"].reading() as session:
        assert frozen_of(session, people["contributor"], signed.cycle) == signed

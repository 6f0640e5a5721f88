"""`flask catalogue` and `flask score`, without a database."""

import json
from types import SimpleNamespace

import pytest
from flask import Flask

from assessment.domain.document import catalogue_document
from questionnaires.commands import COMMANDS as CATALOGUE_COMMANDS
from questionnaires.loader import load_catalogue
from reports.commands import COMMANDS as SCORE_COMMANDS
from tests.builders import the_worked_example
from tests.catalogue.folders import rewrite, write_small_catalogue


@pytest.fixture
def folder(tmp_path):
    return write_small_catalogue(tmp_path / "catalogue")


@pytest.fixture
def run():
    app = Flask("octant")
    catalogue, _, _ = the_worked_example()
    app.extensions["octant"] = SimpleNamespace(catalogue=catalogue)
    for command in (*CATALOGUE_COMMANDS, *SCORE_COMMANDS):
        app.cli.add_command(command)
    runner = app.test_cli_runner()
    return lambda *arguments: runner.invoke(args=[str(argument) for argument in arguments])


def test_check_counts_what_the_catalogue_holds(run, folder):
    result = run("catalogue", "check", "--json", "--folder", folder)
    assert (result.exit_code, json.loads(result.stdout)) == (
        0,
        {
            "instruments": 1,
            "obligations": 3,
            "areas": 8,
            "elements": 32,
            "questions": 96,
            "steps": 384,
            "mappings": 192,
        },
    )


def test_check_says_the_counts_in_words_without_json(run, folder):
    assert "questions: 96\n" in run("catalogue", "check", "--folder", folder).stdout


def test_check_tells_each_fault_on_its_line_and_leaves_with_1(run, folder):
    rewrite(folder, "areas/lists.yaml", "months: 6", "months: 99")
    rewrite(folder, "roles.yaml", "Ministry of Justice", "''")
    result = run("catalogue", "check", "--json", "--folder", folder)
    assert result.exit_code == 1
    assert result.stdout.splitlines() == [
        "areas/lists.yaml:32: “months” is 99. Give a value from 1 to 36.",
        "roles.yaml:2: “justice” is empty. Write it.",
    ]


def test_export_writes_the_whole_catalogue(run, folder):
    result = run("catalogue", "export", "--format", "json", "--folder", folder)
    assert json.loads(result.stdout) == catalogue_document(load_catalogue(folder))


WORKED = {
    "format": "octant-responses/1",
    "state": "XAA",
    "participation": {"att": "party"},
    "answers": {
        "lists.list.law": {"levels": {"arms": 3, "chemical": 1, "biological": "unknown"}},
        "lists.list.practice": {
            "levels": {"all": 2},
            "evidence": [{"kind": "document", "title": "A report"}],
        },
        "licensing.export.law": {"levels": {"arms": 1, "chemical": 0}},
    },
}


@pytest.fixture
def worked(tmp_path):
    catalogue, _, _ = the_worked_example()
    path = tmp_path / "answers.json"
    path.write_text(json.dumps({**WORKED, "catalogue": catalogue.version}), encoding="utf-8")
    return path


def test_score_gives_the_figures_of_the_worked_example(run, worked):
    result = run("score", worked, "--json")
    scores = json.loads(result.stdout)
    assert scores["areas"]["lists"]["point"] == pytest.approx(0.5)
    assert scores["areas"]["lists"]["low"] == pytest.approx(0.4167, abs=1e-4)
    assert scores["areas"]["lists"]["elements"]["lists.list"]["high"] == pytest.approx(
        0.5833, abs=1e-4
    )
    assert scores["overall"]["completeness"] == pytest.approx(0.8333, abs=1e-4)
    assert scores["areas"]["licensing"]["band"] == 1


def test_score_gives_obligations_and_instruments(run, worked):
    scores = json.loads(run("score", worked, "--json").stdout)
    assert scores["obligations"]["att-5.2"] == {
        "force": "binding",
        "status": "partly",
        "point": pytest.approx(0.8889, abs=1e-4),
        "low": pytest.approx(0.8889, abs=1e-4),
        "high": pytest.approx(0.8889, abs=1e-4),
    }
    assert scores["instruments"]["att"] == {
        "met": 0,
        "partly": 1,
        "not_met": 0,
        "unknown": 0,
        "not_applicable": 0,
        "mean": pytest.approx(0.8889, abs=1e-4),
    }


def test_score_gives_the_gaps_by_leverage(run, worked):
    first = json.loads(run("score", worked, "--json").stdout)["gaps"][0]
    assert first == {
        "question": "licensing.export.law",
        "family": "chemical",
        "level": 0,
        "target": 3,
        "gap": 3,
        "reuse": True,
        "leverage": pytest.approx(0.1667, abs=1e-4),
    }


def test_score_refuses_a_bad_file_whole_on_standard_error(run, worked):
    text = worked.read_text(encoding="utf-8").replace('"arms": 3', '"arms": 7')
    worked.write_text(text.replace("XAA", "ATLANTIS"), encoding="utf-8")
    result = run("score", worked, "--json")
    assert (result.exit_code, result.stdout) == (2, "")
    state, level = result.stderr.splitlines()
    assert state.startswith("state: ATLANTIS is no state.")
    assert level.startswith("answers.lists.list.law.levels.arms: 7 is no answer.")

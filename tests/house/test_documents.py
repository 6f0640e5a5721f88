"""Documents say what there is, and only that."""

import re
from dataclasses import fields
from pathlib import Path

import click
import pytest

from web.errors import CODE_BY_STATUS, SENTENCES, STATUS
from web.settings import Settings

HOUSE = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted((HOUSE / "docs").rglob("*.md"))
LINK = re.compile(r"\]\((?!https?://|mailto:|#)([^)#]+)")
FLASK = re.compile(r"`flask ([a-z][a-z-]*(?: [a-z][a-z-]*)?)")


def document(name):
    return (HOUSE / "docs" / name).read_text(encoding="utf-8")


def test_every_setting_is_documented_and_nothing_else():
    documented = re.findall(r"^\| `([A-Z_]+)` \|", document("settings.md"), re.MULTILINE)
    assert sorted(documented) == sorted(each.metadata["name"] for each in fields(Settings))


@pytest.mark.parametrize("setting", fields(Settings), ids=lambda each: each.metadata["name"])
def test_the_documented_default_is_the_real_one(setting):
    name, default = setting.metadata["name"], setting.metadata["default"]
    row = next(row for row in document("settings.md").splitlines() if row.startswith(f"| `{name}`"))
    assert not default or row.split("|")[2].strip() == f"`{default}`"


@pytest.mark.parametrize("setting", fields(Settings), ids=lambda each: each.metadata["name"])
def test_every_setting_has_its_help(setting):
    assert setting.metadata["help"].endswith(".")


def commands_of(group, before=""):
    for name, command in group.commands.items():
        yield f"{before}{name}"
        if isinstance(command, click.Group):
            yield from commands_of(command, f"{before}{name} ")


def test_every_command_is_documented(app):
    words = "\n".join(
        path.read_text(encoding="utf-8") for path in [*DOCUMENTS, HOUSE / "README.md"]
    )
    missing = [name for name in commands_of(app.cli) if f"flask {name}" not in words]
    assert missing == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_command_that_a_document_names_is_there(app, path):
    known = set(commands_of(app.cli)) | {"run", "shell", "routes"}
    named = FLASK.findall(path.read_text(encoding="utf-8"))
    assert [each for each in named if each not in known and each.split()[0] not in known] == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_within_the_documents_leads_somewhere(path):
    links = LINK.findall(path.read_text(encoding="utf-8"))
    assert [link for link in links if not (path.parent / link).exists()] == []


def test_every_error_of_the_domain_has_its_status_and_its_sentence():
    assert [kind.code for kind in STATUS if kind.code not in SENTENCES] == []


def test_every_status_has_a_sentence():
    assert [code for code in CODE_BY_STATUS.values() if code not in SENTENCES] == []


@pytest.mark.parametrize("code", SENTENCES)
def test_a_remedy_is_a_whole_sentence(code):
    happened, remedy = SENTENCES[code]
    assert not str(happened).endswith(".")
    assert str(remedy).endswith(".")

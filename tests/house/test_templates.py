"""Templates arrange: every sentence can be translated, every chart has its table."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parents[2]
TEMPLATES = sorted(
    path
    for room in ("web", "questionnaires", "reports", "accounts", "donors", "workshops")
    for path in (HOUSE / room / "templates").rglob("*.html")
)
COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
TRANSLATED = re.compile(r"\{%-?\s*trans\b.*?\{%-?\s*endtrans\s*-?%\}", re.DOTALL)
CODE = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
MARKUP = re.compile(r"<(style|script)\b.*?</\1>|<[^>]*>", re.DOTALL)
ATTRIBUTE = re.compile(r'\b(?:aria-label|title|placeholder|alt)="([^"]*)"')
# An attribute that a macro hands out, outside its tag; and an address as an example.
LOOSE = re.compile(r'[\w-]+="[^"]*"|https?://')
ENTITY = re.compile(r"&#?\w+;")
WORD = re.compile(r"[^\W\d_]{2,}")
# A name is not translated.
NAMES = {"Octant"}


def ids(path):
    return str(path.relative_to(HOUSE))


def without_code(source):
    return CODE.sub(" ", TRANSLATED.sub(" ", COMMENT.sub("", source)))


def words_left(source):
    shown = without_code(source)
    attributes = " ".join(ATTRIBUTE.findall(shown))
    text = ENTITY.sub(" ", LOOSE.sub(" ", MARKUP.sub(" ", shown) + " " + attributes))
    return [word for word in WORD.findall(text) if word not in NAMES]


@pytest.mark.parametrize("path", TEMPLATES, ids=ids)
def test_no_sentence_stands_outside_a_translation(path):
    assert words_left(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=ids)
def test_no_template_holds_a_style_or_a_running_script(path):
    source = COMMENT.sub("", path.read_text(encoding="utf-8"))
    # A paper has no style sheet beside it: its one style stands in its document.
    if "/templates/reports/" in str(path) and path.name == "document.html":
        source = re.sub(r"<style\b.*?</style>", "", source, flags=re.DOTALL)
    found = re.findall(r"\sstyle=|<style\b|\son[a-z]+=|javascript:", source)
    scripts = re.findall(r"<script\b[^>]*>", source)
    running = [tag for tag in scripts if " src=" not in tag and "application/json" not in tag]
    assert found + running == []


@pytest.mark.parametrize("path", TEMPLATES, ids=ids)
def test_no_template_switches_escaping_off(path):
    assert "autoescape false" not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", TEMPLATES, ids=ids)
def test_a_template_uses_what_it_imports(path):
    source = path.read_text(encoding="utf-8")
    body = COMMENT.sub("", source)
    unused = []
    for names in re.findall(
        r"\{%-?\s*from\s+\S+\s+import\s+(.*?)(?:\s+with context)?\s*-?%\}", body
    ):
        for name in names.split(","):
            own = name.strip().split(" as ")[-1].strip()
            if len(re.findall(rf"\b{re.escape(own)}\b", body)) == len(
                re.findall(rf"\{{%-?\s*from[^%]*\b{re.escape(own)}\b", body)
            ):
                unused.append(own)
    assert unused == []


@pytest.mark.parametrize("path", TEMPLATES, ids=ids)
def test_every_chart_has_its_table(path):
    source = COMMENT.sub("", path.read_text(encoding="utf-8"))
    charts = re.findall(r"\{\{\s*chart\((.*?)\)\s*\}\}", source, re.DOTALL)
    bare = [call for call in charts if "table" not in call and call.count(",") < 2]
    assert bare == []


def test_the_sentences_can_be_drawn_out_for_translators(tmp_path):
    pot = tmp_path / "octant.pot"
    command = [sys.executable, "-m", "babel.messages.frontend", "-q", "extract"]
    command += ["-F", "web/translations/babel.cfg", "-k", "lazy_gettext", "-o", str(pot), "."]
    subprocess.run(command, cwd=HOUSE, check=True, capture_output=True)
    drawn = pot.read_text(encoding="utf-8")
    assert 'msgid "Skip to the page"' in drawn
    assert 'msgid "This page is not here"' in drawn

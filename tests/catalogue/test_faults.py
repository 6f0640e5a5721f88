"""Each invariant, broken in a copy of a small good catalogue: the fault, its file and its line."""
# ruff: noqa: E501, ISC004 - the table of faults reads better in rows

import pytest

from assessment.domain.errors import Invalid
from questionnaires.loader import load_catalogue
from questionnaires.sentences import sentence
from tests.catalogue.folders import line_of, rewrite, write_small_catalogue

AREA = "areas/lists.yaml"
INSTRUMENT = "instruments/small.yaml"
LAW = "      - id: lists.one.law\n"
LONG = "x" * 451

# code, file, what is replaced (first occurrence), by what, and what marks the fault's line
BROKEN = [
    # YAML itself
    ("yaml_broken", AREA, "    title: Element one", "    title: Element: one", "Element: one"),
    ("yaml_broken", "roles.yaml", "Ministry of", "Ministry of: a", "justice"),
    ("not_a_mapping", "roles.yaml", "roles:\n  justice: Ministry of Justice", "- a", "- a"),
    ("not_a_mapping", AREA, "- {id: small-1, strength: full}", "- small-1", "- small-1"),
    ("key_twice", AREA, "    title: Element one", "    title: A\n    title: B", "    title: B"),
    ("key_unknown", AREA, "short: lists", "short: lists\nshorter: li", "shorter: li"),
    ("key_missing", AREA, "        why: Because it is asked.\n", "", LAW),
    ("key_missing", INSTRUMENT, "    cite: Art. 1\n", "", "  - id: small-1"),
    ("not_a_mapping", "roles.yaml", "roles:\n  justice: Ministry of Justice", "roles: [a]", "roles"),
    ("yaml_broken", "roles.yaml", "Ministry", "\a", "roles"),
    ("not_a_list", AREA, "families: [arms, chemical]", "families: arms", "families: arms"),
    ("list_empty", AREA, "families: [arms, chemical]", "families: []", "families: []"),
    # Values
    ("not_text", AREA, "why: Because it is asked.", "why: 12", "why: 12"),
    ("not_text", AREA, "why: Because it is asked.", "why: no", "why: no"),
    ("text_empty", AREA, "why: Because it is asked.", "why: ''", "why: ''"),
    ("text_not_stripped", AREA, "why: Because it is asked.", "why: ' Because'", "why: ' B"),
    ("text_too_long", AREA, "Do what leads to level 1.", LONG, LONG),
    ("text_too_long", AREA, "short: lists", "short: listslistslists", "short: l"),
    ("text_too_long", AREA, "Is lists one law", "x" * 161, "x" * 161),
    ("id_form", AREA, "id: lists.one.law", "id: lists.One.law", "lists.One.law"),
    ("id_form", INSTRUMENT, "id: small-2a", "id: small_2a", "small_2a"),
    ("id_form", AREA, "references: [small-1,", "references: [Small 1,", "Small 1"),
    ("id_twice", AREA, "id: lists.one.practice", "id: lists.one.law", "lists.one.law\n        aspect: practice"),
    ("id_twice", INSTRUMENT, "id: small-2a", "id: small-1", "id: small-1\n    cite: Art. 2"),
    ("id_not_within", AREA, "id: lists.one.law", "id: lists.two.rule", "lists.two.rule"),
    ("id_not_within", AREA, "- id: lists.one\n", "- id: borders.one\n", "borders.one"),
    ("id_not_within", INSTRUMENT, "id: small-2a", "id: other-2a", "other-2a"),
    ("date_form", INSTRUMENT, "'2001-02-03'", "'3 February 2001'", "adopted"),
    ("date_form", INSTRUMENT, "'2001-02-03'", "'2001-13-03'", "adopted"),
    ("word_unknown", AREA, "aspect: law", "aspect: laws", "aspect: laws"),
    ("word_unknown", AREA, "kind: legislation", "kind: law", "kind: law"),
    ("word_unknown", AREA, "strength: full", "strength: half", "strength: half"),
    ("word_unknown", AREA, "[arms, chemical]", "[arms, gas]", "[arms, gas]"),
    ("word_unknown", INSTRUMENT, "duty: shall", "duty: must", "duty: must"),
    ("word_unknown", INSTRUMENT, "check: recall", "check: guess", "check: guess"),
    ("word_unknown", INSTRUMENT, "nature: treaty", "nature: pact", "nature: pact"),
    ("word_unknown", AREA, "source_status: inferred", "source_status: sure", "source_status"),
    ("not_true_or_false", INSTRUMENT, "binds_all: false", "binds_all: 0", "binds_all"),
    ("not_a_number", AREA, "effort: 4", "effort: '4'", "effort: '4'"),
    ("not_a_number", AREA, "months: 6", "months: 0x10", "months: 0x10"),
    ("not_whole", AREA, "months: 6", "months: 6.5", "months: 6.5"),
    ("out_of_range", AREA, "months: 6", "months: 37", "months: 37"),
    ("out_of_range", AREA, "effort: 4", "effort: 0.2", "effort: 0.2"),
    ("out_of_range", AREA, "cost: 20000", "cost: -1", "cost: -1"),
    ("out_of_range", AREA, "aspect: law", "aspect: law\n        weight: 0", "weight: 0"),
    ("listed_twice", AREA, "[arms, chemical]", "[arms, arms]", "[arms, arms]"),
    ("listed_twice", AREA, "id: small-2a, strength", "id: small-1, strength", "small-1, strength: p"),
    ("listed_twice", AREA, "[small-1, guide-one]", "[small-1, small-1]", "[small-1, small-1]"),
    # Instruments
    ("family_all", INSTRUMENT, "[arms, chemical]", "[all]", "[all]"),
    ("family_not_of_instrument", INSTRUMENT, "families: [chemical]", "families: [nuclear]", "[nuclear]"),
    ("families_repeated", INSTRUMENT, "families: [chemical]", "families: [chemical, arms]", "[chemical, arms]"),
    ("context_missing", INSTRUMENT, "    context: Addressed to the conference of the parties.\n", "", "addressee: un_or"),
    ("file_misnamed", INSTRUMENT, "id: small\n", "id: little\n", "id: little\n"),
    ("url_form", "guides.yaml", "https://example.org", "www.example.org", "www.example.org"),
    # Areas
    ("area_unknown", AREA, "id: lists\n", "id: rosters\n", "id: rosters\n"),
    ("aspect_missing", AREA, "aspect: law", "aspect: practice", "- id: lists.one\n"),
    ("family_all_alone", AREA, "[arms, chemical]", "[all, arms]", "[all, arms]"),
    ("levels_not_five", AREA, "          - Some.\n", "", "levels:"),
    ("levels_alike", AREA, "- Some.", "- Much.", "levels:"),
    ("steps_out_of_order", AREA, "- level: 1", "- level: 2", "- level: 2"),
    ("not_mapped", AREA, "        obligations:\n          - {id: small-1, strength: full}\n"
     "          - {id: small-2a, strength: partial}\n", "", LAW),
    ("unmapped_and_mapped", AREA, "        levels:", "        unmapped: No reason.\n        levels:", LAW),
    # References
    ("obligation_unknown", AREA, "id: small-1,", "id: small-9,", "small-9"),
    ("obligation_is_context", AREA, "id: small-1,", "id: small-3,", "small-3"),
    ("families_apart", AREA, "[arms, chemical]", "[arms]", "small-2a, strength"),
    ("listed_twice", AREA, "            cost: 20000", "            cost: 20000\n            requires:\n"
     "              - {question: lists.two.law, level: 1}\n              - {question: lists.two.law, level: 2}", "law, level: 2"),
    ("id_form", AREA, "id: small-1, strength", "id: Small, strength", "Small"),
    ("role_unknown", AREA, "lead: justice", "lead: nobody", "- level: 1"),
    ("reference_unknown", AREA, "guide-one]", "guide-two]", "- level: 1"),
    ("question_unknown", AREA, "            cost: 20000", "            cost: 20000\n            requires:\n"
     "              - {question: lists.nine.law, level: 2}", "lists.nine.law"),
    ("requires_itself", AREA, "            cost: 20000", "            cost: 20000\n            requires:\n"
     "              - {question: lists.one.law, level: 2}", "{question: lists.one.law"),
    ("out_of_range", AREA, "            cost: 20000", "            cost: 20000\n            requires:\n"
     "              - {question: lists.two.law, level: 5}", "level: 5"),
    # Tables and the head
    ("state_code_form", "states.csv", "FRA", "FR", "FR,"),
    ("state_code_form", "states.csv", "FRA", "XAB", "XAB,"),
    ("id_twice", "states.csv", "法国,", "法国,Europe,Western Europe,no,no,no,member,,FR,250,\nFRA,France,,,,,,", "FRA,France,,"),
    ("cell_empty", "states.csv", ",Europe,", ",,", "FRA"),
    ("cell_not_stripped", "states.csv", ",Europe,", ", Europe,", "FRA"),
    ("not_yes_or_no", "states.csv", ",no,no,no", ",no,maybe,no", "FRA"),
    ("row_length", "states.csv", ",250,", ",250", "FRA"),
    ("row_broken", "states.csv", "Francia", "x" * 140_000, "FRA"),
    ("columns_differ", "states.csv", "iso3", "code", "code"),
    ("word_unknown", "participation.csv", "FRA,party", "FRA,friend", "friend"),
    ("word_unknown", "participation.csv", "sourced", "heard", "heard"),
    ("date_form", "participation.csv", "2003-04-05", "5.4.2003", "5.4.2003"),
    ("state_unknown", "participation.csv", "small,FRA", "small,FRO", "small,FRO"),
    ("status_list_unknown", "participation.csv", "un,FRA", "uno,FRA", "uno,FRA"),
    ("cell_empty", "participation.csv", "a table", "", "small,FRA"),
    ("version_form", "catalogue.yaml", "'2026.1'", "'one'", "version"),
    ("not_text", "catalogue.yaml", "'2026.1'", "2026.1", "version"),
    ("instrument_not_listed", "catalogue.yaml", "[small]", "[]", "instruments"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "file", "old", "new", "marker"), BROKEN)
def test_a_broken_invariant_is_told_with_its_file_and_line(tmp_path, code, file, old, new, marker):
    folder = write_small_catalogue(tmp_path / "catalogue")
    text = rewrite(folder, file, old, new)
    with pytest.raises(Invalid) as refused:
        load_catalogue(folder)
    told = {(fault.code, fault.place) for fault in refused.value.faults}
    assert (code, f"{file}:{line_of(text, marker)}") in told
    for fault in refused.value.faults:
        assert sentence(fault).startswith(f"{fault.place}: ")


def test_the_small_catalogue_is_good(tmp_path):
    assert len(load_catalogue(write_small_catalogue(tmp_path / "c")).questions) == 96


def test_every_fault_is_told_not_just_the_first(tmp_path):
    folder = write_small_catalogue(tmp_path / "catalogue")
    rewrite(folder, AREA, "months: 6", "months: 99")
    rewrite(folder, "areas/borders.yaml", "kind: legislation", "kind: magic")
    rewrite(folder, "states.csv", ",no,no,no", ",no,maybe,no")
    with pytest.raises(Invalid) as refused:
        load_catalogue(folder)
    told = [fault.code for fault in refused.value.faults]
    assert told == ["word_unknown", "out_of_range", "not_yes_or_no"]


def test_a_missing_area_is_told(tmp_path):
    folder = write_small_catalogue(tmp_path / "catalogue")
    (folder / "areas/outreach.yaml").unlink()
    with pytest.raises(Invalid) as refused:
        load_catalogue(folder)
    assert [(fault.code, fault.place) for fault in refused.value.faults] == [
        ("area_missing", "areas/outreach.yaml")
    ]


def test_a_missing_area_is_allowed_in_an_incomplete_catalogue(tmp_path):
    folder = write_small_catalogue(tmp_path / "catalogue")
    (folder / "areas/outreach.yaml").unlink()
    assert len(load_catalogue(folder, complete=False).areas) == 7


@pytest.mark.parametrize("name", ["states.csv", "roles.yaml", "catalogue.yaml"])
def test_a_missing_file_is_told(tmp_path, name):
    folder = write_small_catalogue(tmp_path / "catalogue")
    (folder / name).unlink()
    with pytest.raises(Invalid) as refused:
        load_catalogue(folder)
    assert ("file_missing", name) in {(fault.code, fault.place) for fault in refused.value.faults}


@pytest.mark.parametrize("name", ["states.csv", "areas/lists.yaml"])
def test_a_file_in_another_encoding_is_told(tmp_path, name):
    folder = write_small_catalogue(tmp_path / "catalogue")
    (folder / name).write_bytes("Côte".encode("latin-1"))
    with pytest.raises(Invalid) as refused:
        load_catalogue(folder)
    assert ("file_not_utf8", name) in {(fault.code, fault.place) for fault in refused.value.faults}


def test_an_obligation_that_no_question_serves_is_told_at_its_line(tmp_path):
    folder = write_small_catalogue(tmp_path / "catalogue")
    text = rewrite(
        folder,
        INSTRUMENT,
        "  - id: small-3",
        "  - id: small-4\n    cite: Art. 4\n    duty: shall\n    addressee: states\n"
        "    summary: Do more.\n    topics: [export]\n    check: text\n  - id: small-3",
    )
    with pytest.raises(Invalid) as refused:
        load_catalogue(folder)
    place = f"{INSTRUMENT}:{line_of(text, 'small-4')}"
    assert [(f.code, f.place) for f in refused.value.faults] == [("obligation_not_served", place)]


def test_a_broken_file_is_told_alone_without_what_follows_from_it(tmp_path):
    folder = write_small_catalogue(tmp_path / "catalogue")
    rewrite(folder, "roles.yaml", "Ministry of", "Ministry of: a")
    with pytest.raises(Invalid) as refused:
        load_catalogue(folder)
    assert [(f.code, f.place) for f in refused.value.faults] == [("yaml_broken", "roles.yaml:2")]


def test_three_elements_are_too_few(tmp_path):
    folder = write_small_catalogue(tmp_path / "catalogue")
    path = folder / AREA
    text = path.read_text(encoding="utf-8")
    path.write_text(text[: text.index("  - id: lists.four\n")], encoding="utf-8")
    with pytest.raises(Invalid) as refused:
        load_catalogue(folder)
    assert [(f.code, f.place) for f in refused.value.faults] == [("elements_too_few", f"{AREA}:1")]


def test_three_steps_are_too_few(tmp_path):
    folder = write_small_catalogue(tmp_path / "catalogue")
    path = folder / AREA
    text = path.read_text(encoding="utf-8")
    start = text.index("          - level: 4")
    end = text.index("      - id: lists.one.institution")
    path.write_text(text[:start] + text[end:], encoding="utf-8")
    with pytest.raises(Invalid) as refused:
        load_catalogue(folder)
    place = f"{AREA}:{line_of(text, 'steps:')}"
    assert [(f.code, f.place) for f in refused.value.faults] == [("steps_not_four", place)]


def require(folder, area, waiting, awaited, level=2):
    step = f"            title: Step 3 of {waiting}\n"
    return rewrite(
        folder,
        f"areas/{area}.yaml",
        step,
        f"{step}            requires: [{{question: {awaited}, level: {level}}}]\n",
    )


def test_a_circle_over_two_areas_is_told_once_with_its_questions(tmp_path):
    folder = write_small_catalogue(tmp_path / "catalogue")
    require(folder, "lists", "lists one law", "borders.one.law")
    text = require(folder, "borders", "borders one law", "lists.one.law", level=4)
    with pytest.raises(Invalid) as refused:
        load_catalogue(folder)
    (fault,) = refused.value.faults
    assert fault.code == "circle"
    assert dict(fault.values)["value"] == "borders.one.law → lists.one.law → borders.one.law"
    assert fault.place == f"areas/borders.yaml:{line_of(text, 'requires:')}"


def test_two_circles_are_both_told(tmp_path):
    folder = write_small_catalogue(tmp_path / "catalogue")
    for element in ("one", "two"):
        require(folder, "lists", f"lists {element} law", f"borders.{element}.law")
        require(folder, "borders", f"borders {element} law", f"lists.{element}.law")
    with pytest.raises(Invalid) as refused:
        load_catalogue(folder)
    assert [fault.code for fault in refused.value.faults] == ["circle", "circle"]


def test_a_chain_of_requirements_is_no_circle(tmp_path):
    folder = write_small_catalogue(tmp_path / "catalogue")
    require(folder, "lists", "lists one law", "borders.one.law")
    require(folder, "borders", "borders one law", "lists.two.law")
    (requirement,) = load_catalogue(folder).question_by_id["lists.one.law"].steps[2].requires
    assert (requirement.question, requirement.level) == ("borders.one.law", 2)


def test_a_released_version_may_not_change(tmp_path):
    folder = write_small_catalogue(tmp_path / "catalogue")
    (folder / "digests.txt").write_text(f"2026.1 {'0' * 64}\n")
    with pytest.raises(Invalid) as refused:
        load_catalogue(folder)
    assert [(f.code, f.place) for f in refused.value.faults] == [
        ("release_changed", "digests.txt:1")
    ]

"""Single area files, other instruments, and how fast all is read."""

import time
from pathlib import Path

import pytest
import yaml

from assessment.domain.catalogue import Check, Duty
from questionnaires.area_files import read_area
from questionnaires.checks import AREAS
from questionnaires.draft import Draft
from questionnaires.loader import check_area_file, load_catalogue, main
from questionnaires.reading import read_yaml
from tests.catalogue.folders import area_text, rewrite, write_small_catalogue

# Shaped like an entry of the research notes that the other sixty instruments come from.
OTHER = {
    "id": "coc-rs",
    "short": "Code of Conduct",
    "title": "Code of Conduct on the Safety and Security of Radioactive Sources",
    "host": "IAEA",
    "adopted": "2003-09",
    "in_force": None,
    "nature": "political",
    "binds_all": False,
    "binds_members": True,
    "status_list": "npt",
    "families": ["nuclear"],
    "scope": ["nuc", "transport"],
    "symbol": "IAEA/CODEOC/2004",
    "parties": 141,
    "parties_as_of": "2023 (count only)",
    "source": "A stored copy of the code",
    "checked": "Paragraphs 8 to 22 read",
    "notes": "Not legally binding.",
}
OTHER_OBLIGATIONS = [
    {
        "id": "coc-rs-22a",
        "instrument": "coc-rs",
        "cite": "para. 22(a)",
        "duty": "political",
        "addressee": "states",
        "summary": "Give the regulator authority to license, inspect and enforce.",
        "topics": ["licensing", "national_authority"],
        "check": "secondary",
        "cite_confidence": "medium",
        "corroborated_by": "an official page",
        "verified_via": "an older edition",
        "note": "Number to be checked.",
    },
    {
        "id": "coc-rs-op",
        "instrument": "coc-rs",
        "cite": "para. 15",
        "duty": "shall_where_possible",
        "addressee": "operators",
        "summary": "Keep sources safe and secure.",
        "topics": ["physical_protection"],
        "check": "recall",
    },
]


def test_another_instrument_is_carried_with_no_change_of_code(tmp_path):
    folder = write_small_catalogue(tmp_path / "catalogue")
    rewrite(folder, "catalogue.yaml", "[small]", "[small, coc-rs]")
    obligations = [
        {key: value for key, value in entry.items() if key != "instrument"}
        for entry in OTHER_OBLIGATIONS
    ]
    obligations[1]["context"] = "Addressed to operators."
    text = yaml.safe_dump({**OTHER, "obligations": obligations}, sort_keys=False)
    (folder / "instruments/coc-rs.yaml").write_text(text, encoding="utf-8")
    rewrite(folder, "areas/lists.yaml", "[arms, chemical]", "[arms, chemical, nuclear]")
    rewrite(folder, "areas/lists.yaml", "{id: small-1, strength", "{id: coc-rs-22a, strength")
    rewrite(folder, "participation.csv", "un,FRA", "npt,FRA")
    catalogue = load_catalogue(folder)
    instrument = catalogue.instrument_by_id["coc-rs"]
    obligation = catalogue.obligation_by_id["coc-rs-22a"]
    assert (instrument.parties, instrument.in_force, instrument.binds_members) == (141, None, True)
    assert (obligation.duty, obligation.check) == (Duty.POLITICAL, Check.SECONDARY)
    assert (obligation.cite_confidence, obligation.note) == ("medium", "Number to be checked.")
    assert catalogue.obligation_by_id["coc-rs-op"].is_context


def test_a_good_area_file_has_no_faults_by_itself(tmp_path):
    folder = write_small_catalogue(tmp_path / "catalogue")
    assert check_area_file(folder / "areas/lists.yaml", folder) == ((), ())


def test_what_other_area_files_must_settle_is_pending_not_a_fault(tmp_path):
    folder = write_small_catalogue(tmp_path / "catalogue")
    path = folder / "areas/lists.yaml"
    rewrite(
        folder,
        "areas/lists.yaml",
        "references: [small-1, guide-one]",
        "references: [guide-other]\n            requires: "
        "[{question: borders.one.law, level: 1}, {question: lists.nine.law, level: 1}]",
    )
    own, pending = check_area_file(path, folder)
    assert [(fault.code, dict(fault.values)["value"]) for fault in own] == [
        ("question_unknown", "lists.nine.law")
    ]
    assert [dict(fault.values)["value"] for fault in pending] == ["guide-other", "borders.one.law"]


def test_other_files_faults_are_not_an_area_files_faults(tmp_path):
    folder = write_small_catalogue(tmp_path / "catalogue")
    rewrite(folder, "areas/borders.yaml", "kind: legislation", "kind: magic")
    assert check_area_file(folder / "areas/lists.yaml", folder) == ((), ())


def test_an_area_file_is_checked_from_the_command_line(tmp_path, capsys):
    folder = write_small_catalogue(tmp_path / "catalogue")
    rewrite(folder, "areas/lists.yaml", "months: 6", "months: 60")
    rewrite(folder, "areas/lists.yaml", "guide-one]", "guide-other]")
    assert main([str(folder / "areas/lists.yaml")]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "areas/lists.yaml:32: “months” is 60. Give a value from 1 to 36.",
        "areas/lists.yaml:27: pending: guide-other is in another file",
        "lists.yaml: faults 1, pending 1",
    ]


def test_an_area_is_found_in_the_installed_catalogue_by_its_short_path(capsys):
    assert main(["areas/licensing.yaml"]) == 0
    assert "licensing.yaml: faults 0" in capsys.readouterr().out


def test_an_area_file_elsewhere_is_checked_beside_the_installed_instruments(tmp_path, capsys):
    path = tmp_path / "lists.yaml"
    path.write_text(area_text("lists"), encoding="utf-8")
    assert main([str(path)]) == 1
    assert "There is no obligation small-1." in capsys.readouterr().out


def test_an_area_file_that_cannot_be_read_is_told(tmp_path):
    folder = write_small_catalogue(tmp_path / "catalogue")
    (folder / "areas/lists.yaml").write_text("a: b: c")
    own, _ = check_area_file(folder / "areas/lists.yaml", folder)
    assert [(fault.code, fault.place) for fault in own] == [("yaml_broken", "areas/lists.yaml:1")]


def test_a_megabyte_and_a_half_of_yaml_is_read_in_less_than_a_second_and_a_half(tmp_path):
    size = 0
    area = area_text("lists").replace("Do what leads", "Do what leads " * 30)
    start = time.process_time()
    while size < 1_500_000:
        path = Path(tmp_path / "lists.yaml")
        path.write_text(area, encoding="utf-8")
        draft = Draft()
        read_area(read_yaml(path, "areas/lists.yaml", draft.faults), draft)
        assert draft.faults == []
        size += path.stat().st_size
    assert time.process_time() - start < 1.5


@pytest.mark.parametrize("area", AREAS)
def test_the_areas_of_the_test_catalogue_are_named_as_the_method_names_them(area, tmp_path):
    folder = write_small_catalogue(tmp_path / "catalogue")
    assert load_catalogue(folder).area_by_id[area].elements[0].id == f"{area}.one"

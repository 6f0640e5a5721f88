"""The workbook out and in: the same answers, shown before they are saved, all or none."""

import pytest

from assessment.services.responses import assessment_of
from tests.pages.questionnaire_kit import LAW, PEOPLE, save
from tests.pages.workbook_kit import (
    bring_back,
    find_line,
    save_all,
    taken_away,
    text_of,
    workbook_page,
    write,
)

PRACTICE = "lists.list.practice"
DROP_DOWN = '"0,1,2,3,4,not known,withheld,not applicable"'


@pytest.fixture
def stored(app, cycle):
    """A function that gives the answers as they stand."""

    def read():
        with app.extensions["octant"].reading() as session:
            assessment = assessment_of(session, PEOPLE["ana"], cycle)
        return {
            question: ({str(family): level for family, level in one.levels.items()}, one.comment)
            for question, one in assessment.responses.items()
        }

    return read


def filled(client, cycle):
    book = taken_away(client, cycle)
    write(book, LAW, "arms", 3, comment="The list of 2024")
    write(book, LAW, "chemical", "not known")
    write(book, PRACTICE, "all", 2)
    return book


def test_the_answers_of_a_workbook_come_back_as_they_were_written(ana, cycle, stored):
    reply = save_all(ana, cycle, bring_back(ana, cycle, filled(ana, cycle)))
    assert reply.status_code == 303
    assert stored() == {
        LAW: ({"arms": 3, "chemical": "unknown"}, "The list of 2024"),
        PRACTICE: ({"all": 2}, ""),
    }


def test_the_workbook_that_goes_out_again_holds_them(ana, cycle):
    save_all(ana, cycle, bring_back(ana, cycle, filled(ana, cycle)))
    book = taken_away(ana, cycle)
    sheet, line = find_line(book, LAW, "arms")
    assert [sheet[f"{column}{line}"].value for column in "CFG"] == [1, 3, "The list of 2024"]
    sheet, line = find_line(book, LAW, "chemical")
    assert sheet[f"F{line}"].value == "not known"


def test_a_workbook_brought_back_untouched_changes_nothing(ana, cycle):
    save_all(ana, cycle, bring_back(ana, cycle, filled(ana, cycle)))
    assert "The workbook changes nothing" in bring_back(ana, cycle, taken_away(ana, cycle)).text


def test_the_preview_lists_exactly_what_changes(ana, cycle):
    save(ana, cycle, version="0", level_arms="1")
    book = taken_away(ana, cycle)
    place = write(book, LAW, "arms", 3)
    preview = bring_back(ana, cycle, book)
    assert preview.text.count("<tr><th scope") == 1 + 1
    assert f"{place} Conventional arms 1 3" in text_of(preview)
    assert "1 answer changes. Nothing is saved yet." in text_of(preview)


def test_the_preview_saves_nothing(ana, cycle, stored):
    assert bring_back(ana, cycle, filled(ana, cycle)).status_code == 200
    assert stored() == {}


def test_an_empty_line_erases_nothing(ana, cycle, stored):
    save(ana, cycle, version="0", level_arms="1", comment="kept")
    book = taken_away(ana, cycle)
    sheet, line = find_line(book, LAW, "arms")
    sheet[f"F{line}"] = sheet[f"G{line}"] = None
    write(book, LAW, "chemical", 2)
    save_all(ana, cycle, bring_back(ana, cycle, book))
    assert stored()[LAW] == ({"arms": 1, "chemical": 2}, "kept")


def test_a_change_since_the_download_conflicts_and_nothing_is_saved(ana, ben, cycle, stored):
    book = filled(ana, cycle)
    save(ben, cycle, version="0", level_arms="0")
    reply = save_all(ana, cycle, bring_back(ana, cycle, book))
    assert reply.status_code == 409
    assert "Somebody changed" in reply.text
    assert stored() == {LAW: ({"arms": 0}, "")}


def test_one_answer_that_is_refused_keeps_all_from_being_saved(ana, cycle, stored):
    book = filled(ana, cycle)
    write(book, LAW, "biological", "not applicable")
    reply = save_all(ana, cycle, bring_back(ana, cycle, book))
    assert reply.status_code == 422
    assert stored() == {}


def test_instructions_come_first_and_each_area_has_its_sheet(ana, cycle):
    book = taken_away(ana, cycle)
    assert book.sheetnames == ["Instructions", "Lists", "Licensing", "Octant"]
    assert book["Octant"].sheet_state == "veryHidden"
    assert book["Instructions"]["B2"].value.startswith("Alphaland")


def test_every_level_is_chosen_from_a_list(ana, cycle):
    for sheet in taken_away(ana, cycle).worksheets[1:-1]:
        (rule,) = sheet.data_validations.dataValidation
        assert (rule.type, rule.formula1) == ("list", DROP_DOWN)
        assert str(rule.sqref) == f"F2:F{sheet.max_row}"
        assert rule.showErrorMessage
        assert not rule.showDropDown, "Excel's word for hiding the list"


def test_the_five_descriptors_stand_on_the_line_in_view(app, ana, cycle):
    question = app.extensions["octant"].catalogue.question_by_id[LAW]
    sheet, line = find_line(taken_away(ana, cycle), LAW, "arms")
    assert tuple(sheet[f"{column}{line}"].value for column in "IJKLM") == question.levels
    assert not any(sheet.column_dimensions[column].hidden for column in "DEFGHIJKLM")
    assert sheet.row_dimensions[line].height > 15


def test_a_long_text_is_seen_whole(ana, cycle):
    save(ana, cycle, version="0", level_arms="1", comment="word " * 100)
    sheet, line = find_line(taken_away(ana, cycle), LAW, "arms")
    assert sheet.row_dimensions[line].height > 15 * 500 / 34


@pytest.mark.parametrize(
    "words", ["=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", '=HYPERLINK("x")']
)
def test_a_comment_like_a_formula_goes_out_as_text_and_comes_back(ana, cycle, words, stored):
    save(ana, cycle, version="0", level_arms="1", comment=words)
    book = taken_away(ana, cycle)
    sheet, line = find_line(book, LAW, "arms")
    assert (sheet[f"G{line}"].data_type, sheet[f"G{line}"].value) == ("s", words)
    assert (
        "changes nothing"
        in bring_back(ana, cycle, ana.get(f"{workbook_page(cycle)}.xlsx").data).text
    )
    assert stored()[LAW][1] == words


def test_the_file_is_an_attachment_named_after_the_state(ana, cycle):
    reply = ana.get(f"{workbook_page(cycle)}.xlsx")
    assert reply.headers["Content-Disposition"] == f'attachment; filename="octant-XAA-{cycle}.xlsx"'


def test_a_contributor_takes_it_away_but_does_not_bring_it_back(ben, cycle, stored):
    assert "A coordinator of your state" in ben.get(workbook_page(cycle)).text
    book = filled(ben, cycle)
    assert bring_back(ben, cycle, book).status_code == 403
    assert stored() == {}


def test_the_task_list_leads_to_the_workbook(ana, cycle):
    assert f'href="{workbook_page(cycle)}"' in ana.get(f"/cycles/{cycle}/").text

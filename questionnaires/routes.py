"""The addresses of the questionnaire."""

from flask import Blueprint

from questionnaires import about, evidence_pages, home, pages, profiles, saving, workbook_pages
from questionnaires.faults import SENTENCES
from web.errors import fault_sentences

routes = Blueprint("questionnaires", __name__)

# Each line: the address, its name, its view, its methods.
ADDRESSES = (
    ("/", "home", home.home, ["GET"]),
    ("/cycles/new", "new_cycle", pages.new_cycle, ["GET", "POST"]),
    ("/cycles/<cycle_id>/", "task_list", pages.task_list, ["GET"]),
    ("/cycles/<cycle_id>/next", "next_question", pages.next_question, ["GET"]),
    ("/cycles/<cycle_id>/profile", "profile", profiles.show_profile, ["GET"]),
    ("/cycles/<cycle_id>/profile", "save_profile", profiles.save_profile, ["POST"]),
    ("/cycles/<cycle_id>/elements/<element_id>", "element", pages.element, ["GET"]),
    ("/cycles/<cycle_id>/questions/<question_id>", "question", pages.question, ["GET"]),
    ("/cycles/<cycle_id>/questions/<question_id>", "save_answer", saving.save_answer, ["POST"]),
    ("/cycles/<cycle_id>/questions/<question_id>/history", "history", pages.history, ["GET"]),
    (
        "/cycles/<cycle_id>/questions/<question_id>/set-aside",
        "set_aside",
        saving.set_aside,
        ["POST"],
    ),
    (
        "/cycles/<cycle_id>/questions/<question_id>/evidence",
        "add_evidence",
        evidence_pages.add,
        ["POST"],
    ),
    (
        "/cycles/<cycle_id>/evidence/<evidence_id>",
        "evidence_file",
        evidence_pages.download,
        ["GET"],
    ),
    (
        "/cycles/<cycle_id>/evidence/<evidence_id>/remove",
        "remove_evidence",
        evidence_pages.remove,
        ["POST"],
    ),
    ("/cycles/<cycle_id>/workbook", "workbook", workbook_pages.workbook, ["GET"]),
    ("/cycles/<cycle_id>/workbook.xlsx", "workbook_file", workbook_pages.download, ["GET"]),
    (
        "/cycles/<cycle_id>/workbook/preview",
        "preview_workbook",
        workbook_pages.preview,
        ["POST"],
    ),
    ("/cycles/<cycle_id>/workbook/import", "import_workbook", workbook_pages.save, ["POST"]),
    ("/about/catalogue", "about_catalogue", about.about_catalogue, ["GET"]),
    ("/about/method", "about_method", about.about_method, ["GET"]),
)

for _address, _name, _view, _methods in ADDRESSES:
    routes.add_url_rule(_address, _name, _view, methods=_methods)

fault_sentences(SENTENCES)

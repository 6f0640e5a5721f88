"""The PDF of a released part: made of the release document alone, tagged, and marked."""

import io
import json
import re
from datetime import timedelta

import pypdf
import pytest

from reports.document_plan import MOST_ROWS
from reports.documents import pdf_of
from reports.released_document import MOST_GROUPS, ReleasedPaper, octagon, released_html
from tests.builders import a_catalogue, a_question
from tests.conftest import NOON
from tests.documents.test_document import tags_of
from tests.donors.documents import (
    DIGEST,
    a_document,
    a_gap,
    a_package,
    a_roadmap,
    figures,
    hidden,
)
from web.released import area_figures

CATALOGUE = a_catalogue()
UNTIL = NOON + timedelta(days=90)


@pytest.fixture(scope="module")
def html_of(paper_app):
    """The HTML of a document released to the River Fund."""

    def make(document, catalogue=CATALOGUE):
        paper = ReleasedPaper(document, catalogue, "The River Fund", UNTIL)
        with paper_app.app_context():
            return released_html(paper, NOON, "en")

    return make


@pytest.fixture(scope="module")
def printed(paper_app, html_of):
    """The PDF of a document, opened."""

    def make(document, catalogue=CATALOGUE):
        with paper_app.app_context():
            return pypdf.PdfReader(io.BytesIO(pdf_of(html_of(document, catalogue))))

    return make


@pytest.fixture(scope="module")
def paper(printed):
    """The PDF of everything released."""
    return printed(a_document(CATALOGUE))


@pytest.fixture(scope="module")
def texts(paper):
    """The text of each of its pages, in one line."""
    return [" ".join(page.extract_text().split()) for page in paper.pages]


def test_the_cover_says_whose_it_is_what_for_whom_and_until_when(texts):
    assert "RESTRICTED · DEMONSTRATION STATE" in texts[0]
    assert "Cycle 2026, signed off 20 November 2026" in texts[0]
    assert "Released to The River Fund, open until 20 February 2027" in texts[0]
    assert "A made-up state, for demonstration" in texts[0]


def test_every_page_but_the_cover_bears_the_marking_and_names_the_reader(texts):
    for text in texts[1:]:
        assert "RESTRICTED" in text
        assert "released to The River Fund" in text


def test_the_last_page_says_what_it_rests_on(texts):
    last = texts[-1].replace(" ", "")
    assert DIGEST in last
    assert f"Catalogue{CATALOGUE.version}" in last
    assert "Method1" in last
    assert "Madeon22November2026" in last


def test_the_summary_says_of_each_figure_of_the_plan_which_steps_it_counts(texts):
    all_of_them = len(CATALOGUE.questions[:10])
    planned = all_of_them - 1
    squeezed = texts[2].replace(" ", "")
    assert f"{4.5 * planned:g}person-monthsforthe{planned}stepsintheplan" in squeezed
    assert f"{4.5 * all_of_them:g}forall{all_of_them}steps" in squeezed
    assert f"${12_000 * planned:,}forthe{planned}stepsintheplan" in squeezed
    assert "A person-month is the work of one person for one month." in texts[2]
    assert "pmperson" not in squeezed


def test_the_contents_name_the_page_on_which_a_part_begins(texts):
    for part in ("Where one step serves most", "What does not fit"):
        begins = next(
            number for number, text in enumerate(texts, 1) if text.startswith(part) and number > 2
        )
        assert re.search(rf"{part} {begins}\b", texts[1])


def test_it_is_tagged_named_and_in_one_language(paper):
    root = paper.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert b"pdfuaid" in root["/Metadata"].get_data()
    assert paper.metadata.title == "Alphaland: what was released to The River Fund"


def test_every_picture_has_a_text_in_its_place(paper):
    found = [tag for tag in tags_of(paper) if tag["/S"] == "/Figure"]
    assert len(found) > 4
    assert [one for one in found if not one.get("/Alt")] == []


@pytest.mark.parametrize(
    ("scope", "there", "absent"),
    [
        ("areas", ["results"], ["elements", "gaps", "plan", "steps", "unfunded"]),
        ("gaps", ["results", "elements", "gaps"], ["plan", "steps", "unfunded"]),
        ("roadmap", ["elements", "gaps", "plan", "steps", "unfunded"], []),
    ],
)
def test_it_holds_the_parts_that_were_released_and_no_others(html_of, scope, there, absent):
    html = html_of(a_document(CATALOGUE, scope=scope))
    assert [part for part in there if f'id="{part}"' not in html] == []
    assert [part for part in absent if f'"{part}"' in html or f'"#{part}"' in html] == []


def row_of(title):
    return f'<th scope="row" class="mid">{title}<'


def test_a_part_without_a_score_shows_its_range_and_the_word(html_of):
    area = CATALOGUE.areas[0]
    html = html_of(a_document(CATALOGUE, areas={area.id: hidden("withheld", 0.2, 0.75)}))
    row = next(one for one in html.split("<tr>") if one.startswith(row_of(area.title)))
    assert "withheld" in row
    assert re.search(r'<td class="n strong mid">\N{EN DASH}</td>', row)
    assert "20.0\N{EN DASH}75.0" in row


def test_the_octagon_draws_the_released_figures(paper_app):
    first, second = CATALOGUE.areas
    areas = {first.id: figures(0.62), second.id: hidden("incomplete", 0.2, 0.75)}
    with paper_app.app_context():
        rows = area_figures(a_document(CATALOGUE, areas=areas), CATALOGUE)
        chart = octagon(rows)
    assert [series.values for series in chart.series] == [
        (62, None),
        (52, 20),
        (72, 75),
        (75, 75),
    ]


def test_an_area_in_which_nothing_applies_is_in_the_table_and_not_in_the_octagon(
    paper_app, html_of
):
    first = CATALOGUE.areas[0]
    nothing = figures(0.5) | dict.fromkeys(
        ("point", "low", "high", "floor", "band", "stovepipe", "completeness", "confidence")
    )
    document = a_document(CATALOGUE, areas={first.id: nothing})
    with paper_app.app_context():
        assert octagon(area_figures(document, CATALOGUE)).rows == (CATALOGUE.areas[1].short,)
    assert first.title in html_of(document)


def test_a_long_plan_is_cut_and_says_so(html_of):
    catalogue = a_catalogue([a_question(f"lists.list.q{place}") for place in range(80)])
    roadmap = a_roadmap(catalogue) | {
        "packages": [a_package(question, 1, 1, 1) for question in catalogue.questions],
        "unfunded": [a_package(question, 2) for question in catalogue.questions[:30]],
    }
    html = html_of(
        a_document(
            catalogue,
            gaps=[a_gap(question) for question in catalogue.questions],
            roadmap=roadmap,
        ),
        catalogue,
    )
    assert f"{80 - MOST_ROWS} later steps are in the list" in html
    assert f"{80 - MOST_GROUPS} more questions have gaps" in html
    assert "6 more, together" in html


def test_a_release_with_no_gap_and_no_step_says_so(html_of):
    roadmap = a_roadmap(CATALOGUE) | {
        "packages": [],
        "unfunded": [],
        "effort_integrated": 0.0,
        "effort_stovepiped": 0.0,
    }
    html = html_of(a_document(CATALOGUE, gaps=[], roadmap=roadmap))
    assert "0 answers lie below their targets." in html
    assert "No step is planned." in html
    assert "Every step fits the plan." in html


def test_what_the_catalogue_no_longer_knows_is_named_by_its_id(html_of):
    gone = {"question": "gone.old.question"}
    roadmap = a_roadmap(CATALOGUE)
    roadmap["packages"] = [a_package(CATALOGUE.questions[0]) | gone]
    gaps = [a_gap(CATALOGUE.questions[0]) | gone | {"family": "space"}]
    document = a_document(CATALOGUE, gaps=gaps, roadmap=roadmap)
    document["areas"]["gone"] = figures(0.5) | {"target": 3}
    document["elements"]["gone.old"] = figures(0.5)
    html = html_of(document)
    for named in ("gone.old.question", ">gone<", "gone.old<", "space", "Other elements"):
        assert named in html


@pytest.mark.parametrize(
    "words",
    ["<script>alert(1)</script><img src='http://example.org/a.png'>", "{{ 7 * 7 }}", "ضوابط"],
    ids=["markup", "template", "arabic"],
)
def test_whatever_a_state_typed_is_only_text(html_of, printed, words):
    document = a_document(CATALOGUE, scope="areas", title=words, marking=words)
    html = html_of(document)
    assert "<script>" not in html
    assert "<img" not in html
    assert len(printed(document).pages) > 3


def test_it_is_made_of_the_release_document_alone(html_of):
    """The same document, read again from its JSON, gives the same paper."""
    document = a_document(CATALOGUE)
    assert html_of(json.loads(json.dumps(document))) == html_of(document)


def test_the_style_sheet_holds_nothing_that_weasyprint_does_not_know(printed, caplog):
    printed(a_document(CATALOGUE, scope="gaps"))
    assert [record.getMessage() for record in caplog.records] == []

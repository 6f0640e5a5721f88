"""The PDF: what it says, how it is built, and what it does with what people type."""

import hashlib
import json
import re

import pytest

from assessment.domain.response import Evidence, Response
from assessment.domain.responses_file import read_responses, responses_document
from reports import documents
from reports.documents import ClosedFetcher, FontMissing, fonts_folder, pdf_of
from tests.builders import the_worked_example

QUESTION = "lists.list.practice"


def tags_of(document):
    """Every structure element of a PDF."""
    open_nodes, found = [document.trailer["/Root"]["/StructTreeRoot"]], []
    while open_nodes:
        node = open_nodes.pop().get_object()
        if isinstance(node, list):
            open_nodes += [one for one in node if not isinstance(one, int)]
        elif isinstance(node, dict):
            if "/S" in node:
                found.append(node)
            if "/K" in node and not isinstance(node["/K"], int):
                open_nodes.append(node["/K"])
    return found


def titles_of(outline):
    for entry in outline:
        if isinstance(entry, list):
            yield from titles_of(entry)
        else:
            yield entry.title


def answering(comment="", reason="", evidence=()):
    """A change of the worked example: one answer, with what was typed beside it."""

    def change(responses):
        old = responses[QUESTION]
        responses[QUESTION] = Response(old.question, old.levels, comment, reason, evidence)
        return responses

    return change


def test_the_figures_of_the_summary_are_those_of_the_scorecard(texts, scene_with):
    page = next(text for text in texts if text.startswith("In one page"))
    areas = scene_with().findings.scorecard.areas
    assert (areas["lists"].point, areas["licensing"].point) == (0.5, 0.125)
    assert re.search(r"50\.0\s+41\.7\S58\.3\s+2", page)
    assert re.search(r"12\.5\s+12\.5\S12\.5\s+1", page)


def test_the_totals_of_the_plan_are_those_of_the_method(texts):
    page = next(text for text in texts if text.startswith("Cost and effort by lead"))
    assert "20.0 pm" in page or "20 pm" in page
    assert "32 if each regime works alone" in page.replace("\n", " ")


def test_an_area_that_is_less_than_65_percent_complete_shows_its_range_and_no_point(
    scene_with, html_of
):
    def forget(responses):
        del responses[QUESTION]
        return responses

    html = html_of(scene_with(forget))
    summary = html[html.index('id="summary"') : html.index('id="reading"')]
    row = summary[summary.index('href="#area-lists"') :].split("</tr>")[0]
    assert '<td class="n strong mid">\N{EN DASH}</td>' in row
    assert re.search(r"\d+\.\d\S\d+\.\d", row)


def test_the_document_says_that_the_state_is_made_up(texts):
    assert "A made-up state, for demonstration" in texts[0]


def test_every_page_but_the_cover_is_marked_and_numbered(texts):
    for number, text in enumerate(texts[1:], 2):
        assert "RESTRICTED" in text or "Restricted" in text
        assert text.rstrip().endswith(str(number)) or f"\n{number}" in text


def test_the_contents_name_the_page_on_which_a_part_begins(texts):
    for part in ("The plan by quarters", "Annex B: planning assumptions"):
        begins = next(
            number for number, text in enumerate(texts, 1) if text.startswith(part) and number > 2
        )
        assert re.search(rf"{part}\s*{begins}\b", texts[1])


def test_it_is_tagged_named_and_in_one_language(document):
    root = document.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert b"pdfuaid" in root["/Metadata"].get_data()
    assert document.metadata.title.startswith("Republic of Test: roadmap")
    assert document.metadata.author == "Republic of Test"


def test_every_picture_has_a_text_in_its_place(document):
    figures = [tag for tag in tags_of(document) if tag["/S"] == "/Figure"]
    assert len(figures) > 4
    assert [figure for figure in figures if not figure.get("/Alt")] == []


def test_tables_are_tables_with_heads(document):
    kinds = [tag["/S"] for tag in tags_of(document)]
    assert kinds.count("/Table") > 8
    assert kinds.count("/TH") > 40


def test_it_has_bookmarks_for_its_parts(document):
    titles = list(titles_of(document.outline))
    for part in ("In one page", "Annex A: all answers and their evidence", "Elements"):
        assert part in titles


def test_only_fonts_of_ours_are_in_it(document):
    fonts = {
        font.get_object()["/BaseFont"].split("+")[-1]
        for page in document.pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert fonts
    assert [name for name in fonts if not name.startswith(("Source", "/Source", "Noto"))] == []


def test_the_last_page_says_what_it_rests_on(texts, scene_with):
    scene = scene_with()
    written = responses_document(scene.catalogue, scene.profile, scene.responses)
    # Whoever has the file can find the digest again, whatever the order of its keys.
    read = read_responses(json.dumps(written), scene.catalogue)
    again = responses_document(scene.catalogue, *read)
    canonical = json.dumps(again, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    digest = hashlib.sha256(canonical.encode()).hexdigest()
    last = re.sub(r"\s+", "", texts[-1])
    assert digest in last
    assert f"Catalogue{the_worked_example()[0].version}" in last


@pytest.mark.parametrize(
    "words",
    [
        "x" * 5000,
        "<script>alert(1)</script><img src='http://example.org/a.png'>",
        "{{ 7 * 7 }} {% raw %}",
        "ضوابط التصدير على الأسلحة",
        "Done \N{WHITE HEAVY CHECK MARK}\N{PARTY POPPER} e\u0301\u202etxet\u202c",
        "line\n\n\nline\tand \N{ZERO WIDTH SPACE} more",
    ],
    ids=["long", "markup", "template", "arabic", "emoji", "lines"],
)
def test_whatever_people_type_is_only_text(scene_with, printed, words):
    change = answering(words, words, (Evidence("link", words, "https://example.org/" + "y" * 900),))
    pages = printed(scene_with(change)).pages
    text = re.sub(r"\s+", "", "".join(page.extract_text() for page in pages))
    assert re.sub(r"\s+", "", words)[:20] in text or not words.isascii()
    assert "49{%raw" not in text
    widest = max(float(page.mediabox.width) for page in pages)
    assert widest < 600


def test_what_people_type_opens_no_address(paper_app, scene_with, html_of, monkeypatch):
    opened = []
    real = ClosedFetcher.fetch

    def watched(self, url, headers=None):
        opened.append(url)
        return real(self, url, headers)

    monkeypatch.setattr(ClosedFetcher, "fetch", watched)
    piece = Evidence("link", '"><img src="http://127.0.0.1:1/a.png">', "http://127.0.0.1:1/b")
    with paper_app.app_context():
        pdf_of(html_of(scene_with(answering("url(http://127.0.0.1:1/c)", "", (piece,)))))
    assert opened
    assert [url for url in opened if not url.startswith("octant:fonts/")] == []


@pytest.mark.parametrize(
    "address",
    [
        "http://example.org/a.png",
        "https://example.org/a.css",
        "file:///etc/passwd",
        "data:text/plain,a",
        "octant:fonts/../../app.py",
        "octant:fonts/%2e%2e/app.py",
        "octant:css/base.css",
        "ftp://example.org/a",
    ],
)
def test_the_fetcher_refuses_every_address_but_our_fonts(paper_app, address):
    with paper_app.app_context():
        fetcher = ClosedFetcher(fonts_folder())
    with pytest.raises(ValueError, match="opens no address"):
        fetcher.fetch(address)
    assert fetcher.refused == [address]


def test_a_missing_font_stops_the_document(paper_app, tmp_path, monkeypatch):
    monkeypatch.setattr(documents, "fonts_folder", lambda: tmp_path)
    html = (
        "<style>@font-face { font-family: A; src: url(octant:fonts/a.woff2) }</style><p>Octant</p>"
    )
    with paper_app.app_context(), pytest.raises(FontMissing, match="Install Octant again"):
        pdf_of(html)


def test_letters_that_no_font_of_ours_has_are_told(paper_app, scene_with, html_of, caplog):
    with paper_app.app_context():
        pdf_of(html_of(scene_with(answering("\N{CJK UNIFIED IDEOGRAPH-6B66}" * 3))))
    assert "no font of Octant has" in caplog.text


def test_the_style_sheet_holds_nothing_that_weasyprint_does_not_know(
    paper_app, scene_with, html_of, caplog
):
    with paper_app.app_context():
        pdf_of(html_of(scene_with()))
    assert [record.getMessage() for record in caplog.records] == []


def test_a_document_with_no_answers_says_so_and_does_not_break(scene_with, printed):
    pages = printed(scene_with(lambda _responses: {})).pages
    text = "".join(page.extract_text() for page in pages)
    assert "There is no plan yet" in text

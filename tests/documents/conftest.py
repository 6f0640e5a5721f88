"""One document of the worked example, rendered once; and a way to make others."""

import io
from dataclasses import replace

import pypdf
import pytest

from app import create_app
from assessment.domain.cycle import Cycle, CycleStatus
from assessment.domain.findings import Assessment, findings_from
from assessment.domain.identifiers import CycleId
from reports.document_scene import PaperScene
from reports.documents import pdf_of, report_html
from tests.builders import the_worked_example
from tests.conftest import NOON
from web.settings import from_environment


@pytest.fixture(scope="module")
def paper_app(tmp_path_factory):
    """An application on the worked example, with no database behind it."""
    folder = tmp_path_factory.mktemp("octant")
    settings = from_environment({"OCTANT_DATA": str(folder), "OCTANT_PASSWORD_COST": "test"})
    return create_app(settings, catalogue=the_worked_example()[0])


@pytest.fixture(scope="module")
def scene_with(paper_app):
    """The scene of the worked example, with other responses or other fields of the cycle."""

    def make(change=None, **fields):
        catalogue, profile, responses = the_worked_example()
        responses = change(dict(responses)) if change else responses
        cycle = Cycle(
            id=CycleId("paper"),
            state=profile.state,
            title="Cycle 2026",
            status=CycleStatus.DRAFT,
            catalogue_version=catalogue.version,
            catalogue_digest=catalogue.digest,
            profile=profile,
            version=0,
            created=NOON,
            start_year=2027,
            start_quarter=1,
            marking="Restricted",
        )
        cycle = replace(cycle, **fields)
        found = findings_from(catalogue, Assessment(cycle, responses, {}, {}))
        return PaperScene(cycle, catalogue, found, NOON, "Republic of Test")

    return make


@pytest.fixture(scope="module")
def html_of(paper_app):
    """The HTML of a scene."""

    def make(scene):
        with paper_app.app_context():
            return report_html(scene, "en")

    return make


@pytest.fixture(scope="module")
def printed(paper_app, html_of):
    """The PDF of a scene, opened."""

    def make(scene):
        with paper_app.app_context():
            return pypdf.PdfReader(io.BytesIO(pdf_of(html_of(scene))))

    return make


@pytest.fixture(scope="module")
def document(scene_with, printed):
    """The PDF of the worked example."""
    return printed(scene_with())


@pytest.fixture(scope="module")
def texts(document):
    """The text of each of its pages."""
    return [page.extract_text() for page in document.pages]

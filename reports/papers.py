"""What the worker can make: for each kind of job, how it is read and how it is written.

A new kind of PDF is one entry of `PAPERS`: `read` gathers all it needs, as the operator and
with the request's session open; `write` makes one HTML document of that, with no database.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from assessment.domain.errors import NotFound
from assessment.services import jobs
from assessment.services.jobs import Job
from reports.document_scene import PaperScene
from reports.documents import report_html
from reports.released_document import read_released, released_html
from reports.scenes import Scene, scene_of
from reports.workshop_document import read_workshop, workshop_html


@dataclass(frozen=True, slots=True)
class Paper:
    """One kind of PDF: `read(job)` gives what `write(found, made, language)` sets as HTML."""

    read: Callable[[Job], Any]
    write: Callable[[Any, datetime, str], str]


def paper_of(kind: str) -> Paper:
    """How a kind of job is made. Raises NotFound for one of a newer Octant."""
    if kind not in PAPERS:
        raise NotFound(kind)
    return PAPERS[kind]


def _read_roadmap(job: Job) -> Scene:
    return scene_of(job.cycle)


def _write_roadmap(scene: Scene, made: datetime, language: str) -> str:
    paper = PaperScene(scene.cycle, scene.catalogue, scene.findings, made)
    return report_html(paper, language)


PAPERS: Mapping[str, Paper] = {
    jobs.REPORT: Paper(_read_roadmap, _write_roadmap),
    jobs.RELEASE: Paper(read_released, released_html),
    jobs.WORKSHOP: Paper(read_workshop, workshop_html),
}

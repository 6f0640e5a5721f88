"""The worker: takes jobs from their table, makes the papers, and keeps the table true.

It asks the table, so no bell is needed. While it works on a report it beats, so that
another worker can tell a slow one from a dead one and take over what a dead one left.
"""

import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from flask import Flask, g

from assessment.domain.errors import DomainError
from assessment.domain.permissions import OPERATOR
from assessment.services import jobs
from assessment.services.jobs import STALE_AFTER, Job
from reports.documents import FontMissing, pdf_of
from reports.papers import paper_of
from web.context import Octant
from web.job_pages import FONT_MISSING, REPORT_FAILED, STEPS

LOG = logging.getLogger("octant")
BEAT_EVERY: timedelta = STALE_AFTER / 6
LOOK_EVERY = 1.0  # seconds between two looks at an empty table


class Worker:
    """Makes reports until it is told to stop; the one in hand is finished first."""

    def __init__(self, app: Flask) -> None:
        """A worker of the application; nothing is opened yet."""
        self.app = app
        self.octant: Octant = app.extensions["octant"]
        self.stopping = threading.Event()

    def stop(self, *_signal: object) -> None:
        """Take no more jobs."""
        self.stopping.set()

    def run(self) -> None:
        """Work until stopped; a database that is away is asked again."""
        while not self.stopping.is_set():
            try:
                worked = self.work_one()
            except Exception:  # the database is away: what else would there be to do but ask again
                LOG.exception("The worker cannot reach the database; it will ask again.")
                worked = False
            if not worked:
                self.stopping.wait(LOOK_EVERY)

    def work_one(self) -> bool:
        """Take one job and see it through; False where none waits."""
        with self.octant.writing() as session:
            job = jobs.next_job(session, OPERATOR, self.octant.clock())
            session.commit()
        if job is None:
            return False
        LOG.info("Job %s (%s) of cycle %s begun", job.id, job.kind, job.cycle)
        heart = _Heart(self.octant, job)
        with heart:
            try:
                pdf = self._make(job, heart.step)
            except DomainError as refused:  # what it is about ended meanwhile, such as a release
                LOG.warning("Report %s cannot be made (%s)", job.id, refused.code)
                return self._fail(job, refused.code)
            except Exception as error:  # one bad report must not stop the next
                code = FONT_MISSING if isinstance(error, FontMissing) else REPORT_FAILED
                LOG.exception("Report %s failed (%s)", job.id, code)
                return self._fail(job, code)
        kept = self._mark(
            lambda session: jobs.finish(
                session, OPERATOR, job, pdf, self.octant.settings.folder, self._now()
            )
        )
        if kept:
            LOG.info("Report %s done, %d bytes", job.id, len(pdf))
        else:
            LOG.warning("Report %s was given to another worker meanwhile", job.id)
        return True

    def _fail(self, job: Job, code: str) -> bool:
        self._mark(lambda session: jobs.fail(session, OPERATOR, job, code, self._now()))
        return True

    def _make(self, job: Job, step: Callable[[str], None]) -> bytes:
        with self.app.app_context():
            g.writing, g.actor = False, OPERATOR
            paper = paper_of(job.kind)
            try:
                step("reading")
                found = paper.read(job)
            finally:
                if session := g.pop("session", None):
                    session.close()
            step("writing")
            html = paper.write(found, self._now(), self.octant.settings.languages[0])
            step("setting")
            return pdf_of(html)

    def _mark(self, change: Callable[..., bool]) -> bool:
        with self.octant.writing() as session:
            changed = change(session)
            session.commit()
        return changed

    def _now(self) -> datetime:
        return self.octant.clock()


class _Heart:
    """Beats for a job in a thread of its own, at every step and in between."""

    def __init__(self, octant: Octant, job: Job) -> None:
        self.octant, self.job = octant, job
        self.now_at = ""
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self._beat_on, daemon=True)

    def __enter__(self) -> None:
        self.thread.start()

    def __exit__(self, *_error: object) -> None:
        self.ended.set()
        self.thread.join()

    def step(self, name: str) -> None:
        """Say which step begins."""
        self.now_at = name
        self._beat()

    def _beat_on(self) -> None:
        while not self.ended.wait(BEAT_EVERY.total_seconds()):
            self._beat()

    def _beat(self) -> None:
        # A beat that fails costs nothing: the next one comes long before the job is stale.
        try:
            with self.octant.writing() as session:
                now = self.octant.clock()
                share = STEPS.get(self.now_at, 0)
                jobs.beat(session, OPERATOR, self.job, share, self.now_at, now)
                session.commit()
        except Exception:  # whatever a beat meets must not end the report
            LOG.warning("A beat of report %s failed", self.job.id, exc_info=True)

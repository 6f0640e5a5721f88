"""How long the PDF of a full assessment takes, beside bare WeasyPrint on the same HTML.

    python -m bench.pdf

The made-up state Arcadia answers every question of the catalogue, so far as it is written.
Each way runs in fresh processes of its own, turn about, the best of three counts: ours from the
answers to the PDF, bare WeasyPrint from the finished HTML. Loading the libraries and the
catalogue is outside both. Prints pages, seconds a page, the ratio, and the highest memory;
exits 1 where a limit is not kept.
"""

import io
import json
import resource
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

import pypdf
import weasyprint

from app import create_app
from assessment.domain.response import Response
from questionnaires.demonstration import ARCADIA, profile_of, responses_of
from questionnaires.loader import load_catalogue
from reports.document_scene import scene_of_file
from reports.documents import ClosedFetcher, fonts_folder, pdf_of, report_html
from web.settings import from_environment

ROUNDS = 3
MOST_RATIO, MOST_SECONDS, MOST_MEGABYTES, MOST_MAIN = 1.2, 0.2, 500, 40


def one_round(way: str, html_file: Path, pdf_file: Path) -> dict[str, float]:
    """One run of one way in this process: seconds and megabytes."""
    with tempfile.TemporaryDirectory() as folder:
        catalogue = load_catalogue(complete=False)
        app = create_app(from_environment({"OCTANT_DATA": folder}), catalogue=catalogue)
        profile = profile_of(ARCADIA)
        responses = _to_the_end(responses_of(ARCADIA, catalogue))
        with app.app_context():
            start = perf_counter()
            if way == "ours":
                scene = scene_of_file(
                    {"title": ARCADIA.title}, catalogue, profile, responses, datetime.now(UTC)
                )
                html = report_html(scene, "en")
                pdf = pdf_of(html)
                seconds = perf_counter() - start
                html_file.write_text(html, encoding="utf-8")
                pdf_file.write_bytes(pdf)
            else:
                html = html_file.read_text(encoding="utf-8")
                start = perf_counter()
                # The fetcher only finds the fonts; without it both would not set the same pages.
                fetcher = ClosedFetcher(fonts_folder())
                pdf = weasyprint.HTML(string=html, url_fetcher=fetcher).write_pdf(
                    **({"pdf_variant": "pdf/ua-1"} if way == "bare" else {})
                )
                seconds = perf_counter() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": seconds, "megabytes": memory, "bytes": len(pdf)}


def _to_the_end(responses: dict[str, Response]) -> dict[str, Response]:
    """The same answers with a level in every cell."""
    return {
        name: Response(
            one.question,
            {
                family: level if isinstance(level, int) else 2
                for family, level in one.levels.items()
            },
            one.comment,
            "",
            one.evidence,
        )
        for name, one in responses.items()
    }


def main() -> int:
    """Measure, print, and say whether the limits are kept."""
    runs: dict[str, list[dict[str, float]]] = {"ours": [], "bare": [], "untagged": []}
    with tempfile.TemporaryDirectory() as folder:
        files = (Path(folder) / "report.html", Path(folder) / "report.pdf")
        for _ in range(ROUNDS):
            for way, found in runs.items():
                command = [sys.executable, "-m", "bench.pdf", way, *map(str, files)]
                done = subprocess.run(command, check=True, capture_output=True, text=True)
                found.append(json.loads(done.stdout.splitlines()[-1]))
        document = pypdf.PdfReader(io.BytesIO(files[1].read_bytes()))
    pages = len(document.pages)
    annex = next(
        place
        for place, page in enumerate(document.pages)
        if page.extract_text().startswith("Annex A")
    )
    best = {way: min(found, key=lambda run: run["seconds"]) for way, found in runs.items()}
    ratio = best["ours"]["seconds"] / best["bare"]["seconds"]
    a_page = best["ours"]["seconds"] / pages
    memory = max(run["megabytes"] for run in runs["ours"])
    print(f"{pages} pages, {annex} before the annexes, {best['ours']['bytes'] / 1e3:.0f} kB")
    print(f"{'':10}{'seconds':>9}{'a page':>9}{'MB':>7}")
    for way, run in best.items():
        peak = max(each["megabytes"] for each in runs[way])
        print(f"{way:10}{run['seconds']:9.2f}{run['seconds'] / pages:9.3f}{peak:7.0f}")
    print(f"ratio to bare WeasyPrint {ratio:.2f}")
    kept = (
        ratio <= MOST_RATIO
        and a_page <= MOST_SECONDS
        and memory <= MOST_MEGABYTES
        and annex <= MOST_MAIN
    )
    print("limits kept" if kept else "a limit is NOT kept")
    return 0 if kept else 1


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(one_round(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))))
    else:
        sys.exit(main())

"""The addresses of results, roadmaps and reports."""

from flask import Blueprint

from reports import dashboard, jobs, roadmaps, sign_off, workshop_report
from reports.plotly_script import plotly_script

routes = Blueprint("reports", __name__)

routes.add_url_rule("/plotly.js", view_func=plotly_script)
routes.add_url_rule("/cycles/<cycle_id>/results", view_func=dashboard.results)
routes.add_url_rule("/cycles/<cycle_id>/results/areas/<area_id>", view_func=dashboard.area)
routes.add_url_rule(
    "/cycles/<cycle_id>/results/matrix/<area_id>/<instrument_id>", view_func=dashboard.matrix
)
routes.add_url_rule("/cycles/<cycle_id>/results/gaps", view_func=dashboard.gaps)
routes.add_url_rule(
    "/cycles/<cycle_id>/instruments/<instrument_id>", view_func=dashboard.instrument
)
routes.add_url_rule("/cycles/<cycle_id>/roadmap", view_func=roadmaps.roadmap)
routes.add_url_rule("/cycles/<cycle_id>/roadmap", view_func=roadmaps.change, methods=["POST"])
routes.add_url_rule("/cycles/<cycle_id>/roadmap/assumptions", view_func=roadmaps.assumptions)
routes.add_url_rule(
    "/cycles/<cycle_id>/roadmap/assumptions",
    view_func=roadmaps.change_assumptions,
    methods=["POST"],
)
routes.add_url_rule("/cycles/<cycle_id>/reports", view_func=jobs.ask, methods=["POST"])
routes.add_url_rule("/cycles/<cycle_id>/reports/<job_id>", view_func=jobs.progress)
routes.add_url_rule("/cycles/<cycle_id>/reports/<job_id>.pdf", view_func=jobs.download)
routes.add_url_rule("/cycles/<cycle_id>/sign-off", "sign_off", sign_off.page)
routes.add_url_rule("/cycles/<cycle_id>/sign-off", view_func=sign_off.sign, methods=["POST"])
routes.add_url_rule("/cycles/<cycle_id>/review", view_func=sign_off.review, methods=["POST"])
routes.add_url_rule("/cycles/<cycle_id>/archive", view_func=sign_off.archive, methods=["POST"])
routes.add_url_rule("/cycles/<cycle_id>/frozen.json", view_func=sign_off.frozen_file)

WORKSHOP = "/cycles/<cycle_id>/workshops/<workshop_id>"
routes.add_url_rule(f"{WORKSHOP}/report", "workshop_report", workshop_report.page)
routes.add_url_rule(f"{WORKSHOP}/report.xlsx", "workshop_workbook", workshop_report.workbook)
routes.add_url_rule(f"{WORKSHOP}/reports", "ask_workshop", workshop_report.ask, methods=["POST"])
routes.add_url_rule(f"{WORKSHOP}/reports/<job_id>", "workshop_progress", workshop_report.progress)
routes.add_url_rule(
    f"{WORKSHOP}/reports/<job_id>.pdf", "workshop_download", workshop_report.download
)

"""The addresses of one released part: its page, its tables as files, its PDF."""

from flask import Blueprint

from donors import released, released_reports

routes = Blueprint("released", __name__)

ADDRESS = "/portfolio/releases/<release_id>"
routes.add_url_rule(ADDRESS, view_func=released.page)
routes.add_url_rule(f"{ADDRESS}.xlsx", view_func=released.workbook)
routes.add_url_rule(f"{ADDRESS}/<table>.csv", view_func=released.table)
routes.add_url_rule(f"{ADDRESS}/reports", view_func=released_reports.ask, methods=["POST"])
routes.add_url_rule(f"{ADDRESS}/reports/<job_id>", view_func=released_reports.progress)
routes.add_url_rule(f"{ADDRESS}/reports/<job_id>.pdf", view_func=released_reports.download)

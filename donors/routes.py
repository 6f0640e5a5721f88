"""The addresses of the portfolio and of states side by side."""

from flask import Blueprint

from donors import compare, portfolio

routes = Blueprint("donors", __name__)

routes.add_url_rule("/portfolio", view_func=portfolio.page)
routes.add_url_rule("/portfolio.xlsx", view_func=portfolio.workbook)
routes.add_url_rule("/portfolio.csv", view_func=portfolio.table)
routes.add_url_rule("/portfolio/compare", view_func=compare.side_by_side)
routes.add_url_rule("/portfolio/compare.xlsx", view_func=compare.side_workbook)
routes.add_url_rule("/portfolio/compare.csv", view_func=compare.side_table)

"""The addresses of the portfolio and of states side by side."""

from flask import Blueprint

routes = Blueprint("donors", __name__)

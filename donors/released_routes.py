"""The addresses of one released part: its page, its tables as files, its PDF."""

from flask import Blueprint

routes = Blueprint("released", __name__)

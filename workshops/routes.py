"""The addresses of a workshop: console, projector, phones."""

from flask import Blueprint

routes = Blueprint("workshops", __name__)

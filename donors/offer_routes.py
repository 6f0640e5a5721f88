"""The addresses at which a state releases, previews, revokes and sees who looked."""

from flask import Blueprint

routes = Blueprint("offers", __name__)

"""The addresses at which a state releases, previews, revokes and sees who looked."""

from flask import Blueprint

from donors import offers

routes = Blueprint("offers", __name__)

for address, view, method in (
    ("/releases", offers.offers, "GET"),
    ("/releases", offers.make, "POST"),
    ("/releases/new", offers.new, "GET"),
    ("/releases/preview", offers.preview, "POST"),
    ("/releases/<release_id>", offers.offer, "GET"),
    ("/releases/<release_id>/revoke", offers.revoke, "POST"),
    ("/releases/<release_id>/revoke-all", offers.revoke_all, "POST"),
):
    routes.add_url_rule(address, view_func=view, methods=[method])

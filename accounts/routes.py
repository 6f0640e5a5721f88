"""The addresses of signing in, invitations, people, administration, the record, one's account."""

from flask import Blueprint

from accounts import administration, guests, members, record, resets, sign_in

routes = Blueprint("accounts", __name__)


def _add(address, view, endpoint=None, method="GET"):  # noqa: ANN001, ANN202 - a table's row
    routes.add_url_rule(address, endpoint or view.__name__, view, methods=[method])


_add("/sign-in", sign_in.sign_in_page, "sign_in")
_add("/sign-in", sign_in.sign_in, "check_sign_in", "POST")
_add("/sign-out", sign_in.sign_out, method="POST")
_add("/invitations/<token>", sign_in.invitation)
_add("/invitations/<token>", sign_in.accept, method="POST")
_add("/reset/<token>", resets.reset)
_add("/reset/<token>", resets.use_reset, method="POST")
_add("/account", sign_in.account)
_add("/account/password", sign_in.change_password, method="POST")
_add("/account/sign-ins/end", sign_in.sign_out_elsewhere, method="POST")
_add("/people", members.members)
_add("/people/invitations", members.invite, method="POST")
_add("/people/invitations/<invitation_id>/revoke", members.revoke, method="POST")
_add("/people/<user>/role", members.change_role, method="POST")
_add("/people/<user>/remove", members.remove, method="POST")
_add("/people/guests", guests.invite_guest, method="POST")
_add("/people/guests/<user>/remove", guests.end_visit, method="POST")
_add("/people/marking", guests.change_marking, method="POST")
_add("/audit", record.record)
_add("/audit.csv", record.record_file)
_add("/administration", administration.administration)
_add("/administration/states", administration.add_state, method="POST")
_add("/administration/states/<state>/invitations", administration.invite_coordinator, method="POST")
_add("/administration/donors", administration.add_donor, method="POST")
_add("/administration/donors/<donor_id>", administration.donor)
_add("/administration/donors/<donor_id>/invitations", administration.invite_donor, method="POST")
_add(
    "/administration/donors/<donor_id>/people/<user>/remove",
    administration.remove_from_donor,
    method="POST",
)
_add("/administration/administrators", administration.invite_administrator, method="POST")
_add(
    "/administration/administrators/<user>/remove",
    administration.remove_administrator,
    method="POST",
)
_add(
    "/administration/invitations/<invitation_id>/revoke",
    administration.revoke_offer,
    method="POST",
)

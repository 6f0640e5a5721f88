"""The addresses of signing in, invitations, people and one's own account."""

from flask import Blueprint

from accounts import members, resets, sign_in

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

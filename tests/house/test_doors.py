"""Every public service takes an actor and asks the policy before it changes anything."""

import ast
from pathlib import Path

import pytest

SERVICES = Path(__file__).resolve().parents[2] / "assessment" / "services"
# Without a policy question: nobody is an actor yet, or only what is the actor's own is touched.
OPEN = {
    "invitations.invitation_of": "whoever holds the secret link",
    "invitations.place_named": "whoever holds the secret link",
    "invitations.accept_invitation": "whoever holds the secret link",
    "invitations.join": "the invited person alone",
    "resets.reset_of": "whoever holds the secret link",
    "resets.use_reset": "whoever holds the secret link",
    "rooms.room_by_code": "whoever knows the code; wrong ones are counted",
    "rooms.note_wrong_code": "before joining",
    "rooms.join": "whoever knows the code",
    "rooms.participant_of": "whoever holds the token",
    "rooms.ensure_not_overdue": "the participant's own",
    "rooms.room_of": "a screen that was let in; what all in the room may see",
    "rooms.versions_of": "numbers alone, for screens that were let in",
    "rooms.catalogue_in": "a screen that was let in; the texts of the questions",
    "rooms.has_voted": "the participant's own",
    "rooms.vote": "the participant's own",
    "sign_ins.account_of": "before signing in",
    "sign_ins.sign_in": "after the password was right",
    "sign_ins.begin": "after the password was right",
    "sign_ins.note_failure": "before signing in",
    "sign_ins.renew_hash": "after the password was right",
    "sign_ins.presence_of": "whoever holds the token",
    "sign_ins.mark_seen": "whoever holds the token",
    "sign_ins.sign_out": "whoever holds the token",
    "sign_ins.places_of": "the actor's own",
    "sign_ins.sign_out_elsewhere": "the actor's own",
    "sign_ins.change_password": "the actor's own",
    "cycles.cycles_of": "selects by the actor's own states",
    "overviews.overviews_of": "selects by the actor's own states",
}
CHANGES = ("add_", "remove_", "change_", "keep_", "close_", "revoke_", "end_", "record")


def functions():
    for path in sorted(SERVICES.glob("*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef):
                yield f"{path.stem}.{node.name}", node


ALL = dict(functions())
DOORS = [
    name
    for name, node in ALL.items()
    if not node.name.startswith("_") and node.args.args and node.args.args[0].arg == "session"
]


def calls(node):
    """(line, last part of the name) of each call, in order."""
    found = (each for each in ast.walk(node) if isinstance(each, ast.Call))
    return sorted((each.lineno, ast.unparse(each.func).rpartition(".")[2]) for each in found)


def asking():
    """The names of functions that ask the policy, themselves or through one that does."""
    names = {"require"}
    while True:
        more = {node.name for node in ALL.values() if {name for _, name in calls(node)} & names}
        if more <= names:
            return names
        names |= more


ASKING = asking()


@pytest.mark.parametrize("name", [name for name in DOORS if name not in OPEN])
def test_a_service_takes_an_actor_and_asks_before_it_changes(name):
    node = ALL[name]
    assert [argument.arg for argument in node.args.args[:2]] == ["session", "actor"]
    asked = [line for line, called in calls(node) if called in ASKING]
    assert asked, "it never asks the policy"
    early = [called for line, called in calls(node) if line < asked[0]]
    assert [called for called in early if called.startswith(CHANGES)] == []


def test_the_open_doors_are_services_that_exist():
    assert [name for name in OPEN if name not in DOORS] == []

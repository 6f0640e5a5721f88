"""The addresses of a workshop: console, projector, phones."""

from flask import Blueprint

from web.errors import fault_sentences
from workshops import agreeing, facilitator, participant, projector
from workshops.words import FAULTS

routes = Blueprint("workshops", __name__)

HERE = "/cycles/<cycle_id>/workshops/<workshop_id>"
# Each line: the address, its name, its view, its methods.
ADDRESSES = (
    ("/cycles/<cycle_id>/workshops", "list_workshops", facilitator.list_workshops, ["GET"]),
    ("/cycles/<cycle_id>/workshops", "open_workshop", facilitator.open_workshop, ["POST"]),
    (HERE, "console", facilitator.console, ["GET"]),
    (f"{HERE}/agenda", "change_agenda", facilitator.change_agenda, ["POST"]),
    (f"{HERE}/rounds", "put_to_vote", facilitator.put_to_vote, ["POST"]),
    (f"{HERE}/reveal", "reveal", facilitator.reveal, ["POST"]),
    (f"{HERE}/agree", "agree", agreeing.agree, ["POST"]),
    (f"{HERE}/extend", "extend", facilitator.extend, ["POST"]),
    (f"{HERE}/close", "close", facilitator.close, ["POST"]),
    (f"{HERE}/projector", "projector", projector.show, ["GET"]),
    (f"{HERE}/stream", "staff_stream", projector.stream, ["GET"]),
    (f"{HERE}/state", "staff_state", projector.state, ["GET"]),
    ("/join", "enter", participant.enter, ["GET"]),
    ("/join", "find_room", participant.find_room, ["POST"]),
    ("/join/<code>", "seat", participant.seat, ["GET"]),
    ("/join/<code>", "take_seat", participant.take_seat, ["POST"]),
    ("/room/<code>", "room", participant.room, ["GET"]),
    ("/room/<code>/votes", "cast", participant.cast, ["POST"]),
    ("/room/<code>/stream", "stream", participant.stream, ["GET"]),
    ("/room/<code>/state", "state", participant.state, ["GET"]),
)

for _address, _name, _view, _methods in ADDRESSES:
    routes.add_url_rule(_address, _name, _view, methods=_methods)

fault_sentences(FAULTS)

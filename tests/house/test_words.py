"""The words that people read: every room hands its own to translators, and none says "cycle"."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

HOUSE = Path(__file__).resolve().parents[2]
ROOMS = ("accounts", "donors", "questionnaires", "reports", "web", "workshops")
PLACE = re.compile(r"%\(\w+\)\w")
# What `flask cycle` and `flask verify` tell an operator, who knows the word from the command.
COMMANDS = "reports/cycle_commands.py"


@pytest.fixture(scope="module")
def messages(tmp_path_factory):
    """Every sentence of the product, as translators get it."""
    pot = tmp_path_factory.mktemp("words") / "octant.pot"
    command = [sys.executable, "-m", "babel.messages.frontend", "-q", "extract"]
    command += ["-F", "web/translations/babel.cfg", "-k", "lazy_gettext", "-o", str(pot), "."]
    subprocess.run(command, cwd=HOUSE, check=True, capture_output=True)
    with pot.open(encoding="utf-8") as file:
        return [message for message in read_po(file) if message.id]


@pytest.mark.parametrize("room", ROOMS)
@pytest.mark.parametrize("ending", [".py", ".html"])
def test_the_sentences_of_every_room_reach_the_translators(messages, room, ending):
    places = {place for message in messages for place, _line in message.locations}
    assert [place for place in places if place.startswith(f"{room}/") and place.endswith(ending)]


def test_people_read_of_an_assessment_not_of_a_cycle(messages):
    told = []
    for message in messages:
        forms = message.id if isinstance(message.id, tuple) else (message.id,)
        words = PLACE.sub("", " ".join(forms))
        elsewhere = [place for place, _line in message.locations if place != COMMANDS]
        if elsewhere and re.search(r"\bcycles?\b", words, re.IGNORECASE):
            told.append(forms[0])
    assert told == []

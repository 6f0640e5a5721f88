"""What tests of workshops share: a facilitator, a workshop on the test cycle, its phones."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest

from assessment.domain.catalogue import Catalogue, Family
from assessment.domain.cycle import Cycle
from assessment.domain.permissions import Actor, Grant, Role, UserId
from assessment.domain.workshop import Participant, Room, Workshop
from assessment.records.engine import Sessions
from assessment.services import rooms, workshops
from assessment.services.agreements import versions_of
from tests.builders import ARMS, BIOLOGICAL, CHEMICAL
from tests.databases import ANA, NOW, QUESTION, XAA

ENDS = NOW + timedelta(hours=8)
HOTEL = "192.0.2.7"
CELLS = (ARMS, CHEMICAL, BIOLOGICAL)


@dataclass(frozen=True)
class Meeting:
    """A workshop of Alphaland that Ana opened; every call is a transaction of its own."""

    database: Sessions
    cycle: Cycle
    catalogue: Catalogue
    workshop: Workshop

    def did(self, service: Any, *said: Any, actor: Actor = ANA, now: datetime = NOW) -> Any:
        """What a facilitator's service gives for this workshop."""
        with self.database.writing() as session:
            found = service(session, actor, self.workshop.id, *said, now)
            session.commit()
            return found

    def asked(self, question: str = QUESTION, **rest: Any) -> int:
        """The number of a new round on a question."""
        return self.did(workshops.put_to_vote, question, self.catalogue, **rest)

    def revealed(self, **rest: Any) -> None:
        """Reveal the open round."""
        self.did(workshops.reveal, **rest)

    def agreed(self, levels: Mapping[Family, Any], question: str = QUESTION, **said: Any) -> None:
        """Record what the group agreed, having seen how the question stands."""
        rest = {name: said.pop(name) for name in ("actor", "now") if name in said}
        said = {**self.seen(question), **said}
        decision = workshops.Decision(question, levels, **said)
        self.did(workshops.agree, self.catalogue, decision, **rest)

    def seen(self, question: str = QUESTION) -> dict[str, int]:
        """The newest vote on a question and the version of its agreed answer."""
        votes = self.room().state.rounds_on(question)
        with self.database.reading() as session:
            version = versions_of(session, ANA, self.cycle).get(question, 0)
        return {"round": votes[-1].number if votes else 0, "version": version}

    def closed(self, **rest: Any) -> None:
        """End it."""
        self.did(workshops.close_workshop, **rest)

    def room(self) -> Room:
        """How it stands."""
        with self.database.reading() as session:
            return rooms.room_of(session, self.workshop.id)

    def token(self, agency: str = "Customs", now: datetime = NOW, **said: str) -> str:
        """The token of somebody who joins."""
        entry = rooms.Entry(agency, said.get("role", "Officer"), said.get("name", ""))
        with self.database.writing() as session:
            token = rooms.join(session, self.workshop.code, entry, HOTEL, now)
            session.commit()
            return token

    def joined(self, agency: str = "Customs", **said: str) -> Participant:
        """Somebody who joins."""
        token = self.token(agency, **said)
        with self.database.reading() as session:
            found = rooms.participant_of(session, self.workshop.code, token)
        assert found is not None
        return found

    def voted(
        self,
        who: Participant,
        number: int,
        choices: str | Mapping[Family, str],
        now: datetime = NOW,
    ) -> bool:
        """Cast a ballot, of one choice for every cell or of several."""
        if isinstance(choices, str):
            choices = dict.fromkeys(CELLS, choices)
        with self.database.writing() as session:
            counted = rooms.vote(session, who, number, choices, now)
            session.commit()
            return counted


def a_meeting(database: Sessions, cycle: Cycle, catalogue: Catalogue) -> Meeting:
    """A new workshop on a cycle."""
    with database.writing() as session:
        opened = workshops.open_workshop(session, ANA, cycle.id, "Round table", NOW, ENDS, NOW)
        session.commit()
    return Meeting(database, cycle, catalogue, opened)


@pytest.fixture
def meeting(database, cycle, catalogue) -> Meeting:
    return a_meeting(database, cycle, catalogue)


@pytest.fixture
def fay(cycle) -> Actor:
    """A facilitator of the cycle, and of nothing else."""
    grant = Grant(Role.FACILITATOR, XAA, cycle.id)
    return Actor(UserId("fay"), "Fay", "fay@example.org", (grant,))

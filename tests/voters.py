"""People who vote from a process of their own: `python -m tests.voters DATABASE ROUND FAMILY …`.

Reads a participant a line, "id workshop", casts that ballot, commits it, and answers "counted" or
"known" on a line: what was answered was acknowledged.
"""

import sys
from datetime import UTC, datetime

from assessment.domain.catalogue import Family
from assessment.domain.identifiers import WorkshopId
from assessment.domain.workshop import Participant
from assessment.records.engine import make_engine, session_factory
from assessment.services.rooms import vote


def main() -> None:
    """Vote until nobody is left, or the process is killed."""
    _own, address, number, *families = sys.argv
    sessions = session_factory(make_engine(address))
    now = datetime.now(UTC)
    choices = {Family(family): "3" for family in families}
    for line in sys.stdin:
        who, workshop = line.split()
        voter = Participant(who, WorkshopId(workshop), "Customs", "Officer", "", now)
        with sessions.writing() as session:
            counted = vote(session, voter, int(number), choices, now)
            session.commit()
        sys.stdout.write("counted\n" if counted else "known\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()

"""What a state offers to a donor, for tests of the services on both databases."""

from datetime import timedelta

from assessment.domain.revision import Submission
from assessment.services.releases import release
from tests.builders import the_worked_example
from tests.databases import ANA, NOW
from tests.donors.signing import a_donor, a_signed_cycle

UNTIL = NOW + timedelta(days=90)
HOUR = timedelta(hours=1)
ANSWERS = [
    Submission(one.question, 0, one.levels, "zq-secret comment", "zq-secret reason")
    for one in the_worked_example()[2].values()
]


class Offered:
    """A signed-off cycle of XAA, a donor, and what is released to it; each step committed."""

    def __init__(self, database, catalogue):
        """Sign a cycle off and make a donor with one of its people, Dina."""
        self.database, self.catalogue = database, catalogue
        with database.writing() as session:
            self.cycle = a_signed_cycle(session, catalogue, ANSWERS)
            self.donor, self.dina = a_donor(session)
            session.commit()

    def write(self, service, actor, *given):
        with self.database.writing() as session:
            result = service(session, actor, *given)
            session.commit()
            return result

    def read(self, service, actor, *given):
        with self.database.reading() as session:
            return service(session, actor, *given)

    def release(self, scope="areas", *, actor=ANA, cycle=None, donor=None, until=UNTIL, now=NOW):
        cycle, donor = cycle or self.cycle, donor or self.donor
        given = (cycle.id, self.catalogue, donor.id, scope, until, now)
        return self.write(release, actor, *given)

    def another_donor(self):
        with self.database.writing() as session:
            made = a_donor(session, "The Lake Fund", "Dora")
            session.commit()
        return made

    def another_cycle(self, **changes):
        with self.database.writing() as session:
            cycle = a_signed_cycle(session, self.catalogue, **changes)
            session.commit()
        return cycle

"""What can go wrong, by name. `code` is stable; the edge turns it into a status and a sentence."""

from collections.abc import Sequence
from dataclasses import dataclass


class DomainError(Exception):
    """The root of Octant's own errors."""

    code = "error"


class NotFound(DomainError):
    """The thing does not exist, or this actor may not know that it does."""

    code = "not_found"


class NotPermitted(DomainError):
    """The actor may know of the thing but not do this to it."""

    code = "not_permitted"


class CycleClosed(DomainError):
    """The cycle no longer takes answers."""

    code = "cycle_closed"


class MoveRefused(DomainError):
    """The cycle does not go from where it stands to where somebody would move it."""

    code = "move_refused"


class AlreadySignedOff(DomainError):
    """The cycle was signed off before; a signature is given once."""

    code = "already_signed_off"


class VersionMissing(DomainError):
    """A save did not say which version it was made from."""

    code = "version_missing"


class CatalogueMissing(DomainError):
    """The catalogue version of a cycle is not on this server."""

    code = "catalogue_missing"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that a person must mend: where it is, what is wrong, and the remedy.

    `code` is stable, `place` is a path a person can find ("answers.x.levels.arms",
    "Lists!D7", "areas/lists.yaml:41"); `values` are the named places of the sentence.
    """

    code: str
    place: str
    values: tuple[tuple[str, str], ...] = ()


class Invalid(DomainError):
    """Input that a person must mend; carries every fault, not just the first."""

    code = "invalid"

    def __init__(self, faults: Sequence[Fault]) -> None:
        """Keep the faults; there is at least one."""
        super().__init__("; ".join(f"{fault.place}: {fault.code}" for fault in faults))
        self.faults = tuple(faults)

"""Passwords: what is accepted, and how it is kept.

Rules as NIST SP 800-63B and OWASP ASVS 2.1: length counts, composition does not; common
passwords and the person's own words are refused. Kept with argon2id at 19 MiB, two passes,
one lane (31 ms here), OWASP's recommendation.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from assessment.domain.errors import Fault, Invalid

SHORTEST, LONGEST = 12, 128
# A shorter word would refuse good passwords by accident.
SHORTEST_WORD = 4
FEWEST_CHARACTERS = 5

# The passwords of 12 characters and more that head the lists of leaked ones; letters and digits.
_COMMON = """
    123456789012 1234567890123 12345678901234 123456789123 1234567891011 012345678901
    987654321098 098765432109 111222333444 112233445566 121212121212 123123123123 123412341234
    123456123456 123456654321 abcdefghijkl abcd12345678 abc123456789 a1b2c3d4e5f6 aa1234567890
    asdfghjkl123 asdfghjklqwe asdfasdfasdf asdf1234asdf 1q2w3e4r5t6y 1q2w3e4r5t6y7u
    1qaz2wsx3edc 1qazxsw23edc q1w2e3r4t5y6 qazwsxedcrfv qwertyuiop12 qwertyuiop123
    qwertyuiopasdf qwertyuiop1234567890 qwerty123456 qwerty1234567 qwertyqwerty qwerty12345678
    qwertyasdfgh qwe123qwe123 zaq12wsxcde3 zxcvbnm12345 zxcvbnmasdfgh password1234
    password12345 password123456 passwordpassword password2024 password2025 password2026
    password1111 passw0rd1234 passwort1234 motdepasse12 motdepasse123 contrasena12 mypassword12
    mypassword123 newpassword1 changeme1234 changeme123456 letmein12345 letmeinplease
    welcome12345 welcome123456 welcome12024 administrator admin1234567 admin12345678
    adminadmin123 iloveyou1234 iloveyou12345 iloveyouforever ilovemyfamily football1234
    baseball1234 basketball12 liverpool123 manchester12 superman1234 spiderman123 princess1234
    sunshine1234 michaeljordan christopher1 elizabeth123 jesuschrist1 trustno11234
    correcthorsebatterystaple thisismypassword secretpassword computer1234 internet1234
"""
COMMON = frozenset(_COMMON.split())


class Passwords:
    """Makes and checks password hashes at one cost: "standard", or "test" (fast, not safe)."""

    def __init__(self, cost: str) -> None:
        """Prepare the hasher, and a hash that no password fits."""
        if cost == "test":
            self._hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
        else:
            self._hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
        self._nobody = self._hasher.hash("nobody has this password")

    def hash(self, password: str) -> str:
        """The hash to keep, salt and parameters included."""
        return self._hasher.hash(normal(password))

    def matches(self, kept: str | None, password: str) -> bool:
        """Whether a password fits; without a hash, False after the same work."""
        try:
            fits = self._hasher.verify(kept or self._nobody, normal(password))
        except (VerificationError, InvalidHashError):
            return False
        return fits and kept is not None

    def is_old(self, kept: str) -> bool:
        """Whether a hash was made at another cost and should be made again."""
        return self._hasher.check_needs_rehash(kept)


@lru_cache(maxsize=2)
def passwords_at(cost: str) -> Passwords:
    """The one `Passwords` of a cost."""
    return Passwords(cost)


def normal(password: str) -> str:
    """One form for the same text typed on different keyboards (NFKC, as NIST 800-63B says)."""
    return unicodedata.normalize("NFKC", password)


def password_faults(password: str, own: Iterable[str]) -> tuple[Fault, ...]:
    """What must be mended in a new password; `own` are texts about the person and the state.

    >>> [fault.code for fault in password_faults("short", ())]
    ['password_short']
    >>> password_faults("three calm harbours", ("ana@example.org",))
    ()
    """
    text = normal(password)
    if len(text) < SHORTEST:
        return (Fault("password_short", "password", (("shortest", str(SHORTEST)),)),)
    if len(text) > LONGEST:
        return (Fault("password_long", "password", (("longest", str(LONGEST)),)),)
    plain = re.sub(r"[\W_]", "", text.casefold())
    if plain in COMMON or len(set(text.casefold())) < FEWEST_CHARACTERS:
        return (Fault("password_common", "password"),)
    for word in _words(own):
        if word in plain:
            return (Fault("password_own_word", "password", (("word", word),)),)
    return ()


def fresh_hash(password: str, own: Iterable[str], passwords: Passwords) -> str:
    """The hash to keep of a new password. Raises Invalid with a fault at "password"."""
    if faults := password_faults(password, own):
        raise Invalid(faults)
    return passwords.hash(password)


def _words(texts: Iterable[str]) -> list[str]:
    words = {word for text in texts for word in re.split(r"[\W_]+", text.casefold())}
    return sorted(word for word in words | {"octant"} if len(word) >= SHORTEST_WORD)

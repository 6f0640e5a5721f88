"""Settings from the environment, each with its help and its check; see `docs/settings.md`."""

import os
import secrets
import zoneinfo
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

MEGABYTE = 1024 * 1024
SHORTEST_SECRET = 32
HIGHEST_UPLOAD = 100
COSTS = ("standard", "test")


class SettingsRefused(ValueError):
    """A setting that Octant cannot start with; the sentence names it and the remedy."""


def _yes(text: str) -> bool:
    known = {"1": True, "yes": True, "true": True, "0": False, "no": False, "false": False}
    if text.lower() not in known:
        raise ValueError("write 1 or 0")
    return known[text.lower()]


def _words(text: str) -> tuple[str, ...]:
    words = tuple(word.strip() for word in text.split(",") if word.strip())
    if not words:
        raise ValueError("name at least one, with commas between")
    return words


def _languages(text: str) -> tuple[str, ...]:
    words = _words(text)
    if any(not word.replace("_", "").isalpha() for word in words):
        raise ValueError("write language codes with commas between, such as en,fr")
    return words


def _number(low: int, high: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not text.isdecimal() or not low <= int(text) <= high:
            raise ValueError(f"write a whole number from {low} to {high}")
        return int(text)

    return read


def _zone(text: str) -> str:
    if text not in zoneinfo.available_timezones():
        raise ValueError("write a name of the IANA list, such as UTC or Africa/Nairobi")
    return text


def _database(text: str) -> str:
    known = ("sqlite:///", "postgresql+psycopg://")
    if text.startswith(("postgres://", "postgresql://")):
        text = "postgresql+psycopg://" + text.split("://", 1)[1]
    if not text.startswith(known):
        raise ValueError("begin it with sqlite:/// or postgresql://")
    return text


def _secret(text: str) -> str:
    if len(text) < SHORTEST_SECRET:
        raise ValueError(f"use at least {SHORTEST_SECRET} characters, or leave it out")
    return text


def _address(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
        raise ValueError("write an address such as http://192.168.1.10:8000")
    return text.rstrip("/")


def _cost(text: str) -> str:
    if text not in COSTS:
        raise ValueError("write standard; test is for tests only")
    return text


def _about(
    name: str, default: str, read: Callable[[str], Any], explanation: str
) -> Mapping[str, Any]:
    return {"name": name, "default": default, "read": read, "help": explanation}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What differs from one installation to the next. `from_environment` makes one."""

    folder: Path = field(
        metadata=_about(
            "OCTANT_DATA",
            "data",
            lambda text: Path(text).expanduser().absolute(),
            "Folder for the database, evidence, reports and the secret key.",
        )
    )
    database_url: str = field(
        metadata=_about(
            "DATABASE_URL",
            "",
            _database,
            "The database: sqlite:///file or postgresql://user:password@host/name. "
            "When it is left out, octant.sqlite in OCTANT_DATA.",
        )
    )
    secret_key: str = field(
        metadata=_about(
            "OCTANT_SECRET_KEY",
            "",
            _secret,
            "Signs form tokens. When it is left out, Octant makes one and keeps it in "
            "OCTANT_DATA/secret-key.",
        )
    )
    https: bool = field(
        metadata=_about(
            "OCTANT_HTTPS",
            "0",
            _yes,
            "1 when people reach Octant over HTTPS: cookies are then sent over HTTPS only.",
        )
    )
    proxies: int = field(
        metadata=_about(
            "OCTANT_PROXIES",
            "0",
            _number(0, 5),
            "How many reverse proxies stand before Octant and set X-Forwarded-For and -Proto.",
        )
    )
    trusted_hosts: tuple[str, ...] = field(
        metadata=_about(
            "OCTANT_TRUSTED_HOSTS",
            "localhost,127.0.0.1,[::1]",
            _words,
            "Host names under which people reach Octant, with commas between. "
            "A request for another name is refused.",
        )
    )
    address: str = field(
        metadata=_about(
            "OCTANT_ADDRESS",
            "",
            _address,
            "The address under which phones reach this Octant, shown on a workshop's projector "
            "with its QR code. When it is left out, the address that the facilitator uses.",
        )
    )
    languages: tuple[str, ...] = field(
        metadata=_about(
            "OCTANT_LANGUAGES",
            "en",
            _languages,
            "Languages of the pages, the first being the one used when none is chosen.",
        )
    )
    time_zone: str = field(
        metadata=_about(
            "OCTANT_TIME_ZONE",
            "UTC",
            _zone,
            "Time zone in which dates and times are shown.",
        )
    )
    max_upload: int = field(
        metadata=_about(
            "OCTANT_MAX_UPLOAD",
            "10",
            _number(1, HIGHEST_UPLOAD),
            "Largest file that can be sent, in megabytes.",
        )
    )
    password_cost: str = field(
        metadata=_about(
            "OCTANT_PASSWORD_COST",
            "standard",
            _cost,
            "How hard passwords are to guess from a stolen database: standard. "
            "Tests use test, which is fast and not safe.",
        )
    )

    @property
    def max_request(self) -> int:
        """The most bytes that a request may have: a file and the form around it."""
        return (self.max_upload + 1) * MEGABYTE


def from_environment(environment: Mapping[str, str] | None = None) -> Settings:
    """Settings read from variables; raises `SettingsRefused` with what to mend.

    Makes the folder and the secret key when they are not there yet.
    """
    given = os.environ if environment is None else environment
    values = {each.name: _read(each.metadata, given) for each in fields(Settings)}
    folder = values["folder"]
    try:
        # What states say of themselves is nobody's business on a shared machine.
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        values["secret_key"] = values["secret_key"] or _kept_secret(folder)
    except OSError as error:
        raise SettingsRefused(
            f"OCTANT_DATA: the folder {folder} cannot be written ({error.strerror}). "
            "Name a folder that Octant may write to."
        ) from error
    if not values["database_url"]:
        values["database_url"] = f"sqlite:///{folder / 'octant.sqlite'}"
    if values["https"] and values["password_cost"] != COSTS[0]:
        raise SettingsRefused("OCTANT_PASSWORD_COST: test is not safe here; leave it out.")
    return Settings(**values)


def _read(setting: Mapping[str, Any], given: Mapping[str, str]) -> Any:
    name, default = setting["name"], setting["default"]
    text = given.get(name, "").strip() or default
    if not text:
        return ""
    try:
        return setting["read"](text)
    except ValueError as error:
        shown = "" if name == "OCTANT_SECRET_KEY" else f"“{text}” "
        raise SettingsRefused(f"{name}: {shown}cannot be used; {error}.") from error


def _kept_secret(folder: Path) -> str:
    """The key in the folder, made at the first start; only its owner can read it."""
    path = folder / "secret-key"
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        key = path.read_text(encoding="ascii").strip()
        if len(key) < SHORTEST_SECRET:
            raise SettingsRefused(
                f"OCTANT_SECRET_KEY: the file {path} holds no key; delete it and start again."
            ) from None
        return key
    with os.fdopen(handle, "w", encoding="ascii") as file:
        key = secrets.token_hex(SHORTEST_SECRET)
        file.write(key + "\n")
    return key

"""JSON from others, read strictly: every fault is kept, with its JSON path."""

import json
from collections import Counter
from collections.abc import Collection, Mapping
from typing import Any

from assessment.domain.errors import Fault, Invalid


class _Object(dict[str, Any]):
    """A JSON object that remembers which of its keys stood twice."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        counts = Counter(name for name, _ in pairs)
        self.twice = tuple(name for name, count in counts.items() if count > 1)


class JsonReader:
    """One file being read: every method adds to `faults` and gives what could be read.

    `kind` begins the code of every fault, so that each kind of file has its own sentences.
    """

    def __init__(self, kind: str) -> None:
        """Nothing read, nothing wrong yet."""
        self.kind = kind
        self.faults: list[Fault] = []

    def parse(self, text: str | bytes) -> Mapping[str, Any]:
        """The object at the top of a file; raises `Invalid` where there is none."""
        try:
            plain = text.decode("utf-8-sig") if isinstance(text, bytes) else text
            document = json.loads(plain, object_pairs_hook=_Object, parse_constant=_refuse_constant)
        except json.JSONDecodeError as error:
            place = f"line {error.lineno} column {error.colno}"
            raise Invalid(
                [Fault(f"{self.kind}_json_broken", place, (("problem", error.msg),))]
            ) from error
        except (ValueError, RecursionError) as error:
            problem = (("problem", _shown(str(error))),)
            raise Invalid([Fault(f"{self.kind}_json_broken", "line 1", problem)]) from error
        if not isinstance(document, _Object):
            raise Invalid([Fault(f"{self.kind}_not_an_object", "the whole file")])
        self._check_texts(document)
        return document

    def add(self, code: str, path: str, /, **values: object) -> None:
        """Keep a fault at a path; `values` are the named places of its sentence."""
        named = tuple(
            (name, str(value) if name == "known" else _shown(value))
            for name, value in values.items()
        )
        self.faults.append(Fault(f"{self.kind}_{code}", _shown_path(path), named))

    def _check_texts(self, document: Mapping[str, Any]) -> None:
        """Report keys that stand twice, and text that no database can hold, anywhere."""
        waiting: list[tuple[str, Any]] = [("", document)]
        while waiting:
            path, value = waiting.pop()
            if isinstance(value, _Object):
                for name in value.twice:
                    self.add("repeated", _join(path, name), value=name)
                waiting.extend((_join(path, name), member) for name, member in value.items())
                waiting.extend((_join(path, name), name) for name in value)
            elif isinstance(value, list):
                waiting.extend((f"{path}[{at}]", member) for at, member in enumerate(value))
            elif isinstance(value, str) and not _is_storable(value):
                self.add("text_broken", path)

    def known(
        self, name: Any, words: Collection[str], path: str, *, code: str = "value_unknown"
    ) -> bool:
        """Whether a value is one of some words; a fault if it is not."""
        if isinstance(name, str) and name in set(words):
            return True
        self.add(code, path, value=name, known=", ".join(words))
        return False

    def string(
        self, owner: Mapping[str, Any], key: str, path: str, *, required: bool = True
    ) -> str:
        """A text; "" if it is missing or none."""
        value = owner.get(key, "")
        if not isinstance(value, str):
            self.add("not_a_string", _join(path, key))
            return ""
        if required and not value.strip():
            self.add("value_missing", _join(path, key))
        return value

    def array(self, owner: Mapping[str, Any], key: str, path: str) -> list[Any]:
        """A list; empty if it is missing or none."""
        value = owner.get(key, [])
        if isinstance(value, list):
            return value
        self.add("not_an_array", _join(path, key))
        return []

    def members(
        self, owner: Mapping[str, Any], key: str, path: str, *, required: bool = False
    ) -> list[tuple[str, Any]]:
        """The members of an object; empty if it is missing or none."""
        if key not in owner:
            if required:
                self.add("value_missing", _join(path, key))
            return []
        if isinstance(owner[key], dict):
            return list(owner[key].items())
        self.add("not_an_object", _join(path, key))
        return []


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def _shown(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value, default=str)
    return text.encode("utf-8", "replace").decode()[:60]


def _is_storable(text: str) -> bool:
    """No lone surrogates, which UTF-8 cannot hold, and no NUL, which PostgreSQL cannot."""
    if text.isascii():  # nearly all texts, and told at once
        return "\0" not in text
    return "\0" not in text and not any("\ud800" <= letter <= "\udfff" for letter in text)


def _join(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


def _shown_path(path: str) -> str:
    return path.encode("utf-8", "replace").decode().replace("\0", "?").replace("\n", "?")

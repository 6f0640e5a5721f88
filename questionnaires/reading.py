"""YAML read strictly: every value knows its line, and every fault is kept, not just the first.

A `Section` is one mapping of a file. Asking it for a value records a fault where the value is
missing or wrong and hands back a harmless stand-in, so that one run finds everything there is
to mend. `close()` reports the keys that nobody asked for.
"""

import re
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

import yaml

from assessment.domain.errors import Fault

Word = TypeVar("Word", bound=StrEnum)

ISO_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_TAG = "tag:yaml.org,2002:"
_EMPTY = yaml.MappingNode(f"{_TAG}map", [])


class Faults(list[Fault]):
    """The faults found so far."""

    def add(self, code: str, place: str, /, **values: object) -> None:
        """Keep one more fault; `values` are the named places of its sentence."""
        named = tuple((name, str(value)) for name, value in values.items())
        self.append(Fault(code, place, named))


def read_yaml(path: Path, name: str, faults: Faults) -> "Section":
    """The mapping at the top of a YAML file; an empty section, and a fault, if there is none.

    `name` is how faults call the file: its path inside the catalogue folder.
    """
    try:
        text = path.read_text(encoding="utf-8")
        node = yaml.compose(text, Loader=yaml.CSafeLoader)
    except OSError:
        faults.add("file_missing", name)
    except UnicodeDecodeError:
        faults.add("file_not_utf8", name)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        faults.add("yaml_broken", f"{name}:{line}", problem=error.problem or error.context)
    except yaml.YAMLError as error:
        faults.add("yaml_broken", f"{name}:1", problem=str(error).splitlines()[0])
    else:
        if isinstance(node, yaml.MappingNode):
            return Section(node, name, faults)
        line = node.start_mark.line + 1 if node is not None else 1
        faults.add("not_a_mapping", f"{name}:{line}")
    return Section(_EMPTY, name, faults, broken=True)


class Section:
    """One mapping of a YAML file, asked for its values key by key."""

    def __init__(
        self, node: yaml.MappingNode, file: str, faults: Faults, *, broken: bool = False
    ) -> None:
        """`broken` sections stand in for what could not be read and report nothing more."""
        self.file = file
        self.faults = faults
        self.broken = broken
        mark = node.start_mark
        self.place = f"{file}:{mark.line + 1}" if mark else file
        self._asked: set[str] = set()
        self._values: dict[str, tuple[yaml.Node, str]] = {}
        for key, value in node.value:
            place = f"{file}:{key.start_mark.line + 1}"
            name = key.value if isinstance(key, yaml.ScalarNode) else "?"
            if name in self._values:
                faults.add("key_twice", place, key=name)
            self._values[name] = (value, place)

    def close(self) -> None:
        """Report the keys that nobody asked for."""
        for name, (_, place) in self._values.items():
            if name not in self._asked:
                self.faults.add("key_unknown", place, key=name)

    def place_of(self, key: str) -> str:
        """Where a key stands; the section's own place if it has no such key."""
        return self._values[key][1] if key in self._values else self.place

    def has(self, key: str) -> bool:
        """Whether the key is there, and is asked for from now on."""
        self._asked.add(key)
        return key in self._values

    def fault(self, code: str, key: str, /, **values: object) -> None:
        """Keep a fault at a key."""
        if not self.broken:
            self.faults.add(code, self.place_of(key), key=key, **values)

    def text(self, key: str, longest: int, *, required: bool = True) -> str:
        """One paragraph of text, stripped, of at most `longest` characters; "" if missing."""
        node = self._node(key, required=required)
        if node is None or (not required and _is_null(node)):
            return ""
        return self._paragraph(key, node, longest)

    def identifier(self, key: str, form: re.Pattern[str]) -> str:
        """A text of one form; "" if it is missing or has another."""
        value = self.text(key, 100)
        if value and not form.fullmatch(value):
            self.fault("id_form", key, value=value)
            return ""
        return value

    def date(self, key: str) -> str | None:
        """A date, a month or a year in ISO 8601, or null."""
        node = self._node(key, required=True)
        if node is None or _is_null(node):
            return None
        if not isinstance(node, yaml.ScalarNode) or not ISO_DATE.fullmatch(node.value):
            self.fault("date_form", key, value=getattr(node, "value", ""))
            return None
        return node.value

    def choice(self, key: str, words: type[Word]) -> Word:
        """One of an enumeration's words; its first if missing or unknown."""
        value = self.text(key, 100)
        if value and value not in set(words):
            self.fault("word_unknown", key, value=value, known=", ".join(words))
        return words(value) if value in set(words) else next(iter(words))

    def flag(self, key: str, *, default: bool | None = None) -> bool:
        """True or false; without a default the key is required."""
        node = self._node(key, required=default is None)
        if node is None:
            return bool(default)
        if node.tag != f"{_TAG}bool":
            self.fault("not_true_or_false", key)
            return bool(default)
        return node.value.lower() in {"true", "yes", "on"}

    def number(
        self, key: str, lowest: float, highest: float, *, default: float | None = None
    ) -> float:
        """A number between two bounds; without a default the key is required."""
        stand_in = lowest if default is None else default
        node = self._node(key, required=default is None)
        if node is None:
            return stand_in
        if node.tag not in {f"{_TAG}int", f"{_TAG}float"}:
            self.fault("not_a_number", key)
            return stand_in
        try:
            value = float(node.value.replace("_", ""))
        except ValueError:  # 0x10, 1:30 and the like
            self.fault("not_a_number", key)
            return stand_in
        if not lowest <= value <= highest:
            self.fault("out_of_range", key, value=node.value, lowest=lowest, highest=highest)
            return stand_in
        return value

    def integer(self, key: str, lowest: int, highest: int) -> int:
        """A whole number between two bounds."""
        value = self.number(key, lowest, highest)
        if not value.is_integer() if isinstance(value, float) else False:
            self.fault("not_whole", key, value=value)
            return lowest
        return int(value)

    def optional_integer(self, key: str) -> int | None:
        """A whole number of at least 0, or null, or nothing at all."""
        node = self._node(key, required=False)
        return None if node is None or _is_null(node) else self.integer(key, 0, 10**9)

    def texts(self, key: str, longest: int, *, required: bool = True) -> list[str]:
        """A list of paragraphs; required lists hold at least one."""
        return [self._paragraph(key, node, longest) for node in self._list(key, required=required)]

    def words(self, key: str, words: type[Word]) -> tuple[Word, ...]:
        """A list of an enumeration's words, none twice, at least one."""
        known = set(words)
        found: list[Word] = []
        for value in self.texts(key, 100):
            if value not in known:
                self.fault("word_unknown", key, value=value, known=", ".join(words))
            elif value in found:
                self.fault("listed_twice", key, value=value)
            else:
                found.append(words(value))
        return tuple(found)

    def sections(self, key: str, *, required: bool = True) -> list["Section"]:
        """A list of mappings; a fault for each that is none."""
        found = []
        for node in self._list(key, required=required):
            if isinstance(node, yaml.MappingNode):
                found.append(Section(node, self.file, self.faults))
            else:
                self.faults.add("not_a_mapping", f"{self.file}:{node.start_mark.line + 1}")
        return found

    def table(self, key: str, longest: int) -> Mapping[str, str]:
        """A mapping of names to short texts."""
        node = self._node(key, required=True)
        if not isinstance(node, yaml.MappingNode):
            if node is not None:
                self.fault("not_a_mapping", key)
            return {}
        inner = Section(node, self.file, self.faults)
        return {name: inner.text(name, longest) for name in inner._values}

    def _node(self, key: str, *, required: bool) -> yaml.Node | None:
        self._asked.add(key)
        if key in self._values:
            return self._values[key][0]
        if required:
            self.fault("key_missing", key)
        return None

    def _list(self, key: str, *, required: bool) -> list[yaml.Node]:
        node = self._node(key, required=required)
        if node is None:
            return []
        if not isinstance(node, yaml.SequenceNode):
            self.fault("not_a_list", key)
            return []
        if required and not node.value:
            self.fault("list_empty", key)
        return node.value

    def _paragraph(self, key: str, node: yaml.Node, longest: int) -> str:
        place = f"{self.file}:{node.start_mark.line + 1}"
        if node.tag != f"{_TAG}str":
            self.faults.add("not_text", place, key=key)
            return ""
        # The newline that ends a block scalar is YAML's, not the writer's.
        value = node.value.rstrip("\n") if node.style in {"|", ">"} else node.value
        if not value.strip():
            self.faults.add("text_empty", place, key=key)
        elif value != value.strip() or "\n" in value:
            self.faults.add("text_not_stripped", place, key=key)
        if len(value) > longest:
            self.faults.add("text_too_long", place, key=key, length=len(value), longest=longest)
        return value


def _is_null(node: yaml.Node) -> bool:
    return node.tag == f"{_TAG}null"

"""Authored files (YAML lists, SSSOM tables) as plain values that know the line of each of their fields.

YAML is composed to a tree of nodes, and one walk of the tree gives the values: faster than the constructor of
PyYAML, with the lines kept and no key silently overwritten.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import yaml

Path_ = tuple[str | int, ...]
_DEEPEST = 20  # no record is that deep: only an alias inside its own anchor is
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_STRING = "tag:yaml.org,2002:str"
_SCALARS = yaml.constructor.SafeConstructor()


@dataclass(frozen=True, slots=True)
class Entry:
    """One record as it stands in its file; `node` is None for a row of a table."""

    file: str
    line: int
    value: dict[object, object]
    node: yaml.Node | None = None

    def fault(self, record: str, path: Path_, text: str) -> str:
        """Give the message for a fault in a field.

        Args:
            record: what the record is: "actors unesco".
            path: the keys and indexes that lead to the field.
            text: what is wrong and what is expected.
        """
        name = ".".join(str(step) for step in path if step != "[key]")
        return f"{self.file}:{self._line(path)}: {record}, field {name}: {text}"

    def _line(self, path: Path_) -> int:
        """Give the line of the field, or of the deepest part of its path that is there."""
        node, line = self.node, self.line
        for step in path:
            found = _step(node, step)
            if found is None:
                break
            line, node = found
        return line


def _step(node: yaml.Node | None, step: str | int) -> tuple[int, yaml.Node] | None:
    """Give line and node of one item of a list, or one value of a mapping."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(step):
                return key.start_mark.line + 1, value
    elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step].start_mark.line + 1, node.value[step]
    return None


@dataclass(slots=True)
class Reading:
    """The reading of one data folder: gives the entries of its files and gathers what is wrong with them."""

    root: Path
    faults: list[str] = field(default_factory=list)

    def records(self, path: Path, *, single: bool) -> Iterator[Entry]:
        """Give the records of a YAML file, unchecked.

        Args:
            path: the file.
            single: whether the file is one record (a mapping) or a list of them.
        """
        file, node = self._name(path), self._compose(path)
        if node is None:
            return
        if not single and not isinstance(node, yaml.SequenceNode):
            self._note(file, node, "expected a list of records ('- id: …')")
            return
        for item in [node] if single else node.value:
            if isinstance(item, yaml.MappingNode):
                value = cast("dict[object, object]", self._plain(file, item))
                yield Entry(file, item.start_mark.line + 1, value, item)
            else:
                self._note(file, item, "expected the fields of a record ('id: …')")

    def rows(self, path: Path, columns: tuple[str, ...]) -> Iterator[Entry]:
        """Give the rows of an SSSOM table (https://mapping-commons.github.io/sssom/): `#` head, column names, rows.

        Args:
            path: the file.
            columns: the names that the columns may have.
        """
        file, names = self._name(path), tuple[str, ...]()
        for number, line in enumerate((self._text(path) or "").splitlines(), 1):
            if line.startswith("#") or not line.strip():
                continue
            cells = tuple(line.split("\t"))
            if not names:
                names = cells
                for name in [name for name in names if name not in columns or names.count(name) > 1]:
                    self.faults.append(f"{file}:{number}: column {name!r} is none of {', '.join(columns)}, once each")
            elif len(cells) != len(names):
                self.faults.append(f"{file}:{number}: {len(cells)} cells, expected {len(names)} ({', '.join(names)})")
            else:
                yield Entry(file, number, dict(zip(names, cells, strict=True)))

    def _name(self, path: Path) -> str:
        """Give the name of a file as messages show it: data/actors/agencies.yml."""
        return path.relative_to(self.root.parent).as_posix()

    def _note(self, file: str, node: yaml.Node, text: str) -> None:
        self.faults.append(f"{file}:{node.start_mark.line + 1}: {text}")

    def _text(self, path: Path) -> str | None:
        try:
            return path.read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            self.faults.append(f"{self._name(path)}:1: cannot be read as UTF-8 text ({error})")
            return None

    def _compose(self, path: Path) -> yaml.Node | None:
        """Give the tree of a YAML file, or None with the fault noted."""
        file, text = self._name(path), self._text(path)
        if text is None:
            return None
        try:
            node = yaml.compose(text, Loader=_LOADER)
        except yaml.YAMLError as error:
            mark = error.problem_mark if isinstance(error, yaml.MarkedYAMLError) else None
            why = error.problem if isinstance(error, yaml.MarkedYAMLError) else error
            self.faults.append(f"{file}:{mark.line + 1 if mark else 1}: not YAML: {why}")
            return None
        if node is None:
            self.faults.append(f"{file}:1: the file is empty; write its records or remove it")
        return node

    def _plain(self, file: str, node: yaml.Node, depth: int = 0) -> object:
        """Give the value of a node."""
        if depth > _DEEPEST:
            self._note(file, node, "nested too deeply: an alias that contains itself?")
            return None
        if isinstance(node, yaml.MappingNode):
            return self._mapping(file, node, depth)
        if isinstance(node, yaml.SequenceNode):
            return [self._plain(file, item, depth + 1) for item in node.value]
        if node.tag == _STRING:
            return node.value
        try:
            return cast("object", _SCALARS.construct_object(node))
        except (yaml.YAMLError, ValueError) as error:
            why = error.problem if isinstance(error, yaml.MarkedYAMLError) else error
            self._note(file, node, f"{node.value!r}: {why}")
            return None

    def _mapping(self, file: str, node: yaml.MappingNode, depth: int) -> dict[object, object]:
        """Give a mapping; a key that stands twice is a fault, since one of its values would be lost."""
        values: dict[object, object] = {}
        for key_node, value_node in node.value:
            key = self._plain(file, key_node, depth + 1)
            if not isinstance(key, Hashable):
                self._note(file, key_node, "expected the name of a field, not a list or a mapping")
                continue
            if key in values:
                self._note(file, key_node, f"{key!r} stands twice in one record; keep one")
            values[key] = self._plain(file, value_node, depth + 1)
        return values

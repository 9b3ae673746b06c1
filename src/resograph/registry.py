"""The authored data under data/ as frozen values, checked: models for each record, then every reference.

Faults are gathered, never told one at a time, so that an author sees all of them at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as default
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar, cast

from pydantic import BaseModel, ValidationError

from resograph import resources
from resograph.authored import Entry, Path_, Reading
from resograph.errors import RegistryError
from resograph.grammar import Language
from resograph.records import (
    Act,
    Actor,
    Body,
    Concept,
    Editorial,
    Group,
    Instrument,
    Interface,
    Link,
    Subject,
    Submission,
)

SHOWN = 20

# Kind (a field of Registry), model, files, and the field that is its key.
_KINDS: tuple[tuple[str, type[BaseModel], str, str], ...] = (
    ("actors", Actor, "actors/*.yml", "id"),
    ("instruments", Instrument, "instruments/*.yml", "id"),
    ("groups", Group, "instruments/groups.yml", "id"),
    ("bodies", Body, "bodies/*.yml", "id"),
    ("acts", Act, "acts.yml", "id"),
    ("qualifiers", Concept, "qualifiers.yml", "id"),
    ("followups", Concept, "followups.yml", "id"),
    ("roles", Concept, "roles.yml", "id"),
    ("forces", Concept, "forces.yml", "id"),
    ("subjects", Subject, "subjects.yml", "id"),
    ("goals", Subject, "goals.yml", "id"),
    ("submissions", Submission, "submissions.yml", "id"),
    ("editorials", Editorial, "labels/*.yml", "symbol"),
    ("languages", Language, "languages/*.yml", "tag"),
    ("interfaces", Interface, "interface/*.yml", "tag"),
)
# A registry without editorial labels (or links) is whole; without one of the others it is not.
_OPTIONAL = frozenset({"editorials", "goals", "interfaces", "submissions"})
# These files hold one record each, the others a list of records.
_SINGLE = frozenset({"bodies", "editorials", "languages", "interfaces"})
# Kind, field, and the kinds of which the field may name a record.
_REFERENCES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("actors", "parent", ("actors",)),
    ("actors", "member_of", ("actors",)),
    ("actors", "usual_in", ("bodies",)),
    ("instruments", "parent", ("instruments", "actors")),
    ("groups", "issued_by", ("actors",)),
    ("bodies", "id", ("actors",)),
    ("bodies", "members", ("actors",)),
    ("languages", "listed.unknown", ("actors",)),
    ("acts", "broader", ("acts",)),
    ("acts", "force", ("forces",)),
    ("editorials", "subjects", ("subjects",)),
    ("editorials", "provisions.*.subjects", ("subjects",)),
)
# What a link may speak of, by the local part of its IRI (design "IRIs") after a CURIE prefix or the whole base:
# actor/unesco, actor:unesco, rg:act/reaffirm, A/RES/60/288#op3.b.
_LINKED = re.compile(r"(?:.*/id/|[\w.-]+:)??(?:(?P<kind>[a-z]+)[/:](?P<id>[a-z0-9-]+)|[A-Z][A-Z.]*/\S+)")
_LINKED_KINDS = {
    "actor": "actors", "instrument": "instruments", "group": "groups", "act": "acts", "force": "forces",
    "role": "roles", "followup": "followups", "qualifier": "qualifiers", "subject": "subjects",
}  # fmt: skip

_M = TypeVar("_M", bound=BaseModel)
_Entries = dict[str, tuple[Entry, BaseModel | None]]


@dataclass(frozen=True, slots=True, eq=False)
class Registry:
    """All authored data by key: the id, the symbol (editorials) or the language tag."""

    actors: Mapping[str, Actor]
    instruments: Mapping[str, Instrument]
    groups: Mapping[str, Group]
    bodies: Mapping[str, Body]
    acts: Mapping[str, Act]
    qualifiers: Mapping[str, Concept]
    followups: Mapping[str, Concept]
    roles: Mapping[str, Concept]
    forces: Mapping[str, Concept]
    subjects: Mapping[str, Subject]
    editorials: Mapping[str, Editorial]
    links: tuple[Link, ...]
    languages: Mapping[str, Language]
    interfaces: Mapping[str, Interface] = default(default_factory=dict)
    submissions: Mapping[str, Submission] = default(default_factory=dict)
    goals: Mapping[str, Subject] = default(default_factory=dict)


def load(root: Path | None = None) -> Registry:
    """Give all authored data, checked.

    Args:
        root: the folder to read; None is the data/ folder of this installation, read once in a process.

    Raises:
        RegistryError: names every fault (`SHOWN` at most) with file, line, field and what is expected there.

    >>> load().forces["request"].id
    'request'
    """
    return _read(root) if root else _default()


@cache
def _default() -> Registry:
    """Give the data of this installation."""
    return _read(resources.folder("data"))


def _read(root: Path) -> Registry:
    """Read one data folder."""
    if not root.is_dir():
        raise RegistryError(f"{root}: no such folder; it should hold actors/, instruments/, bodies/, languages/ …")
    reading = Reading(root)
    kinds = {kind: _read_kind(reading, kind, model, files, key) for kind, model, files, key in _KINDS}
    links = _read_links(reading, kinds)
    for kind, field, targets in _REFERENCES:
        known = set[str]().union(*(kinds[target] for target in targets))
        for key, (entry, record) in kinds[kind].items():
            for path, name in _named(record, tuple(field.split("."))):
                if name not in known:
                    text = f"{name!r} is unknown; {' or '.join(targets)} has no record of that id{_close(name, known)}"
                    reading.faults.append(entry.fault(f"{kind} {key}", path, text))
    if reading.faults:
        more = len(reading.faults) - SHOWN
        raise RegistryError("\n".join(reading.faults[:SHOWN] + [f"… and {more} more"] * (more > 0)))
    fields: dict[str, Any] = {
        kind: MappingProxyType({key: record for key, (_, record) in entries.items()}) for kind, entries in kinds.items()
    }
    return Registry(**fields, links=links)


def _read_kind(reading: Reading, kind: str, model: type[BaseModel], files: str, key: str) -> _Entries:
    """Read all records of one kind; that of a faulty one is None, but its key is known: one fault is told once."""
    records: _Entries = {}
    paths = [path for path in sorted(reading.root.glob(files)) if (path.name == "groups.yml") == (kind == "groups")]
    if not paths and kind not in _OPTIONAL:
        reading.faults.append(f"{reading.root.name}/{files}: no such file; it should hold the {kind}")
    for path in paths:
        for entry in reading.records(path, single=kind in _SINGLE):
            name = str(entry.value.get(key, f"without {key}"))
            if name in records and key in entry.value:
                earlier = records[name][0]
                text = f"{name!r} is already in {earlier.file}:{earlier.line}; keep one"
                reading.faults.append(entry.fault(f"{kind} {name}", (key,), text))
            else:
                records[name] = entry, _checked(reading, entry, model, f"{kind} {name}")
    return records


def _read_links(reading: Reading, kinds: Mapping[str, _Entries]) -> tuple[Link, ...]:
    """Read all mapping sets; each row must speak of a thing that exists."""
    links: list[Link] = []
    for path in sorted((reading.root / "links").glob("*.sssom.tsv")):
        for entry in reading.rows(path, tuple(Link.model_fields)):
            link = _checked(reading, entry, Link, "link")
            if link is None:
                continue
            links.append(link)
            found = _LINKED.fullmatch(link.subject_id)
            kind = _LINKED_KINDS.get(found["kind"]) if found and found["kind"] else None
            if not found or (found["kind"] and (kind is None or found["id"] not in kinds[kind])):
                text = f"{link.subject_id!r} is unknown; expected a document or a record, such as actor/<its id>"
                reading.faults.append(entry.fault("link", ("subject_id",), text))
    return tuple(links)


def _checked(reading: Reading, entry: Entry, model: type[_M], record: str) -> _M | None:
    """Give the record, or None with its faults noted."""
    try:
        return model.model_validate(entry.value)
    except ValidationError as error:
        for fault in error.errors(include_url=False):
            reading.faults.append(entry.fault(record, fault["loc"], _expected(cast("dict[str, Any]", fault), model)))
        return None


def _expected(fault: Mapping[str, Any], model: type[BaseModel]) -> str:
    """Say what is wrong with a field, and what is expected there."""
    context, value, place = fault.get("ctx", {}), fault["input"], fault["loc"]
    texts = {
        "literal_error": f"{value!r} is none of {_list(context)}",
        "missing": "is missing",
        "extra_forbidden": "is unknown" + f"; the fields are {', '.join(model.model_fields)}" * (len(place) == 1),
        "string_type": f"{value!r} is not text; put it in quotes",
        "string_pattern_mismatch": f"{value!r} does not have the form {context.get('pattern')}",
    }
    return texts.get(fault["type"], f"{value!r}: {fault['msg']}")


def _list(context: Mapping[str, Any]) -> str:
    """Give the alternatives of a choice: "'a', 'b' or 'c'" as a, b, c."""
    return ", ".join(re.findall(r"'([^']*)'", context.get("expected", "")))


def _named(value: object, steps: Path_, path: Path_ = ()) -> Iterator[tuple[Path_, str]]:
    """Give the ids that a field holds, each with its place; the step * stands for every key."""
    if isinstance(value, str) and not steps:
        yield path, value
    elif isinstance(value, list | tuple):
        for index, item in enumerate(value):
            yield from _named(item, steps, (*path, index))
    elif isinstance(value, dict) and steps[:1] == ("*",):
        for key, item in value.items():
            yield from _named(item, steps[1:], (*path, key))
    elif isinstance(value, BaseModel) and steps:
        yield from _named(getattr(value, str(steps[0])), steps[1:], (*path, steps[0]))


def _close(name: str, known: set[str]) -> str:
    """Give a hint where the id is nearly that of another record."""
    from difflib import get_close_matches

    return "".join(f" (did you mean {match}?)" for match in get_close_matches(name, known, 1))

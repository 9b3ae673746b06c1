"""What the pages say in each language beside the texts, and how a word is found where a language lacks it."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from resograph.sentence import between
from resograph.site.facts import Value

if TYPE_CHECKING:
    from resograph.registry import Registry


FILE = "interface.json"


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language of the interface: its tag, direction, own name and messages by key."""

    tag: str
    direction: str
    name: str
    messages: Mapping[str, str]

    @property
    def comma(self) -> str:
        """Give what stands between names in a row; a wide comma brings its space along."""
        return between(self.messages)


def apart(values: Sequence[Value], comma: str) -> list[tuple[str, Value]]:
    """Give values, each with what stands between it and the one before: most have one, for which a loop of Jinja that counts costs too much."""
    return [(comma if place else "", value) for place, value in enumerate(values)]


def in_a_row(values: Sequence[Value], comma: str) -> str:
    """Give the characters of values in a row."""
    return comma.join([value.text for value in values])


def tongues(registry: Registry) -> dict[str, Tongue]:
    """Give the languages of the interface by tag, in the order of their tags."""
    return {
        tag: Tongue(tag, record.direction, record.name, dict(record.messages))
        for tag, record in sorted(registry.interfaces.items())
    }


def keep(tongues: Mapping[str, Tongue], folder: Path) -> None:
    """Write the languages where a worker finds them, which reads no registry."""
    plain = {t.tag: [t.direction, t.name, dict(t.messages)] for t in tongues.values()}
    aside = folder / f"{FILE}.{os.getpid()}"
    aside.write_text(json.dumps(plain, ensure_ascii=False), "utf-8")
    aside.replace(folder / FILE)


def kept(folder: Path) -> dict[str, Tongue]:
    """Give the languages that were written into a folder."""
    plain = json.loads((folder / FILE).read_text("utf-8"))
    return {tag: Tongue(tag, *fields) for tag, fields in plain.items()}

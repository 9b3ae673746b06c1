"""How well a graph says what people read in the same text: precision, recall and F1 for each kind of statement.

A gold file is JSON: a document, and its units (provisions) with text, acts, references and actors; `Gold` is its
schema. A measure compares two sets: what people found and what the graph says; nothing is half right.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, ValidationError

from resograph import iri
from resograph.errors import InputError, unreadable

if TYPE_CHECKING:
    import pyoxigraph as ox

KINDS = ("numbered", "named", "group")
ROLES = ("addressee", "partner", "beneficiary", "target", "agent")
DEFAULT_LANGUAGE = "zh"
_PREFIX = f"PREFIX rg: <{iri.RG}>\n"
# Compared texts leave aside what extractors treat differently: white space, hyphens, the width of brackets.
_ASIDE = re.compile(r"[\s\u00a0\u200b-\u200f\u2011\u00ad‑–—-]+")
_WIDTHS = str.maketrans({"（": "(", "）": ")", "’": "'"})

Statement = tuple[str | None, ...]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class GoldDocument(_Part):
    """The document that was read, and in which language."""

    symbol: str
    language: str = DEFAULT_LANGUAGE


class GoldReference(_Part):
    """A citation: `class` is numbered, named or group."""

    target: str | None
    pinpoints: tuple[str, ...] = ()


class GoldActor(_Part):
    """An actor in a role."""

    id: str
    role: str


class GoldUnit(_Part):
    """A provision."""

    eId: str  # noqa: N815 - the name in the file
    text: str
    acts: tuple[str, ...] = ()
    references: tuple[dict[str, object], ...] = ()
    actors: tuple[GoldActor, ...] = ()


@dataclass(frozen=True, slots=True)
class Score:
    """One measure.

    Args:
        name: what was compared.
        right: how many statements both have.
        missed: what only people found.
        surplus: what only the graph says.
    """

    name: str
    right: int
    missed: tuple[Statement, ...]
    surplus: tuple[Statement, ...]

    @property
    def want(self) -> int:
        """How many statements people found."""
        return self.right + len(self.missed)

    @property
    def precision(self) -> float:
        """Which part of what the graph says is right; 1 where it says nothing."""
        said = self.right + len(self.surplus)
        return self.right / said if said else 1.0

    @property
    def recall(self) -> float:
        """Which part of what people found the graph says; 1 where they found nothing."""
        return self.right / self.want if self.want else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

"""Gold files: what people read in a text, as JSON, and its schema."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from resograph.errors import InputError, unreadable


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class GoldDocument(_Part):
    """The document that was read, and in which language (where that is left out: the one the graph has)."""

    symbol: str
    language: str | None = None


class GoldReference(_Part):
    """A citation, with the kind of what is cited (`class` in the file)."""

    kind: Literal["numbered", "named", "group"] = Field(alias="class")
    target: str | None
    pinpoints: tuple[str, ...] = ()


class GoldActor(_Part):
    """An actor in a role."""

    id: str
    role: str


class GoldUnit(_Part):
    """A provision, with its class in the ontology."""

    eid: str = Field(alias="eId")
    kind: str = Field(alias="class")
    text: str
    acts: tuple[str, ...] = ()
    references: tuple[GoldReference, ...] = ()
    actors: tuple[GoldActor, ...] = ()


class GoldFollowUp(_Part):
    """A follow-up: the provision that orders it, and its type."""

    eid: str = Field(alias="eId")
    what: str


class Gold(_Part):
    """What people read in one text."""

    document: GoldDocument
    units: tuple[GoldUnit, ...] = Field(min_length=1)
    follow_ups: tuple[GoldFollowUp, ...] = Field(default=(), alias="followups")


def read_gold(path: Path) -> Gold:
    """Give the reading that a gold file holds.

    Raises:
        InputError: it cannot be read, is no JSON, or lacks a field; the text names line or field.
    """
    try:
        text = path.read_text("utf-8")
    except OSError as error:
        raise unreadable(path, error) from None
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: byte {error.start} is not UTF-8. A gold file is JSON in UTF-8.") from None
    try:
        return Gold.model_validate_json(text)
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        field = ".".join(str(step) for step in fault["loc"])
        where = f"{path}: {field}" if field else str(path)
        raise InputError(f"{where}: {fault['msg']}. Correct the gold file (docs/commands.md has its form).") from None

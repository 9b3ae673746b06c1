"""A template with examples: what each rule of a language is made of."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from resograph.records import Line, Record, Slug

Template = Annotated[str, StringConstraints(min_length=1)]


class Finding(Record):
    """A text that a rule must match, the words it must find there, and why the example is kept."""

    text: Template
    finds: Template
    gives: dict[str, str] = {}
    why: Line | None = None


class Rule(Record):
    """A template with an id and examples."""

    id: Slug
    match: Template
    examples: list[Finding] = Field(min_length=1)

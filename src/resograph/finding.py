"""What validation finds: one fault with its place and its cure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from resograph import iri

Severity = Literal["violation", "warning", "info"]
Messages = tuple[tuple[str, str], ...]

SHAPES = "https://w3id.org/resograph/shapes#"
QUERIES = "https://w3id.org/resograph/queries/qc/"
BLANK = "_:"
SEVERITIES: dict[str, Severity] = {"violation": "violation", "warning": "warning", "info": "info"}
_LANGUAGE_PART = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[0-9]+)?|labels-.+")
_STATEMENT_PART = re.compile(r"-([acfi][0-9]+|[a-z]{2,3}(-[A-Z][a-z]{3})?-m[0-9]+)$")


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault, with its place and its cure.

    Args:
        kind: the rule that is broken: local name of a shape, or name of a question ("act-force").
        severity: "violation" where the graph does not conform, else "warning" or "info".
        place: IRI of the thing at fault; `BLANK` for a blank node.
        eid: eId of the provision it belongs to, or None.
        document: IRI of the document it belongs to, or None.
        path: IRI of the property at fault, or None.
        value: the value at fault as an N-Triples term, or None.
        messages: (language, text) pairs: what is wrong and what to do.
        shape: IRI of the shape or question.
        component: local name of the SHACL constraint component; "" for a question.
    """

    kind: str
    severity: Severity
    place: str
    eid: str | None
    document: str | None
    path: str | None
    value: str | None
    messages: Messages
    shape: str
    component: str = ""

    def message(self, language: str = "en") -> str:
        """Give the message in a language, in English where there is none."""
        return next((text for tag, text in self.messages if tag == language), dict(self.messages).get("en", self.kind))


def locate(place: str) -> tuple[str | None, str | None]:
    """Give the document that an IRI belongs to, and the eId of the provision, as far as it has them.

    >>> locate("https://w3id.org/resograph/id/A/RES/60/288#op3.b-zh-m1")
    ('https://w3id.org/resograph/id/A/RES/60/288', 'op3.b')
    >>> locate("https://w3id.org/resograph/id/actor/ga")
    (None, None)
    """
    document, _, fragment = place.partition("#")
    if not document.startswith(iri.BASE) or not document[len(iri.BASE) :][:1].isupper():
        return None, None
    if not fragment or _LANGUAGE_PART.fullmatch(fragment):
        return document, None
    return document, _STATEMENT_PART.sub("", fragment)


def ordered(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Give findings without repetition, by document, place and rule; op2 comes before op10."""
    return tuple(sorted(dict.fromkeys(findings), key=_order))


def _order(finding: Finding) -> tuple[object, ...]:
    parts = re.split(r"([0-9]+)", finding.place)
    place = tuple((int(part), "") if part.isdecimal() else (-1, part) for part in parts)
    return finding.document or "", place, finding.shape, finding.component, finding.path or "", finding.value or ""

"""What a page offers to programs: the graph of one document, or all that is said of one thing, in four forms."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from resograph import iri
from resograph.iri import UNBIS
from resograph.publish import turtle
from resograph.site.facts import Facts, Value, local
from resograph.site.framed import framed
from resograph.site.measures import ROLES
from resograph.site.resolution import resolution

if TYPE_CHECKING:
    import pyoxigraph as ox

ONTOLOGY = iri.ONTOLOGY.rpartition("/")[2]
# Subjects have the IRIs of their publisher, and pages beside those of our things.
SUBJECT = "subject/"


def data(facts: Facts, name: str, form: str) -> bytes | None:
    """Give what is known of a document or thing in a form, None if there is nothing.

    Args:
        facts: the store.
        name: its local name, as `A/RES/60/288` or `actor/unesco`, `ONTOLOGY`, or `subject/` with a number.
        form: one of `FORMS`.
    """
    quads = facts.quads(_named(name), is_document=name[:1].isupper() or name == ONTOLOGY)
    return FORMS[form](facts, name, quads) if quads else None


def _named(name: str) -> str:
    """Give the IRI of what has a local name; the ontology and subjects lie beside the things."""
    if name.startswith(SUBJECT):
        return UNBIS + name.removeprefix(SUBJECT)
    return iri.ONTOLOGY if name == ONTOLOGY else iri.entity(name)


def _turtle(_: Facts, name: str, quads: list[ox.Quad]) -> bytes:
    terms = "Source of the texts: the United Nations. Unofficial copy. Statements: CC0 1.0."
    head = (name,) if name == ONTOLOGY else (name, terms)
    rows = ((str(q.subject), str(q.predicate), str(q.object), str(q.graph_name)) for q in quads)
    return turtle.text(rows, head).encode()


def _n_triples(_: Facts, __: str, quads: list[ox.Quad]) -> bytes:
    return "".join(f"{q.subject} {q.predicate} {q.object} .\n" for q in quads).encode()


def _json_ld(facts: Facts, name: str, quads: list[ox.Quad]) -> bytes:
    things: dict[str, dict[str, list[Value]]] = {}
    for quad in quads:
        subject = things.setdefault(quad.subject.value, {})  # type: ignore[union-attr]
        subject.setdefault(quad.predicate.value, []).append(facts.value(quad.object))
    return framed(_named(name), things)


def _csv(facts: Facts, name: str, quads: list[ox.Quad]) -> bytes:
    """Write the table of measures; of anything else, its statements."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    found = resolution(facts, name) if name[:1].isupper() else None
    if found is None:
        writer.writerow(("subject", "predicate", "object"))
        writer.writerows(tuple(_cell(facts.value(t).text) for t in q.triple) for q in quads)
        return out.getvalue().encode()
    writer.writerow(("eId", "act", "force", "words", "content", *ROLES, "qualifiers", "due"))
    for row in found.measures:
        words, content = (" / ".join(v.text for v in values) for values in (row.words, row.content))
        parts = (" ".join(map(local, row.parts[role])) for role in ROLES)
        times = [(local(kind), " / ".join(value.text for value in when)) for kind, when in row.follow_ups]
        due = " ".join(f"{kind} {when}".strip() for kind, when in times)
        cells = (
            row.eid,
            local(row.act),
            local(row.force),
            words,
            content,
            *parts,
            " ".join(map(local, row.qualifiers)),
            due,
        )
        writer.writerow([_cell(cell) for cell in cells])
    return out.getvalue().encode()


def _cell(text: str) -> str:
    """Give a cell that a spreadsheet takes for no formula."""
    return f"'{text}" if text[:1] in "=+-@\t\r" and text else text


FORMS: Mapping[str, Callable[[Facts, str, list[ox.Quad]], bytes]] = {
    "ttl": _turtle, "nt": _n_triples, "jsonld": _json_ld, "csv": _csv,
}  # fmt: skip

"""The writer of pretty Turtle: the same triples give the same bytes, made to be read by a person.

One block a subject in the order first seen, one line a predicate in a fixed order, the prefixes that are used and no
others. What would not survive an abbreviation in every parser (RDF 1.1 Turtle, section 6) is written in full.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import BinaryIO

from resograph.iri import BASE
from resograph.terms import XSD, Quad, Term
from resograph.vocab import PREFIXES

_RDF_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
WIDTH = 100
_INDENT = "    "

# Namespaces of the registries and of the links out: actor:unesco says more than <actor/unesco>.
_LOCAL = ("actor", "instrument", "group", "act", "force", "role", "followup", "qualifier", "scheme")
NAMESPACES: Mapping[str, str] = {
    **{name: iri for name, iri in PREFIXES.items() if name != "base"},
    **{name: f"{BASE}{name}/" for name in _LOCAL},
    "lang": "http://id.loc.gov/vocabulary/iso639-1/",
    "semapv": "https://w3id.org/semapv/vocab/",
    "sssom": "https://w3id.org/sssom/",
    "unbis": "http://metadata.un.org/thesaurus/",
    "vann": "http://purl.org/vocab/vann/",
    "wd": "http://www.wikidata.org/entity/",
}
# The prefix of the one document whose parts a file describes: d:op3.b is <https://…/id/A/RES/60/288#op3.b>.
PART_PREFIX = "d"

# What a reader looks for first; predicates that are not named here follow in the order in which they came.
ORDER = (
    "rdf:type", "rdfs:label", "skos:prefLabel", "skos:altLabel", "skos:notation", "rg:eId", "rg:symbol", "rg:number",
    "dcterms:title", "rg:heading", "rg:text", "rg:quote", "rg:verbPhrase", "rg:leadPhrase", "rg:content", "skos:definition",
    "rdfs:comment", "rg:inDocument", "rg:partOf", "rg:position", "rg:statedIn", "rg:actType", "rg:force", "rg:agent",
    "rg:addressee", "rg:partner", "rg:beneficiary", "rg:target", "rg:qualifier", "rg:followUp", "rg:governedBy",
    "rg:citingProvision", "rg:cites", "rg:pinpoint", "rg:pinpointText", "rg:inProvision", "rg:ofEntity", "rg:role",
    "rg:ofAct", "rg:start", "rg:end", "rg:rule",
)  # fmt: skip

# PN_LOCAL of the grammar, less what needs an escape and less what is not ASCII: no dot or hyphen at either end.
_PLAIN_LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_])?")
# A reference that every parser resolves against the base to the base followed by the reference itself.
PLAIN_RELATIVE = re.compile(r"[A-Za-z0-9][\w.()-]*(?:/[A-Za-z0-9][\w.()-]*)*(?:#[\w.()-]+)?", re.ASCII)
# RFC 3986, 5.2.2: where a base is declared, a full IRI too loses its dot segments.
_DOT_SEGMENT = re.compile(r"[/:]\.\.?(?:[/?#>])")
_CANONICAL_INTEGER = re.compile(r"0|-?[1-9][0-9]*")
# Allowed as they are, but they break lines or turn the direction of what follows them on a screen.
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff]")
_DIGITS = re.compile(r"([0-9]{1,15})")
_LANGUAGE = re.compile(r'"@([A-Za-z0-9-]+)$')

Description = dict[Term, list[Term]]


class _Shortener:
    """Terms in their short form, and what has been used to shorten them."""

    def __init__(self, namespaces: Mapping[str, str], base: str | None) -> None:
        self.names = {iri: name for name, iri in namespaces.items()}
        self.base = base
        self.used: set[str] = set()
        self.relative = self.unsafe_with_base = False
        self.known: dict[Term, str] = {}

    def short(self, term: Term) -> str:
        """Give the short form of a term.

        Raises:
            ValueError: it is a blank node or no RDF term; neither is ever published.
        """
        if term[:1] == '"' and term[-1] != ">":
            return _visible(term)
        found = self.known.get(term)
        if found is None:
            found = self.known[term] = self._typed(term) if term[:1] == '"' else self._iri(term)
        return found

    def _iri(self, term: Term) -> str:
        if term[:1] != "<" or term[-1] != ">" or term[:2] == "<<":
            raise ValueError(f"{term[:80]!r} is no IRI: blank nodes and quoted triples are not published")
        iri = term[1:-1]
        cut = max(iri.rfind("#"), iri.rfind("/")) + 1
        name = self.names.get(iri[:cut])
        if name is not None and _PLAIN_LOCAL.fullmatch(iri, cut):
            self.used.add(name)
            return f"{name}:{iri[cut:]}"
        if self.base and iri.startswith(self.base) and PLAIN_RELATIVE.fullmatch(iri, len(self.base)):
            self.relative = True
            return f"<{iri[len(self.base) :]}>"
        self.unsafe_with_base = self.unsafe_with_base or _DOT_SEGMENT.search(term) is not None
        return _visible(term)

    def _typed(self, term: Term) -> str:
        body, _, datatype = term.rpartition('"^^')
        if datatype == f"<{XSD}integer>" and _CANONICAL_INTEGER.fullmatch(body, 1):
            return body[1:]
        if datatype == f"<{XSD}boolean>" and body in ('"true', '"false'):
            return body[1:]
        return f'{_visible(body)}"^^{self.short(datatype)}'

    def header(self, namespaces: Mapping[str, str]) -> str:
        """Give the declarations of what has been used, in alphabetical order."""
        lines = [f"@base <{self.base}> .\n"] if self.relative else []
        lines += [f"@prefix {name}: <{namespaces[name]}> .\n" for name in sorted(self.used)]
        return "".join(lines)


def _visible(term: str) -> str:
    """Write characters that cannot be seen, or that break lines, as escapes."""
    if term.isprintable():
        return term
    return _UNSEEN.sub(lambda m: f"\\u{ord(m.group()):04X}", term)


def _reading_order(term: Term) -> tuple[str, list[str | int], Term]:
    """Order objects by language, then as people count: op2 before op10."""
    tagged = _LANGUAGE.search(term)
    parts: list[str | int] = list(_DIGITS.split(term))
    parts[1::2] = [int(digits) for digits in parts[1::2]]
    return tagged[1] if tagged else "", parts, term


def describe(quads: Iterable[Quad]) -> dict[Term, Description]:
    """Gather the triples of each subject, in the order first seen; the graphs are left aside.

    Args:
        quads: in any order.
    """
    subjects: dict[Term, Description] = {}
    last, current = "", {}  # type: Term, Description
    for subject, predicate, value, _ in quads:
        if subject != last:
            last, current = subject, subjects.setdefault(subject, {})
        values = current.get(predicate)
        if values is None:
            current[predicate] = [value]
        else:
            values.append(value)
    return subjects


def _one_document(subjects: Iterable[Term]) -> str | None:
    """Give the document of which all described parts are parts, if it is one and can stand in a declaration."""
    start = "<" + BASE
    documents = {subject[1 : subject.find("#")] for subject in subjects if "#" in subject and subject.startswith(start)}
    document = documents.pop() if len(documents) == 1 else ""
    return document if PLAIN_RELATIVE.fullmatch(document, len(BASE)) else None


def _ranks() -> dict[Term, int]:
    full = (curie.partition(":") for curie in ORDER)
    return {f"<{PREFIXES[prefix]}{local}>": rank for rank, (prefix, _, local) in enumerate(full)}


def _blocks(subjects: Mapping[Term, Description], terms: _Shortener) -> Iterator[str]:
    """Give one block for each subject."""
    short, ranks = terms.short, _ranks()
    orders: dict[tuple[Term, ...], list[tuple[Term, str]]] = {}
    for subject, description in subjects.items():
        key = tuple(description)
        order = orders.get(key)
        if order is None:
            ranked = sorted(key, key=lambda predicate: ranks.get(predicate, len(ranks)))
            order = orders[key] = [(p, "a" if p == _RDF_TYPE else short(p)) for p in ranked]
        lines = []
        for predicate, name in order:
            values = description[predicate]
            if len(values) == 1:
                lines.append(f"{name} {short(values[0])}")
            else:
                lines.append(_listed(name, [short(value) for value in sorted(set(values), key=_reading_order)]))
        first = f"\n{_INDENT}" if len(lines) > 1 else " "
        yield f"\n{short(subject)}{first}" + f" ;\n{_INDENT}".join(lines) + " .\n"


def _listed(name: str, values: Sequence[str]) -> str:
    line = f"{name} {', '.join(values)}"
    if len(line) <= WIDTH or len(values) == 1:
        return line
    indent = _INDENT * 2
    return f"{name}\n{indent}" + f",\n{indent}".join(values)


def chunks(quads: Iterable[Quad], head: Sequence[str] = ()) -> Iterator[str]:
    """Give the pieces of a Turtle file: head, declarations, then one block for each subject.

    Args:
        quads: what to write; graphs are left aside, and a triple that stands in two graphs is written once.
        head: what the comment at the top says, line by line.

    Raises:
        ValueError: a term is a blank node.
    """
    subjects = describe(quads)
    document = _one_document(subjects)
    namespaces = {**NAMESPACES, **({PART_PREFIX: f"{document}#"} if document else {})}
    terms = _Shortener(namespaces, BASE)
    blocks = list(_blocks(subjects, terms))
    if terms.relative and terms.unsafe_with_base:
        terms = _Shortener(namespaces, None)
        blocks = list(_blocks(subjects, terms))
    comment = "".join(f"# {line}".rstrip() + "\n" for text in head for line in text.splitlines() or [""])
    yield comment + ("\n" if comment else "") + terms.header(namespaces)
    yield from blocks


def write(quads: Iterable[Quad], to: BinaryIO, head: Sequence[str] = ()) -> None:
    """Write Turtle in UTF-8.

    Args:
        quads: what to write.
        to: where to.
        head: what the comment at the top says, line by line.

    Raises:
        ValueError: a term is a blank node.
    """
    to.writelines(chunk.encode() for chunk in chunks(quads, head))


def text(quads: Iterable[Quad], head: Sequence[str] = ()) -> str:
    """Give Turtle as a string.

    Args:
        quads: what to write.
        head: what the comment at the top says, line by line.

    Raises:
        ValueError: a term is a blank node.
    """
    return "".join(chunks(quads, head))

"""What is searched: documents, things and provisions with their words, and the symbols of all documents.

They come in the order in which a list that must be cut is best cut: documents and things, then provisions, the latest
documents first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from resograph import iri, vocab
from resograph.errors import InvalidSymbol
from resograph.site.facts import ALL, TYPE, Facts, Value, local, natural, things
from resograph.site.measures import ROLES
from resograph.symbol import Symbol

if TYPE_CHECKING:
    import pyoxigraph as ox

_SKOS, _RDFS, _DCTERMS = (vocab.PREFIXES[prefix] for prefix in ("skos", "rdfs", "dcterms"))
_TITLES = (_DCTERMS + "title", _DCTERMS + "alternative")
NAMES = (_SKOS + "prefLabel", _SKOS + "altLabel", _SKOS + "notation", _RDFS + "label", *_TITLES)
_SUBJECT = _DCTERMS + "subject"
DOCUMENT, PROVISION, SUBJECT = "document", "provision", "subject"
# What a provision can be filtered by, and the properties of it or of the acts stated in it that tell.
_TAGS = {
    "act": (vocab.actType,),
    "actor": tuple(iri.RG + role for role in ROLES),
    SUBJECT: (_SUBJECT,),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that can be found.

    Args:
        kind: document, provision, subject, or the folder of its local name.
        name: its local name; the whole IRI of a subject.
        values: its words.
        body: id of the body that adopted it, or "".
        year: of its adoption, None where that is not known.
        tags: kind and local name of what it can be filtered by.
    """

    kind: str
    name: str
    values: Sequence[Value]
    body: str = ""
    year: int | None = None
    tags: tuple[tuple[str, str], ...] = ()

    def texts(self, columns: Sequence[str]) -> Mapping[str, str]:
        """Give its words by language; what is of no language, such as an acronym, is of all that are there.

        Args:
            columns: the languages where it has words of no language only.
        """
        found: dict[str, list[str]] = {}
        for value in self.values:
            found.setdefault(value.lang, []).append(value.text)
        common = found.pop("", [])
        own = found or {tag: [] for tag in columns}
        return {tag: " \n".join([*texts, *common]) for tag, texts in own.items()}


@dataclass(frozen=True, slots=True)
class Known:
    """The symbol of a document that the store knows; `here` if its text is there."""

    name: str
    symbol: Symbol
    body: str
    here: bool


@dataclass(frozen=True, slots=True)
class _Adopted:
    name: str
    body: str
    date: str

    @property
    def year(self) -> int | None:
        return int(self.date[:4]) if self.date[:4].isdecimal() else None


def known(facts: Facts) -> Iterator[Known]:
    """Give the symbols of all documents, the latest adopted first."""
    for document in _documents(facts):
        try:
            symbol = Symbol.parse(document.name)
        except InvalidSymbol:
            continue
        yield Known(document.name, symbol, symbol.body or document.body, bool(document.body))


def entries(facts: Facts) -> Iterator[Entry]:
    """Give everything that can be found in a store."""
    documents = _documents(facts)
    for document in documents:
        about = facts.about(iri.document(document.name))
        titles = [value for prop in _TITLES for value in about.get(prop, ())]
        if titles:
            subjects = tuple((SUBJECT, value.text) for value in about.get(_SUBJECT, ()))
            yield Entry(DOCUMENT, document.name, titles, document.body, document.year, subjects)
    yield from _things(facts)
    for document in documents:
        if document.body:
            yield from _provisions(facts, document)


def _documents(facts: Facts) -> list[_Adopted]:
    """Give each document, with who adopted it when where its text is here, the latest first."""
    found = []
    for name in facts.subjects(TYPE, vocab.Document, ALL):
        body, date = facts.first(name, vocab.adoptedBy), facts.first(name, vocab.adoptedOn)
        found.append(
            _Adopted(local(name), local(body.text).rpartition("/")[2] if body else "", date.text if date else "")
        )
    return sorted(found, key=lambda document: (document.date, document.name), reverse=True)


def _things(facts: Facts) -> Iterator[Entry]:
    """Give everything else that has a page, then the subjects."""
    named = [(thing.partition("/")[0], thing, iri.entity(thing)) for thing in things(facts)]
    named += [(SUBJECT, local(name), name) for name in sorted(set(_subjects(facts)))]
    for kind, thing, name in named:
        about = facts.about(name)
        names = [value for prop in NAMES for value in about.get(prop, ())]
        if names and not thing[:1].isupper():
            yield Entry(kind, thing, names)


def _subjects(facts: Facts) -> Iterator[str]:
    import pyoxigraph as ox

    quads = facts.store.quads_for_pattern(None, ox.NamedNode(_SUBJECT), None, ox.DefaultGraph())
    return (value.text for quad in quads if (value := facts.value(quad.object)).is_iri)


def _provisions(facts: Facts, document: _Adopted) -> Iterator[Entry]:
    """Give the provisions of a document, with the acts stated in each, their actors, and the subjects."""
    import pyoxigraph as ox

    graph = ox.NamedNode(iri.document(document.name))
    texts: dict[str, list[Value]] = {}
    for prop in (vocab.heading, vocab.text):
        for subject, value in _said(facts, prop, graph):
            texts.setdefault(subject, []).append(value)
    tags: dict[str, set[tuple[str, str]]] = {}
    stated = {subject: value.text for subject, value in _said(facts, vocab.statedIn, graph)}
    for kind, props in _TAGS.items():
        for subject, value in chain.from_iterable(_said(facts, prop, graph) for prop in props):
            tags.setdefault(stated.get(subject, subject), set()).add((kind, local(value.text)))
    whole = {tag for tag in tags.get(graph.value, ()) if tag[0] == SUBJECT}
    for name in sorted(texts, key=natural):
        own = tuple(sorted(tags.get(name, set()) | whole))
        yield Entry(PROVISION, local(name), texts[name], document.body, document.year, own)


def _said(facts: Facts, prop: str, graph: ox.NamedNode) -> Iterator[tuple[str, Value]]:
    """Give what a graph says by a property: subject and value."""
    import pyoxigraph as ox

    for quad in facts.store.quads_for_pattern(None, ox.NamedNode(prop), None, graph):
        yield getattr(quad.subject, "value", ""), facts.value(quad.object)

"""What a store says about one thing, as a page needs it: values by property, labels by language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from resograph import iri, vocab
from resograph.terms import EDITED_IN, XSD

if TYPE_CHECKING:
    import pyoxigraph as ox

# Where a language lacks a name, the reader gets it in the first of these that has it; then in any.
FALLBACK = (EDITED_IN,)
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
# Names that are remembered: those of the registries and of the documents just shown; fewer in all languages.
_KEPT, _KEPT_IN_ALL = 50_000, 8192
# What has a page: these classes of the ontology, and concepts.
_CLASSES = ("Document", "Actor", "Instrument", "InstrumentGroup", "Meeting", "AgendaItem")
CONCEPT = vocab.PREFIXES["skos"] + "Concept"
ALL = 1 << 31
_STRING = XSD + "string"
# So many statements are read at once about what points to a thing; that is cheaper than to look for each property.
_FEW = 100
_NAMES = tuple(
    vocab.PREFIXES[prefix] + name for prefix, name in (("skos", "prefLabel"), ("rdfs", "label"), ("dcterms", "title"))
)


class Value(NamedTuple):
    """A value of a property: the characters of a literal, or an IRI; a tuple, since a page of a document has thousands.

    Args:
        text: characters, or the IRI.
        lang: BCP 47 tag of a literal, or "".
        is_iri: it is an IRI.
        datatype: IRI of the datatype of a literal that is no plain string, or "".
    """

    text: str
    lang: str = ""
    is_iri: bool = False
    datatype: str = ""


def _value(term: object) -> Value:
    import pyoxigraph as ox

    if isinstance(term, ox.NamedNode):
        return Value(term.value, "", is_iri=True)
    if not isinstance(term, ox.Literal):
        return Value(getattr(term, "value", str(term)))
    if language := term.language:
        return Value(term.value, language)
    datatype = term.datatype.value
    return Value(term.value, datatype="" if datatype == _STRING else datatype)


class Facts:
    """Looks things up in a store; the default graph is the union of all graphs.

    `called(thing, lang)`, `knows(thing)` and `values(prop)` remember what they found: the store does not change.
    """

    def __init__(self, store: ox.Store) -> None:
        self.store = store
        self.called = lru_cache(_KEPT)(self._called)
        self._names = lru_cache(_KEPT_IN_ALL)(self._named)
        self.knows = lru_cache(_KEPT)(self._knows)
        self.values = lru_cache(_KEPT)(self._values)

    def about(self, subject: str) -> dict[str, list[Value]]:
        """Give the values of all properties of a thing, by the IRI of the property, in a fixed order."""
        import pyoxigraph as ox

        found: dict[str, list[Value]] = {}
        for quad in self.store.quads_for_pattern(ox.NamedNode(subject), None, None, ox.DefaultGraph()):
            found.setdefault(quad.predicate.value, []).append(_value(quad.object))
        return {name: _ordered(values) for name, values in sorted(found.items())}

    def of(self, subject: str, prop: str) -> list[Value]:
        """Give the values of one property of a thing, in a fixed order: much less work than `about` where it says much."""
        import pyoxigraph as ox

        quads = self.store.quads_for_pattern(ox.NamedNode(subject), ox.NamedNode(prop), None, ox.DefaultGraph())
        return _ordered([_value(quad.object) for quad in quads])

    def graph(self, document: str) -> dict[str, dict[str, list[Value]]]:
        """Give everything that the graph of a document says: values by property by subject."""
        import pyoxigraph as ox

        found: dict[str, dict[str, list[Value]]] = {}
        pairs: dict[str, list[Value]] = {}
        before = None
        # a query leaves the graph of each statement unread, which takes as long as to read one of the other three terms
        rows: Any = self.store.query(f"SELECT ?s ?p ?o {{ GRAPH {ox.NamedNode(document)} {{ ?s ?p ?o }} }}")
        for subject, predicate, term in rows:
            name = subject.value
            if name != before:  # a store gives what is said of a thing in a row
                pairs, before = found.setdefault(name, {}), name
            value, prop = _value(term), predicate.value
            if prop in pairs:
                pairs[prop].append(value)
            else:
                pairs[prop] = [value]
        for pairs in found.values():
            for values in pairs.values():
                if len(values) > 1:
                    values.sort(key=_order)
        return found

    def quads(self, name: str, *, is_document: bool) -> list[ox.Quad]:
        """Give the graph of a document, or what is said of any other thing, sorted."""
        import pyoxigraph as ox

        node = ox.NamedNode(name)
        quads = list(self.store.quads_for_pattern(None, None, None, node)) if is_document else []
        quads = quads or list(self.store.quads_for_pattern(node, None, None, ox.DefaultGraph()))
        return sorted(quads, key=lambda q: (natural(str(q.subject)), str(q.predicate), str(q.object)))

    def _knows(self, thing: str) -> bool:
        """Say whether anything is said of a thing: nearly all that pages lead to has a name, which is shown there."""
        import pyoxigraph as ox

        if self._names(thing):
            return True
        quads = self.store.quads_for_pattern(ox.NamedNode(thing), None, None, ox.DefaultGraph())
        return next(iter(quads), None) is not None

    def value(self, term: object) -> Value:
        """Give a term as a value."""
        return _value(term)

    def subjects(self, prop: str, value: str, most: int) -> list[str]:
        """Give the things that have a value, sorted; no more than so many are looked at."""
        import pyoxigraph as ox

        quads = self.store.quads_for_pattern(None, ox.NamedNode(prop), ox.NamedNode(value), ox.DefaultGraph())
        return sorted({getattr(quad.subject, "value", "") for quad in islice(quads, most)})

    def pointing(self, props: Sequence[str], value: str, most: int) -> dict[str, list[str]]:
        """Give the things that have a value, sorted, by the property; no more than so many of each are looked at."""
        import pyoxigraph as ox

        quads = self.store.quads_for_pattern(None, None, ox.NamedNode(value), ox.DefaultGraph())
        few = [(quad.predicate.value, getattr(quad.subject, "value", "")) for quad in islice(quads, _FEW)]
        if len(few) == _FEW:
            return {prop: self.subjects(prop, value, most) for prop in props}
        return {prop: sorted(subject for name, subject in few if name == prop) for prop in props}

    def statements(self, prop: str, most: int) -> list[tuple[str, Value]]:
        """Give things with their values of a property; no more than so many are looked at."""
        import pyoxigraph as ox

        quads = self.store.quads_for_pattern(None, ox.NamedNode(prop), None, ox.DefaultGraph())
        return [(getattr(quad.subject, "value", ""), _value(quad.object)) for quad in islice(quads, most)]

    def _values(self, prop: str) -> tuple[str, ...]:
        """Give the things that are values of a property, sorted."""
        import pyoxigraph as ox

        quads = self.store.quads_for_pattern(None, ox.NamedNode(prop), None, ox.DefaultGraph())
        return tuple(sorted({getattr(quad.object, "value", "") for quad in quads}))

    def first(self, subject: str, prop: str) -> Value | None:
        """Give one value of a property: the first in order, None if there is none."""
        return next(iter(self.of(subject, prop)), None)

    def name(self, thing: str, lang: str) -> str:
        """Give the characters of the name of a thing, as `called` chooses it."""
        return self.called(thing, lang).text

    def _called(self, thing: str, lang: str) -> Value:
        """Give the name of a thing in a language, else in one that its readers are likely to know, else its IRI."""
        names = self._names(thing)
        return in_language(names, lang) if names else Value(local(thing))

    def _named(self, thing: str) -> tuple[Value, ...]:
        """Give the names of a thing in all languages."""
        found = (tuple(self.of(thing, prop)) for prop in _NAMES)
        return next(filter(None, found), ())


def names_in(pairs: Mapping[str, list[Value]]) -> tuple[Value, ...]:
    """Give the names of a thing in all languages, from all that is said of it."""
    return next((tuple(pairs[prop]) for prop in _NAMES if prop in pairs), ())


def _ordered(values: list[Value]) -> list[Value]:
    return sorted(values, key=_order) if len(values) > 1 else values


def _order(value: Value) -> tuple[str, str]:
    return value.lang, value.text


def in_language(values: Sequence[Value], lang: str) -> Value:
    """Give the value in a language, else the best that there is.

    Args:
        values: at least one.
        lang: BCP 47 tag.
    """
    for tag in (lang, *FALLBACK, ""):
        for value in values:
            if value.lang == tag:
                return value
    return values[0]


def local(name: str) -> str:
    """Give an IRI without the base of the graph or of the ontology.

    >>> local("https://w3id.org/resograph/id/actor/unesco")
    'actor/unesco'
    """
    return name.removeprefix(iri.BASE).removeprefix(iri.RG)


def texts(pairs: Mapping[str, list[Value]], prop: str) -> Iterator[str]:
    """Give the values of a property as characters."""
    for value in pairs.get(prop, ()):
        yield value.text


def natural(name: str) -> tuple[tuple[int, str], ...]:
    """Give a key that orders numbers in names by value: op2 before op10."""
    parts = re.split(r"([0-9]+)", name)
    return tuple((int(part), "") if part.isdecimal() else (-1, part) for part in parts)


def things(facts: Facts) -> list[str]:
    """Give the local names of everything that has a page, sorted."""
    classes = [*(vocab.PREFIXES["rg"] + name for name in _CLASSES), CONCEPT]
    found = {local(s) for kind in classes for s in facts.subjects(TYPE, kind, ALL)}
    return sorted(name for name in found if ":" not in name and "#" not in name)

"""The ontology as its page shows it: each term with its meaning, a statement of the data, and the questions that use it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from resograph import iri, vocab
from resograph.query import Query
from resograph.site.facts import ALL, TYPE, Facts, Value, natural

_RDFS, _OWL, _SKOS, _DCTERMS = (vocab.PREFIXES[prefix] for prefix in ("rdfs", "owl", "skos", "dcterms"))
_CLASS = _OWL + "Class"
_PROPERTIES = (_OWL + "ObjectProperty", _OWL + "DatatypeProperty", _OWL + "AnnotationProperty")
_BROADER = (_RDFS + "subClassOf", _RDFS + "subPropertyOf", _SKOS + "broader")
_NEAR = _RDFS + "seeAlso"
# Things that are looked at for an example: the first of them in order is shown.
_LOOKED_AT = 2000
_NAMES = re.compile(rf"\brg:([A-Za-z]\w*)|<({re.escape(iri.ONTOLOGY)}#\w+|{re.escape(iri.BASE)}[^>]+)>")
_COMMENT = re.compile(r"(?m)(^|\s)#.*$")


@dataclass(frozen=True, slots=True)
class Example:
    """Where a term stands in the data: a thing of a class, or a thing and its value of a property.

    Args:
        thing: IRI.
        place: IRI of what has a place on a page: the thing or what it lies in.
        value: of the property.
        value_place: the same of the value, "" of a literal.
    """

    thing: str
    place: str
    value: Value | None = None
    value_place: str = ""


@dataclass(frozen=True, slots=True)
class Term:
    """A class, property or concept.

    Args:
        iri: its IRI.
        definition: by language.
        example: words by language.
        broader: IRIs of ours that it is a kind of.
        narrower: IRIs of ours that are a kind of it.
        facts: IRIs by `domain`, `range`, `inverse`, `force`.
        alignments: IRIs of other vocabularies.
        seen: where it stands in the data, None if nowhere.
        queries: the questions that use it.
    """

    iri: str
    definition: tuple[Value, ...]
    example: tuple[Value, ...]
    broader: tuple[str, ...]
    narrower: tuple[str, ...]
    facts: Mapping[str, tuple[str, ...]]
    alignments: tuple[str, ...]
    seen: Example | None
    queries: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Ontology:
    """All terms in the order of their names; schemes: the concepts of each, by its IRI."""

    titles: tuple[Value, ...]
    descriptions: tuple[Value, ...]
    classes: tuple[Term, ...]
    properties: tuple[Term, ...]
    schemes: Mapping[str, tuple[Term, ...]]


def ontology(facts: Facts, queries: Sequence[Query]) -> Ontology:
    """Give the ontology as its page shows it, empty where the store has none.

    Args:
        facts: the store.
        queries: the catalogue.
    """
    using = _using(queries)
    own = facts.about(iri.ONTOLOGY)
    properties = [p for kind in _PROPERTIES for p in facts.subjects(TYPE, kind, ALL) if p.startswith(iri.RG)]
    schemes = facts.subjects(TYPE, _SKOS + "ConceptScheme", ALL)
    return Ontology(
        tuple(own.get(_DCTERMS + "title", ())),
        tuple(own.get(_DCTERMS + "description", ())),
        tuple(
            _term(facts, name, using, _instance(facts, name))
            for name in facts.subjects(TYPE, _CLASS, ALL)
            if name.startswith(iri.RG)
        ),
        tuple(_term(facts, name, using, _statement(facts, name)) for name in sorted(properties)),
        {
            scheme: tuple(_term(facts, name, using) for name in facts.subjects(_SKOS + "inScheme", scheme, ALL))
            for scheme in schemes
        },
    )


def used(text: str) -> frozenset[str]:
    """Give the IRIs of ours that a query names.

    >>> sorted(used("PREFIX rg: <https://w3id.org/resograph/ontology#> ASK { ?s rg:force/rg:by ?o } # rg:text"))
    ['https://w3id.org/resograph/ontology#by', 'https://w3id.org/resograph/ontology#force']
    """
    return frozenset(iri.RG + name if name else whole for name, whole in _NAMES.findall(_COMMENT.sub("", text)))


def _using(queries: Sequence[Query]) -> dict[str, list[Query]]:
    found: dict[str, list[Query]] = {}
    for query in queries:
        for name in used(query.text):
            found.setdefault(name, []).append(query)
    return found


def _term(facts: Facts, name: str, using: Mapping[str, list[Query]], seen: Example | None = None) -> Term:
    own = facts.about(name)
    above = [v.text for prop in _BROADER for v in own.get(prop, ())]
    below = {below for prop in _BROADER for below in facts.subjects(prop, name, _LOOKED_AT)}
    found = {
        "domain": own.get(_RDFS + "domain", []),
        "range": own.get(_RDFS + "range", []),
        "inverse": own.get(_OWL + "inverseOf", []),
        "force": own.get(vocab.force, []),
    }
    near = [v.text for v in own.get(_NEAR, ())]
    return Term(
        name,
        tuple(own.get(_SKOS + "definition", ())),
        tuple(own.get(_SKOS + "example", ())),
        tuple(filter(_ours, above)),
        tuple(sorted(filter(_ours, below))),
        {key: tuple(v.text for v in values) for key, values in found.items() if values},
        tuple(dict.fromkeys(thing for thing in (*above, *near) if not _ours(thing))),
        seen,
        tuple(using.get(name, ())),
    )


def _ours(thing: str) -> bool:
    return thing.startswith((iri.RG, iri.BASE))


def _instance(facts: Facts, name: str) -> Example | None:
    things = facts.subjects(TYPE, name, _LOOKED_AT)
    first = min(things, key=natural, default=None)
    return Example(first, _place(facts, first)) if first else None


def _statement(facts: Facts, name: str) -> Example | None:
    found = facts.statements(name, _LOOKED_AT)
    thing, value = min(found, key=lambda pair: (natural(pair[0]), pair[1].lang, pair[1].text), default=("", Value("")))
    if not thing:
        return None
    return Example(thing, _place(facts, thing), value, _place(facts, value.text) if value.is_iri else "")


def _place(facts: Facts, thing: str) -> str:
    """Give what has a place on a page: the thing itself, or the provision that it lies in, or its document."""
    kinds = {v.text for v in facts.about(thing).get(TYPE, ())}
    if kinds & {vocab.Provision, vocab.Measure} or not thing.startswith(iri.BASE) or "#" not in thing:
        return thing
    whole, _, fragment = thing.partition("#")
    provision = f"{whole}#{fragment.partition('-')[0]}"
    return provision if facts.first(provision, vocab.eId) else whole

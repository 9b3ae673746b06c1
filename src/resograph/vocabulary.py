"""What documents share, as quads: actors, instruments, concept schemes, links out, and the ontology itself.

Every record of the registries is one subject; records follow each other by id, so that the same data give the same
bytes. The graphs are named by `iri.vocabulary`, the ontology's by its own IRI.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from pathlib import Path

from resograph import iri, resources, vocab
from resograph.errors import RegistryError
from resograph.iri import GOALS, UNBIS
from resograph.links import NOTES_IN, Pairs, link_quads, reference, terms
from resograph.records import Act, Actor, Concept, Fact, Group, Instrument, Names, Subject, Tag
from resograph.registry import Registry
from resograph.terms import Quad, Term, date, literal
from resograph.terms import iri as term

# The property with which the graph tells what a field says.
TOLD_BY: Mapping[Fact, str] = {
    "established_by": "establishedBy",
    "valid": "validFrom, validUntil",
    "contained_in": "containedIn",
    "adopted_on": "adoptedOn",
    "treaty_registration": "treatyRegistration",
    "status": "instrumentStatus",
}
ONTOLOGY_FILES = ("*.ttl", "labels/*.ttl", "alignments/*.ttl")

# Kinds whose members are bodies in the sense of ORG; the others are people, states, or sets of them.
ORGANIZATIONS = frozenset(
    {"organ", "subsidiary-body", "agency", "secretariat-entity", "intergovernmental-organization", "organization"}
)
(_TYPE,) = terms("rdf", "type")
_CONCEPT, _SCHEME, _PREF, _ALT, _NOTATION, _NOTE, _DEFINITION, _BROADER, _IN_SCHEME = terms(
    "skos", "Concept", "ConceptScheme", "prefLabel", "altLabel", "notation", "note", "definition", "broader", "inScheme"
)
(_EDITORIAL_NOTE,) = terms("skos", "editorialNote")
_ORGANIZATION, _SUB_ORGANIZATION = terms("org", "Organization", "subOrganizationOf")
_SOURCE, _IS_PART_OF, _RELATED = terms("dcterms", "source", "isPartOf", "relation")


def vocabulary_quads(registry: Registry) -> Iterator[Quad]:
    """Give the graphs of actors, instruments, schemes and links.

    Args:
        registry: the authored data.

    Raises:
        RegistryError: a link uses a CURIE prefix that nobody knows.
    """
    actors, instruments, schemes = (term(iri.vocabulary(name)) for name in ("actors", "instruments", "schemes"))
    for _, actor in sorted(registry.actors.items()):
        yield from _about(iri.entity(f"actor/{actor.id}"), _actor(actor), actors)
    for _, instrument in sorted(registry.instruments.items()):
        yield from _about(iri.entity(f"instrument/{instrument.id}"), _instrument(instrument, registry), instruments)
    for _, group in sorted(registry.groups.items()):
        yield from _about(iri.entity(f"group/{group.id}"), _group(group), instruments)
    yield from _schemes(registry, schemes)
    for _, subject in sorted(registry.subjects.items()):
        yield from _about(UNBIS + subject.id, _subject(subject), schemes)
    for _, goal in sorted(registry.goals.items()):
        yield from _about(GOALS + goal.id, _subject(goal), schemes)
    yield from link_quads(registry.links)


def _about(subject: str, pairs: Pairs, graph: Term) -> Iterator[Quad]:
    """Give the quads of one subject."""
    name = term(subject)
    for predicate, value in pairs:
        yield name, predicate, value, graph


def _labels(label: Mapping[Tag, str], names: Names) -> Pairs:
    """Give one preferred label for each language, and the other names that are not it (SKOS, S13)."""
    for tag, text in sorted(label.items()):
        yield _PREF, literal(text, tag)
    for tag, texts in sorted(names.items()):
        for text in dict.fromkeys(texts):
            if text != label.get(tag):
                yield _ALT, literal(text, tag)


def _dated(predicate: str, value: dt.date | None) -> Pairs:
    if value:
        yield term(predicate), date(value)


def _noted(note: str | None) -> Pairs:
    if note:
        yield _NOTE, literal(note, NOTES_IN)


def _sourced(sources: Mapping[Fact, str]) -> Pairs:
    """Give where each fact of a record is confirmed: "treatyRegistration: A/RES/75/291, footnote 3"."""
    for fact, source in sorted(sources.items()):
        yield _EDITORIAL_NOTE, literal(f"{TOLD_BY[fact]}: {source}", NOTES_IN)


def _actor(actor: Actor) -> Pairs:
    organization = actor.kind in ORGANIZATIONS
    yield _TYPE, term(vocab.Actor)
    yield _TYPE, term(iri.RG + actor.kind.title().replace("-", ""))
    if organization:
        yield _TYPE, _ORGANIZATION
    yield from _labels(actor.label, actor.names)
    for acronym in actor.acronym:
        yield _NOTATION, literal(acronym)
    if actor.codes:
        yield term(vocab.m49Code), literal(actor.codes.m49)
        yield term(vocab.alpha2Code), literal(actor.codes.alpha2)
        yield term(vocab.alpha3Code), literal(actor.codes.alpha3)
    if actor.parent:  # ORG has only organisations in organisations; an office or a set of people belongs otherwise
        yield _SUB_ORGANIZATION if organization else _IS_PART_OF, term(iri.entity(f"actor/{actor.parent}"))
    for body in actor.member_of:
        yield term(vocab.memberOf), term(iri.entity(f"actor/{body}"))
    if actor.established_by:
        yield term(vocab.establishedBy), term(iri.document(actor.established_by))
    if actor.valid:
        yield from _dated(vocab.validFrom, actor.valid.since)
        yield from _dated(vocab.validUntil, actor.valid.until)
    yield from _sourced(actor.sources)
    yield from _noted(actor.note)


def _instrument(instrument: Instrument, registry: Registry) -> Pairs:
    yield _TYPE, term(vocab.Instrument)
    yield from _labels(instrument.label, instrument.names)
    yield term(vocab.instrumentType), literal(instrument.type)
    if instrument.contained_in:
        yield term(vocab.containedIn), term(iri.document(instrument.contained_in))
    if instrument.parent:  # what it supplements, or whose it is: no narrower term of DCTERMS holds for all of these
        kind = "instrument" if instrument.parent in registry.instruments else "actor"
        yield _RELATED, term(iri.entity(f"{kind}/{instrument.parent}"))
    if instrument.treaty_registration:
        yield term(vocab.treatyRegistration), literal(instrument.treaty_registration)
    if instrument.status:
        yield term(vocab.instrumentStatus), literal(instrument.status)
    yield from _dated(vocab.adoptedOn, instrument.adopted_on)
    yield from _sourced(instrument.sources)
    yield from _noted(instrument.note)


def _group(group: Group) -> Pairs:
    yield _TYPE, term(vocab.InstrumentGroup)
    yield from _labels(group.label, group.names)
    if group.issued_by:
        yield term(vocab.issuedBy), term(iri.entity(f"actor/{group.issued_by}"))
    yield from _noted(group.note)


def _schemes(registry: Registry, graph: Term) -> Iterator[Quad]:
    """Give the small schemes, each followed by its concepts."""
    schemes: tuple[tuple[str, Mapping[str, Act | Concept]], ...] = (
        ("act", {**registry.acts}),
        ("force", {**registry.forces}),
        ("role", {**registry.roles}),
        ("followup", {**registry.followups}),
        ("qualifier", {**registry.qualifiers}),
    )
    for name, records in schemes:
        yield from _about(iri.scheme(name), iter([(_TYPE, _SCHEME), (_PREF, literal(name, NOTES_IN))]), graph)
        for _, record in sorted(records.items()):
            yield from _about(iri.concept(name, record.id), _concept(name, record), graph)


def _concept(scheme: str, record: Act | Concept) -> Pairs:
    yield _TYPE, _CONCEPT
    yield _IN_SCHEME, term(iri.scheme(scheme))
    yield from _labels(record.label, record.phrases)
    if isinstance(record, Act):
        for broader in record.broader:
            yield _BROADER, term(iri.concept(scheme, broader))
        yield term(vocab.force), term(iri.concept("force", record.force))
    else:
        for tag, text in sorted(record.definition.items()):
            yield _DEFINITION, literal(text, tag)


def _subject(subject: Subject) -> Pairs:
    yield _TYPE, _CONCEPT
    yield from _labels(subject.label, {})
    yield _SOURCE, reference(subject.source)


def ontology_quads(folder: Path | None = None) -> Iterator[Quad]:
    """Give the ontology with its labels and alignments, in the order in which they are written.

    Args:
        folder: the folder to read; None is the ontology/ folder of this installation.

    Raises:
        RegistryError: a file is not valid Turtle, with line and column, or has a blank node: nothing that is published
            has one.
    """
    import pyoxigraph

    place = folder or resources.folder("ontology")
    graph = term(iri.ONTOLOGY)
    seen: set[Quad] = set()
    for path in (path for files in ONTOLOGY_FILES for path in sorted(place.glob(files))):
        try:
            for triple in pyoxigraph.parse(path=str(path), format=pyoxigraph.RdfFormat.TURTLE):
                quad = str(triple.subject), str(triple.predicate), str(triple.object), graph
                if quad[0][0] == "_" or quad[2][0] == "_":
                    raise RegistryError(f"{path}: a blank node beside {quad[1]}. Give the thing an IRI.")
                if quad not in seen:
                    seen.add(quad)
                    yield quad
        except (SyntaxError, OSError) as error:
            raise RegistryError(f"{path}: not readable as Turtle: {error}") from error

"""Links out as quads: what each row of a mapping set says, who says so, and what its short names stand for."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from resograph import iri, vocab
from resograph.errors import RegistryError
from resograph.records import Link
from resograph.registry import Registry
from resograph.terms import Quad, Term, literal
from resograph.terms import iri as term

Pairs = Iterator[tuple[Term, Term]]

# The language in which the registries' notes are written (CONTRIBUTING).
NOTES_IN = "en"

# What the CURIEs of mapping sets stand for, beside the prefixes of the project.
CURIES: Mapping[str, str] = {
    **vocab.PREFIXES,
    "eurovoc": "http://eurovoc.europa.eu/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "geoarea": "http://metadata.un.org/sdg/codes/geoArea/",
    "lang": "http://id.loc.gov/vocabulary/iso639-1/",
    "sdg": "http://metadata.un.org/sdg/",
    "semapv": "https://w3id.org/semapv/vocab/",
    "sssom": "https://w3id.org/sssom/",
    "unbis": iri.UNBIS,
    "undl": "https://digitallibrary.un.org/record/",
    "wd": "http://www.wikidata.org/entity/",
}
# A thing of ours, with or without a CURIE prefix or the whole base: actor/unesco, actor:unesco, A/RES/60/288#op3.b.
_OWN = re.compile(
    rf"(?:{re.escape(iri.BASE)}|[\w.-]+:)??"
    r"(?:(?P<kind>actor|instrument|group|act|force|role|followup|qualifier|subject)[/:](?P<id>[a-z0-9-]+)"
    r"|(?P<document>[A-Z][A-Z.]*/\S+))"
)


def terms(prefix: str, *names: str) -> tuple[Term, ...]:
    """Give terms of one vocabulary, by its prefix."""
    return tuple(term(CURIES[prefix] + name) for name in names)


(_TYPE,) = terms("rdf", "type")
(_SOURCE,) = terms("dcterms", "source")
_AXIOM, _ABOUT, _RELATION, _TO = terms("owl", "Axiom", "annotatedSource", "annotatedProperty", "annotatedTarget")
_JUSTIFICATION, _OBJECT_SOURCE = terms("sssom", "mapping_justification", "object_source")
(_COMMENT,) = terms("rdfs", "comment")


def link_quads(links: Sequence[Link]) -> Iterator[Quad]:
    """Give each link as a triple, and as an annotated axiom that says who says so (SSSOM, RDF serialisation).

    SSSOM's axioms are blank nodes; ours are named by a digest of the triple. The triple itself of a link of a document
    lies in the document's own graph (`document_links`).

    Args:
        links: the rows of all mapping sets.

    Raises:
        RegistryError: a link uses a CURIE prefix that nobody knows.
    """
    graph = term(iri.vocabulary("links"))
    triples = {(term(_own(link)), term(expand(link.predicate_id)), _object(link)): link for link in links}
    for (about, relation, to), link in sorted(triples.items(), key=lambda item: item[0]):
        if not _is_document(link):
            yield about, relation, to, graph
        digest = hashlib.sha256(f"{about} {relation} {to}".encode()).hexdigest()[:16]
        axiom = term(iri.entity(f"link/{digest}"))
        yield axiom, _TYPE, _AXIOM, graph
        yield axiom, _ABOUT, about, graph
        yield axiom, _RELATION, relation, graph
        yield axiom, _TO, to, graph
        yield axiom, _JUSTIFICATION, term(expand(link.mapping_justification)), graph
        yield axiom, _OBJECT_SOURCE, literal(link.object_source), graph
        yield axiom, _SOURCE, reference(link.source), graph
        if link.comment:
            yield axiom, _COMMENT, literal(link.comment, NOTES_IN), graph


def document_links(symbol: str, registry: Registry) -> Pairs:
    """Give the links out of a document, for its own graph.

    Args:
        symbol: of the document.
        registry: the authored data.

    Raises:
        RegistryError: a link uses a CURIE prefix that nobody knows.
    """
    for link in _by_document(registry).get(iri.document(symbol), ()):
        yield term(expand(link.predicate_id)), _object(link)


@lru_cache(maxsize=4)
def _by_document(registry: Registry) -> Mapping[str, Sequence[Link]]:
    found: dict[str, list[Link]] = {}
    for link in sorted(registry.links, key=lambda x: (x.predicate_id, x.object_id)):
        if _is_document(link):
            found.setdefault(_own(link), []).append(link)
    return found


def _is_document(link: Link) -> bool:
    found = _OWN.fullmatch(link.subject_id)
    return bool(found and found["document"])


def _object(link: Link) -> Term:
    """Give what a link leads to; an AKN work has a path for a name and no host (AKN Naming Convention), so it is text."""
    return literal(link.object_id) if link.object_id.startswith("/") else term(expand(link.object_id))


def _own(link: Link) -> str:
    """Give the IRI of the thing of ours that a link speaks of."""
    found = _OWN.fullmatch(link.subject_id)
    if not found:
        return expand(link.subject_id)
    if found["document"]:
        return iri.document(found["document"])
    return iri.UNBIS + found["id"] if found["kind"] == "subject" else iri.entity(f"{found['kind']}/{found['id']}")


def expand(curie: str) -> str:
    """Give the IRI for which a CURIE of a mapping set stands; a whole IRI stands for itself.

    Args:
        curie: such as `skos:exactMatch`.

    Raises:
        RegistryError: its prefix is not known.

    >>> expand("unbis:1001346")
    'http://metadata.un.org/thesaurus/1001346'
    """
    if re.match(r"[a-z][a-z0-9+.-]*://", curie):
        return curie
    prefix, colon, local = curie.partition(":")
    if not colon or prefix not in CURIES:
        raise RegistryError(
            f"data/links: {curie!r} is no CURIE with a known prefix ({', '.join(sorted(CURIES))}). Write the whole IRI."
        )
    return CURIES[prefix] + local


def reference(text: str) -> Term:
    """Give a source as an IRI where it is one, as words where not.

    >>> reference("UNBIS Thesaurus")
    '"UNBIS Thesaurus"'
    """
    return term(text) if re.fullmatch(r"https?://\S+", text) else literal(text)

"""What the endpoint says of itself: service description (SPARQL 1.1 SD), example queries and prefixes.

Examples and prefixes follow the SHACL form that query editors read (sh:SPARQLExecutable, sh:declare). They lie in a
graph of the store, so that a client finds them by a query; what names the server's address is made for each request.
"""

from __future__ import annotations

from collections.abc import Iterator

from resograph import vocab
from resograph.query import catalogue
from resograph.serve.formats import ROWS, TRIPLES
from resograph.sparql import form
from resograph.terms import XSD, Quad, Term, literal
from resograph.terms import iri as term
from resograph.void import DATASET, GRAPH, VOID

_SH = "http://www.w3.org/ns/shacl#"
_SD = "http://www.w3.org/ns/sparql-service-description#"
_TYPE = term("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_FORMATS = {
    "json": "SPARQL_Results_JSON", "xml": "SPARQL_Results_XML", "csv": "SPARQL_Results_CSV",
    "tsv": "SPARQL_Results_TSV", "ttl": "Turtle", "nt": "N-Triples", "jsonld": "JSON-LD", "rdf": "RDF_XML",
}  # fmt: skip
_EXECUTABLES = {"SELECT": "Select", "ASK": "Ask", "CONSTRUCT": "Construct", "DESCRIBE": "Describe"}


def example_quads() -> Iterator[Quad]:
    """Give the competency queries and the prefixes, as statements that query editors read."""
    graph = term(GRAPH)
    for name, namespace in sorted(vocab.PREFIXES.items()):
        prefix = term(f"{DATASET}#prefix-{name}")
        yield term(DATASET), term(_SH + "declare"), prefix, graph
        yield prefix, term(_SH + "prefix"), literal(name), graph
        yield prefix, term(_SH + "namespace"), literal(namespace, datatype=XSD + "anyURI"), graph
    for query in catalogue():
        example, kind = term(f"{DATASET}#query-{query.name}"), form(query.text)
        yield example, _TYPE, term(_SH + "SPARQLExecutable"), graph
        yield example, _TYPE, term(f"{_SH}SPARQL{_EXECUTABLES[kind]}Executable"), graph
        yield example, term(_SH + "prefixes"), term(DATASET), graph
        yield example, term(_SH + kind.lower()), literal(query.text), graph
        for tag, title in query.titles:
            yield example, term(vocab.PREFIXES["rdfs"] + "label"), literal(title, lang=tag), graph
        for tag, asked in query.questions:
            yield example, term(vocab.PREFIXES["rdfs"] + "comment"), literal(asked, lang=tag), graph


def service_quads(address: str) -> Iterator[Quad]:
    """Give the service description.

    Args:
        address: URL of the server, without a slash at its end.
    """
    service, dataset, graph = term(f"{address}/sparql"), term(DATASET), term(GRAPH)
    facts: tuple[tuple[Term, Term], ...] = (
        (_TYPE, term(_SD + "Service")),
        (term(_SD + "endpoint"), service),
        (term(_SD + "supportedLanguage"), term(_SD + "SPARQL11Query")),
        (term(_SD + "feature"), term(_SD + "UnionDefaultGraph")),
        (term(_SD + "defaultDataset"), dataset),
        *(
            (term(_SD + "resultFormat"), term(f"http://www.w3.org/ns/formats/{_FORMATS[f.name]}"))
            for f in (*ROWS, *TRIPLES)
        ),
    )
    for predicate, value in facts:
        yield service, predicate, value, graph
    yield dataset, _TYPE, term(_SD + "Dataset"), graph
    yield dataset, term(VOID + "sparqlEndpoint"), service, graph

"""The context of the JSON-LD that the site gives: a name for each property, and the form of its values.

What the form is, the ontology and the shapes say: of an object property IRIs, of a text one value a language where the
shape wants it unique, of the rest what the shape says; a list where there can be several values.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from rdflib import DCTERMS, FOAF, ORG, OWL, RDF, RDFS, SH, SKOS, XSD, Graph, URIRef
from rdflib.term import Node

# Terms of others beside those that the shapes name, with the form of their values.
TEXTS = (SKOS.definition, SKOS.example, DCTERMS.description)
NOTES = (SKOS.note, SKOS.editorialNote)  # several a language
# Terms of ours whose words are of a language, which neither ontology nor shapes say.
SPOKEN = ("submissionText", "subjectHeading")
THINGS = (
    *(DCTERMS.isPartOf, DCTERMS.relation, DCTERMS.license, FOAF.homepage),
    *(RDFS.subClassOf, RDFS.subPropertyOf, RDFS.isDefinedBy, RDFS.domain, RDFS.range, OWL.disjointWith, OWL.inverseOf),
)
ONE = (RDFS.isDefinedBy,)
CLASSES = (SKOS.Concept, SKOS.ConceptScheme, ORG.Organization)
# What lies under a thing, by the property with which it says so.
INSIDE = {
    "provisions": "inDocument",
    "issues": "inDocument",
    "notes": "inDocument",
    "measures": "statedIn",
    "otherActs": "statedIn",
    "citations": "citingProvision",
    "mentions": "inProvision",
    "defines": "isDefinedBy",
}
WORDS = {"id": "@id", "type": "@type", "included": "@included"}
# What JSON writes by itself.
NATIVE = {XSD.string, XSD.integer, XSD.boolean}


def context(ontology: Graph, shapes: Path, namespace: str, prefixes: dict[str, str]) -> str:
    """Give the text of the context.

    Args:
        ontology: the terms.
        shapes: the folder of the shapes.
        namespace: of the ontology.
        prefixes: the namespaces that the project uses.

    Raises:
        ValueError: two terms have one name.
    """
    graph = Graph()
    for path in sorted(shapes.glob("*.ttl")):
        graph.parse(path)
    own = {p for kind in (OWL.ObjectProperty, OWL.DatatypeProperty) for p in ontology.subjects(RDF.type, kind)}
    paths = {path for path in graph.objects(None, SH.path) if isinstance(path, URIRef)}
    named: dict[str, Any] = {}
    for term in sorted(
        {*own, *paths, *TEXTS, *NOTES, *THINGS}, key=lambda term: (not str(term).startswith(namespace), term)
    ):
        name = str(term).removeprefix(namespace).rpartition("#")[2].rpartition("/")[2]
        if term == RDF.type:
            continue
        if name in named or name in WORDS or name in INSIDE:
            raise ValueError(f"{term}: the context has another term of the name {name}.")
        named[name] = {"@id": _short(str(term), namespace, prefixes), **_form(ontology, graph, term)}
    inside = {name: {"@reverse": named[prop]["@id"]} for name, prop in INSIDE.items()}
    classes = {str(c).rpartition("#")[2]: _short(str(c), namespace, prefixes) for c in CLASSES}
    head = {"@version": 1.1, "@vocab": namespace, **WORDS}
    spaces = {name: space for name, space in sorted(prefixes.items()) if name != "base"}
    whole = {**head, **spaces, **classes, **dict(sorted(named.items())), **inside}
    lines = ",\n".join(f"  {json.dumps(name)}: {json.dumps(said)}" for name, said in whole.items())
    return f'{{\n "@context": {{\n{lines}\n }}\n}}\n'


def _short(term: str, namespace: str, prefixes: dict[str, str]) -> str:
    if term.startswith(namespace):
        return f"rg:{term.removeprefix(namespace)}"
    for prefix, space in prefixes.items():
        if term.startswith(space):
            return f"{prefix}:{term.removeprefix(space)}"
    return term


def _form(ontology: Graph, shapes: Graph, term: Node) -> dict[str, Any]:
    """Give what a context says of the values of a term."""
    told = list(shapes.subjects(SH.path, term))
    kinds = {
        kind for shape in told for kind in (*shapes.objects(shape, SH.datatype), *shapes.objects(shape, SH.nodeKind))
    }
    most = {int(str(most)) for shape in told for most in shapes.objects(shape, SH.maxCount)}
    several = not (most - {0} == {1} or (term, RDF.type, OWL.FunctionalProperty) in ontology or term in ONE)
    unique = term in TEXTS or most == {1} or any((shape, SH.uniqueLang, None) in shapes for shape in told)
    spoken = (
        term in (*TEXTS, *NOTES)
        or str(term).rpartition("#")[2] in SPOKEN
        or RDF.langString in kinds
        or (term, RDFS.range, RDF.PlainLiteral) in ontology
    )
    if spoken:
        return {"@container": "@language" if unique else ["@language", "@set"]}
    form: dict[str, Any] = {"@container": "@set"} if several else {}
    if SH.IRI in kinds or (term, RDF.type, OWL.ObjectProperty) in ontology or term in THINGS:
        return {"@type": "@id", **form}
    datatypes = [kind for kind in kinds if str(kind).startswith(str(XSD)) and kind not in NATIVE]
    return {"@type": f"xsd:{str(datatypes[0]).removeprefix(str(XSD))}", **form} if datatypes else form

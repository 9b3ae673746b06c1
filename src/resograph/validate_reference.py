"""Shapes checked by pySHACL, the reference engine (https://github.com/RDFLib/pySHACL)."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

_SH = "http://www.w3.org/ns/shacl#"
_STRING = "http://www.w3.org/2001/XMLSchema#string"
_LANG_STRING = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"
_NAMES = ("focusNode", "resultPath", "value", "sourceConstraintComponent", "resultSeverity", "sourceShape")
Result = tuple[str, str | None, str | None, str, str, str]


def results(text: str, form: str, shapes: str) -> Iterator[Result]:
    """Give focus node, path, value, component, severity and shape of each result, terms as in N-Triples.

    Args:
        text: the graph to check.
        form: its format, "turtle" or "nquads".
        shapes: the shapes in Turtle.
    """
    import pyshacl

    log = logging.getLogger("rdflib.term")
    level = log.level
    log.setLevel(logging.ERROR)  # rdflib warns of each ill-typed literal with a traceback; here that is a result
    try:
        data, rules = _graph(text, form), _rules(shapes)
        _, report, _ = pyshacl.validate(data, shacl_graph=rules, inference="none")
    finally:
        log.setLevel(level)
    yield from _results(report)


def _results(report: Graph) -> Iterator[Result]:
    from rdflib import URIRef

    for result in report.subjects(URIRef(_SH + "focusNode")):
        focus, path, value, component, severity, shape = (report.value(result, URIRef(_SH + name)) for name in _NAMES)
        yield (
            _written(focus) or "",
            _written(path),
            _written(value),
            str(component).removeprefix(_SH),
            str(severity).removeprefix(_SH),
            _written(shape) or "",
        )


@cache
def _rules(shapes: str) -> Graph:
    return _graph(shapes, "turtle", shapes=True)


def _graph(text: str, form: str, *, shapes: bool = False) -> Graph:
    """Give a graph with its literals exactly as written: rdflib's own parser rewrites "01" to "1"."""
    import pyoxigraph as ox
    from rdflib import Graph

    graph = Graph(bind_namespaces="none")
    parser = ox.RdfFormat.TURTLE if form == "turtle" else ox.RdfFormat.N_QUADS
    for quad in ox.parse(text, format=parser):
        pattern = shapes and quad.predicate.value == _SH + "pattern"
        graph.add((_node(quad.subject), _node(quad.predicate), _node(quad.object, pattern=pattern)))
    return graph


def _node(term: object, *, pattern: bool = False) -> Node:
    import pyoxigraph as ox
    from rdflib import BNode, Literal, URIRef

    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    if not isinstance(term, ox.Literal):
        raise TypeError(f"quoted triples are not in use here: {term}")
    value, datatype = term.value, term.datatype.value
    if pattern and value.endswith("$"):
        value = value[:-1] + r"\Z"  # Python's $ also stands before a last line break, XPath's does not
    if term.language:
        return Literal(value, lang=term.language, normalize=False)
    return Literal(value, datatype=None if datatype == _STRING else URIRef(datatype), normalize=False)


def _written(node: Node | None) -> str | None:
    """Give a node as the other engine writes it."""
    import pyoxigraph as ox
    from rdflib import BNode, Literal

    if node is None:
        return None
    if isinstance(node, BNode):
        return f"_:{node}"
    if isinstance(node, Literal):
        datatype = ox.NamedNode(str(node.datatype)) if node.datatype and not node.language else None
        return str(ox.Literal(str(node), datatype=datatype, language=node.language))
    return f"<{node}>"

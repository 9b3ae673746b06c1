"""Whatever the triples, two parsers read from the Turtle what they read from the N-Triples."""

from __future__ import annotations

import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, parse
from rdflib.compare import to_isomorphic

from resograph import iri, vocab
from resograph.publish import turtle
from resograph.terms import XSD, Quad, Term, integer, literal
from resograph.terms import iri as term

# Line and paragraph separators, marks that turn the direction, joiners, a byte order mark, and letters beyond the BMP.
HOSTILE = (
    "\x00\x01\t\n\x0b\x0c\r\x1c\x1f\x7f\x85\xa0\u200b\u200e\u200f\u2028\u2029\u202a\u202e\u2066\u2069\ufeff\ufffd𠮷😀"
)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from(HOSTILE + "\"'\\#<>@^.;,_:%()"), max_size=12)
TAGS = st.sampled_from(["zh", "en", "ar", "zh-Hant", "zh-hant-tw", "en-GB", "x-a1"])
DATATYPES = st.sampled_from(["http://example.org/d#", "http://example.org/a(b)", iri.RG + "d", XSD + "string"])
NUMBERS = st.from_regex(r"[+-]?0{0,2}[0-9]{1,3}", fullmatch=True).map(lambda n: f'"{n}"^^<{XSD}integer>')
TRUTHS = st.sampled_from(["true", "false", "1", "0"]).map(lambda n: f'"{n}"^^<{XSD}boolean>')
LITERALS: st.SearchStrategy[Term] = (
    TEXTS.map(literal)
    | st.builds(lambda text, tag: literal(text, lang=tag), TEXTS, TAGS)
    | st.builds(lambda text, datatype: literal(text, datatype=datatype), TEXTS, DATATYPES)
    | st.integers().map(integer)
    | NUMBERS
    | TRUTHS
)
SPACES = st.sampled_from(
    [
        *turtle.NAMESPACES.values(),
        iri.BASE,
        iri.document("A/RES/60/288#"),
        "urn:x:",
        "http://example.org/",
        "tag:a,2000:",
    ]
)
LOCALS = st.text(st.sampled_from("aZ09._-~!$&'()*+,;=:@%2F/#?éж审𠮷"), max_size=8).map(
    # a percent sign must begin an octet, and one IRI has one fragment
    lambda local: local.replace("%", "%2E").replace("#", "/", max(0, local.count("#") - 1))
)
IRIS = st.builds(lambda space, local: term(space + local.replace("#", "/" if "#" in space else "#")), SPACES, LOCALS)
PREDICATES = st.sampled_from([vocab.text, vocab.eId, vocab.PREFIXES["rdf"] + "type", "http://example.org/p/"]).map(term)
QUADS = st.lists(st.tuples(IRIS, PREDICATES, IRIS | LITERALS, st.just(term(iri.BASE))), max_size=8)


def lines(quads: list[Quad]) -> str:
    return "".join(f"{subject} {predicate} {value} .\n" for subject, predicate, value, _ in quads)


@given(QUADS)
@settings(deadline=None)
def test_pyoxigraph_reads_the_same_triples(quads: list[Quad]) -> None:
    read = set(parse(turtle.text(quads, ["head"]).encode(), format=RdfFormat.TURTLE))
    assert read == set(parse(lines(quads).encode(), format=RdfFormat.N_TRIPLES))


@given(QUADS)
@settings(deadline=None)
def test_rdflib_reads_the_same_triples(quads: list[Quad]) -> None:
    read = rdflib.Graph().parse(data=turtle.text(quads, ["head"]), format="turtle")
    assert to_isomorphic(read) == to_isomorphic(rdflib.Graph().parse(data=lines(quads), format="nt"))


@given(QUADS)
@settings(deadline=None)
def test_each_triple_has_lines_of_its_own(quads: list[Quad]) -> None:
    text = turtle.text(quads)
    assert text.splitlines() == text.removesuffix("\n").split("\n") or not quads

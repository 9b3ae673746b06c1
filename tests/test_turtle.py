"""Pretty Turtle: what a reader sees, and that nothing is lost by it."""

from __future__ import annotations

import io
import random

import pyoxigraph
import pytest
import rdflib

from resograph import iri, vocab
from resograph.publish import turtle
from resograph.terms import Quad, Term, boolean, integer, literal
from resograph.terms import iri as term

W = iri.document("A/RES/60/288")
TYPE = term(vocab.PREFIXES["rdf"] + "type")
LABEL = term(vocab.PREFIXES["rdfs"] + "label")


def quad(subject: str, predicate: Term, value: Term) -> Quad:
    return term(subject), predicate, value, term(W)


def written(*quads: Quad) -> str:
    """Give the Turtle of some quads without its declarations."""
    return turtle.text(quads).partition("\n\n")[2]


DOCUMENT = (
    quad(W, TYPE, term(vocab.Resolution)),
    quad(W, TYPE, term(vocab.Document)),
    quad(W, term(vocab.sessionNumber), integer(60)),
    quad(W, LABEL, literal("A/RES/60/288")),
    quad(f"{W}#op3.b", term(vocab.partOf), term(f"{W}#op3")),
    quad(f"{W}#op3.b", term(vocab.text), literal("审查\n", "zh")),
    quad(f"{W}#op3.b", term(vocab.eId), literal("op3.b")),
    quad(f"{W}#op3.b", TYPE, term(vocab.Subparagraph)),
    quad(f"{W}#pp3-c1", term(vocab.resolved), boolean(value=True)),
    quad(f"{W}#pp3-c1", term(vocab.cites), term(iri.document("S/RES/1267(1999)"))),
    quad(f"{W}#pp3-c1", term(vocab.agent), term(iri.entity("actor/ga"))),
)

EXPECTED = """\
# A/RES/60/288
#
# two lines

@base <https://w3id.org/resograph/id/> .
@prefix actor: <https://w3id.org/resograph/id/actor/> .
@prefix d: <https://w3id.org/resograph/id/A/RES/60/288#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix rg: <https://w3id.org/resograph/ontology#> .

<A/RES/60/288>
    a rg:Document, rg:Resolution ;
    rdfs:label "A/RES/60/288" ;
    rg:sessionNumber 60 .

d:op3.b
    a rg:Subparagraph ;
    rg:eId "op3.b" ;
    rg:text "审查\\n"@zh ;
    rg:partOf d:op3 .

d:pp3-c1
    rg:agent actor:ga ;
    rg:cites <S/RES/1267(1999)> ;
    rg:resolved true .
"""


def test_a_document_reads_well() -> None:
    assert turtle.text(DOCUMENT, head=["A/RES/60/288", "", "two lines"]) == EXPECTED


def test_a_head_cannot_leave_its_comment() -> None:
    first, second, *_ = turtle.text(DOCUMENT, head=["one\r<a> <b> <c> ."]).splitlines()
    assert (first, second) == ("# one", "# <a> <b> <c> .")


def test_the_same_quads_give_the_same_bytes() -> None:
    first, second = io.BytesIO(), io.BytesIO()
    turtle.write(DOCUMENT, first)
    turtle.write(iter(DOCUMENT), second)
    assert first.getvalue() == second.getvalue() == turtle.text(DOCUMENT).encode()


def test_the_order_of_objects_does_not_depend_on_the_order_of_quads() -> None:
    quads = [quad(W, term(vocab.cites), term(f"{W}#op{number}")) for number in range(12)]
    shuffled = random.Random(1).sample(quads, len(quads))
    assert turtle.text(quads) == turtle.text(shuffled)
    assert "#op2>,\n        <A/RES/60/288#op3>," in turtle.text(shuffled)
    assert "#op9>,\n        <A/RES/60/288#op10>," in turtle.text(shuffled)


def test_languages_stand_together_and_doubles_once() -> None:
    values = [literal("b", "zh"), literal("z", "en"), literal("a", "zh"), literal("x"), literal("z", "en")]
    assert ' "x", "z"@en, "a"@zh, "b"@zh .' in written(*(quad(W, LABEL, value) for value in values))


def test_a_subject_that_comes_back_keeps_its_one_block() -> None:
    text = written(*DOCUMENT, quad(W, term(vocab.number), literal("288")))
    assert text.count("<A/RES/60/288>\n") == 1
    assert 'rg:number "288"' in text.split("\n\n")[0]


def test_parts_of_two_documents_are_written_whole() -> None:
    text = turtle.text([*DOCUMENT, quad(iri.part("A/RES/60/1", "op1"), LABEL, literal("x"))])
    assert "@prefix d:" not in text
    assert "<A/RES/60/288#op3.b>" in text
    assert "<A/RES/60/1#op1>" in text


def test_a_document_that_a_parser_would_rename_gets_no_prefix() -> None:
    part = iri.part("A/../B", "op1")
    text = turtle.text([quad(part, LABEL, term(iri.entity("meeting/ga/60/99")))])
    assert "@prefix d:" not in text
    assert {str(triple.subject) for triple in pyoxigraph.parse(text.encode(), pyoxigraph.RdfFormat.TURTLE)} == {
        term(part)
    }


@pytest.mark.parametrize(
    ("local", "shown"),
    [
        ("actor/unesco", "actor:unesco"),
        ("actor/a.b", "actor:a.b"),
        ("actor/0", "actor:0"),
        ("actor/a.", "<actor/a.>"),
        ("actor/a-", "<actor/a->"),
        ("actor/-a", "<https://w3id.org/resograph/id/actor/-a>"),
        ("actor/", "<https://w3id.org/resograph/id/actor/>"),
        ("actor/é", "<https://w3id.org/resograph/id/actor/é>"),
        ("actor/a%20b", "<https://w3id.org/resograph/id/actor/a%20b>"),
        ("meeting/ga/60/99", "<meeting/ga/60/99>"),
        ("S/RES/1267(1999)", "<S/RES/1267(1999)>"),
        ("A/RES/60/288?x=1", "<https://w3id.org/resograph/id/A/RES/60/288?x=1>"),
        ("A/../B", "<https://w3id.org/resograph/id/A/../B>"),
        ("A//B", "<https://w3id.org/resograph/id/A//B>"),
        ("a:b", "<https://w3id.org/resograph/id/a:b>"),
    ],
)
def test_only_safe_names_are_shortened(local: str, shown: str) -> None:
    assert f" {shown} ." in written(quad("http://example.org/s", LABEL, term(iri.entity(local))))


def test_a_base_is_not_declared_where_it_would_change_another_iri() -> None:
    dotted = "<http://example.org/a/../b>"
    text = turtle.text([*DOCUMENT, quad(W, LABEL, dotted)])
    assert "@base" not in text
    assert dotted in {str(triple.object) for triple in pyoxigraph.parse(text.encode(), pyoxigraph.RdfFormat.TURTLE)}


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (integer(-5), "-5"),
        ('"05"^^<http://www.w3.org/2001/XMLSchema#integer>', '"05"^^xsd:integer'),
        ('"1"^^<http://www.w3.org/2001/XMLSchema#boolean>', '"1"^^xsd:boolean'),
        ('"2006-09-08"^^<http://www.w3.org/2001/XMLSchema#date>', '"2006-09-08"^^xsd:date'),
        ('"x"^^<http://example.org/d>', '"x"^^<http://example.org/d>'),
        (literal('a "b"\r\n\\ \x00'), '"a \\"b\\"\\r\\n\\\\ \\u0000"'),
        (literal("a\u2028b\u202ec\u0085", "ar"), '"a\\u2028b\\u202Ec\\u0085"@ar'),
        (literal("\u3000全角\u00a0"), '"\u3000全角\u00a0"'),
    ],
)
def test_literals_take_one_line(value: Term, shown: str) -> None:
    assert f" {shown} ." in written(quad(W, LABEL, value))


@pytest.mark.parametrize("value", ["_:b0", "<<( <a> <b> <c> )>>", "plain", ""])
def test_what_is_no_iri_and_no_literal_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match="is no IRI"):
        turtle.text([quad(W, LABEL, value)])


def test_nothing_gives_an_empty_graph() -> None:
    assert len(rdflib.Graph().parse(data=turtle.text([]), format="turtle")) == 0

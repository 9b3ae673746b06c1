"""JSON-LD: a tree that can be read as plain JSON, and the very statements of the other forms."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx
import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st

from resograph.site.data import ONTOLOGY, data
from resograph.site.facts import Value, things
from resograph.site.framed import CONTEXT, framed
from resograph.site.pages import Site
from served import Served

STRATEGY = "A/RES/60/288"
ID, RG = "https://w3id.org/resograph/id/", "https://w3id.org/resograph/ontology#"
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
XSD = "http://www.w3.org/2001/XMLSchema#"


def triples(text: bytes) -> set[ox.Triple]:
    return {quad.triple for quad in ox.parse(text, format=ox.RdfFormat.JSON_LD)}


def tree(made: Site, name: str = STRATEGY) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(data(made.facts, name, "jsonld") or b"")
    return found


def test_of_every_thing_json_ld_states_what_turtle_states(made: Site) -> None:
    for name in (*things(made.facts), ONTOLOGY):
        turtle = {q.triple for q in ox.parse(data(made.facts, name, "ttl") or b"", format=ox.RdfFormat.TURTLE)}
        assert triples(data(made.facts, name, "jsonld") or b"") == turtle, name


def test_another_reader_of_json_ld_finds_the_same(made: Site) -> None:
    for name in (STRATEGY, "actor/interpol", "act/request"):
        json_ld = rdflib.Graph().parse(data=data(made.facts, name, "jsonld"), format="json-ld")
        assert set(json_ld) == set(rdflib.Graph().parse(data=data(made.facts, name, "ttl"), format="turtle"))


def test_a_program_walks_the_tree_without_knowing_rdf(made: Site) -> None:
    document = tree(made)
    assert document["symbol"] == STRATEGY
    assert "zh" in document["title"]
    assert document["adoptedOn"] == "2006-09-08"
    asked = [
        provision["eId"]
        for provision in document["provisions"]
        for measure in provision["measures"]
        if "actor/interpol" in measure.get("addressee", [])
    ]
    assert "annex.II.16" in asked
    assert [provision["position"] for provision in document["provisions"]] == sorted(
        provision["position"] for provision in document["provisions"]
    )
    cited = {citation.get("cites") for provision in document["provisions"] for citation in provision["citations"]}
    assert "A/RES/46/51" in cited
    assert all(isinstance(cites, str) for cites in cited - {None})


def test_each_thing_is_described_once(made: Site) -> None:
    described = []

    def visit(each: object) -> None:
        if isinstance(each, list):
            for one in each:
                visit(one)
        elif isinstance(each, dict):
            described.extend([each["id"]] if len(each) > 1 and "id" in each else [])
            for value in each.values():
                visit(value)

    visit({name: value for name, value in tree(made).items() if name != "@context"})
    assert len(described) == len(set(described)) > 500


def test_a_file_holds_what_it_uses_of_the_context_that_is_served(made: Site, browsed: Served, copied: Path) -> None:
    text = httpx.get(f"{browsed.address}/{ONTOLOGY}/context.jsonld")
    assert text.headers["content-type"] == "application/ld+json"
    assert text.content == CONTEXT.read_bytes() == (copied / ONTOLOGY / "context.jsonld").read_bytes()
    served = text.json()["@context"]
    for name in (STRATEGY, "actor/interpol", ONTOLOGY):
        own = tree(made, name)["@context"]
        base = own.pop("@base")
        assert all(served[key] == said for key, said in own.items())
        linked = {**tree(made, name), "@context": [served, {"@base": base}]}
        assert triples(json.dumps(linked).encode()) == triples(data(made.facts, name, "jsonld") or b"")


TERMS = st.sampled_from([f"{RG}{name}" for name in ("text", "cites", "position", "resolved", "addressee", "inDocument",
    "statedIn", "followUp", "adoptedOn", "unheardOf", "title")] + ["http://purl.org/dc/terms/title",
    "http://www.w3.org/2000/01/rdf-schema#label", "http://example.org/p"])  # fmt: skip
NAMES = st.sampled_from([ID + name for name in ("A/RES/1/1", "A/RES/1/1#op1", "actor/x", "a:b", "../x", "x//y", "é")])
VALUES = st.one_of(
    NAMES.map(lambda name: Value(name, is_iri=True)),
    st.sampled_from(["1", "01", "-0", "9007199254740993000", "true", "1.0", "2006-09-08", ""]).flatmap(
        lambda text: st.sampled_from(
            [Value(text), Value(text, "en"), Value(text, "zh-Hant")]
            + [Value(text, datatype=XSD + kind) for kind in ("integer", "boolean", "date", "duration")]
        )
    ),
)
KINDS = st.lists(
    st.sampled_from([f"{RG}{kind}" for kind in ("Provision", "Act", "Measure", "Issue")]).map(
        lambda kind: Value(kind, is_iri=True)
    ),
    max_size=2,
    unique=True,
)


@given(
    st.dictionaries(
        NAMES,
        st.tuples(KINDS, st.dictionaries(TERMS, st.lists(VALUES, min_size=1, max_size=3, unique=True), max_size=5)),
        min_size=1,
    )
)
def test_what_does_not_fit_the_context_is_not_lost(
    given_things: dict[str, tuple[list[Value], dict[str, list[Value]]]],
) -> None:
    said = {name: pairs | ({RDF_TYPE: kinds} if kinds else {}) for name, (kinds, pairs) in given_things.items()}
    wanted = {
        ox.Triple(ox.NamedNode(name), ox.NamedNode(prop), _term(value))
        for name, pairs in said.items()
        for prop, values in pairs.items()
        for value in values
    }
    assert triples(framed(next(iter(said)), said)) == wanted


def _term(value: Value) -> ox.NamedNode | ox.Literal:
    if value.is_iri:
        return ox.NamedNode(value.text)
    if value.lang:
        return ox.Literal(value.text, language=value.lang)
    return ox.Literal(value.text, datatype=ox.NamedNode(value.datatype) if value.datatype else None)


def test_what_lies_in_itself_ends() -> None:
    said = {
        ID + "a": {f"{RG}statedIn": [Value(ID + "b", is_iri=True)], RDF_TYPE: [Value(f"{RG}Act", is_iri=True)]},
        ID + "b": {f"{RG}statedIn": [Value(ID + "a", is_iri=True)], RDF_TYPE: [Value(f"{RG}Act", is_iri=True)]},
    }
    assert len(triples(framed(ID + "c", said))) == 4


@pytest.mark.parametrize("depth", [5, 2000])
def test_a_long_chain_needs_no_deep_tree(depth: int) -> None:
    said = {
        f"{ID}a{n}": {
            f"{RG}statedIn": [Value(f"{ID}a{n + 1}", is_iri=True)],
            RDF_TYPE: [Value(f"{RG}Act", is_iri=True)],
        }
        for n in range(depth)
    }
    assert len(triples(framed(f"{ID}a{depth - 1}", said))) == 2 * depth

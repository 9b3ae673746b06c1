"""The graph of a resolution: one graph, subject by subject, every statement with the words that show it."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from resograph import iri, pipeline, resources, vocab
from resograph.alignment import unite
from resograph.evidence import mentions
from resograph.graph import to_graph
from resograph.model import Structure
from resograph.read.text import read_text
from resograph.reading import Reading
from resograph.records import MEASURES
from resograph.registry import Registry
from resograph.terms import Quad

SEED = resources.folder("data") / "sources" / "A_RES_60_288.zh.txt"
WORK = f"{iri.BASE}A/RES/60/288"
Index = dict[str, dict[str, list[str]]]


@pytest.fixture(scope="module")
def reading(registry: Registry) -> Reading:
    """Give the reading of the Strategy."""
    return pipeline.read(read_text(SEED, registry), registry)


@pytest.fixture(scope="module")
def quads(reading: Reading, registry: Registry) -> list[Quad]:
    """Give the graph of the Strategy."""
    return list(to_graph(unite([reading], registry), registry))


@pytest.fixture(scope="module")
def index(quads: list[Quad]) -> Index:
    """Give the objects by subject and local name of the predicate."""
    found: Index = {}
    for s, p, o, _ in quads:
        found.setdefault(s, {}).setdefault(re.split(r"[#/]", p.strip("<>"))[-1], []).append(o)
    return found


def of(fragment: str) -> str:
    return f"<{WORK}#{fragment}>"


def value(term: str) -> str:
    """Give the text of a literal."""
    return str(json.loads(re.sub(r'"(@[\w-]+|\^\^<[^>]*>)$', '"', term)))


def typed(index: Index, name: str) -> dict[str, dict[str, list[str]]]:
    return {s: about for s, about in index.items() if f"<{iri.RG}{name}>" in about["type"]}


def test_one_document_is_one_graph(quads: list[Quad]) -> None:
    assert {g for *_, g in quads} == {f"<{WORK}>"}


def test_everything_about_a_subject_stands_together(quads: list[Quad]) -> None:
    runs = [s for s, _ in itertools.groupby(q[0] for q in quads)]
    assert len(runs) == len(set(runs))


def test_nothing_is_said_twice_and_nothing_is_blank(quads: list[Quad]) -> None:
    assert len(quads) == len(set(quads))
    assert not [q for q in quads for term in q if term.startswith("_:")]


def test_the_same_input_gives_the_same_quads(quads: list[Quad], registry: Registry) -> None:
    assert list(pipeline.run(read_text(SEED, registry), registry)) == quads


def test_a_document_says_what_it_is(index: Index) -> None:
    about = index[f"<{WORK}>"]
    assert about["symbol"] == ['"A/RES/60/288"']
    assert about["adoptedOn"] == ['"2006-09-08"^^<http://www.w3.org/2001/XMLSchema#date>']
    assert about["adoptedBy"] == [f"<{iri.BASE}actor/ga>"]
    assert about["adoptedAt"] == [f"<{iri.BASE}meeting/ga/60/99>"]
    assert about["expression"] == [of("zh")]
    assert about["number"] == ['"288"']


def test_what_is_cited_is_said_of_the_document_too(index: Index) -> None:
    cited = {t for about in typed(index, "Citation").values() for t in about.get("cites", [])}
    assert cited - {f"<{WORK}>"} == set(index[f"<{WORK}>"]["cites"])
    documents = {t for t in cited if not re.search(r"/(instrument|group)/", t)}
    assert all(index[t]["symbol"] for t in documents)


@pytest.mark.parametrize(
    ("words", "edges"),
    [
        pytest.param("217 A (III)", ["217(III)"], id="part A is published in the document of its number"),
        pytest.param("48/75 J", ["48/75"], id="so are the many parts of an omnibus resolution"),
        pytest.param("53/243 A and B", ["53/243"], id="and parts that are named together"),
        pytest.param("72/266 B", ["72/266", "72/266B"], id="B by itself may be a document of its own"),
        pytest.param("72/266 B of 5 July 2018", ["72/266", "72/266B"], id="if it came when the session was resumed"),
        pytest.param("74/92 B of 13 December 2019", ["74/92"], id="parts of the autumn came with the first"),
        pytest.param("45/248 B", ["45/248"], id="up to the 46th session no part was a document of its own"),
        pytest.param("2480 B (XXIII)", ["2480(XXIII)"], id="nor was one in sessions with Roman numbers"),
    ],
)
def test_between_documents_a_part_is_the_document_of_its_number(
    words: str, edges: list[str], one_provision: Callable[..., Structure], registry: Registry
) -> None:
    """Parts as printed, and what the document then cites; the citation keeps the very part."""
    structure = one_provision(f"Recalling its resolution {words}", tag="en", eid="pp1")
    read = pipeline.interpret(structure, pipeline.extract(structure, registry), registry)
    cites = [q for q in to_graph(unite([read], registry), registry) if q[1].endswith("#cites>")]
    work = f"<{iri.document(read.structure.symbol)}>"
    assert sorted(q[2] for q in cites if q[0] == work) == [f"<{iri.document(f'A/RES/{edge}')}>" for edge in edges]
    assert all(re.search("[A-Z]([(][IVX]+[)])?>$", q[2]) for q in cites if q[0] != work)


def test_a_document_of_two_bodies_is_one(one_provision: Callable[..., Structure], registry: Registry) -> None:
    structure = one_provision("Recalls the Declaration of Principles (A/48/486-S/26560, annex)", tag="en")
    read = pipeline.interpret(structure, pipeline.extract(structure, registry), registry)
    quads = [q[:3] for q in to_graph(unite([read], registry), registry)]
    first, second = (f"<{iri.document(symbol)}>" for symbol in ("A/48/486", "S/26560"))
    assert {q[2] for q in quads if q[1].endswith("#cites>")} == {first}
    assert (first, "<http://www.w3.org/2002/07/owl#sameAs>", second) in quads
    assert (second, f"<{vocab.PREFIXES['rg']}symbol>", '"S/26560"') in quads


def test_a_part_that_names_itself_cites_nothing(one_provision: Callable[..., Structure], registry: Registry) -> None:
    """Budget resolutions are parts with documents of their own (75/290 A), which speak of themselves."""
    structure = replace(
        one_provision("Decides to keep the present resolution under review", tag="en"), symbol="A/RES/75/290A"
    )
    read = pipeline.interpret(structure, pipeline.extract(structure, registry), registry)
    assert read.citations
    assert not [
        q
        for q in to_graph(unite([read], registry), registry)
        if q[0] == f"<{iri.document(structure.symbol)}>" and q[1].endswith("#cites>")
    ]


def test_provisions_are_numbered_in_reading_order(index: Index, reading: Reading) -> None:
    found = {s: int(value(about["position"][0])) for s, about in typed(index, "Provision").items()}
    wanted = {of(p.eid): n for n, p in enumerate(reading.structure.provisions, 1)}
    assert found == wanted
    assert list(found) == list(wanted)


def test_a_provision_has_one_class_beside_provision(index: Index) -> None:
    assert {len(about["type"]) for about in typed(index, "Provision").values()} == {2}


def test_a_provision_is_part_of_what_is_there(index: Index) -> None:
    for about in typed(index, "Provision").values():
        assert about["partOf"][0] == f"<{WORK}>" or about["partOf"][0] in index


def test_every_quotation_is_what_stands_there(index: Index) -> None:
    for about in typed(index, "Mention").values():
        text = value(index[about["inProvision"][0]]["text"][0])
        start, end = (int(value(about[k][0])) for k in ("start", "end"))
        assert start < end
        assert text[start:end] == value(about["quote"][0])


@pytest.mark.parametrize("kind", ["Act", "Citation", "FollowUp"])
def test_every_statement_has_the_words_that_show_it(kind: str, index: Index) -> None:
    statements = typed(index, kind)
    assert statements
    for about in statements.values():
        assert all("quote" in index[e] for e in about["evidence"])


def test_measures_are_the_acts_that_lead_to_conduct(index: Index) -> None:
    for about in typed(index, "Act").values():
        force = about["force"][0].strip("<>").rpartition("/")[2]
        assert (f"<{iri.RG}Measure>" in about["type"]) == (force in MEASURES)


def test_a_citation_without_target_is_kept_and_marked(index: Index) -> None:
    for about in typed(index, "Citation").values():
        assert value(about["resolved"][0]) == ("true" if "cites" in about else "false")


def test_an_act_has_the_parts_that_its_mentions_show(index: Index) -> None:
    """The evidence of a role names the act, and the act names the actor."""
    for about in typed(index, "Mention").values():
        role = about["role"][0].strip("<>").rpartition("/")[2]
        if role in {"addressee", "partner", "beneficiary", "target"} and "ofAct" in about:
            assert about["ofEntity"][0] in index[about["ofAct"][0]][role]


def test_items_inherit_the_addressees_of_their_lead_in(
    registry: Registry, read_case: Callable[[dict[str, Any]], Reading]
) -> None:
    case = {"before": ["1. 敦促会员国采取以下步骤："], "text": "(a) 收集信息；"}
    made = list(to_graph(unite([read_case(case)], registry), registry))
    inherited = [o for s, p, o, _ in made if s.endswith("#op1.a-a1>") and p == f"<{iri.RG}addressee>"]
    assert inherited == [f"<{iri.BASE}actor/member-states>"]
    governed = [o for s, p, o, _ in made if s.endswith("#op1.a-a1>") and p == f"<{iri.RG}governedBy>"]
    assert governed == [f"<{iri.BASE}A/RES/70/100#op1-a1>"]


@pytest.mark.parametrize(
    ("lead", "words", "content"),
    [
        pytest.param(
            "Requests the Secretary-General", {"leadPhrase": "Requests"}, "To report to it", id="what is asked"
        ),
        pytest.param(
            "Decides that the Mission shall", {"leadPhrase": "Decides"}, "To report to it", id="what others are to do"
        ),
        pytest.param("Decides", {"verbPhrase": "report"}, "to it", id="what the body itself decides"),
    ],
)
def test_an_item_that_is_asked_has_the_phrase_of_its_lead_in(
    lead: str, words: dict[str, str], content: str, read_case: Callable[[dict[str, Any]], Reading], registry: Registry
) -> None:
    """What stands before the colon, the words the item is done with, and what they say."""
    read = read_case({"language": "en", "before": [f"1. {lead}:"], "text": "(a) To report to it;"})
    item = f"{iri.document(read.structure.symbol)}#op1.a-a1"
    said = {
        p.rpartition("#")[2].strip(">"): o for s, p, o, _ in to_graph(unite([read], registry), registry) if item in s
    }
    assert {k: value(said[k]) for k in ("verbPhrase", "leadPhrase") if k in said} == words
    assert value(said["content"]) == content


def test_a_citation_hangs_on_the_act_before_it(index: Index) -> None:
    assert index[of("pp1-c1")]["underAct"][0] == of("pp1-a1")
    assert index[of("annex.II.10-c1")]["underAct"] == [of("annex.II.10-a1")]


def test_mentions_are_sorted_as_they_stand(reading: Reading, registry: Registry) -> None:
    for here in mentions(unite([reading], registry)).values():
        assert [m.span for m in here] == sorted(m.span for m in here)
        assert len(set(here)) == len(here)


def test_a_follow_up_belongs_to_the_act_that_orders_it(index: Index) -> None:
    about = index[of("op3.b-f1")]
    assert of("op3.b-f1") in index[of("op3.b-a1")]["followUp"]
    assert about["dueDate"] == ['"2008-09-08"^^<http://www.w3.org/2001/XMLSchema#date>']
    assert value(about["dueText"][0]) == "两年后"


def test_every_term_is_n_triples(quads: list[Quad]) -> None:
    iri_form = re.compile(r'<[^<>"{}|^`\\\x00-\x20]+>')
    literal = re.compile(r'"(?:[^"\\\n\r]|\\.)*"(?:@[a-zA-Z-]+|\^\^<[^>]+>)?')
    for s, p, o, g in quads:
        assert all(iri_form.fullmatch(t) for t in (s, p, g))
        assert iri_form.fullmatch(o) or literal.fullmatch(o)

"""Every query of queries/ answers on small data as expected, with pyoxigraph and with rdflib.

Data is tests/queries/data.ttl, or data.ttl or data.trig of the query's own folder; expected.tsv (SPARQL 1.1 TSV) is the
answer with the defaults of the head. Where the default is one document, expected-all.tsv may have that for all documents.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

from resograph.errors import QueryError
from resograph.parameters import FREE
from resograph.query import Query, Result, bind, catalogue, find, load, run
from resograph.results import Node
from resograph.terms import XSD, iri, literal

HERE = Path(__file__).parent / "queries"
ROOT = Path(__file__).parents[1]
COMPETENCY = tuple(query for query in catalogue() if (ROOT / "queries/competency" / f"{query.name}.rq").is_file())
CONSTRUCT = tuple(query for query in catalogue() if (ROOT / "queries/construct" / f"{query.name}.rq").is_file())
# Answers that the defaults of the heads do not show: name of a query, its parameters, a column, its values.
VARIANTS: tuple[tuple[str, dict[str, str], str, list[str]], ...] = (
    ("what-is-asked-of", {"actor": "sg"}, "eId", ["op3.c", "op1"]),
    ("what-is-asked-of", {"actor": "actor/sg", "symbol": "A/RES/99/1"}, "words", ["Requests"]),
    ("what-is-asked-of", {"actor": "sg", "symbol": "A/RES/99/1", "lang": "fr"}, "words", ["Prie"]),
    ("what-is-asked-of", {"actor": "sg", "symbol": "A/RES/99/1", "lang": "zh"}, "words", ["Requests"]),
    ("what-is-asked-of", {"lang": "zh"}, "partnerName", ["", "秘书长"]),
    ("measures-by-section", {"section": "annex.III"}, "addresseeName", [
        "Member States", "United Nations", "International Criminal Police Organization",
    ]),
    ("measures-with-qualifier", {"qualifier": "within-existing-resources"}, "eId", ["annex.III.1"]),
    ("follow-ups-due", {"before": "2008-12-31"}, "eId", ["op3.b"]),
    ("follow-ups-due", {"before": "2008-09-07"}, "eId", []),
    ("evidence", {"eId": "op1", "symbol": "A/RES/99/1"}, "start", ["0", "9", "65", "79", "0"]),
    ("acts-citing", {"cited": "group/sc-resolutions-on-terrorism"}, "forceName", ["resolve"]),
    ("actors-by-kind", {"kind": "agency"}, "acronym", ["ICAO"]),
    ("instruments-by-type", {"type": "treaty"}, "registration", ["39574"]),
    ("documents", {"read": "yes"}, "symbol", ["A/RES/60/288", "A/RES/99/1"]),
    ("language-disagreements", {"lang": "fr"}, "what", [
        "en, es : citation de A/RES/78/143, là où fr cite A/RES/77/143", "op10 is in en, fr, not in ar, es",
    ]),
    ("links-out", {"thing": "A/RES/60/288"}, "thingName", ["A/RES/60/288"] * 3),
    ("what-became-of", {"force": "force/request"}, "eId", ["op1"]),
    ("votes-on-what-cites", {"force": "force/note"}, "symbol", ["A/RES/99/1"]),
    ("votes-on-what-cites", {"member": "actor/iceland"}, "choice", ["in-favour"]),
    ("most-cited", {"least": "1"}, "inYear", ["1", "2", "1"]),
    ("requests-by-session", {"force": "*"}, "acts", ["1", "2", "1"]),
    ("asked-outside-the-membership", {"section": "annex.II"}, "addresseeName", [
        "Counter-Terrorism Committee", "Counter-Terrorism Committee Executive Directorate",
        "International Criminal Police Organization",
    ]),
)  # fmt: skip


def data_of(name: str) -> Path:
    own = [HERE / name / f"data{ending}" for ending in (".trig", ".ttl")]
    return next((path for path in own if path.is_file()), HERE / "data.ttl")


@cache
def graph_of(path: Path) -> rdflib.Graph:
    return rdflib.Dataset(default_union=True).parse(path) if path.suffix == ".trig" else rdflib.Graph().parse(path)


@cache
def store_of(path: Path) -> ox.Store:
    return load([path], named=True)


def tsv(names: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = ["\t".join(f"?{name}" for name in names), *("\t".join(row) for row in rows)]
    return "".join(f"{line}\n" for line in lines)


def cell(node: Node | None) -> str:
    if node is None:
        return ""
    if node.kind == "iri":
        return iri(node.value)
    if node.datatype == XSD + "integer":
        return node.value
    return literal(node.value, node.lang or None, node.datatype or None)


def with_pyoxigraph(result: Result) -> str:
    return tsv(result.variables, [tuple(cell(node) for node in row) for row in result.rows])


def rdflib_cell(term: rdflib.term.Node | None) -> str:
    if term is None:
        return ""
    if isinstance(term, rdflib.Literal):
        datatype = str(term.datatype or "")
        return cell(Node("literal", str(term), term.language or "", "" if datatype == XSD + "string" else datatype))
    return cell(Node("iri", str(term)))


def with_rdflib(query: Query, params: dict[str, str] | None = None) -> str:
    answer = graph_of(data_of(query.name)).query(bind(query, params))
    names = tuple(str(variable) for variable in answer.vars or ())
    return tsv(names, [tuple(rdflib_cell(term) for term in row) for row in answer])  # type: ignore[union-attr]


@pytest.mark.parametrize("query", COMPETENCY, ids=lambda query: query.name)
def test_answer_is_as_expected_with_both_engines(query: Query) -> None:
    expected = (HERE / query.name / "expected.tsv").read_text(encoding="utf-8")
    assert expected.count("\n") > 1, "an expected answer without rows shows nothing"
    assert with_pyoxigraph(run(query, store_of(data_of(query.name)))) == expected
    assert with_rdflib(query) == expected


@pytest.mark.parametrize("name", sorted(path.parent.name for path in HERE.glob("*/expected-all.tsv")))
def test_a_question_about_a_document_can_be_asked_of_all(name: str) -> None:
    """Where a large dataset gives a hundred thousand rows, nobody should get them who did not ask for them."""
    query, everything = find(name), {"symbol": FREE}
    expected = (HERE / name / "expected-all.tsv").read_text(encoding="utf-8")
    assert with_pyoxigraph(run(query, store_of(data_of(name)), everything)) == expected
    assert with_rdflib(query, everything) == expected


@pytest.mark.parametrize(("name", "params", "column", "values"), VARIANTS)
def test_parameters_change_the_answer(name: str, params: dict[str, str], column: str, values: list[str]) -> None:
    query = find(name)
    result = run(query, store_of(data_of(name)), params)
    place = result.variables.index(column)
    assert [str(row[place] or "") for row in result.rows] == values
    assert with_rdflib(query, params) == with_pyoxigraph(result)


@pytest.mark.parametrize("query", COMPETENCY, ids=lambda query: query.name)
def test_query_answers_in_any_tool_with_its_parameters_left_free(query: Query) -> None:
    """Pasted elsewhere nobody binds anything: it must still parse, and find at least what the defaults find."""
    store = store_of(data_of(query.name))
    free = [tuple(row) for row in store.query(query.text)]  # type: ignore[union-attr]
    assert len(free) >= len(run(query, store).rows)


@pytest.mark.parametrize("query", CONSTRUCT, ids=lambda query: query.name)
def test_construct_gives_the_same_triples_with_both_engines(query: Query) -> None:
    result = run(query, store_of(HERE / "data.ttl"))
    assert result.triples
    answer = graph_of(HERE / "data.ttl").query(bind(query)).graph
    assert answer is not None
    theirs = {tuple(rdflib_cell(term) for term in triple) for triple in answer}
    assert {tuple(cell(node) for node in triple) for triple in result.triples} == theirs


@pytest.mark.parametrize("query", [*COMPETENCY, *CONSTRUCT], ids=lambda query: query.name)
def test_a_question_is_told_in_each_language_of_the_interface(query: Query) -> None:
    languages = ["en", "zh", "ar", "es", "fr", "ru"]  # two in its head, the others in queries/labels
    assert [lang for lang, _ in query.titles] == [lang for lang, _ in query.questions] == languages
    letters = {"ar": "\u0600-\u06ff", "ru": "\u0400-\u04ff", "zh": "\u4e00-\u9fff"}
    for pairs in (query.titles, query.questions):
        for lang, text in pairs:
            assert text.strip()
            found = {other for other, block in letters.items() if re.search(f"[{block}]", text)}
            assert found == {lang} & set(letters)
    ends = {"zh": ("？", "）？"), "ar": ("؟",)}
    assert all(text.endswith(ends.get(lang, ("?",))) for lang, text in query.questions)


def test_labels_are_of_questions_that_are_there_and_none_is_twice() -> None:
    for path in (ROOT / "queries/labels").glob("*.tsv"):
        rows = [line.split("\t") for line in path.read_text("utf-8").splitlines()]
        assert {len(row) for row in rows} == {3}
        for column in zip(*rows[1:], strict=True):
            assert len(column) == len(set(column)), path.name
        assert {row[0] for row in rows[1:]} == {query.name for query in (*COMPETENCY, *CONSTRUCT)}


@pytest.mark.parametrize("query", COMPETENCY, ids=lambda query: query.name)
def test_answers_are_ordered_and_graph_stands_in_one_query_only(query: Query) -> None:
    assert "\nORDER BY " in query.text
    assert ("GRAPH" in query.text) == (query.name == "graphs")


def test_there_are_enough_questions_and_no_stray_folder() -> None:
    assert len(COMPETENCY) >= 28
    names = {query.name for query in COMPETENCY}
    assert {path.name for path in HERE.iterdir() if path.is_dir()} == names
    titles = [query.title(lang) for query in (*COMPETENCY, *CONSTRUCT) for lang in ("en", "zh")]
    assert len(titles) == len(set(titles))


def test_every_term_of_the_ontology_is_used_by_a_question() -> None:
    text = (ROOT / "ontology/resograph.ttl").read_text(encoding="utf-8")
    terms = set(re.findall(r"^rg:(\w+) a owl:\w+", text, re.MULTILINE))
    used = {term for query in COMPETENCY for term in re.findall(r"\brg:(\w+)", query.text.split("\nSELECT", 1)[1])}
    assert len(terms) > 100
    assert terms - used == set()
    assert used - terms == set()


def test_sample_mentions_quote_their_text() -> None:
    question = """PREFIX rg: <https://w3id.org/resograph/ontology#> SELECT ?text ?quote ?start ?end WHERE {
        ?m a rg:Mention ; rg:inProvision/rg:text ?text ; rg:quote ?quote ; rg:start ?start ; rg:end ?end
        FILTER(LANG(?text) = LANG(?quote)) }"""
    rows = [[str(term.value) for term in row] for row in store_of(HERE / "data.ttl").query(question)]  # type: ignore[union-attr]
    assert len(rows) > 30
    assert all(text[int(start) : int(end)] == quote for text, quote, start, end in rows)


def test_a_fact_that_two_graphs_state_is_counted_once(tmp_path: Path) -> None:
    path = tmp_path / "twice.nq"
    path.write_text("".join(f"<a:s> <a:p> <a:o> <a:g{n}> .\n" for n in (1, 2)))
    query = tmp_path / "q.rq"
    query.write_text("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }")
    assert str(run(find(str(query)), [path]).rows[0][0]) == "1"
    query.write_text("SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } }")
    assert str(run(find(str(query)), [path]).rows[0][0]) == "2"


def test_a_wrong_type_of_parameter_is_refused() -> None:
    with pytest.raises(QueryError, match="before: expected a date"):
        bind(find("follow-ups-due"), {"before": "tomorrow"})

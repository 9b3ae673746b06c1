"""Which query texts may run, and where values are bound."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest

from resograph.errors import QueryError
from resograph.query import bind, load, parse, run
from resograph.sparql import MAX_DEPTH, check, form, inside_wheres

DATA = Path(__file__).parent / "queries" / "data.ttl"


@pytest.fixture(scope="module")
def store() -> ox.Store:
    return load([DATA])


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("SELECT * WHERE { ?x ?p ?o }", "SELECT * WHERE {"),
        ("select * where # {\n{ ?x ?p ?o }", "select * where # {\n{"),
        (
            "SELECT (EXISTS { ?x ?p 'WHERE {' } AS ?e) WHERE { ?x ?p ?o }",
            "SELECT (EXISTS { ?x ?p 'WHERE {' } AS ?e) WHERE {",
        ),
        ("PREFIX WHERE: <http://e/#> ASK WHERE { ?x ?p ?o }", None),
        (
            "PREFIX a: <http://e/#> CONSTRUCT { ?x ?p a:b } WHERE {}",
            "PREFIX a: <http://e/#> CONSTRUCT { ?x ?p a:b } WHERE {",
        ),
        ("ASK WHERE { { SELECT ?x WHERE { ?x ?p ?o } } }", "ASK WHERE {"),
    ],
)
def test_values_are_joined_inside_the_outer_where(text: str, place: str | None) -> None:
    expected = place or text[: text.rindex("{") + 1]
    assert text[: next(iter(inside_wheres(text)))] == expected


def test_values_are_joined_inside_each_select_that_uses_them_too() -> None:
    """Else all of a store is counted, of which the outer WHERE takes one document."""
    text = """# param: x string a — what
SELECT * WHERE { ?x ?p ?y { SELECT ?y (COUNT(?x) AS ?n) WHERE { ?x ?p ?y } GROUP BY ?y } { SELECT ?z WHERE { ?z a ?w } } }"""
    values = 'VALUES (?x) { ("a") }'
    assert bind(parse("q", text)).replace(f" {values} ", "*").count("WHERE {*") == bind(parse("q", text)).count(values)
    assert f"WHERE {{ {values}  ?x ?p ?y }} GROUP" in bind(parse("q", text))
    assert "{ ?z a ?w }" in bind(parse("q", text))


@pytest.mark.parametrize("text", ["ASK { ?x ?p ?o }", "CONSTRUCT WHERE { ?x ?p ?o }", "DESCRIBE ?x"])
def test_a_query_without_a_place_for_values_says_so(text: str) -> None:
    with pytest.raises(QueryError, match="write WHERE out"):
        bind(parse("q", f"# param: x string a — what\n{text} # ?x"))


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
        "SELECT * { service silent ?e { ?s ?p ?o } }",
        "PREFIX : <http://e/> SELECT * { SERVICE:x { ?s ?p ?o } }",
        "SELECT * { BIND(1 AS ?x) FILTER(?x=1)SERVICE<http://127.0.0.1:1/>{ ?s ?p ?o } }",
        "SELECT * { FILTER(1<2) SERVICE <http://127.0.0.1:1/> { ?s ?p 3 } FILTER(3>2) }",
        "SELECT * { # <\n SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
        "SELECT * { SER\\u0056ICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
        "SELECT * { ?s ?p \\u0022 SERVICE <http://127.0.0.1:1/> \\u0022 }",
        "SELECT * { ?s ?p 'a\\'b' . SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
    ],
)
def test_service_is_refused_on_local_data(store: ox.Store, text: str) -> None:
    with pytest.raises(QueryError, match=r"SERVICE|escapes"):
        run(parse("q", text), store)


def test_the_word_service_elsewhere_is_harmless(store: ox.Store) -> None:
    text = "PREFIX e: <http://e/SERVICE#> ASK { ?service e:service 'SERVICE' . # SERVICE\n }"
    assert run(parse("q", text), store).boolean is False
    check("ASK { SERVICE <http://e/> { ?s ?p ?o } }", local=False)


@pytest.mark.parametrize("text", ["DELETE WHERE { ?s ?p ?o }", "load <file:///etc/passwd>", "PREFIX a: <b:> CLEAR ALL"])
def test_updates_are_refused(store: ox.Store, text: str) -> None:
    with pytest.raises(QueryError, match="changes data"):
        run(parse("q", text), store)


def test_a_text_that_is_no_query() -> None:
    with pytest.raises(QueryError, match="holds no query"):
        form("# SELECT\n")


@pytest.mark.parametrize("bracket", ["{}", "()"])
def test_deep_nesting_is_refused_before_the_engine_sees_it(bracket: str) -> None:
    opening, closing = bracket[0], bracket[1]
    inner = "" if bracket == "{}" else "BIND("
    text = f"SELECT * {{ {inner}{opening * 3000}1{closing * 3000}"
    code = "from resograph.query import *\nimport sys\nrun(parse('q', sys.argv[1]), [])"
    done = subprocess.run([sys.executable, "-c", code, text], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert f"more than {MAX_DEPTH} levels" in done.stderr


def test_nesting_up_to_the_limit_runs(store: ox.Store) -> None:
    assert run(parse("q", "ASK " + "{" * MAX_DEPTH + "}" * MAX_DEPTH), store).boolean is True
    with pytest.raises(QueryError, match="groups and operators"):
        run(parse("q", "ASK { FILTER(1" + "+1" * 8000 + ") }"), store)


def test_syntax_error_names_line_and_column(store: ox.Store) -> None:
    with pytest.raises(QueryError) as caught:
        run(parse("q", "SELECT *\nWHERE {\n  ?s ?p [ }"), store)
    assert str(caught.value).startswith("q: line 3, column 11: expected")
    assert str(caught.value).endswith("\n    ?s ?p [ }\n" + " " * 12 + "^")

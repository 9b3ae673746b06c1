"""Finding, binding and running queries, and the data they run on."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
import zstandard

from resograph.errors import InputError, QueryError
from resograph.query import Param, bind, find, load, parse, run

DATA = Path(__file__).parent / "queries" / "data.ttl"
MALICIOUS = (
    '" } SELECT * WHERE { ?s ?p ?o } #',
    "interpol> } } DELETE WHERE { ?s ?p ?o } #",
    '"@en . ?s ?p ?o',
    "\\",
    '\\"',
    "\\u0022 } UNION { ?s ?p ?o } #",
    "\\\\u0022 \\U00000022",
    "a\nb\r\tc",
    "'''\"\"\"",
    "{?act}",
    "${x} %s 恐怖",
)


@pytest.fixture(scope="module")
def store() -> ox.Store:
    return load([DATA])


def test_find_by_name_and_by_path(tmp_path: Path) -> None:
    assert find("what-is-asked-of").title("zh") == "对某一行为体的要求"
    assert find("what-is-asked-of").params[0] == Param("actor", "iri", "actor/interpol", "the actor")
    own = tmp_path / "own.rq"
    own.write_text("\ufeffASK { ?s ?p ?o }", encoding="utf-8")
    assert find(str(own)).name == "own"
    assert find(str(own)).title() == "own"


def test_unknown_name_suggests_and_says_how_to_list() -> None:
    with pytest.raises(QueryError, match=r"what-is-asked-of.*--list"):
        find("what-is-ask-of")
    with pytest.raises(InputError, match="cannot be read"):
        find("no/such.rq")


def test_query_file_that_is_not_utf8(tmp_path: Path) -> None:
    (tmp_path / "q.rq").write_bytes("# 决议".encode("gb18030"))
    with pytest.raises(QueryError, match="not UTF-8"):
        find(str(tmp_path / "q.rq"))


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("# param: actor", "write"),
        ("# param: actor thing — what", "type one of"),
        ("# param: nobody iri x — what", "no variable"),
    ],
)
def test_faulty_parameter_line_is_named(line: str, why: str) -> None:
    with pytest.raises(QueryError, match=rf"q: line 1: .*{why}"):
        parse("q", f"{line}\nSELECT * WHERE {{ ?actor ?p ?o }}")


@pytest.mark.parametrize("value", MALICIOUS)
def test_a_string_is_bound_as_it_is_whatever_it_holds(store: ox.Store, value: str) -> None:
    query = parse("q", "# param: x string — what\nSELECT ?x WHERE { BIND(1 AS ?one) }")
    assert [[str(node) for node in row] for row in run(query, store, {"x": value}).rows] == [[value]]
    answer = rdflib.Graph().query(bind(query, {"x": value}))
    assert [str(row[0]) for row in answer] == [value]  # type: ignore[index]


@pytest.mark.parametrize("kind", ["iri", "integer", "date", "symbol", "lang"])
@pytest.mark.parametrize("value", [*MALICIOUS[:3], "", "a b", "\x00", "\udc80"])
def test_other_types_refuse_what_does_not_fit(kind: str, value: str) -> None:
    query = parse("q", f"# param: x {kind} — what\nSELECT ?x WHERE {{ ?x ?p ?o }}")
    with pytest.raises(QueryError, match="Parameter x: expected"):
        bind(query, {"x": value})


@pytest.mark.parametrize(
    ("kind", "value", "term"),
    [
        ("iri", "interpol", "<https://w3id.org/resograph/id/actor/interpol>"),
        ("iri", "actor/interpol", "<https://w3id.org/resograph/id/actor/interpol>"),
        ("iri", "S/RES/1267(1999)", "<https://w3id.org/resograph/id/S/RES/1267(1999)>"),
        ("iri", "https://example.org/a#b", "<https://example.org/a#b>"),
        ("string", "a\\b", '"a\\\\b"'),
        ("integer", "007", '"7"^^<http://www.w3.org/2001/XMLSchema#integer>'),
        ("date", "2006-09-08", '"2006-09-08"^^<http://www.w3.org/2001/XMLSchema#date>'),
        ("symbol", "S/RES/1267 (1999)", '"S/RES/1267(1999)"'),
        ("lang", "zh", '"zh"'),
    ],
)
def test_values_become_terms_of_their_type(kind: str, value: str, term: str) -> None:
    query = parse("q", f"# param: actor {kind} — what\nSELECT * WHERE {{ ?actor ?p ?o }}")
    assert f"VALUES (?actor) {{ ({term}) }}" in bind(query, {"actor": value})


def test_missing_unknown_and_free_parameters() -> None:
    query = parse("q", "# param: a iri — who\n# param: b iri * — whom\nSELECT * WHERE { ?a ?p ?b }")
    with pytest.raises(QueryError, match=r"give --param a=… \(who\)"):
        bind(query)
    with pytest.raises(QueryError, match=r"no parameter is called c \(it has: a, b\)"):
        bind(query, {"a": "x", "c": "y"})
    assert bind(query, {"a": "*"}) == query.text


def test_data_is_read_in_every_form(tmp_path: Path) -> None:
    line = "<http://e/s> <http://e/p> <http://e/o>"
    forms = {
        "a.nt": f"{line} .",
        "a.nq": f"{line} <http://e/g> .",
        "a.ttl": f"{line}.",
        "a.trig": f"<http://e/g> {{ {line} }}",
    }
    query = parse("q", "SELECT * WHERE { ?s ?p ?o }")
    for name, text in forms.items():
        plain, packed = tmp_path / name, tmp_path / f"{name}.zst"
        plain.write_text(text, encoding="utf-8")
        packed.write_bytes(zstandard.compress(text.encode()))
        assert len(run(query, [plain]).rows) == 1, name
        assert len(run(query, [packed, plain]).rows) == 1, name


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.xyz", b"", "unknown ending"),
        ("a.ttl", b"<a", "not the data its ending says"),
        ("a.nq.zst", b"plain", "not the data its ending says"),
        ("a.nt", b"\xff\xfe", "not the data its ending says"),
    ],
)
def test_faulty_data_is_named(tmp_path: Path, name: str, content: bytes, why: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError, match=f"{name}: .*{why}"):
        load([tmp_path / name])


def test_missing_data_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.nq: cannot be read"):
        load([tmp_path / "none.nq"])


def test_importing_query_loads_no_engine() -> None:
    code = "import sys, resograph.query; print([m for m in ('pyoxigraph', 'rdflib', 'SPARQLWrapper', 'yaml', 'pydantic') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"

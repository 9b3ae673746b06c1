from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph as ox
import pytest
import zstandard

from resograph.errors import InputError, RegistryError
from resograph.finding import QUERIES, Finding, locate
from resograph.validate import (
    Question,
    Report,
    ask,
    check_queries,
    check_shapes,
    question,
    questions,
    validate,
    validate_file,
)
from resograph.validation_report import report_rows, report_turtle, short
from resograph.vocab import PREFIXES

HERE = Path(__file__).parent
QC = HERE / "qc"
BASE = PREFIXES["base"]
RG = PREFIXES["rg"]
ACT = (HERE / "shapes" / "act" / "invalid.unknown-force.ttl").read_text("utf-8")


def loaded(path: Path) -> ox.Store:
    store = ox.Store()
    store.load(path=path)
    return store


def graph_of(name: str, outcome: str) -> Path:
    return next((QC / name).glob(f"{outcome}.*"))


def by_name(asked: Question) -> str:
    return asked.name


@pytest.fixture(scope="module")
def faulty() -> tuple[Finding, ...]:
    return check_shapes(ACT)


@pytest.mark.parametrize("asked", questions(), ids=by_name)
def test_question_finds_nothing_in_a_sound_graph(asked: Question) -> None:
    assert list(ask(loaded(graph_of(asked.name, "pass")), asked)) == []


@pytest.mark.parametrize("asked", questions(), ids=by_name)
def test_question_finds_what_is_wrong(asked: Question) -> None:
    path = graph_of(asked.name, "fail")
    expects = re.match(r"# expects: (.+)\n", path.read_text("utf-8"))
    assert expects is not None
    wanted = [BASE + place.strip("<>") for place in expects[1].split()]
    found = sorted(ask(loaded(path), asked), key=lambda finding: finding.place)
    assert [finding.place for finding in found] == wanted
    assert {(f.kind, f.severity, f.shape) for f in found} == {(asked.name, asked.severity, QUERIES + asked.name)}


def test_each_folder_of_graphs_belongs_to_a_question() -> None:
    assert sorted(path.name for path in QC.iterdir()) == [asked.name for asked in questions()]


def test_questions_speak_english_and_chinese() -> None:
    assert {tuple(tag for tag, _ in asked.messages) for asked in questions()} == {("en", "zh")}
    assert [asked.name for asked in questions() if not re.search(r"[\u4e00-\u9fff]", dict(asked.messages)["zh"])] == []


def test_question_without_a_head_is_a_fault_of_ours(tmp_path: Path) -> None:
    path = tmp_path / "no-head.rq"
    path.write_text("# title: A title.\nSELECT ?place WHERE {}", "utf-8")
    with pytest.raises(RegistryError, match=r"no-head\.rq: expected a SELECT query under the head lines level"):
        question(path)


def test_head_may_go_on_in_the_next_line(tmp_path: Path) -> None:
    path = tmp_path / "long.rq"
    path.write_text(
        "# title: One\n#   title.\n# title-zh: 题。\n# why: So.\n# why-zh: 故。\n# level: info\nSELECT ?place WHERE {}",
        "utf-8",
    )
    assert question(path).messages == (("en", "One title. So."), ("zh", "题。故。"))


def test_validate_asks_shapes_and_questions() -> None:
    subject = f"<{BASE}A/RES/60/288>"
    quads = [
        (subject, "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>", f"<{RG}Document>", subject),
        (subject, f"<{RG}symbol>", '"A/RES/60/289"', subject),
    ]
    report = validate(quads)
    assert [(f.kind, f.severity) for f in report.findings] == [
        ("document-iri", "violation"),
        ("document-label", "violation"),
    ]
    assert not report.conforms
    text = "".join(" ".join(quad) + " .\n" for quad in quads)
    assert validate(text) == validate(text.encode()) == report


def test_warnings_and_notes_do_not_break_conformance() -> None:
    finding = Finding("k", "warning", BASE + "A/1", None, None, None, None, (), "s")
    assert Report((finding,)).conforms
    assert Report(()).conforms


def test_named_graphs_are_read_as_one() -> None:
    document, vocabulary = f"<{BASE}A/RES/60/288>", f"<{BASE}vocabulary/actors>"
    kind = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
    act = f"<{BASE}A/RES/60/288#op1-a1>"
    text = f"{act} <{RG}agent> <{BASE}actor/nobody> {document} .\n<{BASE}actor/ga> {kind} <{RG}Actor> {vocabulary} .\n"
    assert "undescribed-entity" in {finding.kind for finding in validate(text).findings}


@pytest.mark.parametrize(
    ("place", "where"),
    [
        ("A/RES/60/288", ("A/RES/60/288", None)),
        ("A/RES/60/288#zh", ("A/RES/60/288", None)),
        ("A/RES/60/288#zh-Hans-1", ("A/RES/60/288", None)),
        ("A/RES/60/288#labels-en", ("A/RES/60/288", None)),
        ("A/RES/60/288#annex.II.12.a", ("A/RES/60/288", "annex.II.12.a")),
        ("A/RES/60/288#op3.b-a1", ("A/RES/60/288", "op3.b")),
        ("A/RES/60/288#pp3-c12", ("A/RES/60/288", "pp3")),
        ("S/RES/1267(1999)#op1-zh-Hans-m3", ("S/RES/1267(1999)", "op1")),
    ],
)
def test_place_tells_document_and_paragraph(place: str, where: tuple[str, str | None]) -> None:
    assert locate(BASE + place) == (BASE + where[0], where[1])


def test_place_outside_documents_has_neither() -> None:
    assert locate(BASE + "actor/ga") == locate("http://example.org/A/RES/60/288#op1") == locate("_:") == (None, None)


def test_findings_stand_in_reading_order() -> None:
    text = "".join(f"<{BASE}A/RES/60/288#op{n}-x> a <{RG}Act> .\n" for n in (10, 2, 1))
    found = list(dict.fromkeys(finding.place for finding in check_shapes(text)))
    assert [place.rsplit("#")[1] for place in found] == ["op1-x", "op2-x", "op10-x"]


def test_finding_names_paragraph_value_and_cure(faulty: tuple[Finding, ...]) -> None:
    finding = faulty[0]
    assert (finding.document, finding.eid, finding.kind) == (BASE + "A/RES/60/288", "op3.b", "act-force")
    assert (finding.path, finding.value) == (RG + "force", f"<{BASE}force/oblige>")
    assert finding.message("en").startswith("An act has exactly one force")
    assert finding.message("zh").startswith("每个行为有且仅有一种效力")
    assert finding.message("fr") == finding.message("en")


def test_blank_nodes_have_no_label_of_their_own() -> None:
    places = {finding.place for finding in check_shapes(f"[] a <{RG}Document> .")}
    assert places == {"_:"}


def test_rows_name_document_and_paragraph(faulty: tuple[Finding, ...]) -> None:
    row = report_rows(faulty, "zh")[0]
    assert (row.severity, row.document, row.paragraph, row.property) == (
        "violation",
        "A/RES/60/288",
        "op3.b",
        "rg:force",
    )
    assert (row.thing, row.value) == ("A/RES/60/288#op3.b-a1", "force/oblige")
    assert row.message == faulty[0].message("zh")


def test_row_cuts_long_values() -> None:
    finding = Finding("k", "info", BASE + "A/1", None, None, None, '"' + "长" * 100 + '"', (), "s")
    assert len(report_rows([finding])[0].value) == 60


def test_short_keeps_what_it_does_not_know() -> None:
    assert short("http://example.org/x") == "http://example.org/x"


def test_turtle_report_is_a_shacl_report_without_blank_nodes(faulty: tuple[Finding, ...]) -> None:
    blank = check_shapes(f'[] a <{RG}Document> ; <{RG}symbol> "a\\"b\\n" .')
    text = report_turtle((*faulty, *blank, *check_queries(loaded(graph_of("blank-node", "fail")))))
    quads = list(ox.parse(text, format=ox.RdfFormat.TURTLE))
    assert not [q for q in quads if isinstance(q.subject, ox.BlankNode) or isinstance(q.object, ox.BlankNode)]
    sh = PREFIXES["sh"]
    results = [q.subject for q in quads if q.object == ox.NamedNode(sh + "ValidationResult")]
    required = ("focusNode", "resultSeverity", "sourceConstraintComponent", "sourceShape")
    for result in results:
        held = [q.predicate.value.removeprefix(sh) for q in quads if q.subject == result]
        assert [name for name in required if held.count(name) != 1] == []
        assert held.count("resultMessage") == 2
    assert len(results) == len({q.object for q in quads if q.predicate.value == sh + "result"})


def test_turtle_report_of_nothing_conforms() -> None:
    text = report_turtle(())
    assert "sh:conforms true ." in text
    assert len(list(ox.parse(text, format=ox.RdfFormat.TURTLE))) == 2


@pytest.mark.parametrize("suffix", [".ttl", ".nt", ".nq", ".trig"])
@pytest.mark.parametrize("compressed", [False, True])
def test_files_of_each_format_give_the_same_report(tmp_path: Path, suffix: str, compressed: bool) -> None:
    form = ox.RdfFormat.from_extension(suffix[1:])
    assert form is not None
    data = ox.serialize((quad.triple for quad in ox.parse(ACT, format=ox.RdfFormat.TURTLE)), format=form)
    assert data is not None
    path = tmp_path / f"graph{suffix}{'.zst' if compressed else ''}"
    path.write_bytes(zstandard.compress(data) if compressed else data)
    report = validate_file(path)
    assert {"act-force", "measure-of-force", "dangling-reference"} <= {finding.kind for finding in report.findings}


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.ttl", b"<http://e/a> <http://e/b> 1 .\n<http://e/a> <http://e/b .\n", r"a\.ttl:2: not Turtle: "),
        ("a.nt", b'<http://e/a> <http://e/b> "\xff" .\n', r"a\.nt:1: not N-Triples: Invalid UTF-8"),
        ("a.nq", b"\n\nno\n", r"a\.nq:3: not N-Quads: "),
        ("a.ttl", b"", r"a\.ttl: holds no statements"),
        ("a.csv", b"a,b", r"a\.csv: not a graph file\. Expected \.ttl, \.nt, \.nq, \.trig"),
        ("a.nq.zst", b"plain", r"a\.nq\.zst: the compression is damaged"),
        ("a.nq.zst", zstandard.compress(b"x" * 99)[:-4], r"a\.nq\.zst: the file is cut off"),
    ],
)
def test_unusable_file_is_refused_with_its_place(tmp_path: Path, name: str, data: bytes, message: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(InputError, match=message):
        validate_file(path)


def test_compressed_file_may_have_many_frames(tmp_path: Path) -> None:
    lines = [f'<{BASE}A/1> <{RG}symbol> "A/{n}" .\n'.encode() for n in (2, 3)]
    path = tmp_path / "shards.nt.zst"
    path.write_bytes(b"".join(map(zstandard.compress, lines)))
    assert {finding.value for finding in validate_file(path).findings} == {'"A/2"', '"A/3"'}


def test_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.ttl: cannot be read"):
        validate_file(tmp_path / "none.ttl")


def test_reference_engine_takes_over_where_the_fast_one_is_missing(
    monkeypatch: pytest.MonkeyPatch, faulty: tuple[Finding, ...]
) -> None:
    monkeypatch.setattr("resograph.validate._has_fast", lambda: False)
    monkeypatch.setattr("resograph.validate._fast", lambda *_: pytest.fail("the fast engine was called"))
    assert check_shapes(ACT) == faulty


def test_bytes_that_are_not_utf8_are_refused() -> None:
    with pytest.raises(InputError, match="the graph:1: not N-Quads: Invalid UTF-8"):
        validate(b'<http://e/a> <http://e/b> "\xff" .\n')


def test_text_that_is_no_graph_is_refused() -> None:
    with pytest.raises(InputError, match="the graph:1: not N-Quads"):
        validate("no graph")

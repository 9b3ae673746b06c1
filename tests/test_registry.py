"""The registry: what it gives, and that each kind of fault names file, line, field and what is expected."""

from __future__ import annotations

import doctest
import shutil
from pathlib import Path

import pytest

from resograph import registry, resources
from resograph.errors import RegistryError
from resograph.records import Actor
from resograph.registry import load

DATA = resources.folder("data")
FILES = {
    "actors/a.yml": """\
- id: ga
  kind: organ
  label: {en: General Assembly, zh: 大会}
- id: member-states
  kind: state-group
  label:
    en: Member States
    zh: 会员国
""",
    "actors/b.yml": "- {id: unesco, kind: agency, label: {en: UNESCO, zh: 教科文组织}, parent: ga}\n"
    "- {id: unlisted, kind: organization-group, label: {en: unlisted actor}}\n",
    "instruments/i.yml": "- {id: un-charter, type: charter, label: {en: Charter of the United Nations, zh: 联合国宪章}}\n",
    "instruments/groups.yml": "- {id: ga-texts, label: {en: texts, zh: 决议}, issued_by: ga}\n",
    "bodies/ga.yml": """\
id: ga
prefix: A
label: {en: General Assembly, zh: 大会}
formula: {zh: [大会]}
members: member-states
symbols: [A/RES]
session: ordinal
""",
    "acts.yml": "- {id: request, force: request, label: {en: request}, phrases: {zh: [请]}}\n",
    "forces.yml": "- {id: request, label: {en: request}}\n",
    "qualifiers.yml": "- {id: voluntary, label: {en: voluntary}}\n",
    "followups.yml": "- {id: report, label: {en: report}}\n",
    "roles.yml": "- {id: agent, label: {en: agent}}\n",
    "subjects.yml": "- {id: '1001346', label: {en: HUMAN RIGHTS}, source: UNBIS}\n",
    "labels/A_RES_60_288.yml": """\
symbol: A/RES/60/288
title: {en: Strategy}
subjects: ['1001346']
provisions:
  op1: {en: Report, subjects: ['1001346']}
""",
    "links/un.sssom.tsv": "#mapping_set_id: x\n#license: y\n"
    "subject_id\tpredicate_id\tobject_id\tmapping_justification\tobject_source\tsource\n"
    "actor/unesco\tskos:exactMatch\twd:Q7809\tsemapv:ManualMappingCuration\twd\tx\n"
    "A/RES/60/288\trdfs:seeAlso\tx:1\tsemapv:ManualMappingCuration\tx\tx\n",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    for name, text in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    shutil.copytree(DATA / "languages", folder / "languages")
    return folder


def faults(root: Path) -> list[str]:
    with pytest.raises(RegistryError) as caught:
        load(root)
    return str(caught.value).splitlines()


def test_examples_in_docstrings() -> None:
    assert doctest.testmod(registry).failed == 0


def test_the_data_of_this_installation_is_read_once() -> None:
    assert load() is load()
    assert "zh" in load().languages


def test_what_is_given(root: Path) -> None:
    found = load(root)
    assert list(found.actors) == ["ga", "member-states", "unesco", "unlisted"]
    assert isinstance(found.actors["unesco"], Actor)
    assert "groups" not in found.instruments
    assert list(found.groups) == ["ga-texts"]
    assert found.editorials["A/RES/60/288"].provisions["op1"].subjects == ["1001346"]
    assert [link.subject_id for link in found.links] == ["actor/unesco", "A/RES/60/288"]


def test_the_registry_does_not_change(root: Path) -> None:
    with pytest.raises(TypeError):
        load(root).actors["x"] = load(root).actors["ga"]  # type: ignore[index]


B = "data/actors/b.yml"
UNESCO = FILES["actors/b.yml"]


@pytest.mark.parametrize(
    ("name", "old", "new", "expected"),
    [
        ("actors/a.yml", "kind: organ", "kind: orgen", "data/actors/a.yml:2: actors ga, field kind: 'orgen' is none of organ, sub"),
        ("actors/a.yml", "    zh: 会员国", "    zh: ' 会员国'", "data/actors/a.yml:8: actors member-states, field label.zh: ' 会员国' does"),
        ("actors/a.yml", "    zh: 会", "    z_h: 会", "data/actors/a.yml:8: actors member-states, field label.z_h: 'z_h' does not have the form"),
        ("actors/a.yml", "en: Member States", "en: no", "data/actors/a.yml:7: actors member-states, field label.en: False is not text; put it in"),
        ("actors/a.yml", "  kind: state-group\n", "", "data/actors/a.yml:4: actors member-states, field kind: is missing"),
        ("actors/a.yml", "- id: member-states", "- id: Member", "data/actors/a.yml:4: actors Member, field id: 'Member' does not have the form"),
        ("actors/a.yml", "- id: member-states\n  kind", "- kind", "data/actors/a.yml:4: actors without id, field id: is missing"),
        ("actors/a.yml", "  kind: organ", "  kind: organ\n  colour: red", "data/actors/a.yml:3: actors ga, field colour: is unknown; the fields are id, kind"),
        ("actors/a.yml", "  kind: organ", "  kind: organ\n  kind: organ", "data/actors/a.yml:3: 'kind' stands twice in one record"),
        ("actors/a.yml", "  kind: organ", "  kind: organ\n  [a]: organ", "data/actors/a.yml:3: expected the name of a field"),
        ("actors/a.yml", "  kind: organ", "  valid: {since: 2006-13-01}\n  kind: organ", "data/actors/a.yml:2: '2006-13-01': month must be in 1..12"),
        ("actors/a.yml", "  kind: organ", "  kind: !organ x", "data/actors/a.yml:2: 'x': could not determine a constructor"),
        ("actors/a.yml", "  kind: organ", "  kind: &a [*a]", "data/actors/a.yml:2: nested too deeply"),
        ("actors/a.yml", "  kind: organ", "  kind: [organ", "data/actors/a.yml:3: not YAML: did not find expected"),
        ("actors/b.yml", UNESCO, "", f"{B}:1: the file is empty"),
        ("actors/b.yml", UNESCO, "id: x", f"{B}:1: expected a list of records"),
        ("actors/b.yml", UNESCO, "- x", f"{B}:1: expected the fields of a record"),
        ("actors/b.yml", "id: unesco", "id: ga", f"{B}:1: actors ga, field id: 'ga' is already in data/actors/a.yml:1; keep one"),
        ("actors/b.yml", "parent: ga", "parent: gaa", f"{B}:1: actors unesco, field parent: 'gaa' is unknown; actors has no record of that id (did you mean ga?)"),
        ("actors/b.yml", "parent: ga", "member_of: [ga, x]", f"{B}:1: actors unesco, field member_of.1: 'x' is unknown"),
        ("actors/b.yml", "parent: ga", "usual_in: scc", f"{B}:1: actors unesco, field usual_in: 'scc' is unknown; bodies has no record of that id"),
        ("instruments/groups.yml", "issued_by: ga", "issued_by: sc", "data/instruments/groups.yml:1: groups ga-texts, field issued_by: 'sc' is unknown"),
        ("instruments/i.yml", "}}", "}, parent: x}", "data/instruments/i.yml:1: instruments un-charter, field parent: 'x' is unknown"),
        ("bodies/ga.yml", "member-states", "members", "data/bodies/ga.yml:5: bodies ga, field members: 'members' is unknown"),
        ("bodies/ga.yml", "id: ga", "id: sc", "data/bodies/ga.yml:1: bodies sc, field id: 'sc' is unknown"),
        ("acts.yml", "force: request", "force: urge", "data/acts.yml:1: acts request, field force: 'urge' is unknown; forces has"),
        ("acts.yml", "force: request", "force: request, broader: [ask]", "data/acts.yml:1: acts request, field broader.0: 'ask' is unknown"),
        ("subjects.yml", "'1001346'", "1001346", "data/subjects.yml:1: subjects 1001346, field id: 1001346 is not text; put it in quotes"),
        ("labels/A_RES_60_288.yml", "subjects: ['1001346']\np", "subjects: ['1']\np", "data/labels/A_RES_60_288.yml:3: editorials A/RES/60/288, field subjects.0: '1' is unknown"),
        ("labels/A_RES_60_288.yml", "Report, subjects: ['1001346']", "Report, subjects: ['2']", "data/labels/A_RES_60_288.yml:5: editorials A/RES/60/288, field provisions.op1.subjects.0: '2' is unknown"),
        ("labels/A_RES_60_288.yml", "en: Report", "zh: Report", "data/labels/A_RES_60_288.yml:5: editorials A/RES/60/288, field provisions.op1.en: is missing"),
        ("links/un.sssom.tsv", "actor/unesco\t", "", "data/links/un.sssom.tsv:4: 5 cells, expected 6 (subject_id, "),
        ("links/un.sssom.tsv", "actor/unesco", "actor/unesko", "data/links/un.sssom.tsv:4: link, field subject_id: 'actor/unesko' is unknown"),
        ("links/un.sssom.tsv", "A/RES/60/288", "resolution", "data/links/un.sssom.tsv:5: link, field subject_id: 'resolution' is unknown"),
        ("links/un.sssom.tsv", "wd:Q7809", "", "data/links/un.sssom.tsv:4: link, field object_id: '': String should have at least 1"),
        ("links/un.sssom.tsv", "object_source", "objekt", "data/links/un.sssom.tsv:3: column 'objekt' is none of subject_id, "),
    ],
)  # fmt: skip
def test_faults(root: Path, name: str, old: str, new: str, expected: str) -> None:
    path = root / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    assert any(fault.startswith(expected) for fault in faults(root)), faults(root)


def test_a_fault_in_a_record_does_not_make_its_id_unknown(root: Path) -> None:
    path = root / "actors" / "a.yml"
    path.write_text(path.read_text("utf-8").replace("kind: organ", "kind: x"), "utf-8")
    assert len(faults(root)) == 1


def test_all_faults_of_all_files_are_told_together(root: Path) -> None:
    for name in ("actors/b.yml", "forces.yml", "roles.yml"):
        (root / name).write_text("[", "utf-8")
    assert [fault.split(":")[0] for fault in faults(root)][:3] == [B, "data/roles.yml", "data/forces.yml"]


def test_no_more_than_twenty_faults_are_told(root: Path) -> None:
    (root / "qualifiers.yml").write_text("- id: x\n" * 30, "utf-8")
    told = faults(root)
    assert len(told) == 21
    assert told[-1].startswith("… and ")


@pytest.mark.parametrize("name", ["actors", "bodies", "languages", "instruments"])
def test_a_missing_folder_is_named(root: Path, name: str) -> None:
    shutil.rmtree(root / name)
    assert any(
        fault.startswith(f"data/{name}/*.yml: no such file; it should hold the {name}") for fault in faults(root)
    )


def test_a_missing_root_is_named(tmp_path: Path) -> None:
    assert "no such folder" in faults(tmp_path / "data")[0]


def test_links_and_labels_may_be_missing(root: Path) -> None:
    shutil.rmtree(root / "links")
    shutil.rmtree(root / "labels")
    assert load(root).links == ()


def test_a_file_that_is_no_utf8_is_named(root: Path) -> None:
    (root / "roles.yml").write_bytes(b"- id: \xff\n")
    assert faults(root)[0].startswith("data/roles.yml:1: cannot be read as UTF-8 text")

"""Pages: what a reader finds on them, in each language, without a script; and the folder that holds them all."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from resograph import cli, vocab
from resograph.registry import Registry
from resograph.site.accuracy import figures
from resograph.site.crawling import bare
from resograph.site.data import data
from resograph.site.facts import Value
from resograph.site.home import counted, shelf_name
from resograph.site.marks import Mark, Piece, pieces
from resograph.site.pages import STATIC, Site, page, site
from resograph.site.timeline import timeline
from resograph.site.words import tongues

STRATEGY = "A/RES/60/288"
HOSTILE = """
<https://w3id.org/resograph/id/A/RES/99/9> <http://purl.org/dc/terms/title> "<script>alert(1)</script>\\u202E"@en <https://w3id.org/resograph/id/A/RES/99/9> .
<https://w3id.org/resograph/id/A/RES/99/9> <https://w3id.org/resograph/ontology#adoptedBy> <javascript:alert(1)> <https://w3id.org/resograph/id/A/RES/99/9> .
<https://w3id.org/resograph/id/A/RES/99/9> <http://www.w3.org/2000/01/rdf-schema#seeAlso> <javascript:alert(2)> <https://w3id.org/resograph/id/A/RES/99/9> .
"""


class Seen(HTMLParser):
    """The links, ids and languages of a page, and whether its elements close."""

    VOID = frozenset({"meta", "link", "input", "br", "hr", "img"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element that begins."""
        given = dict(attrs)
        if tag == "a":
            assert "a" not in self.open, "a link in a link"
            self.links.append(given.get("href") or "")
        if given.get("id"):
            self.ids.append(given["id"] or "")
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Hold that the element that ends is the last that began."""
        assert self.open.pop() == tag


def shown(made: Site, address: str) -> str:
    found = page(made, address)
    assert found is not None, address
    return found.decode()


@pytest.mark.parametrize("tag", ["ar", "en", "es", "fr", "ru", "zh"])
def test_a_resolution_can_be_read_in_each_language_of_the_interface(made: Site, tag: str) -> None:
    html = shown(made, f"id/{STRATEGY}.{tag}.html")
    seen = Seen(html)
    assert not seen.open
    assert len(seen.ids) == len(set(seen.ids))
    assert f'<html lang="{tag}" dir="{"rtl" if tag == "ar" else "ltr"}">' in html
    assert {"pp1", "op3.b", "annex.II.16", "fn4"} <= set(seen.ids)
    assert '<mark class="m act"' in html
    assert "国际刑事警察组织</a>" in html
    assert 'lang="zh"' in html


def test_a_reader_is_told_that_the_text_is_in_another_language(made: Site) -> None:
    """A page in English with Chinese paragraphs looks broken to whoever is not told."""
    said = "The text is not here in this language"
    languages = made.documents("A/RES/60/288").languages  # type: ignore[union-attr]
    told = (page(made, "id/A/RES/60/288.en.html") or b"").decode()
    assert (said in told) is ("en" not in languages)
    assert said not in (page(made, f"id/A/RES/60/288.{languages[0]}.html") or b"").decode()


def test_notes_of_marks_are_in_the_language_of_the_page(made: Site) -> None:
    html = (page(made, "id/A/RES/60/288.ar.html") or b"").decode()
    notes = re.findall(r'data-note="([^"]*)"', html)
    assert notes
    kinds = "act|addressee|partner|beneficiary|target|citation|qualifier|follow-up|agent|mentioned"
    assert not [note for note in notes if re.match(rf"(?:{kinds})\b", note)]


def test_every_language_says_everything(registry: Registry) -> None:
    spoken = {tag: set(record.messages) for tag, record in registry.interfaces.items()}
    assert set(spoken) == set(registry.languages)
    assert len({frozenset(keys) for keys in spoken.values()}) == 1


def test_every_message_is_used_by_a_page(registry: Registry) -> None:
    folder = Path(__file__).parents[1] / "src/resograph/site"
    templates = "".join(path.read_text("utf-8") for path in (folder / "templates").glob("*.html"))
    code = "".join(
        path.read_text("utf-8")
        for path in (
            folder / "resolution.py",
            folder / "differing.py",
            folder / "home.py",
            folder / "pages.py",
            folder / "quoting.py",
            folder / "sorting.py",
            folder / "structured.py",
            folder / "thing.py",
            folder.parent / "distribution.py",
            folder.parent / "disagreements.py",
            *(folder / "draw").glob("*.py"),
        )
    )
    outcomes = {"adopted-without-vote", "adopted-by-vote", "not-adopted", "vetoed"}  # shapes/document.ttl
    measured = {row.measure for rows in figures().values() for row in rows}
    used = (
        outcomes
        | set(registry.roles)
        | {f"texts-{texts}" for texts in figures()}
        | {f"measure-{name}" for name in measured}
        | {value for each in registry.instruments.values() for value in (each.type, each.status)}
        | {re.sub(r"(?<=[a-z])([A-Z])", r"-\1", name).lower() for name in vars(vocab)}
        | {name.removeprefix("role-") for name in measured}
        | set(re.findall(r'"([a-z-]+)"', templates + code))
        | {re.sub(r"(?<=[a-z])([A-Z])", r"-\1", name).lower() for name in re.findall(r'"(\w+)"', code)}
    )
    assert set(registry.interfaces["en"].messages) <= used


def test_a_paragraph_keeps_each_of_its_characters(made: Site) -> None:
    html = shown(made, f"id/{STRATEGY}.zh.html")
    whole = re.sub(r"<[^>]+>", "", html)
    text = made.facts.about(f"https://w3id.org/resograph/id/{STRATEGY}#annex.II.16")
    assert text["https://w3id.org/resograph/ontology#text"][0].text in whole


def test_the_page_of_an_actor_says_what_is_asked_of_it(made: Site) -> None:
    html = shown(made, "id/actor/interpol.en.html")
    assert "Asked to act (4)" in html
    assert "../A/RES/60/288.en.html#annex.II.16" in html.replace("../../id/", "../")


def test_a_document_that_is_only_cited_says_who_cites_it(made: Site) -> None:
    html = shown(made, "id/A/RES/60/158.en.html")
    assert "The text of this document is not here" in html
    assert "A/RES/60/288#" in html


def test_all_links_of_the_site_lead_somewhere(made: Site, tmp_path: Path) -> None:
    """Pages link to pages, and to places on them that are there."""
    addresses = {f"{address}.en.html" for address in bare(made.facts)}
    ids = {address: set(Seen(shown(made, address)).ids) for address in sorted(addresses) if "/actor/" not in address}
    wrong = []
    for address in ids:
        for link in Seen(shown(made, address)).links:
            if link.startswith(("https:", "http:")) or not link.partition("#")[0].endswith("en.html"):
                continue
            path, _, fragment = link.partition("#")
            target = str((tmp_path / address).parent.joinpath(path).resolve().relative_to(tmp_path.resolve()))
            if target not in addresses or (fragment and target in ids and fragment not in ids[target]):
                wrong.append((address, link))
    assert not wrong


def test_lists_are_headed_by_what_the_thing_is_to_their_documents_and_kinds_are_words(made: Site) -> None:
    assert "Documents adopted (1)" in shown(made, "id/actor/ga.en.html")
    assert "Приняты на этом заседании (1)" in shown(made, "id/meeting/ga/60/99.ru.html")
    html = shown(made, "id/instrument/un-charter.ar.html")
    assert "<dd>ميثاق</dd>" in html
    assert "<dd>نافذ</dd>" in html


def test_hostile_words_stay_words(registry: Registry) -> None:
    store = ox.Store()
    store.load(HOSTILE.encode(), format=ox.RdfFormat.N_QUADS)
    for quad in list(store):
        store.add(ox.Quad(*quad.triple))
    html = shown(site(store, tongues(registry)), "id/A/RES/99/9.en.html")
    assert "<script>alert" not in html
    assert 'href="javascript' not in html


def test_what_is_to_follow_stands_in_order(made: Site) -> None:
    html = shown(made, f"id/{STRATEGY}.en.html")
    timeline = html[html.index('class="timeline"') : html.index("</ol>")]
    assert timeline.index("2008-09-08") < timeline.index("Session 62")
    assert "General Assembly</a>" in timeline


def test_time_orders_what_follows() -> None:
    rdf, name = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type", "https://w3id.org/resograph/id/A/RES/1/1#op"
    rg = "https://w3id.org/resograph/ontology#"
    kind = {rdf: [Value(f"{rg}FollowUp", "", is_iri=True)]}
    graph = {
        f"{name}10-f1": kind,
        f"{name}9-f1": kind,
        f"{name}1-f1": {**kind, f"{rg}dueSession": [Value("9")]},
        f"{name}2-f1": {**kind, f"{rg}dueSession": [Value("80")]},
        f"{name}3-f1": {**kind, f"{rg}dueDate": [Value("2030-01-01")]},
    }
    assert [due.eid for due in timeline(graph)] == ["op3", "op1", "op2", "op9", "op10"]


def test_sessions_and_bodies_list_their_documents(made: Site) -> None:
    entry = 'A/RES/60/288.en.html">A/RES/60/288</a>'
    for address in ("session/ga/60.en.html", "id/actor/ga.en.html", "index.en.html"):
        assert entry in shown(made, address), address
    assert 'href="../session/ga/60.en.html"'.replace("..", "") in shown(made, "index.en.html").replace(
        'href="', 'href="/'
    )
    assert page(made, "session/ga/61.en.html") is None


def test_subjects_list_their_documents(made: Site) -> None:
    subject = "http://metadata.un.org/thesaurus/1006330"
    document = ox.NamedNode(f"https://w3id.org/resograph/id/{STRATEGY}")
    triples = [q.triple for q in made.facts.store.quads_for_pattern(document, None, None, ox.DefaultGraph())]
    store = ox.Store()
    store.extend(ox.Quad(*triple) for triple in triples)
    store.add(ox.Quad(document, ox.NamedNode("http://purl.org/dc/terms/subject"), ox.NamedNode(subject)))
    store.add(
        ox.Quad(
            ox.NamedNode(subject),
            ox.NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel"),
            ox.Literal("TERRORISM", language="en"),
        )
    )
    few = site(store, made.tongues)
    assert STRATEGY in shown(few, "subject/1006330.ru.html")
    assert 'href="../../../../subject/1006330.ru.html" lang="en" dir="ltr">TERRORISM' in shown(
        few, f"id/{STRATEGY}.ru.html"
    )


def test_measures_are_filtered_by_force_without_a_script(registry: Registry) -> None:
    css = STATIC["site.css"].decode()
    assert {name for name in registry.forces if f'[value="{name}"]:checked' in css} == set(registry.forces)


def test_words_in_another_language_say_which(made: Site) -> None:
    html = shown(made, f"id/{STRATEGY}.ar.html")
    assert re.search(r'<a href="[^"]+" lang="en" dir="ltr">', html)


def test_what_is_not_there_has_no_page(made: Site) -> None:
    for address in ("id/actor/nobody.en.html", "id/A/RES/1/1.xx.html", "etc/passwd", "id/../x.en.html"):
        assert page(made, address) is None


def test_the_data_of_a_document_are_its_graph(made: Site) -> None:
    triples = {form: data(made.facts, STRATEGY, form) or b"" for form in ("ttl", "nt", "jsonld")}
    parsed = {
        form: {q.triple for q in ox.parse(text, format=kind)}
        for (form, text), kind in zip(
            triples.items(), (ox.RdfFormat.TURTLE, ox.RdfFormat.N_TRIPLES, ox.RdfFormat.JSON_LD), strict=True
        )
    }
    assert parsed["ttl"] == parsed["nt"] == parsed["jsonld"]
    assert json.loads(triples["jsonld"])["id"] == STRATEGY


def test_the_table_of_measures_is_csv(made: Site) -> None:
    rows = list(csv.DictReader(io.StringIO((data(made.facts, STRATEGY, "csv") or b"").decode())))
    asked = [row for row in rows if row["addressee"] == "actor/interpol"]
    assert {"annex.II.16"} <= {row["eId"] for row in asked}


def flat(parts: tuple[Piece, ...]) -> Iterator[str]:
    for part in parts:
        yield part.text
        assert not part.inner or "".join(flat(part.inner)) == part.text


@given(st.text(max_size=30), st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=8))
def test_marks_lose_no_character(text: str, spans: list[tuple[int, int]]) -> None:
    marks = [Mark((min(a, b), max(a, b)), "act", "act/x", "") for a, b in spans if max(a, b) <= len(text)]
    assert "".join(flat(pieces(text, marks))) == text


def test_the_site_is_written_as_a_folder(tmp_path: Path, made: Site, capsys: pytest.CaptureFixture[str]) -> None:
    dump = tmp_path / "small.nq"
    dump.write_text(
        "\n".join(f"{q.subject} {q.predicate} {q.object} {q.graph_name} ." for q in made.facts.store.quads_for_pattern(
            None, None, None, ox.NamedNode(f"https://w3id.org/resograph/id/{STRATEGY}"))),
        "utf-8",
    )  # fmt: skip
    out = tmp_path / "out"
    assert cli.main(["site", str(out), "--data", str(dump)]) == 0
    assert "index.html" in capsys.readouterr().out
    written = (out / f"id/{STRATEGY}.zh.html").read_bytes()
    assert b"annex.II.16" in written
    assert (out / "static/site.css").is_file()
    assert (out / f"id/{STRATEGY}.ttl").is_file()


def test_what_others_made_is_unchanged() -> None:
    """Each file under vendor/ is what its package holds, by the checksum noted when it was taken."""
    folder = Path(__file__).parents[1] / "src/resograph/site/static/vendor"
    noted = json.loads((folder / "vendor.json").read_text("utf-8"))
    found = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.iterdir()
        if path.suffix in {".js", ".css", ".wasm"}
    }
    assert found == {name: row["sha256"] for name, row in noted.items()}


@pytest.mark.parametrize(
    ("tag", "shelf", "number", "said"),
    [
        ("en", "78", 24, ("Session 78", "24 documents")),
        ("fr", "78", 1, ("Session 78", "1 document")),
        ("ru", "2023", 24, ("2023 год", "документов: 24")),
        ("zh", "ES-10", 4, ("第ES-10届会议", "4份文件")),
    ],
)
def test_a_reader_is_told_what_a_number_counts(
    registry: Registry, tag: str, shelf: str, number: int, said: tuple[str, str]
) -> None:
    """A list that is headed “78 (24)” says nothing to who is new here."""
    spoken = tongues(registry)[tag]
    assert (shelf_name(spoken, shelf), counted(spoken, number)) == said


def test_the_way_in_says_what_is_here_and_names_sessions(made: Site, registry: Registry) -> None:
    html = shown(made, "index.fr.html")
    messages = registry.interfaces["fr"].messages
    assert f"<p>{messages['dataset-description']}</p>" in html
    assert "<summary>Session 60 — " in html
    assert html.count("<details open>") == html.count("<h2>")
    assert f'placeholder="{messages["search-words"]}"' in html
    assert "— Session 60</h1>" in shown(made, "session/ga/60.fr.html")


def test_a_name_of_no_language_says_so(made: Site) -> None:
    """An acronym stood beside nothing."""
    assert re.search(r"<dt>In any language</dt>\s*<dd><bdi>UNODC", shown(made, "id/actor/unodc.en.html"))

"""Pictures: well-formed, told in words too, the same for the same data, and no way in for hostile names."""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from resograph import cli
from resograph.registry import Registry
from resograph.site.draw.actors import actors
from resograph.site.draw.kinds import KINDS, drawings
from resograph.site.draw.measures import measures
from resograph.site.draw.network import network
from resograph.site.draw.svg import STYLE, as_file, box, cut, fit, in_page, label
from resograph.site.draw.votes import votes
from resograph.site.pages import Site, page, site
from resograph.site.resolution import resolution
from resograph.site.words import tongues
from resograph.text import width

STRATEGY = "A/RES/60/288"
ID = "https://w3id.org/resograph/id/"
RG = "https://w3id.org/resograph/ontology#"
SVG = "{http://www.w3.org/2000/svg}"
DRAWN = tuple(kind for kind in KINDS if kind != "votes")  # the text that comes with resograph was not voted on
LEGIBLE = 4.5  # WCAG 2.2, 1.4.3


def parsed(svg: str) -> etree._Element:
    return etree.fromstring(svg.encode())


def texts(svg: str) -> list[str]:
    """Give the labels of a picture, without their isolates."""
    return ["".join(t.itertext()).strip("\u2068\u2069") for t in parsed(svg).iter(f"{SVG}text")]


def store(triples: str) -> ox.Store:
    """Give a store of statements written as `S cites O`, each with its citation in the graph of S."""
    made = ox.Store()
    for count, line in enumerate(triples.split("\n"), 1):
        citing, cited = (ID + name for name in line.split(" cites "))
        graph = ox.NamedNode(citing)
        citation = ox.NamedNode(f"{citing}#op1-c{count}")
        for quad in (
            (graph, "symbol", ox.Literal(citing.removeprefix(ID))),
            (graph, "cites", ox.NamedNode(cited)),
            (citation, "cites", ox.NamedNode(cited)),
            (citation, "citingProvision", ox.NamedNode(f"{citing}#op1")),
        ):
            triple = quad[0], ox.NamedNode(RG + quad[1]), quad[2]
            made.extend([ox.Quad(*triple), ox.Quad(*triple, graph)])
        kind = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"), ox.NamedNode(f"{RG}Citation")
        made.extend([ox.Quad(citation, *kind), ox.Quad(citation, *kind, graph)])
    return made


@pytest.mark.parametrize("tag", ["ar", "en", "es", "fr", "ru", "zh"])
@pytest.mark.parametrize("kind", DRAWN)
def test_a_picture_is_told_in_words_too(made: Site, kind: str, tag: str) -> None:
    found = resolution(made.facts, STRATEGY)
    assert found
    drawing = KINDS[kind](made.facts, made.tongues[tag], found)
    assert drawing
    root = parsed(in_page(drawing, made.tongues[tag]))
    assert root.get("role") == "img"
    assert root.get("lang") == tag
    named = {e.get("id"): e.text for e in root.iter(f"{SVG}title", f"{SVG}desc") if e.get("id")}
    assert [bool(named[name]) for name in root.get("aria-labelledby").split()] == [True, True]
    assert drawing.rows
    assert all(len(row) == len(drawing.columns) for row in drawing.rows)


@pytest.mark.parametrize("kind", DRAWN)
def test_a_picture_has_no_script_and_no_style_of_its_own_in_a_page(made: Site, kind: str) -> None:
    """A page of ours has neither (Content-Security-Policy); the colours come from the style sheet."""
    found = resolution(made.facts, STRATEGY)
    assert found
    drawing = KINDS[kind](made.facts, made.tongues["en"], found)
    assert drawing
    for element in parsed(in_page(drawing, made.tongues["en"])).iter():
        assert element.tag.removeprefix(SVG) in {"svg", "title", "desc", "rect", "path", "text"}
        assert not {name for name in element.attrib if name == "style" or name.startswith("on")}


def test_the_same_data_give_the_same_picture(made: Site) -> None:
    found = resolution(made.facts, STRATEGY)
    assert found
    again = site(made.facts.store, made.tongues)
    for drawing, other in zip(
        drawings(made.facts, made.tongues["zh"], found), drawings(again.facts, again.tongues["zh"], found), strict=True
    ):
        assert as_file(drawing, made.tongues["zh"]) == as_file(other, again.tongues["zh"])


def test_bars_count_what_the_table_of_measures_has(made: Site) -> None:
    found = resolution(made.facts, STRATEGY)
    assert found
    drawing = measures(made.facts, made.tongues["en"], found)
    assert drawing
    counted = sum(int(cell.text) for row in drawing.rows for cell in row[1:] if cell.text)
    assert counted == len(found.measures) == drawing.shown[1]
    assert any("annex.II" in text for text in texts(as_file(drawing, made.tongues["en"])))


def test_all_who_are_asked_stand_in_the_table(made: Site) -> None:
    found = resolution(made.facts, STRATEGY)
    assert found
    drawing = actors(made.facts, made.tongues["en"], found)
    assert drawing
    assert drawing.shown == (len(drawing.rows), sum(bool(m.parts["addressee"]) for m in found.measures))
    assert drawing.is_cut
    assert all(row[1].text for row in drawing.rows)


def test_arabic_is_read_from_the_right(made: Site) -> None:
    found = resolution(made.facts, STRATEGY)
    assert found

    def first(tag: str) -> float:
        drawing = network(made.facts, made.tongues[tag], found)
        assert drawing
        nodes = [r for r in parsed(in_page(drawing, made.tongues[tag])).iter(f"{SVG}rect") if r.get("class") == "n"]
        return float(nodes[0].get("x"))

    assert first("en") == 0
    assert first("ar") > 0


def test_the_most_cited_come_first_and_the_rest_is_counted(registry: Registry) -> None:
    lines = [f"A/RES/70/1 cites A/RES/60/{n}" for n in range(1, 31)]
    lines += [f"A/RES/71/{n} cites A/RES/60/30" for n in range(1, 3)] + ["A/RES/71/1 cites A/RES/60/29"]
    made = site(store("\n".join(lines)), tongues(registry))
    found = resolution(made.facts, "A/RES/70/1")
    assert found
    drawing = network(made.facts, made.tongues["en"], found)
    assert drawing
    assert [row[1].text for row in drawing.rows if row[1].text in {"A/RES/60/30", "A/RES/60/29", "A/RES/60/1"}]
    shown = [text for text in texts(as_file(drawing, made.tongues["en"])) if text.startswith("A/RES/60/")]
    assert shown[:3] == ["A/RES/60/30", "A/RES/60/29", "A/RES/60/1"]
    assert len(shown) == 20
    assert drawing.shown == (21, 31)


def test_two_steps_show_who_cites_those_and_what_these_cite(registry: Registry) -> None:
    lines = ("A/RES/73/1 cites A/RES/72/1", "A/RES/72/1 cites A/RES/71/1", "A/RES/71/1 cites A/RES/70/1",
             "A/RES/70/1 cites A/RES/69/1")  # fmt: skip
    made = site(store("\n".join(lines)), tongues(registry))
    found = resolution(made.facts, "A/RES/71/1")
    assert found
    one, two = (network(made.facts, made.tongues["en"], found, steps) for steps in (1, 2))
    assert one
    assert two
    assert [[cell.text for cell in row[:2]] for row in one.rows] == [
        ["A/RES/72/1", "A/RES/71/1"],
        ["A/RES/71/1", "A/RES/70/1"],
    ]
    assert {row[0].text for row in two.rows} == {"A/RES/73/1", "A/RES/72/1", "A/RES/71/1", "A/RES/70/1"}


def voted(*cast: tuple[str, str], **counts: int) -> ox.Store:
    """Give a store of a document with votes and counts."""
    made, graph = ox.Store(), ox.NamedNode(f"{ID}A/RES/70/1")
    kind: tuple[ox.NamedNode, ox.NamedNode | ox.Literal]
    kind = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"), ox.NamedNode(f"{RG}Vote")
    for state, choice in cast:
        vote = ox.NamedNode(f"{graph.value}#vote-{state}")
        by = ox.NamedNode(f"{RG}castBy"), ox.NamedNode(f"{ID}actor/{state}")
        so = ox.NamedNode(f"{RG}choice"), ox.Literal(choice)
        made.extend(ox.Quad(vote, prop, value, graph) for prop, value in (kind, by, so))
    made.add(ox.Quad(graph, ox.NamedNode(f"{RG}symbol"), ox.Literal("A/RES/70/1")))
    for name, count in counts.items():
        made.add(ox.Quad(graph, ox.NamedNode(RG + name), ox.Literal(count)))
    return made


def test_votes_are_a_bar_and_a_table_of_states(registry: Registry) -> None:
    store_ = voted(("norway", "in-favour"), ("togo", "against"), ("oman", "in-favour"), inFavourCount=2, againstCount=1)
    made = site(store_, tongues(registry))
    found = resolution(made.facts, "A/RES/70/1")
    assert found
    drawing = votes(made.facts, made.tongues["en"], found)
    assert drawing
    assert [[cell.text for cell in row] for row in drawing.rows] == [
        ["actor/norway", "In favour"], ["actor/oman", "In favour"], ["actor/togo", "Against"],
    ]  # fmt: skip
    assert drawing.description == "In favour: 2. Against: 1. Abstaining: 0"


def test_a_vote_of_which_only_the_totals_are_known_is_drawn_too(registry: Registry) -> None:
    made = site(voted(inFavourCount=120, againstCount=4, abstainingCount=30), tongues(registry))
    html = (page(made, "id/A/RES/70/1.fr.html") or b"").decode()
    assert 'id="votes-title"' in html
    assert ">120<" in html


def test_a_document_that_says_nothing_has_no_picture(made: Site) -> None:
    html = page(made, "id/A/RES/60/158.en.html") or b""
    assert b'id="measures-title"' not in html
    assert b'id="network-title"' in html


@given(st.text(), st.floats(0, 400))
def test_any_name_makes_well_formed_markup(name: str, room: float) -> None:
    shapes = label((1, 2), name, room) + box((0, 0), (1, 1), "n", name)
    root = etree.fromstring(f"<svg>{shapes}</svg>".encode())
    assert {element.tag for element in root.iter()} <= {"svg", "text", "title", "rect"}
    assert width(cut(fit(name), room)) <= max(room / 6.6, 1)


def test_names_turn_nothing_around() -> None:
    assert fit("a\u202eb\u2067c\x00") == "a\ufffdb\ufffdc\ufffd"


def luminance(colour: str) -> float:
    """Give the relative luminance of `#rrggbb` (WCAG 2.2)."""
    parts = (int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(("scheme", "paper"), [(0, "#ffffff"), (1, "#14181d")])
def test_each_force_has_a_colour_on_which_numbers_can_be_read(registry: Registry, scheme: int, paper: str) -> None:
    half = STYLE.split("@media (prefers-color-scheme: dark)")[scheme]
    colours = dict(re.findall(r"\.(f-[a-z-]+) \{ fill: (#[0-9a-f]{6})", half))
    choices = {"f-in-favour", "f-against", "f-abstaining"}
    assert set(colours) == {f"f-{name}" for name in registry.forces if name != "other"} | choices
    for name, colour in colours.items():
        light, dark = sorted((luminance(colour), luminance(paper)), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= LEGIBLE, name


def test_a_picture_is_written_as_svg_or_png(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    svg, png = tmp_path / "network.svg", tmp_path / "actors.png"
    assert cli.main(["draw", STRATEGY, "-o", str(svg)]) == 0
    assert parsed(svg.read_text("utf-8")).get("role") == "img"
    assert cli.main(["draw", STRATEGY, "--kind", "actors", "--lang", "ar", "-o", str(png)]) == 0
    assert png.read_bytes().startswith(b"\x89PNG")
    capsys.readouterr()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([STRATEGY, "-o", "x.pdf"], "x.pdf: pictures are written as .svg or .png"),
        ([STRATEGY, "-o", "x.svg", "--lang", "de"], "--lang de: pictures speak ar, en"),
        (["A/RES/1/1", "-o", "x.svg"], "A/RES/1/1: not in this graph"),
        (["A/RES/60/158", "--kind", "measures", "-o", "x.svg"], "A/RES/60/158: nothing to draw: it has no measures"),
    ],
)
def test_what_cannot_be_drawn_is_said(arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["draw", *arguments]) == 2
    assert said in capsys.readouterr().err

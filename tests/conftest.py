"""What the tests share: the registry, cases kept as YAML, and short texts printed as a PDF extractor gives them.

A case is a text, what must be found in it, and why the case is kept. A test marked `cases("citations")` runs once for
each case of tests/cases/citations.<lang>.yml, and gets it as its argument `case`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from attacked import hostile_data_served
from attacked import unhurt as leaving_unhurt
from browsed import CHROMIUM
from resograph import cli, pipeline
from resograph.dataset import load as load_store
from resograph.model import Adoption, Expression, Manifestation, Provision, Structure
from resograph.read.text import parse_text
from resograph.reading import Reading
from resograph.registry import Registry, load
from resograph.site.pages import Site, site
from resograph.site.words import tongues
from resograph.text import Text, width
from served import Served, serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser

CASES = Path(__file__).parent / "cases"
CELLS = 72
HEADS = {
    "ga": ("70/100. 试行决议", "大会，"),
    "sc": ("第 2300 (2016)号决议", "安全理事会，"),
    "hrc": ("32/10. 试行决议", "人权理事会，"),
    "ecosoc": ("2016/10. 试行决议", "经济及社会理事会，"),
}
SYMBOLS = {"ga": "A/RES/70/100", "sc": "S/RES/2300(2016)", "hrc": "A/HRC/RES/32/10", "ecosoc": "E/RES/2016/10"}
# A paragraph that names nobody and cites nothing: it fills lines, so that the text has a usual width.
FILLER = (
    "铭记这项工作历时已久、涉及面广，所遇情况复杂多样，而且仍在不断变化之中，因此必须以耐心、坚定和务实的态度"
    "逐步加以推进，并随时根据新的经验教训作出调整，"
)


def pytest_configure(config: pytest.Config) -> None:
    """Make the marker known."""
    config.addinivalue_line("markers", "cases(name): run once for each case of tests/cases/<name>.<lang>.yml")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give a test marked with `cases` its cases, each named by its place and why it is kept."""
    marker = metafunc.definition.get_closest_marker("cases")
    if marker is None:
        return
    files = sorted(CASES.glob(f"{marker.args[0]}.*.yml"))
    assert files, f"no tests/cases/{marker.args[0]}.*.yml"
    cases = [
        {"language": file.stem.rpartition(".")[2], **case}
        for file in files
        for case in yaml.safe_load(file.read_text("utf-8"))
    ]
    metafunc.parametrize("case", [pytest.param(c, id=f"{n}: {c['why']}") for n, c in enumerate(cases, 1)])


@pytest.fixture(scope="session")
def registry() -> Registry:
    """Give the authored data of this checkout."""
    return load()


@pytest.fixture(scope="session")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of a build of the texts that come with resograph."""
    out = tmp_path_factory.mktemp("embedded") / "dist"
    assert cli.main(["build", "--core", "--out", str(out)]) == 0
    return out


@pytest.fixture(scope="session")
def made(embedded: Path, registry: Registry) -> Site:
    """Give the site over the texts that come with resograph."""
    return site(load_store([embedded / "resograph.nq.zst"], named=True), tongues(registry))


@pytest.fixture(scope="session")
def copied(embedded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of their static copy."""
    out = tmp_path_factory.mktemp("copied") / "out"
    assert cli.main(["site", str(out), "--data", str(embedded / "resograph.nq.zst")]) == 0
    return out


@pytest.fixture(scope="module")
def browsed(embedded: Path) -> Iterator[Served]:
    """Serve them."""
    with serving(embedded) as served:
        yield served


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Serve data as nobody would build them."""
    with hostile_data_served(tmp_path_factory.mktemp("attacked") / "dist") as served:
        yield served


@pytest.fixture
def unhurt(attacked: Served) -> Iterator[None]:
    """Hold that a test does that server no harm."""
    with leaving_unhurt(attacked):
        yield


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start Chromium."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: make build")
    with sync_api.sync_playwright() as started:
        opened = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


def printed(paragraphs: Sequence[str], body: str = "ga", cells: int = CELLS) -> str:
    """Give a resolution as an extractor gives it: paragraphs indented and broken, blank lines between all lines."""
    title, formula = HEADS[body]
    lines: list[str] = []
    for paragraph in (title, formula, FILLER, *paragraphs):
        lines += broken(paragraph, cells)
    lines += [" 2015 年 12 月 1 日", " 第 70 次全体会议"]
    return "\n\n".join(lines) + "\n"


def broken(paragraph: str, cells: int) -> list[str]:
    """Give the lines of a paragraph, the first indented by one, none wider than so many cells."""
    lines = [" "]
    for char in paragraph:
        if width(lines[-1] + char) > cells and char != " ":
            lines.append("")
        lines[-1] += char
    return lines


@pytest.fixture(scope="session")
def as_printed() -> Callable[..., str]:
    """Give the function from paragraphs to a resolution as an extractor gives it."""
    return printed


@pytest.fixture(scope="session")
def express(registry: Registry) -> Callable[[str], Expression]:
    """Give the function from a source text to its expression."""
    return lambda source: parse_text(source.encode(), "test.txt", registry)


@pytest.fixture(scope="session")
def segment(registry: Registry, express: Callable[[str], Expression]) -> Callable[[str], Structure]:
    """Give the function from a source text to its provision tree."""
    return lambda source: pipeline.segment(express(source), registry)


@pytest.fixture(scope="session")
def read_case(registry: Registry, express: Callable[[str], Expression]) -> Callable[[dict[str, Any]], Reading]:
    """Give the function that reads a case: its paragraphs `before`, its `text` last, adopted by its `body`.

    Chinese cases are printed and read as text; those in other languages are set as provisions by their labels, adopted
    on the day `adopted`, if any. A case with a `symbol` is that document; others are a resolution.
    """

    def reading(case: dict[str, Any]) -> Reading:
        if case.get("language", "zh") != "zh" or "symbol" in case:
            adoption = Adoption(case.get("body", "ga"), date=case.get("adopted"))
            structure = labelled([*case.get("before", []), case["text"]], case.get("language", "zh"), adoption)
            structure = replace(structure, symbol=case.get("symbol", structure.symbol))
            return pipeline.interpret(structure, pipeline.extract(structure, registry), registry)
        source = printed([*case.get("before", []), case["text"]], case.get("body", "ga"))
        return pipeline.read(express(source), registry)

    return reading


def labelled(paragraphs: Sequence[str], tag: str, adoption: Adoption) -> Structure:
    """Give the structure of some paragraphs: a numbered one is operative, a lettered one stands under the one before."""
    provisions: list[Provision] = []
    leads: dict[str, str] = {}
    above = ""
    for count, paragraph in enumerate(paragraphs, 1):
        number, item, text = re.fullmatch(r"(?:(\d+)\. |\((\w)\) )?(.*)", paragraph).groups()  # type: ignore[union-attr]
        if item:
            leads[f"{above}.{item}"] = above
            provisions.append(Provision(f"{above}.{item}", "Subparagraph", above, item, Text(text)))
            continue
        above = f"op{number}" if number else f"pp{count}"
        kind = "OperativeParagraph" if number else "PreambularParagraph"
        provisions.append(Provision(above, kind, None, number, Text(text)))
    made = Manifestation("test.txt", "text/plain", "0" * 64)
    return Structure(SYMBOLS[adoption.body], tag, "", adoption, tuple(provisions), leads, (), made, ())


@pytest.fixture(scope="session")
def one_provision() -> Callable[..., Structure]:
    """Give the function from the words of one provision to a structure that holds nothing else."""

    def structure(text: str, *, tag: str, eid: str = "op1", body: str = "ga") -> Structure:
        provision = Provision(eid, "OperativeParagraph", None, "1", Text(text))
        made = Manifestation("test.txt", "text/plain", "0" * 64)
        return Structure(SYMBOLS[body], tag, "", Adoption(body), (provision,), {}, (), made, ())

    return structure


def tested(reading: Reading) -> Provision:
    """Give the provision that holds the text of a case: the last that is no footnote."""
    return [p for p in reading.structure.provisions if p.kind != "Footnote"][-1]


@pytest.fixture(scope="session")
def last() -> Callable[[Reading], Provision]:
    """Give the function from a reading to the provision that its case is about."""
    return tested

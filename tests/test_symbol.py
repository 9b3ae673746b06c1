"""Symbols: the cases of cases/symbols.yml, and every symbol that a thousand documents link to."""

from __future__ import annotations

import doctest
import itertools
import re
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml

from resograph import numerals, symbol
from resograph.errors import InvalidSymbol
from resograph.symbol import Symbol, resolution

HERE = Path(__file__).resolve().parent
CASES: dict[str, list[Any]] = yaml.safe_load((HERE / "cases" / "symbols.yml").read_text("utf-8"))
EDGES = HERE.parents[1] / "shared" / "corpus" / "citations.consensus.tsv"
# Labels of hyperlinks that are no symbols: without a series, with a language before it, cut off.
NO_SYMBOL = re.compile(r"[0-9/].*|[^)]*\([^)]*")


@pytest.mark.parametrize("module", [symbol, numerals])
def test_examples_in_docstrings(module: ModuleType) -> None:
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize("case", CASES["valid"], ids=lambda case: case["text"])
def test_valid(case: dict[str, Any]) -> None:
    found = Symbol.parse(case["text"])
    assert str(found) == case["symbol"]
    assert Symbol.parse(str(found)) == found
    for name in set(case) - {"text", "symbol", "why"}:
        assert getattr(found, name) == case[name], name


@pytest.mark.parametrize("case", CASES["invalid"], ids=lambda case: case["text"])
def test_invalid_names_the_place(case: dict[str, Any]) -> None:
    with pytest.raises(InvalidSymbol) as caught:
        Symbol.parse(case["text"])
    assert caught.value.position == case["position"]
    assert caught.value.expected in str(caught.value)


def test_a_very_long_text_is_refused_quickly_and_shown_short() -> None:
    with pytest.raises(InvalidSymbol) as caught:
        Symbol.parse("A/" + " 1" * 1_000_000)
    assert len(str(caught.value)) < 1000


@pytest.mark.parametrize("row", CASES["ascending"], ids=lambda row: row[0])
def test_order(row: list[str]) -> None:
    symbols = [Symbol.parse(each) for each in row]
    assert all(left < right and not right < left for left, right in itertools.combinations(symbols, 2))


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (("ga", 60, 288), "A/RES/60/288"),
        (("ga", "iii", "217A"), "A/RES/217A(III)"),
        (("ga", "ES-10", 21), "A/RES/ES-10/21"),
        (("ga", 53, "243 A"), "A/RES/53/243A"),
        (("ga", 76, 414, "decision"), "A/DEC/76/414"),
        (("sc", 1999, 1267), "S/RES/1267(1999)"),
        (("sc", 2001, 12, "presidential-statement"), "S/PRST/2001/12"),
        (("ecosoc", 2022, 24), "E/RES/2022/24"),
        (("hrc", 54, 8), "A/HRC/RES/54/8"),
    ],
)
def test_from_parts(parts: tuple[Any, ...], expected: str) -> None:
    assert str(resolution(*parts)) == expected


def test_a_body_without_series_is_refused_with_those_that_have_one() -> None:
    with pytest.raises(InvalidSymbol, match="resolution of ga"):
        resolution("tc", 1, 1)


def norm_symbol(text: str) -> str:
    """Compare as the scorer of the project compares symbols."""
    text = re.sub(r"[\s\[\]]", "", text).split("#")[0]
    return re.sub(r"^(.*/)(\d+)\(([IVXLC]+)\)([A-Za-z])$", r"\1\2\4(\3)", text).upper()


@pytest.mark.skipif(
    not EDGES.exists(), reason="the corpus is not here: citations.consensus.tsv is kept beside the project"
)
def test_every_symbol_of_the_corpus() -> None:
    rows = [line.split("\t")[:2] for line in EDGES.read_text("utf-8").splitlines()[1:]]
    symbols = {each for row in rows for each in row if not NO_SYMBOL.fullmatch(each)}
    assert len(symbols) > 1600
    for each in symbols:
        assert norm_symbol(str(Symbol.parse(each))) == norm_symbol(each)

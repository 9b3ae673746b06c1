"""What shows only when the documents of a run are laid side by side: dates, gaps in the numbers, what is cited but not there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from resograph.corpus.documents import Document
from resograph.model import Issue
from resograph.symbol import Symbol

# A series of a session counts as read if it has so many documents, and so large a part of its numbers.
_LEAST, _PART = 10, 0.5
Series = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Cited:
    """A document that is cited: its symbol, the date that the words give it or None, and the first place."""

    symbol: str
    date: str | None
    place: str


@dataclass(frozen=True, slots=True)
class Relations:
    """What a document has to do with others: when it was adopted, or None, and what it cites."""

    symbol: str
    adopted: str | None
    cited: tuple[Cited, ...]


def relations(document: Document) -> dict[str, object]:
    """Give what a row keeps of the relations of a document."""
    adopted = document.readings[0].structure.adoption.date
    cited: dict[tuple[str, str | None], str] = {}
    for reference in (r for citation in document.readings[0].citations for r in citation.references):
        if reference.target and reference.target[0].isupper() and reference.target != document.symbol:
            day = reference.date.isoformat() if reference.date else None
            cited.setdefault((reference.target, day), reference.eid)
    return {
        "adopted": adopted.isoformat() if adopted else None,
        "cited": [(symbol, day, place) for (symbol, day), place in cited.items()],
    }


def read_relations(symbol: str, kept: Mapping[str, Any]) -> Relations:
    """Give the relations that a row keeps."""
    return Relations(symbol, kept["adopted"], tuple(Cited(*each) for each in kept["cited"]))


def across(documents: Sequence[Relations]) -> Iterator[tuple[str, Issue]]:
    """Give what is odd between documents, with the symbol of the one in which it shows.

    Kinds: `cited-date-wrong`, a cited document was adopted on another day than the words say; `cites-later`, it was
    adopted after the one that cites it; `cited-not-read`, a resolution or decision is cited but not there, though most
    of its session are; `number-not-read`, the same of a number that is lacking.

    Args:
        documents: all of a run, in order of their symbols.
    """
    adopted = {document.symbol: document.adopted for document in documents}
    held = _held(adopted)
    for document in documents:
        for cited in document.cited:
            day = adopted.get(cited.symbol)
            if day and cited.date and day != cited.date:
                message = f"{cited.symbol} is cited as of {cited.date}, and was adopted on {day}"
                yield document.symbol, Issue("cited-date-wrong", message, cited.place)
            elif day and document.adopted and day > document.adopted:
                message = f"{cited.symbol} was adopted on {day}, after the document that cites it ({document.adopted})"
                yield document.symbol, Issue("cites-later", message, cited.place)
            if cited.symbol not in adopted and (number := _number(cited.symbol)) and _missing(number, held):
                message = f"{cited.symbol} is cited, but none of the files holds it"
                yield document.symbol, Issue("cited-not-read", message, cited.place)
    yield from _gaps(held)


def _held(symbols: Iterable[str]) -> dict[Series, set[int]]:
    """Give the numbers that are there, by series and session, of those series that are there for the most part."""
    held: dict[Series, set[int]] = {}
    for series, number in filter(None, map(_number, symbols)):
        held.setdefault(series, set()).add(number)
    return {
        series: numbers
        for series, numbers in held.items()
        if len(numbers) >= _LEAST and len(numbers) >= _PART * (max(numbers) - min(numbers) + 1)
    }


def _number(symbol: str) -> tuple[Series, int] | None:
    """Give series with session, and number, of a resolution or decision; None of any other document."""
    parsed = Symbol.parse(symbol)
    number = parsed.number or ""
    if parsed.body is None or parsed.tail or not number.isdecimal():
        return None
    # a body that counts through all years has one series
    session = parsed.session or (str(parsed.year) if "(" not in symbol else "")
    return (parsed.series, session), int(number)


def _missing(number: tuple[Series, int], held: Mapping[Series, set[int]]) -> bool:
    numbers = held.get(number[0], set())
    return bool(numbers) and min(numbers) <= number[1] <= max(numbers) and number[1] not in numbers


def _gaps(held: Mapping[Series, set[int]]) -> Iterator[tuple[str, Issue]]:
    for (series, session), numbers in sorted(held.items()):
        for number in sorted(set(range(min(numbers), max(numbers))) - numbers):
            symbol = "/".join(filter(None, (series, session, str(number))))
            yield symbol, Issue("number-not-read", f"the numbers around {symbol} are there, it is not", "document")

"""The way in: bodies, sessions and years, and the documents of each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from resograph import vocab
from resograph.site.facts import ALL, Facts, Value, local
from resograph.site.words import Tongue
from resograph.symbol import Symbol

_TITLE = vocab.PREFIXES["dcterms"] + "title"


@dataclass(frozen=True, slots=True)
class Entry:
    """A document in a list: its symbol, title by language, and date of adoption or ""."""

    symbol: str
    titles: tuple[Value, ...]
    adopted: str


@dataclass(frozen=True, slots=True)
class Home:
    """All documents whose text is here, by the adopting body, the one with most first, and then by session or year, the latest first."""

    shelves: Mapping[str, Mapping[str, tuple[Entry, ...]]]
    documents: int


def home(facts: Facts) -> Home:
    """Give the way in to a store."""
    import pyoxigraph as ox

    shelves: dict[str, dict[str, list[Entry]]] = {}
    quads = facts.store.quads_for_pattern(None, ox.NamedNode(vocab.adoptedBy), None, ox.DefaultGraph())
    adopted = sorted((getattr(q.subject, "value", ""), getattr(q.object, "value", "")) for q in quads)
    for document, body in adopted:
        found = entry(facts, document)
        shelves.setdefault(body, {}).setdefault(_shelf(found.symbol, found.adopted), []).append(found)
    ordered = {
        body: {name: ordered_entries(rows) for name, rows in sorted(held.items(), key=_latest)}
        for body, held in sorted(shelves.items(), key=lambda item: (-sum(map(len, item[1].values())), item[0]))
    }
    return Home(ordered, len(adopted))


def is_year(shelf: str) -> bool:
    """Say whether documents stand under a year, not under a session.

    >>> is_year("2023"), is_year("78"), is_year("ES-10")
    (True, False, False)
    """
    return shelf.isdecimal() and len(shelf) == len("2023")


def shelf_name(tongue: Tongue, shelf: str) -> str:
    """Give what a session or year is called."""
    return tongue.messages["of-year" if is_year(shelf) else "of-session"].format(number=shelf)


def counted(tongue: Tongue, number: int) -> str:
    """Give a number of documents in words."""
    return tongue.messages["one-document" if number == 1 else "documents"].format(number=number)


def session(facts: Facts, body: str, name: str) -> tuple[Entry, ...]:
    """Give the documents that a body adopted at a session, or in a year where it has none.

    Args:
        facts: the store.
        body: its IRI.
        name: of the session, or the year.
    """
    documents = facts.subjects(vocab.adoptedBy, body, ALL)
    found = (entry(facts, d) for d in documents if Symbol.parse(local(d)).session in {name, None})
    return ordered_entries(e for e in found if _shelf(e.symbol, e.adopted) == name)


def entry(facts: Facts, document: str) -> Entry:
    """Give a document as a list shows it."""
    adopted = facts.first(document, vocab.adoptedOn)
    return Entry(local(document), tuple(facts.of(document, _TITLE)), adopted.text if adopted else "")


def ordered_entries(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Give documents in the order of their sessions or years, the latest first, and there of their numbers."""
    return tuple(sorted(entries, key=lambda e: (_latest((_shelf(e.symbol, e.adopted), None)), _number(e))))


def _shelf(symbol: str, date: str) -> str:
    """Give the session of a document, or its year where its body has none."""
    parsed = Symbol.parse(symbol)
    return parsed.session or str(parsed.year or date[:4])


def _latest(shelf: tuple[str, object]) -> tuple[int, str]:
    name = shelf[0]
    return -int(name) if name.isdecimal() else 0, name


def _number(entry: Entry) -> tuple[int, str]:
    number = Symbol.parse(entry.symbol).number or ""
    return int(number) if number.isdecimal() else 0, entry.symbol

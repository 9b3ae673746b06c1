"""Search as its page shows it: the form, the documents that a symbol names, and a page of entries with excerpts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any
from urllib.parse import urlencode

from resograph import iri, vocab
from resograph.site.facts import Facts, Value, in_language, local
from resograph.site.lookup.entries import DOCUMENT, NAMES, PROVISION
from resograph.site.lookup.find import TAGS, Found, Hit, Index, Question
from resograph.site.lookup.words import Wanted, Words, marked, plain_text
from resograph.text import Span, is_wide

COUNT = 20
# As many pages as a reader may turn.
_PAGES = 500
_DIGITS = 9
_LONGEST = 300
_FIELDS = ("q", "body", "year", *TAGS)
# Characters of an excerpt, before the first mark and in all; those of scripts that set characters wide count double.
_BEFORE, _LENGTH = 60, 260
_TITLE = vocab.PREFIXES["dcterms"] + "title"


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of a language: pieces of text, and whether they are marked."""

    lang: str
    pieces: tuple[tuple[str, bool], ...] = ()

    @property
    def text(self) -> str:
        """Give the words without marks."""
        return "".join(text for text, _ in self.pieces)


@dataclass(frozen=True, slots=True)
class Row:
    """An entry as it is shown.

    Args:
        kind: document, provision, or the folder of its local name.
        iri: what it is.
        document: symbol of the document that it is or lies in, or "".
        place: eId of a provision, or "".
        title: of the document, or the name of the thing.
        excerpt: of the provision; of anything else, of the name or title that has the words where `title` has none.
    """

    kind: str
    iri: str
    document: str
    place: str
    title: Passage
    excerpt: Passage


@dataclass(frozen=True, slots=True)
class Answer:
    """What the page of a search shows.

    Args:
        asked: the fields of the form as they were understood.
        unknown: fields whose value names nothing here.
        symbols: documents that a symbol names.
        rows: one page of entries.
        total: entries in all, as far as was looked.
        cut: there are more than were looked at.
        page: number of this page, from 1.
        pages: how many there are.
        facets: for each filter the IRI or word, how many entries have it, and the query that asks for these.
        bodies: IRIs of bodies that can be chosen.
        acts: IRIs of acts that can be chosen.
        without: for each filter in use, the query without it.
    """

    asked: Mapping[str, str]
    unknown: tuple[str, ...]
    symbols: tuple[Row, ...]
    rows: tuple[Row, ...]
    total: int
    cut: bool
    page: int
    pages: int
    facets: Mapping[str, tuple[tuple[str, int, str], ...]]
    bodies: tuple[str, ...]
    acts: tuple[str, ...]
    without: Mapping[str, str]

    def turned(self, page: int) -> str:
        """Give the query for another page."""
        return urlencode({**self.asked, "page": page})


def answered(facts: Facts, index: Index, given: Mapping[str, str], lang: str) -> Answer:
    """Give what is found for the fields of the form.

    Args:
        facts: the store.
        index: its words.
        given: values by the name of the field: `q`, `body`, `year`, `act`, `actor`, `subject`, `page`.
        lang: of the reader.

    Raises:
        Late: it takes too long.
    """
    asked = {name: value for name in _FIELDS if (value := given.get(name, "").strip()[:_LONGEST])}
    understood = {kind: _named(facts, index, kind, asked[kind]) for kind in TAGS if kind in asked}
    unknown = tuple(kind for kind, name in understood.items() if not name)
    tags = tuple((kind, name) for kind, name in understood.items() if name)
    question = Question(asked.get("q", ""), asked.get("body", ""), asked.get("year", ""), tags)
    turned = given.get("page", "")[:_DIGITS]
    page = min(max(int(turned) if turned.isdecimal() else 1, 1), _PAGES)
    found = index.find(question, lang, (page - 1) * COUNT, COUNT)
    asked |= {kind: name.removeprefix(f"{kind}/") for kind, name in understood.items() if name}
    return Answer(
        asked,
        unknown,
        tuple(_row(facts, Hit(DOCUMENT, symbol), (), index.words, lang) for symbol in found.symbols),
        tuple(_row(facts, hit, found.asked, index.words, lang) for hit in found.hits),
        found.total,
        found.cut,
        page,
        min(-(-found.total // COUNT), _PAGES),
        {name: tuple(rows) for name, rows in _facets(found, asked) if rows},
        tuple(iri.entity(f"actor/{body}") for body in index.bodies()),
        _by_name((iri.entity(act) for act in index.things("act")), facts, lang),
        {name: urlencode({n: v for n, v in asked.items() if n != name}) for name in asked},
    )


def choices(facts: Facts, lang: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give the bodies and the acts that a form can offer where there is no index: their IRIs.

    Args:
        facts: the store.
        lang: of the reader.
    """
    return facts.values(vocab.adoptedBy), _by_name(facts.values(vocab.actType), facts, lang)


def _by_name(things: Iterable[str], facts: Facts, lang: str) -> tuple[str, ...]:
    return tuple(sorted(things, key=lambda thing: facts.name(thing, lang)))


def _named(facts: Facts, index: Index, kind: str, text: str) -> str:
    """Give the local name of what a reader names: the thing that bears this very name, else the nearest, else ""."""
    found = index.candidates(kind, text)
    plain = plain_text(text, index.habits)
    exact = (n for n in found if any(plain_text(v.text, index.habits) == plain for v in _names(facts, n)))
    return next(exact, found[0] if found else "")


def _names(facts: Facts, name: str) -> list[Value]:
    about = facts.about(_full(name))
    return list(chain.from_iterable(about.get(prop, ()) for prop in NAMES))


def _full(name: str) -> str:
    return name if ":" in name.partition("/")[0] else iri.entity(name)


def _facets(found: Found, asked: Mapping[str, str]) -> Iterator[tuple[str, list[tuple[str, int, str]]]]:
    for name, rows in found.facets.items():
        yield (
            name,
            [(value, count, urlencode({**asked, name: value.removeprefix(f"{name}/")})) for value, count in rows],
        )


def _row(facts: Facts, hit: Hit, asked: Sequence[Wanted], words: Words, lang: str) -> Row:
    name = _full(hit.name)
    about = facts.about(name)
    symbol, _, place = hit.name.partition("#") if hit.kind in {DOCUMENT, PROVISION} else ("", "", "")
    if hit.kind == PROVISION:
        title = _title(facts.about(iri.document(symbol)).get(_TITLE, ()), symbol, lang)
        said = _joined(chain(about.get(vocab.heading, ()), about.get(vocab.text, ())))
    else:
        title = _title(about.get(_TITLE, ()), symbol, lang) if symbol else Value(facts.name(name, lang), lang)
        said = _names(facts, hit.name)
    spans = () if hit.kind == PROVISION else marked(title.text, asked, words)
    shown = Passage("") if spans else _best(said, asked, words, lang)
    if hit.kind != PROVISION and not any(is_marked for _, is_marked in shown.pieces):
        shown = Passage("")
    return Row(hit.kind, name, symbol, place, Passage(title.lang, tuple(_pieces(title.text, spans))), shown)


def _title(values: Sequence[Value], symbol: str, lang: str) -> Value:
    return in_language(values, lang) if values else Value(symbol)


def _joined(values: Iterable[Value]) -> list[Value]:
    """Give headings and texts as one text for each language."""
    texts: dict[str, list[str]] = {}
    for value in values:
        texts.setdefault(value.lang, []).append(value.text)
    return [Value(" ".join(parts), tag) for tag, parts in texts.items()]


def _best(values: Sequence[Value], asked: Sequence[Wanted], words: Words, lang: str) -> Passage:
    """Give an excerpt of the text that has the words: in the reader's language if they are there."""
    for value in sorted(values, key=lambda value: value.lang != lang):
        if spans := marked(value.text, asked, words):
            return Passage(value.lang, excerpt(value.text, spans))
    shown = in_language(values, lang) if values else Value("")
    return Passage(shown.lang, excerpt(shown.text, ()))


def excerpt(text: str, spans: Sequence[Span]) -> tuple[tuple[str, bool], ...]:
    """Give the part of a text around the first of some spans, as pieces that are marked or not.

    >>> excerpt("a cat", [(2, 5)])
    (('a ', False), ('cat', True))
    """
    wide = 2 if is_wide((text or " ")[len(text) // 2]) else 1
    first = spans[0][0] if spans else 0
    start = _edge(text, max(0, first - _BEFORE // wide), first)
    end = len(text) if len(text) - start <= _LENGTH // wide else _edge(text, start + _LENGTH // wide, len(text))
    cut = ("… " if start else "", " …" if end < len(text) else "")
    inside = [(begin - start, stop - start) for begin, stop in spans if start <= begin and stop <= end]
    pieces = ((cut[0], False), *_pieces(text[start:end].rstrip(), inside), (cut[1], False))
    return tuple(piece for piece in pieces if piece[0])


def _pieces(text: str, spans: Sequence[Span]) -> Iterator[tuple[str, bool]]:
    at = 0
    for begin, stop in spans:
        yield from ((text[at:begin], False), (text[begin:stop], True))
        at = stop
    yield text[at:], False


def _edge(text: str, at: int, end: int) -> int:
    """Give the next beginning of a word at or behind a place, before an end."""
    if at <= 0 or is_wide(text[min(at, len(text) - 1)]):
        return max(at, 0)
    space = text.find(" ", at, end)
    return space + 1 if space >= 0 else at


def plain(answer: Answer) -> dict[str, Any]:
    """Give an answer as JSON has it."""

    def row(each: Row) -> dict[str, Any]:
        shown: dict[str, Any] = {
            "kind": each.kind, "iri": each.iri, "symbol": each.document, "eId": each.place, "title": each.title.text,
            "titleLanguage": each.title.lang, "excerpt": each.excerpt.text, "excerptLanguage": each.excerpt.lang,
            "marked": [text for text, is_marked in (*each.title.pieces, *each.excerpt.pieces) if is_marked],
        }  # fmt: skip
        return {name: value for name, value in shown.items() if value}

    return {
        "asked": dict(answer.asked),
        "unknown": list(answer.unknown),
        "documents": [row(each) for each in answer.symbols],
        "total": answer.total,
        "more": answer.cut,
        "page": answer.page,
        "pages": answer.pages,
        "results": [row(each) for each in answer.rows],
        "facets": {
            name: [{"value": local(value), "count": count} for value, count, _ in rows]
            for name, rows in answer.facets.items()
        },
    }

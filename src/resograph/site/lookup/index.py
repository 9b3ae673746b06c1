"""The index: what a store says in words, in one SQLite file beside it (FTS5), written once and then only read.

One row of `entry` is a document, a thing of the registries or a provision; its words stand in one row of `words`, a
column for each language, so that each is found once, whatever languages have the word. Rows are in the order in which
a list that must be cut is best cut: documents and things, then provisions, the latest documents first.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import asdict
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from resograph import iri, vocab
from resograph.errors import InvalidSymbol
from resograph.site.facts import ALL, TYPE, Facts, Value, local, natural, things
from resograph.site.lookup.words import Habits, Words
from resograph.site.resolution import ROLES
from resograph.symbol import Symbol

if TYPE_CHECKING:
    import pyoxigraph as ox

FILE = "search.sqlite"
_TABLES = """
    CREATE TABLE setting (habits TEXT NOT NULL);
    CREATE TABLE entry (id INTEGER PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, body TEXT, year INTEGER);
    CREATE TABLE tag (kind TEXT NOT NULL, thing TEXT NOT NULL, entry INTEGER NOT NULL, PRIMARY KEY (kind, thing, entry)) WITHOUT ROWID;
    CREATE TABLE symbol (
        name TEXT NOT NULL, series TEXT NOT NULL, body TEXT, kind TEXT NOT NULL, session TEXT, year INTEGER, number TEXT,
        part TEXT NOT NULL, here INTEGER NOT NULL
    );
"""
_FINISH = """
    CREATE INDEX tag_of_entry ON tag (entry);
    CREATE INDEX symbol_by_number ON symbol (number);
    CREATE INDEX entry_by_name ON entry (name);
    INSERT INTO words(words) VALUES ('optimize');
    ANALYZE;
"""
_SKOS, _RDFS, _DCTERMS = (vocab.PREFIXES[prefix] for prefix in ("skos", "rdfs", "dcterms"))
_TITLES = (_DCTERMS + "title", _DCTERMS + "alternative")
NAMES = (_SKOS + "prefLabel", _SKOS + "altLabel", _SKOS + "notation", _RDFS + "label", *_TITLES)
_SUBJECT = _DCTERMS + "subject"
DOCUMENT, PROVISION, SUBJECT = "document", "provision", "subject"
# What a provision can be filtered by, and the properties of it or of the acts stated in it that tell.
_TAGS = {
    "act": (vocab.actType,),
    "actor": tuple(iri.RG + role for role in ROLES),
    SUBJECT: (_SUBJECT,),
}


def build(facts: Facts, habits: Habits, path: Path) -> None:
    """Write the index of a store.

    Args:
        facts: the store.
        habits: what the languages say of words.
        path: of the new file; nothing is there yet.

    Raises:
        OSError: it cannot be written.
    """
    try:
        with closing(sqlite3.connect(path)) as to:
            to.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + _TABLES)
            columns = "".join(f'"{tag}", ' for tag in habits.columns)
            to.execute(f"CREATE VIRTUAL TABLE words USING fts5({columns}content='', tokenize='unicode61')")
            to.execute("INSERT INTO setting VALUES (?)", (json.dumps(asdict(habits), ensure_ascii=False),))
            _Filling(to, facts, habits).fill()
            to.executescript(_FINISH)
            to.commit()
    except sqlite3.Error as error:
        raise OSError(0, str(error)) from error


def opened(path: Path) -> tuple[sqlite3.Connection, Habits]:
    """Give an index to read, and the habits it was made with; no file is opened later.

    Args:
        path: of the file.

    Raises:
        sqlite3.Error: there is none, or it is no index.
    """
    found = sqlite3.connect(f"file:{quote(str(path))}?mode=ro&immutable=1", uri=True, check_same_thread=False)
    found.execute("PRAGMA temp_store = MEMORY")
    found.execute("PRAGMA query_only = TRUE")
    (plain,) = found.execute("SELECT habits FROM setting").fetchone()
    found.execute("SELECT rowid FROM words LIMIT 1").fetchone()
    return found, Habits(**json.loads(plain))


class _Filling:
    """Rows that are laid one after another."""

    def __init__(self, to: sqlite3.Connection, facts: Facts, habits: Habits) -> None:
        self.to, self.facts, self.habits = to, facts, habits
        self.words = Words(habits)
        self.count = 0

    def fill(self) -> None:
        """Lay the rows of a store."""
        documents = sorted(self._documents(), key=lambda d: (d[2], d[0]), reverse=True)
        for symbol, body, date in documents:
            self._document(symbol, body, date)
        self._things()
        for symbol, body, date in documents:
            if body:
                self._provisions(symbol, (body, _year(date)))

    def _document(self, symbol: str, body: str, date: str) -> None:
        """Lay a document: its symbol, and its titles where they are known."""
        self._symbol(symbol, body=body, here=bool(body))
        about = self.facts.about(iri.document(symbol))
        titles = [value for prop in _TITLES for value in about.get(prop, ())]
        if titles:
            subjects = ((SUBJECT, value.text) for value in about.get(_SUBJECT, ()))
            self._entry(DOCUMENT, symbol, titles, (body, _year(date)), subjects)

    def _things(self) -> None:
        """Lay everything else that has a page, then the subjects."""
        named = [(thing.partition("/")[0], thing, iri.entity(thing)) for thing in things(self.facts)]
        named += [(SUBJECT, local(name), name) for name in sorted(set(self._objects(_SUBJECT)))]
        for kind, thing, name in named:
            about = self.facts.about(name)
            names = [value for prop in NAMES for value in about.get(prop, ())]
            if names and not thing[:1].isupper():
                self._entry(kind, thing, names)

    def _documents(self) -> Iterator[tuple[str, str, str]]:
        """Give the symbol of each document, and who adopted it when where its text is here."""
        for name in self.facts.subjects(TYPE, vocab.Document, ALL):
            body = self.facts.first(name, vocab.adoptedBy)
            date = self.facts.first(name, vocab.adoptedOn)
            yield local(name), local(body.text).rpartition("/")[2] if body else "", date.text if date else ""

    def _objects(self, prop: str) -> Iterator[str]:
        import pyoxigraph as ox

        quads = self.facts.store.quads_for_pattern(None, ox.NamedNode(prop), None, ox.DefaultGraph())
        return (value.text for quad in quads if (value := self.facts.value(quad.object)).is_iri)

    def _symbol(self, name: str, *, body: str, here: bool) -> None:
        try:
            symbol = Symbol.parse(name)
        except InvalidSymbol:
            return
        row = (
            name,
            symbol.series,
            symbol.body or body or None,
            symbol.kind,
            symbol.session,
            symbol.year,
            symbol.number,
        )
        self.to.execute("INSERT INTO symbol VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", (*row, symbol.part, here))

    def _entry(
        self, kind: str, name: str, values: Iterable[Value], of: tuple[str | None, int | None] = (None, None),
        tags: Iterable[tuple[str, str]] = (),
    ) -> None:  # fmt: skip
        self.count += 1
        self.to.execute("INSERT INTO entry VALUES (?, ?, ?, ?, ?)", (self.count, kind, name, of[0] or None, of[1]))
        written = self._written(values)
        row = [written.get(tag, "") for tag in self.habits.columns]
        self.to.execute(f"INSERT INTO words VALUES ({', '.join('?' * len(row))})", row)  # noqa: S608 - marks only
        rows = ((tagged, thing, self.count) for tagged, thing in tags)
        self.to.executemany("INSERT OR IGNORE INTO tag VALUES (?, ?, ?)", rows)

    def _written(self, values: Iterable[Value]) -> Mapping[str, str]:
        """Give the words in each language; what is of no language, such as an acronym, is of all that are there."""
        texts: dict[str, list[str]] = {}
        for value in values:
            texts.setdefault(value.lang, []).append(value.text)
        common = texts.pop("", [])
        tags = texts or {tag: [] for tag in self.habits.columns}
        return {tag: self.words.indexed(" \n".join([*own, *common])) for tag, own in tags.items()}

    def _provisions(self, symbol: str, of: tuple[str | None, int | None]) -> None:
        """Lay the provisions of a document, with the acts stated in each, their actors, and the subjects."""
        import pyoxigraph as ox

        graph = ox.NamedNode(iri.document(symbol))
        texts: dict[str, list[Value]] = {}
        for prop in (vocab.heading, vocab.text):
            for subject, value in self._said(prop, graph):
                texts.setdefault(subject, []).append(value)
        tags: dict[str, set[tuple[str, str]]] = {}
        stated = {subject: value.text for subject, value in self._said(vocab.statedIn, graph)}
        for kind, props in _TAGS.items():
            for subject, value in chain.from_iterable(self._said(prop, graph) for prop in props):
                tags.setdefault(stated.get(subject, subject), set()).add((kind, value.text))
        whole = {tag for tag in tags.get(graph.value, ()) if tag[0] == SUBJECT}
        for name in sorted(texts, key=natural):
            own = ((kind, local(thing)) for kind, thing in sorted(tags.get(name, set()) | whole))
            self._entry(PROVISION, local(name), texts[name], of, own)

    def _said(self, prop: str, graph: ox.NamedNode) -> Iterator[tuple[str, Value]]:
        """Give what a graph says by a property: subject and value."""
        import pyoxigraph as ox

        for quad in self.facts.store.quads_for_pattern(None, ox.NamedNode(prop), None, graph):
            yield getattr(quad.subject, "value", ""), self.facts.value(quad.object)


def _year(date: str) -> int | None:
    return int(date[:4]) if date[:4].isdecimal() else None

"""The index: what a store says in words, in one SQLite file beside it (FTS5), written once and then only read.

One row of `entry` is a document, a thing of the registries or a provision; its words stand in one row of `words`, a
column for each language, so that each is found once, whatever languages have the word.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from urllib.parse import quote

from resograph.site.facts import Facts
from resograph.site.lookup.entries import Entry, Known, entries, known
from resograph.site.lookup.words import Habits, Words

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
            _lay_symbols(to, known(facts))
            _lay_entries(to, entries(facts), habits)
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


def _lay_symbols(to: sqlite3.Connection, symbols: Iterable[Known]) -> None:
    for each in symbols:
        own = each.symbol
        row = (
            each.name,
            own.series,
            each.body or None,
            own.kind,
            own.session,
            own.year,
            own.number,
            own.part,
            each.here,
        )
        to.execute("INSERT INTO symbol VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)


def _lay_entries(to: sqlite3.Connection, found: Iterable[Entry], habits: Habits) -> None:
    words = Words(habits)
    marks = ", ".join("?" * len(habits.columns))
    for number, entry in enumerate(found, 1):
        row = (number, entry.kind, entry.name, entry.body or None, entry.year)
        to.execute("INSERT INTO entry VALUES (?, ?, ?, ?, ?)", row)
        texts = entry.texts(habits.columns)
        written = [words.indexed(texts.get(tag, "")) for tag in habits.columns]
        to.execute(f"INSERT INTO words VALUES ({marks})", written)  # noqa: S608 - marks only
        rows = ((kind, thing, number) for kind, thing in entry.tags)
        to.executemany("INSERT OR IGNORE INTO tag VALUES (?, ?, ?)", rows)

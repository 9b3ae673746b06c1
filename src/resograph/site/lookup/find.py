"""Finding: the entries of an index that have the words and the filters of a question, the best first.

What a reader types never is syntax: words are bound as quoted phrases, filters as values. A question has a limit of
time (the progress handler of SQLite) and of rows.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from resograph.site.lookup.entries import PROVISION
from resograph.site.lookup.index import opened
from resograph.site.lookup.symbols import documents
from resograph.site.lookup.words import Wanted, Words, expression, wanted

# Rows that are looked at: the first in the order of the index, documents and things before provisions.
MOST = 20_000
SECONDS = 5.0
FACETS = 10
# How much more a word in the reader's language counts than in another.
_OWN = 8.0
# Who types a name mostly wants the thing of that name, or the document of that title, before the paragraphs with it.
_NAMED = 1.5
_STEPS = 20_000
_CANDIDATES = 50
_YEARS = re.compile(r"\s*([0-9]{4})\s*(?:[-–—]\s*([0-9]{4})\s*)?")
# The filters that name a thing, and those of a column.
TAGS = ("act", "actor", "subject")


class Late(Exception):  # noqa: N818 - a limit, not a fault
    """A question took longer than it may."""


@dataclass(frozen=True, slots=True)
class Question:
    """What a reader asks for; what is "" is not asked.

    Args:
        text: words, or a symbol.
        body: id of the adopting body.
        years: a year, or two with a dash between them.
        tags: local names of an act, an actor, a subject, by `TAGS`.
    """

    text: str = ""
    body: str = ""
    years: str = ""
    tags: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry that was found: its kind and local name."""

    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Found:
    """What was found.

    Args:
        symbols: of the documents that the text may name, the likeliest first.
        hits: one page of entries.
        total: how many there are in all, as far as was looked.
        cut: there are more than were looked at.
        facets: values by filter, with the number of entries that have each.
        asked: the words, to mark them.
    """

    symbols: tuple[str, ...]
    hits: tuple[Hit, ...]
    total: int
    cut: bool
    facets: Mapping[str, tuple[tuple[str, int], ...]]
    asked: tuple[Wanted, ...]


class Index:
    """An open index.

    Args:
        path: of the file.

    Raises:
        sqlite3.Error: there is none.
    """

    def __init__(self, path: Path) -> None:
        self.connection, self.habits = opened(path)
        self.words = Words(self.habits)

    def find(self, question: Question, lang: str, start: int, count: int) -> Found:
        """Give what is found.

        Args:
            question: what is asked.
            lang: tag of the language whose words count most.
            start: the first entry of the page, from 0.
            count: entries of a page.

        Raises:
            Late: it takes too long.
        """
        end = monotonic() + SECONDS
        self.connection.set_progress_handler(lambda: monotonic() > end, _STEPS)
        try:
            return self._found(question, lang, start, count)
        except sqlite3.OperationalError as error:
            if "interrupted" not in str(error):
                raise
            raise Late from None
        finally:
            self.connection.set_progress_handler(None, 0)

    def bodies(self) -> tuple[str, ...]:
        """Give the ids of the bodies that adopted what is here."""
        return tuple(
            b for (b,) in self.connection.execute("SELECT DISTINCT body FROM entry WHERE body > '' ORDER BY 1")
        )

    def things(self, kind: str) -> tuple[str, ...]:
        """Give the local names of what a filter can name."""
        rows = self.connection.execute("SELECT DISTINCT thing FROM tag WHERE kind = ? ORDER BY 1", (kind,))
        return tuple(thing for (thing,) in rows)

    def candidates(self, kind: str, text: str) -> tuple[str, ...]:
        """Give the local names of things of a kind that have the words a reader types, or bear that very local name.

        Args:
            kind: one of `TAGS`.
            text: as typed.
        """
        for name in (text, f"{kind}/{text}"):
            if self.connection.execute("SELECT 1 FROM entry WHERE name = ? AND kind = ?", (name, kind)).fetchone():
                return (name,)
        asked = wanted(text, self.words)
        if not asked:
            return ()
        rows = self.connection.execute(
            "SELECT name FROM words CROSS JOIN entry ON entry.id = words.rowid"
            " WHERE words MATCH ? AND kind = ? ORDER BY bm25(words), entry.id LIMIT ?",
            (expression(asked), kind, _CANDIDATES),
        )
        return tuple(name for (name,) in rows)

    def _found(self, question: Question, lang: str, start: int, count: int) -> Found:
        asked = wanted(question.text, self.words)
        symbols = documents(self.connection, question.text, self.habits) if question.text else ()
        tests, values = _filters(question)
        if not asked and not tests:
            return Found(symbols, (), 0, False, {}, asked)
        rows = self._rows(asked, lang, tests, values)
        shown = sorted(rows[:MOST])[start : start + count]
        hits = tuple(self._hit(number) for _, number in shown)
        facets = dict(self._facets([number for _, number in rows[:MOST]], question))
        return Found(symbols, hits, min(len(rows), MOST), len(rows) > MOST, facets, asked)

    def _rows(
        self, asked: tuple[Wanted, ...], lang: str, tests: list[str], values: list[str | int]
    ) -> list[tuple[float, int]]:
        """Give score and id of the entries, no more than one beyond `MOST`, in the order of the index."""
        weights = ", ".join(str(_OWN if tag == lang else 1.0) for tag in self.habits.columns)
        where = " AND ".join(["words MATCH ?"] * bool(asked) + tests)
        source = "words CROSS JOIN entry ON entry.id = words.rowid" if asked else "entry"
        named = f"CASE entry.kind WHEN '{PROVISION}' THEN 1.0 ELSE {_NAMED} END"
        score = f"bm25(words, {weights}) * {named}" if asked else "0.0"
        given = [*([expression(asked)] if asked else []), *values, MOST + 1]
        order = "words.rowid" if asked else "entry.id"
        return self.connection.execute(
            f"SELECT {score}, entry.id FROM {source} WHERE {where} ORDER BY {order} LIMIT ?",  # noqa: S608 - own words only
            given,
        ).fetchall()

    def _hit(self, number: int) -> Hit:
        return Hit(*self.connection.execute("SELECT kind, name FROM entry WHERE id = ?", (number,)).fetchone())

    def _facets(self, numbers: list[int], question: Question) -> Iterator[tuple[str, tuple[tuple[str, int], ...]]]:
        """Give what the entries can be narrowed by: values that are not asked for already."""
        connection, listed = self.connection, "[" + ",".join(map(str, numbers)) + "]"
        own = dict(question.tags)
        for column, given in (("body", question.body), ("year", question.years)):
            if not given:
                rows = connection.execute(
                    f"SELECT CAST({column} AS TEXT), COUNT(*) FROM json_each(?) JOIN entry ON entry.id = value"  # noqa: S608 - a column
                    f" WHERE {column} IS NOT NULL GROUP BY 1 ORDER BY 2 DESC, 1 DESC LIMIT ?",
                    (listed, FACETS),
                )
                yield column, tuple(rows)
        for kind in TAGS:
            rows = connection.execute(
                "SELECT thing, COUNT(*) FROM json_each(?) CROSS JOIN tag ON tag.entry = value AND tag.kind = ?"
                " WHERE thing <> ? GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ?",
                (listed, kind, own.get(kind, ""), FACETS),
            )
            yield kind, tuple(rows)


def _filters(question: Question) -> tuple[list[str], list[str | int]]:
    """Give the conditions of a question, and their values."""
    tests: list[str] = []
    values: list[str | int] = []
    if question.body:
        tests.append("entry.body = ?")
        values.append(question.body)
    if match := _YEARS.fullmatch(question.years):
        tests.append("entry.year BETWEEN ? AND ?")
        values += [int(match[1]), int(match[2] or match[1])]
    for kind, thing in question.tags:
        tests.append("EXISTS (SELECT 1 FROM tag WHERE tag.kind = ? AND tag.thing = ? AND tag.entry = entry.id)")
        values += [kind, thing]
    return tests, values

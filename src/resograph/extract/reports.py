"""Reports: what is described takes its symbol from the footnote on it, and keeps it where it is named again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from resograph.extract.corrections import without_corrections
from resograph.extract.places import follow_pinpoint
from resograph.extract.tables import CitationTables, citation_tables
from resograph.model import Provision
from resograph.reading import Reference
from resograph.registry import Registry
from resograph.sieve import Sieve, sieve
from resograph.templates import compile_template

# So many words of the name of an author tell it from others, not counting the small ones ("Board of Auditors").
_TELLING, _SMALL = 2, 3


@dataclass(frozen=True, slots=True)
class Reported:
    """A report that a provision names: its author, as the words have it, its symbol, and the provision."""

    author: str
    target: str
    eid: str


@dataclass(frozen=True, slots=True)
class ReportTables:
    """Words for reports in one language, compiled, and the ids of the actors who may be their authors, by name."""

    citations: CitationTables
    forms: tuple[tuple[str, re.Pattern[str]], ...]
    author: re.Pattern[str]
    again: tuple[tuple[str, Sieve], ...]
    actors: Mapping[str, str]


@lru_cache(maxsize=32)
def report_tables(registry: Registry, tag: str) -> ReportTables:
    """Give the words for reports of a language, compiled."""
    language = registry.languages[tag]
    citations = citation_tables(registry, tag)
    named = ((a.id, n) for a in registry.actors.values() for names in (a.names, a.short) for n in names.get(tag, []))
    labels = ((a.id, a.label[tag]) for a in registry.actors.values() if tag in a.label)
    return ReportTables(
        citations,
        tuple((r.id, compile_template(r.match, language.fields)) for r in language.citations.reports),
        compile_template(language.citations.report_author, language.fields),
        tuple((r.id, sieve(compile_template(r.match, citations.fields))) for r in language.citations.reports_again),
        {name: actor for actor, name in (*named, *labels)},
    )


def reported(
    provision: Provision, notes: Mapping[str, Sequence[Reference]], tables: ReportTables
) -> Iterator[Reference]:
    """Give reports whose symbol stands in the footnote that hangs on them.

    Args:
        provision: the provision with its marks.
        notes: what each footnote cites, by its number, if it cites nothing else than documents by symbol.
        tables: words of the language.
    """
    text = provision.text.text
    last = 0
    for mark in provision.marks:
        cited = without_corrections(notes.get(mark.number, ()))
        before = text[: mark.position].rstrip("，；。、,;. ")
        for rule, pattern in tables.forms:
            # behind another mark another report begins, though its words may say so once ("the reports of A and of B")
            match = pattern.search(before, last) or pattern.search(before)
            if match and len(cited) == 1:
                behind = last + len(before[last:]) - len(before[last:].lstrip())
                # of two marks that stand together, the words are the same
                start = behind if match.start() < last and behind < match.end() else match.start()
                yield Reference(provision.eid, (start, match.end()), cited[0].target, (), rule=rule)
        last = mark.position


def author_of(report: Reference, text: str, tables: ReportTables) -> str | None:
    """Give the words that follow "report of" in a citation of a report, or stand before it.

    They are empty where it has the word from the report before it ("the reports of A and of B"), None if there are none.
    """
    if not any(form.match(text, *report.span) for _, form in tables.forms):
        return ""
    found = (m for m in tables.author.finditer(text, 0, report.span[1]) if m.end() > report.span[0])
    return next((m.group("author") for m in found), None)


def again(provision: Provision, known: Sequence[Reported], tables: ReportTables) -> Iterator[Reference]:
    """Give reports that were named before, with the places in them ("paragraph 11 of the report of the Advisory Committee").

    Args:
        provision: the words.
        known: the reports that the text has named so far, those of the provision among them.
        tables: words of the language.
    """
    text = provision.text.text
    for rule, pattern in tables.again if known else ():
        for match in pattern.finditer(text):
            author = match.groupdict().get("author")
            alike = [one for one in known if author is None or _same(one.author, author, tables)]
            if target := _nearest(alike, provision.eid):
                pinned = match.groupdict().get("pinpoint")
                places = follow_pinpoint(text, match.start("pinpoint"), tables.citations) if pinned else None
                located = places.locate(target, provision.eid, same=False) if places else ()
                place = places.span if places else None
                yield Reference(provision.eid, match.span("all"), target, located, place, rule=rule)


def _nearest(alike: Sequence[Reported], eid: str) -> str | None:
    """Give the report that is meant of some that may be: of the provision, else of its section, else of the text.

    Where two are as near, nobody can tell which is meant.
    """
    section = eid.rpartition(".")[0]
    near = (
        {one.target for one in alike if one.eid == eid},
        {one.target for one in alike if one.eid.rpartition(".")[0] == section},
        {one.target for one in alike},
    )
    found = next((targets for targets in near if targets), set[str]())
    return next(iter(found)) if len(found) == 1 else None


def _same(one: str, other: str, tables: ReportTables) -> bool:
    """Say whether two authors may be one: the same actor, or beginning with the same telling words, or one not named."""
    if not one:
        return True
    if tables.citations.language.spaceless:
        return _actor(one, tables) == _actor(other, tables) is not None
    telling = 0
    for word, its in zip(re.findall(r"\w+", one), re.findall(r"\w+", other), strict=False):
        if word != its:
            break
        telling += len(word) > _SMALL
    return telling >= _TELLING


def _actor(words: str, tables: ReportTables) -> str | None:
    """Give the actor with whose name some words end, the longest such name; None if there is none."""
    return next((tables.actors[words[at:]] for at in range(len(words)) if words[at:] in tables.actors), None)

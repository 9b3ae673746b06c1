"""Citations by title, defined short form or description: instruments and groups of them."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from daachorse import CharwiseDoubleArrayAhoCorasick

from resograph.extract.tables import CitationTables, citation_tables
from resograph.grammar import Language
from resograph.model import Provision
from resograph.reading import Reference
from resograph.records import Group, Instrument, Pattern
from resograph.registry import Registry
from resograph.sieve import Sieve, Sieves, sieve, sieves
from resograph.templates import alternation, compile_template, quotation
from resograph.text import Span

# The rule of what a pattern of the registry finds; of the same words, several may be meant.
DESCRIBED = "description of"
# What is named by a title that the registry does not know: "the Convention" after it means nothing known.
_UNKNOWN = ""
# How far before a title the words are looked for that say where in it.
_REACH = 120


@dataclass(frozen=True, slots=True)
class TitleTables:
    """Names of instruments and groups in one language, compiled.

    `bare` fits the titles that stand without marks, `whole` finds them whatever is around them: `bare` is tried there alone.
    """

    citations: CitationTables
    full: Mapping[str, str]
    short: Mapping[str, str]
    owned: Mapping[str, tuple[str, str]]
    bare: re.Pattern[str] | None
    whole: CharwiseDoubleArrayAhoCorasick | None
    described: tuple[tuple[str, Sieve], ...]
    describing: Sieves
    types: Mapping[str, str]
    title: Sieve
    defined: re.Pattern[str]
    anaphora: Mapping[str, str]
    possessives: re.Pattern[str]
    closed: Sieve
    strong_short: frozenset[str]
    unknown: Sieve


@dataclass(slots=True)
class Known:
    """What earlier paragraphs of the same text have named: short forms defined, instruments in order."""

    defined: dict[str, str] = field(default_factory=dict)
    named: list[tuple[str, str]] = field(default_factory=list)

    def note(self, title: str, instrument: str) -> None:
        """Remember that an instrument was named by a title."""
        self.named.append((title, instrument))


@lru_cache(maxsize=32)
def title_tables(registry: Registry, tag: str) -> TitleTables:
    """Give the names of instruments and groups in a language."""
    language = registry.languages[tag]
    grammar = language.citations
    instruments = registry.instruments.values()
    full = {n: f"instrument/{i.id}" for i in instruments for n in _full(i, tag)}
    drawn = {
        new + n.removeprefix(old): i
        for old, new in language.actors.contractions.items()
        for n, i in full.items()
        if n.startswith(old)
    }
    weak = [(n, i) for i in instruments for n in i.short.get(tag, [])]
    unquoted = [n for i in instruments for n in _full(i, tag) if not grammar.titles_quoted or i.status == "draft"]
    things: Sequence[tuple[str, Instrument | Group]] = [
        *((f"group/{g.id}", g) for g in registry.groups.values()),
        *((f"instrument/{i.id}", i) for i in instruments),
    ]
    patterns: list[tuple[str, Pattern]] = [(name, p) for name, t in things for p in t.patterns.get(tag, [])]
    names = [
        (f"group/{g.id}", sieve(re.compile(re.escape(n))))
        for g in registry.groups.values()
        for n in g.names.get(tag, [])
    ]
    described = (*names, *((name, sieve(compile_template(p.match, language.fields))) for name, p in patterns))
    return TitleTables(
        citation_tables(registry, tag),
        full | drawn,
        {n: f"instrument/{i.id}" for n, i in weak},
        {n: (f"instrument/{i.id}", f"instrument/{i.parent}") for n, i in weak if i.parent},
        re.compile(_bounded(alternation([*unquoted, *drawn]), language)) if unquoted else None,
        CharwiseDoubleArrayAhoCorasick([*dict.fromkeys([*unquoted, *drawn])]) if unquoted else None,
        described,
        sieves(pattern for _, pattern in described),
        {f"instrument/{i.id}": i.type for i in instruments},
        sieve(compile_template(grammar.title, language.fields)),
        compile_template(grammar.defined_short, language.fields),
        {word: kind for kind, words in grammar.anaphora.items() for word in words},
        re.compile(alternation(language.actors.possessives)),
        sieve(re.compile(quotation(language.actors.quotes))),
        frozenset(grammar.strong_short),
        _unknown(language),
    )


def _unknown(language: Language) -> Sieve:
    """Give the pattern of the beginning of a title that may be in no registry: a word for it, and how it goes on."""
    grammar = language.citations
    heads = {word.rpartition(" ")[2] for words in grammar.anaphora.values() for word in words}
    pattern = rf"\b{alternation(heads)}{grammar.longer_title}" if grammar.longer_title and heads else "(?!)"
    return sieve(re.compile(pattern))


def _bounded(pattern: str, language: Language) -> str:
    """Give a pattern of whole words; words that may be written together with the first stay outside."""
    if language.spaceless:
        return pattern
    joined = "".join(rf"|(?<=\b{re.escape(p)})" for p in language.actors.proclitics)
    return rf"(?:(?<!\w){joined}){pattern}(?!\w)"


def _full(instrument: Instrument, tag: str) -> list[str]:
    return [*([instrument.label[tag]] if tag in instrument.label else []), *instrument.names.get(tag, [])]


def titled(provision: Provision, known: Known, tables: TitleTables) -> Iterator[Reference]:
    """Give the citations by title of a provision, and remember what it names."""
    text = provision.text.text
    found = itertools.chain(
        _quoted(provision, known, tables),
        _bare(provision, known, tables),
        _owned(provision, known, tables),
        _anaphoric(provision, known, tables),
    )
    yield from (_placed(one, text, tables.citations) for one in found)
    for target, pattern in (tables.described[number] for number in sorted(tables.describing.fitting(text))):
        for match in pattern.finditer(text):
            yield Reference(provision.eid, match.span(), target, rule=f"{DESCRIBED} {target}")


def _placed(one: Reference, text: str, tables: CitationTables) -> Reference:
    """Give a citation by title with the words beside it that say where in it, if there are any."""
    start, end = one.span
    for rule, pattern in tables.title_places if one.target and not one.pinpoint_span else ():
        behind = rule.side == "behind"
        if match := pattern.match(text, end) if behind else pattern.search(text, max(0, start - _REACH), start):
            place = match.span("place")
            return replace(one, span=(min(start, place[0]), max(end, place[1])), pinpoint_span=place)
    return one


def _quoted(provision: Provision, known: Known, tables: TitleTables) -> Iterator[Reference]:
    text = provision.text.text
    last: str | None = None
    shorts: set[int] = set()
    for match in tables.title.finditer(text):
        title = match.group("title")
        defines = match.start() in shorts
        if defines:
            # what is called so everywhere is so here too, even where the title that it is short for is in no registry
            target = last or tables.full.get(title)
        else:
            target, rule = _identify(title, known, tables)
        if any(stop in title for stop in tables.citations.language.citations.title_stop):
            continue
        if defines:
            rule = "defined short form"
        elif target:
            known.note(title, target)
        yield Reference(provision.eid, match.span(), target, rule=rule)
        last = target
        if defined := tables.defined.match(text, match.end()):
            shorts.add(defined.start("title") - 1)
            if target:
                known.defined[defined.group("title")] = target


def _bare(provision: Provision, known: Known, tables: TitleTables) -> Iterator[Reference]:
    """Give titles without title marks, and the short forms that are defined for them or that the registry has."""
    if tables.bare is None:
        return
    text = provision.text.text
    closed = [m.span() for m in tables.closed.finditer(text)]
    found = list(_unmarked(text, tables))
    for match in found:
        around = next((span for span in closed if span[0] < match.start() and match.end() < span[1]), None)
        if (around and not _entitled(text, around, match, tables)) or _part_of_name(text, match, tables):
            continue
        target = tables.full[match.group()]
        known.note(match.group(), target)
        yield Reference(provision.eid, match.span(), target, rule=f"name {match.group()}")
        if defined := tables.defined.match(text, match.end()):
            known.defined[defined.group("title")] = target
    if tables.citations.language.citations.titles_quoted:
        return
    _note_unknown(text, [m.span() for m in found], known, tables)
    there = {n: t for n, t in tables.short.items() if n in text}
    named = {instrument for _, instrument in known.named} if there else set()
    weak = {n: t for n, t in there.items() if t in named or n in tables.strong_short}
    if short := weak | {n: t for n, t in known.defined.items() if n in text}:
        for match in re.finditer(rf"\b{alternation(short)}\b", text):
            if not any(a <= match.start() and match.end() <= b for a, b in closed):
                yield Reference(provision.eid, match.span(), short[match.group()], rule=f"short title {match.group()}")


def _unmarked(text: str, tables: TitleTables) -> Iterator[re.Match[str]]:
    """Give the titles that stand without marks; they are tried where the letters of one begin, and nowhere else."""
    last = 0
    for start in sorted({start for start, _, _ in tables.whole.find_overlapping(text)} if tables.whole else ()):
        match = tables.bare.match(text, start) if tables.bare and start >= last else None
        if match:
            last = match.end()
            yield match


def _note_unknown(text: str, covered: Sequence[Span], known: Known, tables: TitleTables) -> None:
    for match in tables.unknown.finditer(text):
        if not any(a <= match.start() < b for a, b in covered):
            known.note(match.group(), _UNKNOWN)


def _entitled(text: str, around: Span, match: re.Match[str], tables: TitleTables) -> bool:
    """Tell whether what stands between quotation marks is a title as a whole, and is said to be one."""
    whole = around == (match.start() - 1, match.end() + 1)
    entitled = tables.citations.language.citations.entitled
    return whole and bool(entitled) and re.search(entitled, text[: around[0]]) is not None


def _part_of_name(text: str, match: re.Match[str], tables: TitleTables) -> bool:
    part = tables.citations.language.citations.part_of_name
    return bool(part) and re.search(part, text[: match.start()]) is not None


def _identify(title: str, known: Known, tables: TitleTables) -> tuple[str | None, str]:
    """Give the instrument that a title means: by name, as defined before, as the latest that ends so, by short name."""
    if title in tables.full:
        return tables.full[title], f"title {title}"
    if title in known.defined:
        return known.defined[title], "defined short form"
    for earlier, instrument in reversed(known.named):
        if earlier != title and earlier.endswith(title):
            return instrument, "end of a title named before"
    if title in tables.short:
        return tables.short[title], f"short title {title}"
    return None, "title not in the registry"


def _owned(provision: Provision, known: Known, tables: TitleTables) -> Iterator[Reference]:
    """Give instruments that belong to one named before ("and the three Protocols thereto")."""
    text = provision.text.text
    for name, (target, parent) in tables.owned.items():
        if name not in text or all(instrument != parent for _, instrument in known.named):
            continue
        for match in re.finditer(re.escape(name), text):
            lead = next((m for m in tables.possessives.finditer(text) if m.end() == match.start()), None)
            if lead:
                yield Reference(provision.eid, (lead.start(), match.end()), target, rule=f"belongs to {parent}")


def _anaphoric(provision: Provision, known: Known, tables: TitleTables) -> Iterator[Reference]:
    text = provision.text.text
    language = tables.citations.language
    for word, kind in tables.anaphora.items():
        if word not in text:
            continue
        last = "" if language.spaceless else word.rpartition(" ")[2]
        fitting = (i for title, i in reversed(known.named) if last in title and tables.types.get(i, kind) == kind)
        target = next(fitting, None)
        for match in re.finditer(re.escape(word) + language.citations.anaphora_end, text) if target else ():
            place = tables.citations.pinpoint_text.match(text, match.end())
            span: Span = (match.start(), place.end() if place else match.end())
            pinned = place.span("place") if place else None
            yield Reference(provision.eid, span, target, pinpoint_span=pinned, rule=f"{word}: {kind} named before")

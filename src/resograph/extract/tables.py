"""The tables that extraction compiles once for a language: its templates with the words of the registries."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from resograph.dates import date_forms
from resograph.extract.series import COUNCIL, FOREIGN, SELF, Series, series
from resograph.grammar import CitationRule, Language, PlaceRule, TitlePlaceRule
from resograph.registry import Registry
from resograph.sieve import Sieve, sieve
from resograph.templates import alternation, compile_template, expand, quotation

_BACKWARD = frozenset({"back", "back-each", "ibid", "yearless"})
_DASH = re.compile(r"\s*[-–‑]\s*")


@dataclass(frozen=True, slots=True)
class CitationTables:
    """Compiled forms of citation of one language.

    `number` fits the number of a resolution alone: a text without one is spared the long patterns of `rules`.
    """

    language: Language
    fields: Mapping[str, str]
    rules: tuple[tuple[CitationRule, Sieve], ...]
    backward: tuple[tuple[CitationRule, Sieve], ...]
    number: Sieve
    item: re.Pattern[str]
    bodies: dict[str, str]
    adopted_by: re.Pattern[str]
    places: tuple[tuple[PlaceRule, re.Pattern[str]], ...]
    pinpoint_join: re.Pattern[str]
    pinpoint_text: re.Pattern[str]
    title_places: tuple[tuple[TitlePlaceRule, re.Pattern[str]], ...]
    glue: re.Pattern[str]
    again: re.Pattern[str] | None
    preceding: re.Pattern[str] | None
    listed: re.Pattern[str]
    ranged: re.Pattern[str]
    dates: tuple[re.Pattern[str], ...]
    series: Series
    separators: re.Pattern[str]
    either: re.Pattern[str]
    near: re.Pattern[str]
    clause: re.Pattern[str]
    signs: tuple[tuple[str, str], ...]
    including: re.Pattern[str]
    records: re.Pattern[str]
    recorded: dict[str, str]
    quoted: Sieve

    @property
    def doubtful(self) -> frozenset[str]:
        """The rules that find places without saying whose they are."""
        return frozenset(rule.id for rule, _ in self.rules if rule.kind == "bare-place")

    def unquoted(self, text: str) -> str:
        """Give a text with blanks for what stands between quotation marks: titles name bodies that are not meant."""
        return self.quoted.pattern.sub(lambda m: " " * len(m.group()), text) if self.quoted.passes(text) else text

    def latin(self, number: str) -> str:
        """Give a printed number with the signs that symbols have."""
        number = _DASH.sub("-", number)
        for printed, sign in self.signs:
            number = number.replace(printed, sign)
        return number


def _joining(words: list[str], *, spaceless: bool) -> str:
    """Give a pattern of what joins a list: a word, or a mark.

    A word never begins inside another (و), nor is it the letter of an item ("párrafos 17 a) y 19 a 21").
    """
    if spaceless:
        return alternation(words)
    spoken = [w for w in words if w.isalpha()]
    marks = [w for w in words if not w.isalpha()]
    return f"(?:{alternation(marks) if marks else '(?!)'}|(?<!\\w){alternation(spoken) if spoken else '(?!)'}(?![)）]))"


@lru_cache(maxsize=32)
def citation_tables(registry: Registry, tag: str) -> CitationTables:
    """Give the compiled forms of citation of a language."""
    language = registry.languages[tag]
    grammar = language.citations
    ours = {word: body for body, words in grammar.bodies.items() for word in words}
    bodies = dict.fromkeys(grammar.foreign, FOREIGN) | ours
    recorded = {word: body for body, words in grammar.records.items() for word in words}
    fields = {
        **language.fields,
        "body": alternation(bodies),
        "list": rf"\s*{_joining(grammar.lists, spaceless=language.spaceless)}\s*",
        "range": rf"\s*{_joining(grammar.ranges, spaceless=language.spaceless)}\s*",
    }
    places = tuple((rule, compile_template(rule.match, fields)) for rule in grammar.pinpoints)
    place = "(?:" + "|".join(re.sub(r"\?P<[a-z]+>", "?:", p.pattern) for _, p in places) + ")"
    fields["pinpoint"] = f"{place}(?:{grammar.pinpoint_glue}{place}){{0,3}}"
    item = expand(grammar.item, fields)
    nameless = re.sub(r"\?P<[a-z]+>", "?:", item)
    fields["items"] = f"{nameless}(?:{grammar.separators}{nameless}){{0,200}}"
    forms = [(rule, sieve(compile_template(rule.match, fields))) for rule in grammar.rules]
    return CitationTables(
        language,
        fields,
        tuple((rule, pattern) for rule, pattern in forms if rule.kind not in _BACKWARD),
        tuple((rule, pattern) for rule, pattern in forms if rule.kind in _BACKWARD),
        sieve(compile_template("{resnum}", fields)),
        re.compile(item),
        bodies,
        compile_template(grammar.adopted_by or "(?!)", fields | {"foreign": alternation(grammar.foreign)}),
        places,
        compile_template(grammar.pinpoint_join, fields),
        compile_template(grammar.pinpoint_text, fields),
        tuple((rule, compile_template(rule.match, fields)) for rule in grammar.title_places),
        re.compile(grammar.pinpoint_glue),
        compile_template(grammar.pinpoint_again, fields) if grammar.pinpoint_again else None,
        compile_template(f"{{pinpoint}}{grammar.pinpoint_before}$", fields) if grammar.pinpoint_before else None,
        re.compile(fields["list"]),
        re.compile(fields["range"]),
        date_forms(registry, tag),
        series(registry),
        re.compile(f"(?:{grammar.separators})?"),
        re.compile(alternation(w for w, body in bodies.items() if body not in {SELF, COUNCIL})),
        re.compile(f"({alternation(bodies)})\\W?\\w{{0,3}}\\W?$"),
        re.compile(f"[{re.escape(language.clause_break)}]"),
        tuple(sorted(grammar.signs.items(), key=lambda x: -len(x[0]))),
        re.compile(alternation(grammar.including) if grammar.including else "(?!)"),
        re.compile(alternation(recorded) if recorded else "(?!)"),
        recorded,
        sieve(re.compile(quotation(language.actors.quotes))),
    )

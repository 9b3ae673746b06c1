"""What a decision tells, in the past, that the body did: "At its 46th meeting, the General Assembly took note of …"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from resograph.extract.act_tables import ActTables, Words
from resograph.model import Provision, Structure
from resograph.reading import ActPhrase
from resograph.registry import Registry
from resograph.symbol import Symbol
from resograph.templates import expand
from resograph.text import Span

_DECISION = "decision"
_GROUP = re.compile(r"\?P<[a-z_]+>")


@dataclass(frozen=True, slots=True)
class ToldTables:
    """The phrases of decisions in one language, compiled for one body.

    `named` fits a clause that names the body and says what it did, `alone` one that says only that; `acts` tells which
    act a phrase is. They are compiled for decisions only, since few documents are some.
    """

    named: tuple[re.Pattern[str], ...]
    alone: re.Pattern[str]
    acts: tuple[tuple[str, re.Pattern[str]], ...]

    def concept(self, text: str, span: Span) -> str:
        """Give the act that a phrase at a place stands for; what follows may decide."""
        return next(act for act, pattern in self.acts if (m := pattern.match(text, span[0])) and m.end() == span[1])


def tells(structure: Structure) -> bool:
    """Say whether a document may tell what was done: it is a decision, going by its symbol."""
    return Symbol.parse(structure.symbol).kind == _DECISION


@lru_cache(maxsize=32)
def told_tables(registry: Registry, tag: str, body: str) -> ToldTables | None:
    """Give the phrases of decisions of a body in a language, compiled; None where the language has none for it."""
    language = registry.languages[tag]
    told, words = language.acts.told, Words(language)
    if body not in told.names:
        return None
    flags = re.RegexFlag(0) if language.spaceless else re.IGNORECASE
    joined = f"(?:{words.clitic}{words.any(language.acts.connectives)}{words.pause})*{words.clitic}"
    adverbs = f"{words.leading(language.acts.adverbs)}*"
    acts = {rule.id: f"(?:{_GROUP.sub('?:', expand(rule.match, language.fields))})" for rule in told.acts}
    decoys = f"(?!{'|'.join(told.decoys)})" if told.decoys else ""
    phrase = f"{decoys}{adverbs}(?:{'|'.join(acts.values())}){words.end}"
    fields = {**language.fields, "name": words.names(told.names[body]), "phrase": phrase}
    return ToldTables(
        tuple(re.compile(joined + expand(form.match, fields), flags) for form in told.forms),
        re.compile(f"{joined}(?P<phrase>{phrase})", flags),
        tuple((act, re.compile(f"{adverbs}{match}", flags)) for act, match in acts.items()),
    )


def find_told(
    provision: Provision, phrases: Sequence[ActPhrase], tables: ActTables, told: ToldTables
) -> list[ActPhrase]:
    """Give what a provision of a decision tells, with those of the other phrases that stand before it ("recalling …").

    Args:
        provision: its text without optional signs.
        phrases: those that are found in it as in any text; they stay all where it tells nothing.
        tables: the acts of the language.
        told: the phrases of decisions.
    """
    found = list(_told(provision, tables, told))
    if not found:
        return list(phrases)
    first = found[0]
    before = [p for p in phrases if p.span[1] <= first.span[0] and p.act]
    return [*before, replace(first, clause=first.span[0]) if before else first, *found[1:]]


def _told(provision: Provision, tables: ActTables, told: ToldTables) -> Iterator[ActPhrase]:
    """Give what is told: where a clause names the body, behind that in its sentence, and where a provision begins."""
    text = provision.text.text
    last, telling, reported = 0, False, False
    for start in (0, *tables.clauses(text)):
        if start < last:
            continue
        sentence = start > 0 and tables.opens_sentence(text, start)
        telling = telling and not sentence
        reported = (reported and not sentence) or tables.reported.match(text, start) is not None
        named = None if reported else next((m for form in told.named if (m := form.match(text, start))), None)
        match = named or (told.alone.match(text, start) if not reported and (telling or start == 0) else None)
        if match is None:
            continue
        telling, last = True, match.end("phrase")
        subject = named.span("name") if named else None
        act, end = told.concept(text, match.span("phrase")), (last, last)
        yield ActPhrase(provision.eid, start, match.span("phrase"), end, act, subject, f"act {act}", is_told=True)

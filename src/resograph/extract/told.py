"""What a decision tells, in the past, that the body did: "At its 46th meeting, the General Assembly took note of …"."""

from __future__ import annotations

import re
from bisect import bisect_left
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
_ANNEXED = "AnnexParagraph"
_RECALL = "recall"
# So far behind the name of the body a phrase may stand, with what is inserted between them (the forms allow 4,000 characters).
_REACH = 4_500
# In so few characters the name is looked for whatever stands behind it: to find the phrases first would take longer.
_SHORT = 1_000
_GROUP = re.compile(r"\?P<[a-z_]+>")


@dataclass(frozen=True, slots=True)
class ToldTables:
    """The phrases of decisions in one language, compiled for one body.

    `named` fits a clause that names the body and says what it did, `alone` one that says only that, `phrase` just the words
    for it; `acts` tells which act a phrase is, `following` which of them may stand behind another (all if it is empty),
    `naming` which have names for items. They are compiled for decisions only, since few documents are some.
    """

    named: tuple[re.Pattern[str], ...]
    alone: re.Pattern[str]
    phrase: re.Pattern[str]
    acts: tuple[tuple[str, re.Pattern[str]], ...]
    following: frozenset[str]
    naming: frozenset[str]

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
    phrase = f"{decoys}{adverbs}(?P<core>{'|'.join(acts.values())}){words.end}"
    fields = {**language.fields, "name": words.names(told.names[body]), "phrase": phrase}
    return ToldTables(
        tuple(re.compile(joined + expand(form.match, fields), flags) for form in told.forms),
        re.compile(f"{joined}(?P<phrase>{phrase})", flags),
        re.compile(phrase, flags),
        tuple((act, re.compile(f"{adverbs}{match}", flags)) for act, match in acts.items()),
        frozenset(told.following),
        frozenset(told.naming),
    )


def find_told(
    provision: Provision, phrases: Sequence[ActPhrase], tables: ActTables, told: ToldTables
) -> list[ActPhrase]:
    """Give what a provision of a decision tells, with what it does beside that ("recalling …", "taking note …").

    Args:
        provision: its text without optional signs.
        phrases: those that are found in it as in any text. Where it tells nothing they stay, but for those in a title or
            in a list of items, which end in no sign, and those that only stand inside a sentence.
        tables: the acts of the language.
        told: the phrases of decisions.
    """
    if provision.kind == _ANNEXED:
        return list(phrases)
    whole = provision.text.text.rstrip().endswith(tuple(tables.language.terminals))
    found = list(_told(provision, tables, told, whole=whole))
    if not found and (not whole or (phrases and phrases[0].clause == 0)):
        return list(phrases) if whole else []
    kept = (p for p in phrases if _beside(p, found, provision.text.text, tables))
    return _apart(sorted([*found, *kept], key=lambda p: p.span))


def _beside(one: ActPhrase, found: Sequence[ActPhrase], text: str, tables: ActTables) -> bool:
    """Say whether something is done beside what is told: before it, or in a form that is subordinate to it."""
    if any(one.span[0] < t.span[1] and t.span[0] < one.span[1] for t in found):
        return False
    if found and one.span[1] <= found[0].span[0]:
        return one.act is not None
    form = tables.form(text[slice(*one.span)])
    if one.act is None or form is None:
        return not found
    return tables.forces[one.act] in tables.language.acts.subordinate.get(form, ())


def _apart(phrases: Sequence[ActPhrase]) -> list[ActPhrase]:
    """Give phrases in their order, each from the one before it on: that of a name begins behind what is recalled there."""
    ends = [0, *(p.span[1] for p in phrases)]
    return [replace(p, clause=p.span[0]) if p.clause < end else p for p, end in zip(phrases, ends, strict=False)]


def _told(provision: Provision, tables: ActTables, told: ToldTables, *, whole: bool) -> Iterator[ActPhrase]:
    """Give what is told: where a clause names the body, behind that in its sentence, and where a whole provision begins."""
    text = provision.text.text
    last, telling, done, reported = 0, False, False, False
    ahead = [m.start() for m in told.phrase.finditer(text)] if len(text) > _SHORT else range(len(text))
    for start in (0, *tables.clauses(text)):
        if start < last:
            continue
        sentence = start > 0 and tables.opens_sentence(text, start)
        telling = telling and not sentence
        reported = (reported and not sentence) or tables.reported.match(text, start) is not None
        # the name is looked for only where a phrase can belong to it: else that would be sought from each name on
        after = bisect_left(ahead, start)
        near = after < len(ahead) and ahead[after] - start <= _REACH
        named = next((m for form in told.named if near and not reported and (m := form.match(text, start))), None)
        match = named or (told.alone.match(text, start) if telling or (start == 0 and whole) else None)
        if match is None:
            continue
        act = told.concept(text, match.span("phrase"))
        # behind what another text says the body goes on without a connective, or recalls more
        if reported and match.start("core") > start and tables.forces[act] != _RECALL:
            continue
        if done and named is None and told.following and act not in told.following:
            continue
        telling, reported, last = True, False, match.end("phrase")
        done = done or tables.forces[act] != _RECALL
        subject = named.span("name") if named else None
        # where the name, or when it was, stands behind the phrase, what was done begins behind that
        begins = match.end()
        yield ActPhrase(
            provision.eid, start, match.span("phrase"), (begins, begins), act, subject, f"act {act}", is_told=True
        )

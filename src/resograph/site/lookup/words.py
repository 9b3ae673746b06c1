"""Words as they are indexed and asked for: folded, in scripts without spaces as pairs of characters.

A word is folded once here, for the index, for questions and for the marks in an excerpt, so that all three agree: letters
in compatible form without accents and vowel signs (Unicode NFKD), small (case folding), without signs that only steer
the setting of a line; then the letters that a language lets its readers exchange, and what it writes together with
the word that follows (data/languages, `search`; of Arabic the light stemming of Larkey, Ballesteros and Connell, 2002).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from resograph.text import SETTING, Span

if TYPE_CHECKING:
    from resograph.registry import Registry

# Signs that stand on a letter: Latin, Cyrillic and Greek accents, Arabic vowel signs.
ON_LETTERS = r"\u0300-\u036f\u064b-\u065f\u0670" + "".join(sorted(SETTING))
# Scripts without spaces, by their blocks: radicals to unified ideographs, Hangul, compatibility ideographs.
WIDE = r"\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff"
_WORD = re.compile(rf"(?P<wide>[{WIDE}]+)|(?:[^\W_{WIDE}]|[{ON_LETTERS}])+")
_WIDE_CHAR = re.compile(f"[{WIDE}]")
_CHUNK = re.compile(r'"([^"]*)"|([^\s"]+)')
# What a light stemmer leaves of a word at least.
_LEFT = 3
_KEPT = 200_000
_MOST = 16


@dataclass(frozen=True, slots=True)
class Habits:
    """What the languages say of words that are searched.

    Args:
        folding: letters that readers exchange, and what is indexed for them.
        leading: what is written together with the word that follows, the longest first.
        kinds: words for kinds of documents, folded, with the kind as `Symbol.kind` has it.
        bodies: names of bodies, folded, with the id of the body.
        fillers: words beside a number that say nothing, folded.
        columns: tags of the languages that have a column in the index.
    """

    folding: Mapping[str, str] = field(default_factory=dict)
    leading: Sequence[str] = ()
    kinds: Mapping[str, str] = field(default_factory=dict)
    bodies: Mapping[str, str] = field(default_factory=dict)
    fillers: Sequence[str] = ()
    columns: Sequence[str] = ()


def habits(registry: Registry) -> Habits:
    """Give what the languages of a registry say of words that are searched."""
    spoken = [language.search for _, language in sorted(registry.languages.items())]
    folding = {letter: other for each in spoken for letter, other in each.folding.items()}
    leading = sorted({lead for each in spoken for lead in each.leading}, key=lambda lead: (-len(lead), lead))
    plain = Habits(folding)
    kinds = {plain_text(w, plain): k for each in spoken for k, words in each.kinds.items() for w in words}
    bodies = {
        plain_text(name, plain): body.id
        for _, body in sorted(registry.bodies.items())
        for actor in (registry.actors[body.id],)
        for name in (*body.label.values(), *actor.acronym, *(n for names in actor.names.values() for n in names))
    }
    bodies |= {plain_text(w, plain): b for each in spoken for b, names in each.bodies.items() for w in names}
    fillers = sorted({plain_text(word, plain) for each in spoken for word in each.fillers})
    return Habits(folding, leading, kinds, bodies, fillers, sorted(registry.languages))


def plain_text(text: str, habits: Habits) -> str:
    """Give a text folded, its signs and spaces kept.

    >>> plain_text("Résolution № 1267", Habits())
    'resolution no 1267'
    """
    folded = unicodedata.normalize("NFKD", text).casefold()
    kept = (c for c in folded if unicodedata.category(c) not in {"Mn", "Cf"} and c not in SETTING)
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else habits.folding.get(c, c) for c in kept)


@dataclass(frozen=True, slots=True)
class Token:
    """A word as it is indexed, and where it stands in the text; `wide` if its script sets no spaces."""

    word: str
    span: Span
    wide: bool = False


class Words:
    """Finds the words of texts; those that it has folded are remembered."""

    def __init__(self, habits: Habits) -> None:
        self.habits = habits
        self._folded: dict[str, str] = {}

    def of(self, text: str) -> Iterator[Token]:
        """Give the words of a text in order.

        Of a run of characters without spaces each is taken with the next, the last alone, so that a question of one
        character or many finds them at their places.

        >>> [t.word for t in Words(Habits()).of("Les États 气候变")]
        ['les', 'etats', '气候', '候变', '变']
        """
        for match in _WORD.finditer(text):
            start, end = match.span()
            if match["wide"]:
                yield from (
                    Token(text[at : min(at + 2, end)], (at, min(at + 2, end)), True) for at in range(start, end)
                )
            elif word := self._fold(match[0]):
                yield Token(word, (start, end))

    @staticmethod
    def is_wide(char: str) -> bool:
        """Say whether a character is of a script that sets no spaces."""
        return bool(_WIDE_CHAR.match(char))

    def indexed(self, text: str) -> str:
        """Give the words of a text as one line for the index."""
        return " ".join(token.word for token in self.of(text))

    def _fold(self, word: str) -> str:
        known = self._folded.get(word)
        if known is None:
            if len(self._folded) > _KEPT:
                self._folded.clear()
            known = self._folded[word] = self._bare(plain_text(word, self.habits))
        return known

    def _bare(self, word: str) -> str:
        for lead in self.habits.leading:
            if word.startswith(lead) and len(word) - len(lead) >= _LEFT:
                return word[len(lead) :]
        return word


@dataclass(frozen=True, slots=True)
class Wanted:
    """Words that must follow each other; of the last its beginning is enough if `begins`."""

    words: tuple[str, ...]
    begins: bool

    def at(self, words: Sequence[str], place: int) -> bool:
        """Say whether they stand at a place of a text."""
        there = words[place : place + len(self.words)]
        if len(there) < len(self.words) or tuple(there[:-1]) != self.words[:-1]:
            return False
        return there[-1].startswith(self.words[-1]) if self.begins else there[-1] == self.words[-1]


def wanted(text: str, words: Words) -> tuple[Wanted, ...]:
    """Give what a reader asks for: all of it must be there; what is in quotation marks or written together stays together.

    >>> wanted('"climate change" 1267', Words(Habits()))
    (Wanted(words=('climate', 'change'), begins=False), Wanted(words=('1267',), begins=False))
    """
    found = []
    for quoted, bare in _CHUNK.findall(text.translate(_MARKS)):
        tokens = list(words.of(quoted or bare))
        if not tokens:
            continue
        last = tokens[-1]
        if last.wide and len(tokens) > 1 and tokens[-2].span[1] == last.span[1]:
            found.append(Wanted(tuple(t.word for t in tokens[:-1]), begins=False))
            continue
        begins = last.wide or (not quoted and len(last.word) >= _LEFT and last.word.isalpha())
        found.append(Wanted(tuple(t.word for t in tokens), begins))
    return tuple(dict.fromkeys(found))[:_MOST]


_MARKS = str.maketrans(dict.fromkeys("“”„«»＂「」『』《》", '"'))


def expression(asked: Sequence[Wanted]) -> str:
    """Give a question in the syntax of FTS5: words hold letters and digits only, and stand in quotation marks.

    >>> expression([Wanted(("counter", "terror"), True), Wanted(("1267",), False)])
    '"counter terror"* AND "1267"'
    """
    return " AND ".join(f'"{" ".join(each.words)}"' + "*" * each.begins for each in asked)


def marked(text: str, asked: Sequence[Wanted], words: Words) -> list[Span]:
    """Give where the words that are asked for stand in a text, in order, none touching another."""
    tokens = list(words.of(text))
    plain = [token.word for token in tokens]
    found = sorted(
        (tokens[place].span[0], tokens[place + len(each.words) - 1].span[1])
        for each in asked
        for place in range(len(tokens))
        if each.at(plain, place)
    )
    merged: list[Span] = []
    for start, end in found:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged

"""Thousands of phrases as one pattern that is quick to compile and to match."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from resograph.templates import alternation

_Phrase = tuple[str, ...]

# Stands behind the words of a phrase that fits behind a subject alone; no word is spelled so.
_BOUND = ""
# So many words are told by their first letter: of fewer, that takes longer to compile than it spares.
_MANY = 12
# Fits only where the subject of the act was named before.
_ADDRESSED = "(?(subject)|(?!))"


@dataclass(frozen=True, slots=True)
class Branching:
    """Writes phrases as a pattern that branches from word to word.

    Words at which phrases begin alike are written once, and so is what follows words that go on alike, as the forms of a
    verb do: what stands between two words is long, and written out phrase by phrase it would take seconds to compile.

    Args:
        glue: gives the pattern of what stands between a word and some that may follow it.
        weighed: gives the pattern of nouns behind a word, and of what may stand before them.
        nouns: those that something may stand before.
    """

    glue: Callable[[AbstractSet[str]], str]
    weighed: Callable[[Sequence[str]], str]
    nouns: AbstractSet[str]

    def pattern(self, phrases: Iterable[str], bound: AbstractSet[str]) -> str:
        """Give a pattern of one of some phrases, the longest first; those that are `bound` fit behind a subject alone."""
        return self._any((*p.split(" "), _BOUND) if p in bound else tuple(p.split(" ")) for p in set(phrases))

    def _any(self, phrases: Iterable[_Phrase]) -> str:
        """Give a pattern of one of some phrases; of many, those with one first letter stand together."""
        listed = sorted(phrases)
        many = len({phrase[0] for phrase in listed}) >= _MANY
        alike: dict[str, list[_Phrase]] = {}
        for phrase in listed:
            initial = phrase[0][0].lower() if many and phrase[0][0].isalpha() else ""
            alike.setdefault(initial, []).append(phrase)
        return f"(?:{'|'.join(_begun(letter, self._branches(those, len(letter))) for letter, those in alike.items())})"

    def _branches(self, phrases: Iterable[_Phrase], written: int) -> Iterator[str]:
        """Give the branches for phrases of whose first words some letters are written already.

        What goes on from a word comes before what ends with it.
        """
        rests: dict[str, set[_Phrase]] = {}
        for first, *rest in phrases:
            rests.setdefault(first, set()).add(tuple(rest))
        for words, longer in _shared(rests).items():
            start = alternation(word[written:] for word in words)
            yield start + self.glue({rest[0] for rest in longer}) + self._any(longer)
        alike: dict[str, list[str]] = {}
        for word, those in rests.items():
            if end := self._end(those):
                alike.setdefault(end, []).append(word[written:])
        yield from (alternation(words) + end for end, words in alike.items())
        if ends := [word[written:] for word, those in rests.items() if () in those]:
            yield alternation(ends)

    def _end(self, rests: AbstractSet[_Phrase]) -> str:
        """Give a pattern of how phrases end that are weighed before their noun, or bound; "" if there are none."""
        more = []
        for tail, guard in ((), ""), ((_BOUND,), _ADDRESSED):
            nouns = sorted(rest[0] for rest in _longer(rests) if rest[1:] == tail and rest[0] in self.nouns)
            more += [self.weighed(nouns) + guard] if nouns else []
        more += [_ADDRESSED] if (_BOUND,) in rests else []
        return f"(?:{'|'.join(more)})" if more else ""


def _longer(rests: AbstractSet[_Phrase]) -> list[_Phrase]:
    """Give those of some rests of phrases that hold another word."""
    return sorted(rests - {(), (_BOUND,)})


def _shared(rests: Mapping[str, AbstractSet[_Phrase]]) -> dict[_Phrase, list[_Phrase]]:
    """Give what follows words, once for all words that it follows.

    >>> _shared({"notes": {("that",), ("with", "concern")}, "noting": {("that",), ("with", "concern"), ("with", "regret")}})
    {('notes', 'noting'): [('that',)], ('notes',): [('with', 'concern')], ('noting',): [('with', 'concern'), ('with', 'regret')]}
    """
    going: dict[str, dict[str, list[_Phrase]]] = {}
    for word, those in rests.items():
        for rest in _longer(those):
            going.setdefault(rest[0], {}).setdefault(word, []).append(rest)
    shared: dict[_Phrase, list[_Phrase]] = {}
    for followed in going.values():
        alike: dict[tuple[_Phrase, ...], list[str]] = {}
        for word, longer in followed.items():
            alike.setdefault(tuple(longer), []).append(word)
        for common, words in alike.items():
            shared.setdefault(tuple(words), []).extend(common)
    return shared


def _begun(initial: str, branches: Iterable[str]) -> str:
    """Give a pattern of one of some branches behind a letter in either case.

    The letter is written without heed to IGNORECASE: only so does `re` pass over all of them at one look.
    """
    joined = "|".join(branches)
    return f"(?-i:[{''.join(sorted({initial, initial.upper()}))}])(?:{joined})" if initial else joined

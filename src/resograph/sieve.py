"""Patterns that are asked only where they can match: what every match must hold is looked for first.

Most texts hold none of the words of most patterns, and to look for a word costs a hundredth of trying a pattern at every
character. What must be there is read off the pattern itself, so no one has to keep it true by hand (the idea is that of
eyecite's tokenizers).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from daachorse import CharwiseDoubleArrayAhoCorasick

Clause = frozenset[str]

# Stands in a clause for any one digit; no pattern can spell it.
DIGIT = "\0 digit"
_DIGITS = re.compile(r"\d")
_WIDEST = 48  # more words than these are no quicker than the pattern
_MOST = 3


@dataclass(frozen=True, slots=True)
class Sieve:
    """A pattern with what each of its matches must hold.

    Args:
        pattern: the pattern.
        clauses: sets of words; each match holds a word of every set, of which an empty one says that there is none.
    """

    pattern: re.Pattern[str]
    clauses: tuple[tuple[str, ...], ...]

    def passes(self, text: str) -> bool:
        """Say whether a text can hold a match."""
        for clause in self.clauses:
            for word in clause:
                if word in text:
                    break
            else:
                if not (DIGIT in clause and _DIGITS.search(text)):
                    return False
        return True

    def finditer(self, text: str, start: int = 0, end: int | None = None) -> Iterator[re.Match[str]]:
        """Give the matches in a text, or between two of its places."""
        end = len(text) if end is None else end
        return self.pattern.finditer(text, start, end) if self.passes(text) else iter(())

    def search(self, text: str) -> re.Match[str] | None:
        """Give the first match in a text."""
        return self.pattern.search(text) if self.passes(text) else None


@dataclass(frozen=True, slots=True)
class Sieves:
    """Many patterns, of which one look at a text leaves those that it may hold: the words of all are looked for at once.

    Args:
        words: finds the words of the rarest clause of each pattern; None if there are none.
        holders: for each of these words, the numbers of the patterns whose clause it is of.
        others: the numbers of the patterns that have no clause of words.
    """

    words: CharwiseDoubleArrayAhoCorasick | None
    holders: tuple[tuple[int, ...], ...]
    others: tuple[int, ...]

    def fitting(self, text: str) -> set[int]:
        """Give the numbers of the patterns that a text may hold."""
        found = set(self.others)
        for _, _, word in self.words.find_overlapping(text) if self.words else ():
            found.update(self.holders[word])
        return found


def sieves(patterns: Iterable[Sieve | None]) -> Sieves:
    """Give many patterns as one; None stands for what any text may hold.

    >>> many = sieves([sieve(re.compile("[Pp]orts?")), sieve(re.compile("[0-9]+")), None, sieve(re.compile("ships|sea"))])
    >>> sorted(many.fitting("the safety of ships"))
    [1, 2, 3]
    """
    holders: dict[str, list[int]] = {}
    others: list[int] = []
    for number, one in enumerate(patterns):
        rarest = next((clause for clause in one.clauses if DIGIT not in clause), ()) if one else ()
        for word in rarest:
            holders.setdefault(word, []).append(number)
        others += [] if rarest else [number]
    words = CharwiseDoubleArrayAhoCorasick(list(holders)) if holders else None
    return Sieves(words, tuple(map(tuple, holders.values())), tuple(others))


def sieve(pattern: re.Pattern[str]) -> Sieve:
    """Give a pattern with what its matches must hold.

    >>> sieve(re.compile("(?:the )?[Rr]esolutions? on (?:ports|ships)")).clauses
    (('esolution',), ('ports', 'ships'), (' on ',))
    >>> sieve(re.compile("resolution [0-9]+")).passes("its resolutions on ports")
    False
    """
    if pattern.flags & re.IGNORECASE:
        return Sieve(pattern, ())
    # the parser of the standard library; its tree is read with a default for whatever it may come to hold
    parsed = import_module("re._parser").parse(pattern.pattern, pattern.flags)
    words = sorted(_clauses(parsed), key=_rank)
    kept = [clause for clause in words if DIGIT not in clause][:_MOST] + [clause for clause in words if DIGIT in clause]
    return Sieve(pattern, tuple(tuple(sorted(clause)) for clause in kept[: _MOST + 1]))


def _rank(clause: Clause) -> tuple[bool, float, list[str]]:
    """Order clauses by how many texts hold a word of them, about: many do for short words, many words, or a digit.

    Spaces around a word make it no rarer: all texts hold " the ".
    """
    shortest = min((len(word.strip()) for word in clause), default=1)
    return DIGIT in clause, len(clause) / shortest**2, sorted(clause)


def _clauses(sequence: Iterable[Any]) -> set[Clause]:
    """Give what each match of a sequence must hold."""
    found: set[Clause] = set()
    run = ""
    for operation, value in sequence:
        if str(operation) == "LITERAL":
            run += chr(value)
            continue
        found |= {frozenset({run})} if run.strip() else set()
        run = ""
        found |= _of(str(operation), value)
    return found | ({frozenset({run})} if run.strip() else set())


def _of(operation: str, value: Any) -> set[Clause]:  # noqa: ANN401 - the tree of the parser has no types
    """Give what each match of one operation must hold; of an operation that is not known, nothing."""
    match operation, value:
        case "BRANCH", (_, branches):
            return _either([_clauses(branch) for branch in branches])
        case ("SUBPATTERN", (_, 0, 0, inner)) | ("ASSERT", (_, inner)):
            return _clauses(inner)
        case (("MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT"), (least, _, inner)):
            return _clauses(inner) if least else set()
        case "ASSERT_NOT", (_, inner) if not len(inner):  # (?!) never matches
            return {frozenset()}
        case "IN", members if all(_is_digit(str(kind), member) for kind, member in members):
            return {frozenset({DIGIT})}
    return set()


def _either(branches: list[set[Clause]]) -> set[Clause]:
    """Give what a match of one of some branches must hold: a word of the best clause of each; a digit if all do."""
    if not all(branches):
        return set()
    digits = frozenset({DIGIT})
    joined = frozenset[str]().union(*(min(branch, key=_rank) for branch in branches))
    found = {digits} if all(digits in branch for branch in branches) else set()
    return found | ({joined} if len(joined) <= _WIDEST else set())


def _is_digit(kind: str, member: Any) -> bool:  # noqa: ANN401 - as in `_of`
    if kind == "RANGE":
        first, last = member
        return last - first < 10 and all(chr(c).isdecimal() for c in range(first, last + 1))  # noqa: PLR2004 - ten digits
    return (kind == "LITERAL" and chr(member).isdecimal()) or (kind == "CATEGORY" and str(member) == "CATEGORY_DIGIT")

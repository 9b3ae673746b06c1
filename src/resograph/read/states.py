"""Names of States in lists of votes and sponsors: capitals, inverted names, former names, small slips of spelling."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache

from resograph.model import Issue
from resograph.records import Actor
from resograph.registry import Registry

_STATE = "state"
# Nearer than that, two spellings are of one name (one letter in seven); a name near to two is of neither.
_NEAR = 0.85
_BETWEEN = re.compile(r"[,;](?![^()]*\))|\s{2,}(?![^()]*\))")


@dataclass(frozen=True, slots=True)
class States:
    """Names of States, and of everybody else for whom they speak, compiled.

    Args:
        ids: States by the words of their names, in any order.
        actors: all other actors in the same way.
        small: words that do not count.
        phrases: how submissions are worded, with what each means.
    """

    ids: Mapping[str, str]
    actors: Mapping[str, str]
    small: frozenset[str]
    phrases: tuple[tuple[str, re.Pattern[str]], ...]

    def named(self, name: str) -> str | None:
        """Give the id of the State with exactly this name, whatever its capitals, accents and order of words."""
        return self.ids.get(_words(name, self.small))

    def nearly(self, name: str) -> str | None:
        """Give the id of the only State whose name is spelt nearly like that."""
        near = {self.ids[key] for key in get_close_matches(_words(name, self.small), self.ids, 3, _NEAR)}
        return near.pop() if len(near) == 1 else None

    def means(self, words: str) -> str | None:
        """Give what a wording means, if it is one that is known."""
        return next((meaning for meaning, pattern in self.phrases if pattern.search(words)), None)


@dataclass(frozen=True, slots=True)
class Submitters:
    """Who submitted a text, as far as the words name them.

    Args:
        states: ids of States.
        groups: ids of those for whom they spoke.
        words: as recorded, where they are no list of known names.
        issues: names nobody knows.
    """

    states: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    words: str | None = None
    issues: tuple[Issue, ...] = ()


class _Found:
    """What a list has shown so far."""

    def __init__(self) -> None:
        self.states: list[str] = []
        self.groups: list[str] = []
        self.words: str | None = None
        self.issues: list[Issue] = []

    def told(self) -> Submitters:
        """Give it, each name once."""
        states, groups = (tuple(dict.fromkeys(names)) for names in (self.states, self.groups))
        return Submitters(states, groups, self.words, tuple(self.issues))


@lru_cache(maxsize=4)
def state_names(registry: Registry) -> States:
    """Give the names of the States of a registry; a name that two of them bear is left out."""
    small = frozenset(w.casefold() for language in registry.languages.values() for w in language.words)
    owners: dict[str, set[str]] = {}
    others: dict[str, str] = {}
    for actor in registry.actors.values():
        for name in _all_names(actor):
            if actor.kind == _STATE:
                owners.setdefault(_words(name, small), set()).add(actor.id)
            else:
                others.setdefault(_words(name, small), actor.id)
    phrases = tuple((s.means, re.compile(s.match)) for s in registry.submissions.values())
    return States({k: ids.pop() for k, ids in owners.items() if len(ids) == 1 and k}, others, small, phrases)


def _all_names(actor: Actor) -> Iterable[str]:
    yield from actor.label.values()
    for names in (*actor.names.values(), actor.acronym):
        yield from names


@lru_cache(maxsize=16_384)
def _words(name: str, small: frozenset[str]) -> str:
    """Give the words of a name that count, without capitals and accents, in the order of the alphabet.

    >>> _words("BOLIVIA (PLURINATIONAL STATE OF)", frozenset({"of"}))
    'bolivia plurinational state'
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    return " ".join(sorted(w for w in re.findall(r"\w+", plain.replace("ı", "i")) if w not in small))


def state_of(name: str, states: States, issues: list[Issue]) -> str | None:
    """Give the State that a name means; one that is misspelt or unknown is an issue, which keeps the words."""
    if found := states.named(name):
        return found
    if near := states.nearly(name):
        issues.append(Issue("state-misspelt", f"{name!r} is read as {near}", "document"))
        return near
    issues.append(Issue("state-unknown", f"{name!r} is no name of a State that the registry knows", "document"))
    return None


def submitters(words: str, registry: Registry) -> Submitters:
    """Give who submitted a draft, from a list of names or a sentence.

    A sentence ("submitted by the Chair …") names no sponsor; its words are kept. So are those of a list that holds a
    name nobody knows, which is an issue.

    Args:
        words: as recorded.
        registry: the States and groups, and how submissions are worded.
    """
    states, found = state_names(registry), _Found()
    rest = _without_groups(words.strip(" ."), states, found)
    if states.means(rest) == "sentence" and not states.named(rest):
        found.words = words.strip()
        return found.told()
    for piece in filter(None, (p.strip(" .") for p in _BETWEEN.split(rest))):
        if members := _joined(piece, states):
            found.states += members
        elif states.means(piece) == "sentence":
            found.words = words.strip()
        elif states.means(piece) != "none":
            one = state_of(piece, states, found.issues)
            found.states += [one] if one else []
            found.words = found.words if one else words.strip()
    return found.told()


def _without_groups(words: str, states: States, found: _Found) -> str:
    """Give a list without the groups for whom its members speak; these are found."""
    for meaning, pattern in states.phrases:
        if meaning == "on-behalf":
            for match in pattern.finditer(words):
                _add_group(match["group"], states, found)
        if meaning in {"on-behalf", "aside"}:
            words = pattern.sub("", words)
    return words


def _add_group(name: str, states: States, found: _Found) -> None:
    for meaning, pattern in states.phrases:
        name = pattern.sub("", name).strip() if meaning == "aside" else name
    group = states.actors.get(_words(name, states.small))
    if group:
        found.groups.append(group)
    else:
        found.words = name
        text = f"{name!r}, on whose behalf the draft was submitted, is not in the registry"
        found.issues.append(Issue("group-unknown", text, "document"))


def _joined(piece: str, states: States) -> list[str]:
    """Give the States of a piece of a list: one name, or several joined by small words; none if any is unknown."""
    if one := states.named(piece):
        return [one]
    words = piece.split()
    for at in range(1, len(words) - 1):
        if words[at].casefold() in states.small and (first := states.named(" ".join(words[:at]))):
            rest = _joined(" ".join(words[at + 1 :]), states)
            if rest:
                return [first, *rest]
    return []

"""Names that the registries do not know, the most frequent first, each with its words around: for who adds records."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from resograph import iri
from resograph.registry import Registry

if TYPE_CHECKING:
    import pyoxigraph as ox

# What is shown of the words around a name, on each side.
_AROUND = 60
_LIKE = 0.75
_PLACES = 3
_WORDS = f"""PREFIX rg: <{iri.RG}>
SELECT ?kind ?quote ?start ?end ?text ?place WHERE {{
  {{ ?mention rg:ofEntity ?entity . BIND("actor" AS ?kind) FILTER(?entity IN (%s)) }}
  UNION
  {{ ?citation rg:resolved false ; rg:evidence ?mention . BIND("cited" AS ?kind) }}
  ?mention rg:quote ?quote ; rg:start ?start ; rg:end ?end ; rg:inProvision ?place .
  ?place rg:text ?text .
  FILTER(LANG(?text) = LANG(?quote))
}}"""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A name that no record has.

    Args:
        kind: "actor", or "cited" for a document or instrument.
        name: as it is printed first.
        language: its tag.
        count: how often it is printed.
        documents: in how many documents.
        places: the first of them, as `A/RES/60/288#op3`.
        context: the words around it in the first place, with the name in brackets.
        like: a registered name that is much like it, or "".
    """

    kind: str
    name: str
    language: str
    count: int
    documents: int
    places: tuple[str, ...]
    context: str
    like: str = ""


@dataclass(frozen=True, slots=True)
class _Printed:
    kind: str
    language: str
    name: str
    place: str
    context: str

    @property
    def key(self) -> tuple[str, str, str]:
        """Give what is the same for one name in small letters, however its words are spaced."""
        return self.kind, self.language, " ".join(self.name.lower().split())


def suggest(store: ox.Store, registry: Registry, most: int) -> tuple[Suggestion, ...]:
    """Give the names that a graph has without a record, the most frequent first.

    Args:
        store: the graph; actors that no record has are mentions of the one that stands for all of them.
        registry: what is known.
        most: how many to give.
    """
    names: dict[tuple[str, str, str], list[_Printed]] = {}
    for printed in _printed(store, registry):
        names.setdefault(printed.key, []).append(printed)
    ranked = sorted(names.items(), key=lambda item: (-len(item[1]), item[0]))[:most]
    return tuple(_suggestion(found, registry) for _, found in ranked)


def _printed(store: ox.Store, registry: Registry) -> list[_Printed]:
    """Give each printed name without a record, in order of the places."""
    unknown = {rule.unknown for language in registry.languages.values() for rule in language.listed}
    entities = ", ".join(f"<{iri.entity(f'actor/{name}')}>" for name in sorted(unknown))
    found: list[_Printed] = []
    for row in store.query(_WORDS % entities):  # type: ignore[union-attr]  # a SELECT gives rows
        text, start, end = row["text"].value, int(row["start"].value), int(row["end"].value)
        context = f"{text[max(0, start - _AROUND) : start]}[{text[start:end]}]{text[end : end + _AROUND]}"
        place = row["place"].value.removeprefix(iri.BASE)
        found.append(_Printed(row["kind"].value, row["quote"].language or "", text[start:end], place, context))
    return sorted(found, key=lambda printed: (printed.place, printed.context))


def _suggestion(found: Sequence[_Printed], registry: Registry) -> Suggestion:
    first = found[0]
    known = _known(first.kind, first.language, registry)
    like = difflib.get_close_matches(first.key[2], known, n=1, cutoff=_LIKE)
    places = tuple(dict.fromkeys(printed.place for printed in found))
    documents = {place.partition("#")[0] for place in places}
    return Suggestion(
        first.kind,
        first.name,
        first.language,
        len(found),
        len(documents),
        places[:_PLACES],
        first.context,
        known[like[0]] if like else "",
    )


@lru_cache(maxsize=16)
def _known(kind: str, language: str, registry: Registry) -> Mapping[str, str]:
    """Give the registered names of a kind in a language, by themselves in small letters."""
    records: Iterable[tuple[Mapping[str, str], Mapping[str, Sequence[str]]]] = (
        ((a.label, a.names) for a in registry.actors.values())
        if kind == "actor"
        else ((i.label, i.names) for i in registry.instruments.values())
    )
    names = (n for label, more in records for n in (label.get(language, ""), *more.get(language, ())) if n)
    return {name.lower(): name for name in names}

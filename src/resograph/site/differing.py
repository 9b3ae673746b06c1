"""Where the language versions of a document do not say the same, as its page shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from resograph import vocab
from resograph.site.facts import Value
from resograph.site.pairs import Pairs, all_of, is_a, one, reading

MISSING, EXTRA = "provision-missing", "provision-extra"
_COMMENT = vocab.PREFIXES["rdfs"] + "comment"


@dataclass(frozen=True, slots=True)
class Difference:
    """A place where versions differ.

    Args:
        place: fragment of the paragraph or citation, "" for the document.
        eid: the paragraph it is in, "" for the document.
        kind: as rg:issueKind says it, and `EXTRA` for a paragraph that most languages lack.
        languages: tags of those that stand alone, or of those that have what is extra.
        details: the same in words.
    """

    place: str
    eid: str
    kind: str
    languages: tuple[str, ...]
    details: tuple[Value, ...]


def differing(names: Mapping[str, Pairs]) -> tuple[Difference, ...]:
    """Give the places where the versions of a document differ, in the order of reading.

    Args:
        names: what is said of its parts, by their fragments.
    """
    found, spoken = [], {name for name, pairs in names.items() if is_a(pairs, "Expression")}
    for pairs in names.values():
        if not is_a(pairs, "Issue"):
            continue
        place = one(pairs, "concerns").partition("#")[2]
        eid = one(names.get(place, {}), "citingProvision").partition("#")[2] or place
        kind, tags = one(pairs, "issueKind"), {name.rsplit("/", 1)[-1] for name in all_of(pairs, "differingLanguage")}
        if kind == MISSING and len(tags) > len(spoken - tags):
            kind, tags = EXTRA, spoken - tags
        found.append(Difference(place, eid, kind, tuple(sorted(tags)), tuple(pairs.get(_COMMENT, ()))))
    return tuple(
        sorted(found, key=lambda d: (reading(names, d.eid), d.eid, d.kind, d.details[:1] and d.details[0].text))
    )

"""The paragraphs of a document in all languages, and what was found in them by which rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from resograph import iri, vocab
from resograph.site.facts import TYPE, local, texts
from resograph.site.marks import Mark, Piece, pieces
from resograph.site.pairs import Pairs, is_a, one, reading

_LABEL = vocab.PREFIXES["rdfs"] + "label"
_RULES = 40


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph in one language."""

    lang: str
    heading: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """A provision: where it stands, and its words in each language.

    Args:
        eid: its eId.
        kind: its class.
        depth: how many provisions it lies in.
        number: its label as printed.
        about: an editorial label, or "".
        words: one for each language, in the order of their tags.
    """

    eid: str
    kind: str
    depth: int
    number: str
    about: str
    words: tuple[Words, ...]


def found_in(graph: Mapping[str, Pairs], mentions: Mapping[str, Pairs]) -> dict[tuple[str, str], list[Mark]]:
    """Give what was found in each provision, by its IRI and the language.

    Args:
        graph: what is said of what they name.
        mentions: what is said of each mention.
    """
    found: dict[tuple[str, str], list[Mark]] = {}
    for pairs in mentions.values():
        quote = pairs[vocab.quote][0]
        entity = one(pairs, "ofEntity")
        mark = Mark(
            (int(one(pairs, "start")), int(one(pairs, "end"))),
            _kind(entity, graph, local(one(pairs, "role")).removeprefix("role/")),
            entity,
            one(pairs, "rule"),
        )
        found.setdefault((one(pairs, "inProvision"), quote.lang), []).append(mark)
    return found


def rules(marks: Mapping[tuple[str, str], list[Mark]]) -> tuple[tuple[str, str, int], ...]:
    """Give the rules that found most."""
    counts = Counter((mark.kind, mark.rule) for found in marks.values() for mark in found)
    most = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:_RULES]
    return tuple((kind, rule, count) for (kind, rule), count in most)


def _kind(entity: str, graph: Mapping[str, Pairs], role: str) -> str:
    """Give what a mention shows: the role of an actor, else act, follow-up, qualifier or citation."""
    if local(entity).startswith("actor/"):
        return role
    pairs = graph.get(entity, {})
    if is_a(pairs, "Act"):
        return "act"
    if is_a(pairs, "FollowUp"):
        return "follow-up"
    return "qualifier" if local(entity).startswith("qualifier/") else "citation"


def passages(names: Mapping[str, Pairs], marks: Mapping[tuple[str, str], list[Mark]]) -> Iterator[Passage]:
    """Give the provisions in the order of reading, with what was found in each."""
    there = {eid: pairs for eid, pairs in names.items() if is_a(pairs, "Provision")}
    for eid, pairs in sorted(there.items(), key=lambda item: reading(names, item[0])):
        headings = {v.lang: v.text for v in pairs.get(vocab.heading, ())}
        written = {v.lang: v.text for v in pairs.get(vocab.text, ())}
        place = _place(pairs, eid)
        yield Passage(
            eid,
            next(local(t) for t in sorted(texts(dict(pairs), TYPE)) if t != vocab.Provision and t.startswith(iri.RG)),
            _depth(there, eid),
            one(pairs, "number"),
            next(iter(texts(dict(pairs), _LABEL)), ""),
            tuple(
                Words(tag, headings.get(tag, ""), pieces(written.get(tag, ""), marks.get((place, tag), ())))
                for tag in sorted({*headings, *written})
            ),
        )


def _place(pairs: Pairs, eid: str) -> str:
    return f"{one(pairs, 'inDocument')}#{eid}"


def _depth(there: Mapping[str, Pairs], eid: str) -> int:
    depth, parent = 0, one(there[eid], "partOf").partition("#")[2]
    while parent in there and depth < len(there):
        depth, parent = depth + 1, one(there[parent], "partOf").partition("#")[2]
    return depth

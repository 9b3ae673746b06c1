"""A resolution as its page shows it: paragraphs in all languages, what was found in them, what it cites and who cites it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from resograph import iri, vocab
from resograph.site.facts import TYPE, Facts, Value, in_language, local, natural, texts
from resograph.site.marks import Mark, Piece, pieces
from resograph.site.timeline import Due, timeline

Pairs = Mapping[str, list[Value]]
ROLES = ("addressee", "partner", "beneficiary", "target")
_TITLE, _SUBJECT, _SEE = (
    vocab.PREFIXES["dcterms"] + "title", vocab.PREFIXES["dcterms"] + "subject", vocab.PREFIXES["rdfs"] + "seeAlso",
)  # fmt: skip
_LABEL = vocab.PREFIXES["rdfs"] + "label"
# The most citations of one document that its page lists; the endpoint has all.
MOST = 400
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


@dataclass(frozen=True, slots=True)
class Measure:
    """A row of the table of measures: who is to do what, with whom, for whom, by when.

    Args:
        eid: where it is stated.
        fragment: of the act.
        force: IRI.
        act: IRI.
        words: verb phrase by language, and what follows it.
        parts: IRIs of actors by role.
        qualifiers: IRIs.
        follow_ups: IRI of the kind, due as printed or dated.
    """

    eid: str
    fragment: str
    force: str
    act: str
    words: tuple[Value, ...]
    content: tuple[Value, ...]
    parts: Mapping[str, tuple[str, ...]]
    qualifiers: tuple[str, ...]
    follow_ups: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation: the provision that cites, what, where exactly, and what the act does with it."""

    place: str
    target: str
    pinpoints: tuple[str, ...]
    act: str


@dataclass(frozen=True, slots=True)
class Resolution:
    """Everything that the page of a document shows; rules: kind of mention, rule, how many it found here."""

    symbol: str
    titles: tuple[Value, ...]
    facts: Mapping[str, tuple[Value, ...]]
    languages: tuple[str, ...]
    passages: tuple[Passage, ...]
    measures: tuple[Measure, ...]
    cites: tuple[Cited, ...]
    cited_by: tuple[Cited, ...]
    subjects: tuple[str, ...]
    see_also: tuple[str, ...]
    votes: Mapping[str, tuple[str, ...]]
    follow_ups: tuple[Due, ...]
    rules: tuple[tuple[str, str, int], ...]

    def title(self, lang: str) -> Value:
        """Give the title in a language, else as it is known."""
        return in_language(self.titles, lang) if self.titles else Value(self.symbol)


def resolution(facts: Facts, symbol: str) -> Resolution | None:
    """Give a document as its page shows it; None if the store knows nothing of it.

    Args:
        facts: the store.
        symbol: as in its IRI.
    """
    document = iri.document(symbol)
    graph = facts.graph(document)
    own = facts.about(document)
    if not own:
        return None
    names = {s.partition("#")[2]: pairs for s, pairs in graph.items() if s.startswith(f"{document}#")}
    marks = _marks(graph, names)
    return Resolution(
        symbol,
        tuple(own.get(_TITLE, ())),
        {name: tuple(own.get(iri.RG + name, ())) for name in _SHOWN},
        tuple(sorted(t for t, p in names.items() if _is(p, "Expression"))),
        tuple(_passages(names, marks)),
        tuple(_measures(names, graph)),
        tuple(sorted(_cites(names, graph), key=lambda c: _reading(names, c.place))),
        tuple(_cited_by(facts, document)),
        tuple(texts(own, _SUBJECT)),
        tuple(texts(own, _SEE)),
        _votes(graph),
        timeline(graph),
        _rules(marks),
    )


_SHOWN = ("adoptedBy", "adoptedOn", "adoptedAt", "sessionNumber", "committee", "agendaItem", "draft", "sponsor",
          "voteOutcome", "inFavourCount", "againstCount", "abstainingCount")  # fmt: skip


def _is(pairs: Pairs, name: str) -> bool:
    return iri.RG + name in set(texts(dict(pairs), TYPE))


def _one(pairs: Pairs, name: str) -> str:
    return next((v.text for v in pairs.get(iri.RG + name, ())), "")


def _all(pairs: Pairs, name: str) -> tuple[str, ...]:
    return tuple(v.text for v in pairs.get(iri.RG + name, ()))


def _reading(names: Mapping[str, Pairs], eid: str) -> int:
    return int(_one(names.get(eid, {}), "position") or 0)


def _marks(graph: Mapping[str, Pairs], names: Mapping[str, Pairs]) -> dict[tuple[str, str], list[Mark]]:
    """Give what was found in each provision, by its IRI and the language."""
    found: dict[tuple[str, str], list[Mark]] = {}
    for pairs in names.values():
        if not _is(pairs, "Mention"):
            continue
        quote = pairs[vocab.quote][0]
        entity = _one(pairs, "ofEntity")
        mark = Mark(
            (int(_one(pairs, "start")), int(_one(pairs, "end"))),
            _kind(entity, graph, local(_one(pairs, "role")).removeprefix("role/")),
            entity,
            _one(pairs, "rule"),
        )
        found.setdefault((_one(pairs, "inProvision"), quote.lang), []).append(mark)
    return found


def _rules(marks: Mapping[tuple[str, str], list[Mark]]) -> tuple[tuple[str, str, int], ...]:
    """Give the rules that found most."""
    counts = Counter((mark.kind, mark.rule) for found in marks.values() for mark in found)
    most = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:_RULES]
    return tuple((kind, rule, count) for (kind, rule), count in most)


def _kind(entity: str, graph: Mapping[str, Pairs], role: str) -> str:
    """Give what a mention shows: the role of an actor, else act, follow-up, qualifier or citation."""
    if local(entity).startswith("actor/"):
        return role
    pairs = graph.get(entity, {})
    if _is(pairs, "Act"):
        return "act"
    if _is(pairs, "FollowUp"):
        return "follow-up"
    return "qualifier" if local(entity).startswith("qualifier/") else "citation"


def _passages(names: Mapping[str, Pairs], marks: Mapping[tuple[str, str], list[Mark]]) -> Iterator[Passage]:
    there = {eid: pairs for eid, pairs in names.items() if _is(pairs, "Provision")}
    for eid, pairs in sorted(there.items(), key=lambda item: _reading(names, item[0])):
        headings = {v.lang: v.text for v in pairs.get(vocab.heading, ())}
        written = {v.lang: v.text for v in pairs.get(vocab.text, ())}
        place = _place(pairs, eid)
        yield Passage(
            eid,
            next(local(t) for t in sorted(texts(dict(pairs), TYPE)) if t != vocab.Provision and t.startswith(iri.RG)),
            _depth(there, eid),
            _one(pairs, "number"),
            next(iter(texts(dict(pairs), _LABEL)), ""),
            tuple(
                Words(tag, headings.get(tag, ""), pieces(written.get(tag, ""), marks.get((place, tag), ())))
                for tag in sorted({*headings, *written})
            ),
        )


def _place(pairs: Pairs, eid: str) -> str:
    return f"{_one(pairs, 'inDocument')}#{eid}"


def _depth(there: Mapping[str, Pairs], eid: str) -> int:
    depth, parent = 0, _one(there[eid], "partOf").partition("#")[2]
    while parent in there and depth < len(there):
        depth, parent = depth + 1, _one(there[parent], "partOf").partition("#")[2]
    return depth


def _measures(names: Mapping[str, Pairs], graph: Mapping[str, Pairs]) -> Iterator[Measure]:
    rows = {name: pairs for name, pairs in names.items() if _is(pairs, "Measure")}
    for name, pairs in sorted(rows.items(), key=lambda item: _act_order(names, item[1])):
        yield Measure(
            _one(pairs, "statedIn").partition("#")[2],
            name,
            _one(pairs, "force"),
            _one(pairs, "actType"),
            tuple(pairs.get(vocab.verbPhrase, ())),
            tuple(pairs.get(vocab.content, ())),
            {role: _all(pairs, role) for role in ROLES},
            _all(pairs, "qualifier"),
            tuple(_due(graph.get(follow_up, {})) for follow_up in _all(pairs, "followUp")),
        )


def _act_order(names: Mapping[str, Pairs], pairs: Pairs) -> tuple[int, int]:
    return _reading(names, _one(pairs, "statedIn").partition("#")[2]), int(_one(pairs, "position") or 0)


def _due(pairs: Pairs) -> tuple[str, str]:
    return _one(pairs, "followUpType"), _one(pairs, "dueDate") or _one(pairs, "dueText") or _one(pairs, "dueSession")


def _cites(names: Mapping[str, Pairs], graph: Mapping[str, Pairs]) -> Iterator[Cited]:
    for _, pairs in sorted(names.items(), key=lambda item: natural(item[0])):
        if _is(pairs, "Citation") and _one(pairs, "cites"):
            yield _cited(pairs, graph, _one(pairs, "citingProvision").partition("#")[2])


def _cited(pairs: Pairs, graph: Mapping[str, Pairs], place: str) -> Cited:
    act = _one(graph.get(_one(pairs, "underAct"), {}), "actType")
    return Cited(place, _one(pairs, "cites"), _all(pairs, "pinpoint"), act)


def _cited_by(facts: Facts, document: str) -> Iterator[Cited]:
    """Give who cites a document, other than itself."""
    for citation in facts.subjects(vocab.cites, document, MOST):
        if "#" not in citation or citation.startswith(f"{document}#"):
            continue
        pairs = facts.about(citation)
        act = facts.first(_one(pairs, "underAct"), vocab.actType) if _one(pairs, "underAct") else None
        place = _one(pairs, "citingProvision")
        yield Cited(place, document, _all(pairs, "pinpoint"), act.text if act else "")


def _votes(graph: Mapping[str, Pairs]) -> dict[str, tuple[str, ...]]:
    """Give the states by how they voted."""
    found: dict[str, list[str]] = {}
    for pairs in graph.values():
        if _is(pairs, "Vote"):
            found.setdefault(_one(pairs, "choice"), []).append(_one(pairs, "castBy"))
    return {choice: tuple(sorted(states)) for choice, states in sorted(found.items())}


def by_addressee(found: Resolution) -> list[tuple[str, list[Measure]]]:
    """Give the measures of a document by who is asked, those of whom most is asked first."""
    rows: dict[str, list[Measure]] = {}
    for measure in found.measures:
        for actor in measure.parts["addressee"]:
            rows.setdefault(actor, []).append(measure)
    return sorted(rows.items(), key=lambda item: (-len(item[1]), item[0]))


def named(words: Sequence[Value], lang: str) -> Value:
    """Give words in a language, else in another."""
    return in_language(words, lang) if words else Value("")

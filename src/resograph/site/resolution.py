"""A resolution as its page shows it: paragraphs in all languages, what was found in them, what it cites and who cites it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from resograph import iri, vocab
from resograph.site.citing import Cited, citations_of, cited_by, cites
from resograph.site.differing import Difference, differing
from resograph.site.facts import FALLBACK, Facts, Value, in_language, texts
from resograph.site.measures import Measure, measures
from resograph.site.pairs import Pairs, is_a, one
from resograph.site.passages import Passage, found_in, passages, rules
from resograph.site.timeline import Due, timeline
from resograph.site.turning import Turn, turned

_TITLE, _SUBJECT, _SEE = (
    vocab.PREFIXES["dcterms"] + "title", vocab.PREFIXES["dcterms"] + "subject", vocab.PREFIXES["rdfs"] + "seeAlso",
)  # fmt: skip

# The list that may go on overleaf.
CITED_BY = "cited-by"


@dataclass(frozen=True, slots=True)
class Resolution:
    """Everything that the page of a document shows.

    Args:
        symbol: in its IRI.
        titles: by language.
        facts: how it was adopted.
        languages: in which its text is here.
        passages: its text.
        measures: in the order of reading.
        cites: what it cites.
        cited_by: who cites it, as far as it stands on this page.
        subjects: that librarians chose.
        filed: headings and names beside them, and what software tagged.
        see_also: addresses elsewhere.
        votes: States by how they voted.
        follow_ups: in the order of time.
        differences: where its language versions do not say the same.
        rules: kind of mention, rule, how many it found here.
        turn: which page of it this is; only the list of who cites it goes on overleaf.
    """

    symbol: str
    titles: tuple[Value, ...]
    facts: Mapping[str, tuple[Value, ...]]
    languages: tuple[str, ...]
    passages: tuple[Passage, ...]
    measures: tuple[Measure, ...]
    cites: tuple[Cited, ...]
    cited_by: tuple[Cited, ...]
    subjects: tuple[str, ...]
    filed: Mapping[str, tuple[Value, ...]]
    see_also: tuple[str, ...]
    votes: Mapping[str, tuple[str, ...]]
    follow_ups: tuple[Due, ...]
    differences: tuple[Difference, ...]
    rules: tuple[tuple[str, str, int], ...]
    turn: Turn

    def __len__(self) -> int:
        """Give the number of its rows: measures, citations, votes, and paragraphs in each language."""
        votes, words = map(len, self.votes.values()), (len(passage.words) for passage in self.passages)
        return 1 + sum((*words, *votes, *map(len, (self.measures, self.cites, self.cited_by))))

    def title(self, lang: str) -> Value:
        """Give the title in a language, else as it is known."""
        return in_language(self.titles, lang) if self.titles else Value(self.symbol)


def resolution(facts: Facts, key: str) -> Resolution | None:
    """Give a document as its page shows it; None if the store knows nothing of it, or there is no such page.

    Args:
        facts: the store.
        key: its symbol, as in its IRI; behind `~` the number of a further page.
    """
    symbol, number = turned(key)
    document = iri.document(symbol)
    own = facts.about(document)
    if not own:
        return None
    citing = citations_of(facts, document)
    turn = Turn({CITED_BY: len(citing)}, number)
    if number > turn.pages:
        return None
    graph = facts.graph(document) if number == 1 else {}
    # nine of ten parts of a document are mentions: nothing else looks through them
    mentions = {name: pairs for name, pairs in graph.items() if is_a(pairs, "Mention")}
    graph = {name: pairs for name, pairs in graph.items() if name not in mentions}
    names = {s.partition("#")[2]: pairs for s, pairs in graph.items() if s.startswith(f"{document}#")}
    marks = found_in(graph, mentions)
    return Resolution(
        symbol,
        tuple(own.get(_TITLE, ())),
        {name: tuple(own.get(iri.RG + name, ())) for name in _SHOWN} | {"meetingRecord": _records(facts, own)},
        tuple(sorted(t for t, p in names.items() if is_a(p, "Expression"))),
        tuple(passages(names, marks)),
        tuple(measures(names, graph)),
        cites(names, graph),
        tuple(cited_by(facts, document, turn.here(citing))),
        tuple(texts(own, _SUBJECT)),
        _filed(facts, own),
        tuple(texts(own, _SEE)),
        _votes(graph),
        timeline(graph),
        differing(names),
        rules(marks),
        turn,
    )


def leaves(facts: Facts, symbol: str) -> int:
    """Give how many pages a document has.

    Args:
        facts: the store.
        symbol: as in its IRI.
    """
    return Turn({CITED_BY: len(citations_of(facts, iri.document(symbol)))}).pages


_SHOWN = ("adoptedBy", "adoptedOn", "adoptedAt", "sessionNumber", "committee", "agendaItem", "draft", "originatingDocument",
          "sponsor", "additionalSponsor", "onBehalfOf", "submissionText", "voteOutcome", "inFavourCount", "againstCount", "abstainingCount")  # fmt: skip


def _records(facts: Facts, own: Pairs) -> tuple[Value, ...]:
    """Give the records of the meetings at which a document was adopted."""
    found = (facts.first(meeting.text, iri.RG + "record") for meeting in own.get(iri.RG + "adoptedAt", ()))
    return tuple(record for record in found if record)


def _filed(facts: Facts, own: Pairs) -> dict[str, tuple[Value, ...]]:
    """Give under what else a document is filed; a heading that a subject repeats is left out."""
    names = {facts.name(subject, tag).casefold() for subject in texts(own, _SUBJECT) for tag in FALLBACK}
    said = {name: own.get(iri.RG + name, ()) for name in ("subjectHeading", "authorityName", "taggedSubject")}
    return {name: tuple(v for v in values if v.text.casefold() not in names) for name, values in said.items()}


def _votes(graph: Mapping[str, Pairs]) -> dict[str, tuple[str, ...]]:
    """Give the states by how they voted."""
    found: dict[str, list[str]] = {}
    for pairs in graph.values():
        if is_a(pairs, "Vote"):
            found.setdefault(one(pairs, "choice"), []).append(one(pairs, "castBy"))
    return {choice: tuple(sorted(states)) for choice, states in sorted(found.items())}


def named(words: Sequence[Value], lang: str) -> Value:
    """Give words in a language, else in another."""
    return in_language(words, lang) if words else Value("")

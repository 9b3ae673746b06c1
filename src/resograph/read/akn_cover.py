"""What the metadata and the cover page of an Akoma Ntoso file record of a document: its proceedings (AKN4UN).

The publisher words the metadata in English in files of every language; names of agenda items on the cover page are in
the language of the file.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from string import ascii_lowercase
from typing import TYPE_CHECKING

from resograph.errors import InvalidSymbol
from resograph.iri import GOALS
from resograph.model import Issue
from resograph.proceedings import CHOICES, Ballot, Heading, Item, Proceedings, Tag
from resograph.read.akn_body import inner
from resograph.read.states import Submitters, state_names, state_of, submitters
from resograph.registry import Registry
from resograph.symbol import Symbol

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

Steps = Sequence[tuple[str, "Element"]]
Counts = tuple[tuple[str, int], ...]
Names = tuple[tuple[str | None, str], ...]
# The source of a classification that librarians made; the others are made by software.
_LIBRARY = "DHLAUTH"
_STEPS = "{*}workflow/{*}step"
_HEADINGS, _TITLES = "UNBIS Thesaurus", "DHL"
_CONCEPT = re.compile(r"https?://metadata\.un\.org/thesaurus/([0-9]+)/?")
_TAG = re.compile(r"http://(?:metadata\.un\.org/(?:sdg|thesaurus)|eurovoc\.europa\.eu)/[0-9A-Za-z._/-]+")
_SYMBOL = re.compile(r"[A-Z][A-Z.]*/[A-Za-z0-9./()-]*[A-Za-z0-9)]")
_ITEM = re.compile(r"[0-9]+(?:\s*\(\w{1,4}\))*")
_VALUE = re.compile(r"([0-9]+)([a-z]*)")
_OUTCOMES = {"adopted-without-vote": "adopted-without-vote", "adopted-recorded-vote": "adopted-by-vote"}
_MEANINGS = {"without-vote": "adopted-without-vote", "by-vote": "adopted-by-vote"}
# Kinds of actors that recommend what a body adopts.
_ADVISERS = frozenset({"organ", "subsidiary-body"})


def read_proceedings(statement: Element, tag: str, registry: Registry) -> tuple[Proceedings, list[Issue]]:
    """Give what a file records of how its document came about, and what is odd about it.

    Args:
        statement: the element that holds metadata and cover page.
        tag: language of the file.
        registry: the States and bodies.
    """
    issues: list[Issue] = []
    own, cover = statement.find("{*}meta"), statement.find("{*}coverPage")
    if own is None:
        return Proceedings(), issues
    meta = _recording(statement, own)
    steps: Steps = [(_kebab(s.get("outcome") or ""), s) for s in meta.iterfind(_STEPS)]
    first, joined = _submitters(steps, registry, issues)
    votes, counts = _votes(meta, registry, issues)
    classified = list(own.iterfind("{*}classification")) or meta.iterfind("{*}classification")
    keywords = [(p.get("source"), k) for p in classified for k in p.iterfind("{*}keyword")]
    library = [k for source, k in keywords if source == _LIBRARY]
    named = [symbol for outcome, s in steps if outcome.startswith("draft") for symbol in _symbols(s.get("as") or "")]
    named += [symbol for outcome, s in steps if "recommended" in outcome for symbol in _symbols(s.get("as") or "")]
    named += [symbol for e in _inlines(cover, "originating document") for symbol in _symbols(inner(e))]
    drafts, origins = _sorted_out(named, steps)
    record = [x for outcome, s in steps if not outcome.startswith("draft") for x in _symbols(s.get("as") or "")]
    found = Proceedings(
        record=next((s for s in record if Symbol.parse(s).kind == "meeting-record"), None),
        outcome=_outcome(meta, steps, bool(votes or counts), registry),
        counts=counts,
        votes=votes,
        committee=_committee(cover, registry),
        items=tuple(_items(cover, library, tag)),
        drafts=drafts,
        origins=origins,
        sponsors=first.states,
        additional=tuple(s for s in joined.states if s not in first.states),
        on_behalf=tuple(dict.fromkeys([*first.groups, *joined.groups])),
        submissions=tuple(dict.fromkeys(w for w in (first.words, joined.words) if w)),
        title=next((_shown(k) for k in library if k.get("dictionary") == _TITLES), None),
        headings=tuple(dict.fromkeys(_heading(k) for k in library if k.get("dictionary") == _HEADINGS)),
        authorities=tuple(dict.fromkeys(_shown(k) for k in library if k.get("dictionary") == _LIBRARY)),
        tags=tuple(dict.fromkeys(_tags(k for source, k in keywords if source != _LIBRARY))),
    )
    return found, issues


def _recording(statement: Element, own: Element) -> Element:
    """Give the metadata that record how a document came about: of a composite without steps, those on which its parts agree.

    80/236 A and B were adopted as one, and only their parts say so; parts that were adopted on two days speak for themselves.
    """
    around = statement.getparent()
    if own.find(_STEPS) is not None or around is None:
        return own
    parts = [meta for part in around.iter("{*}statement") if (meta := part.find("{*}meta")) is not None]
    recorded = [meta for meta in parts if meta is not own and meta.find(_STEPS) is not None]
    told = {
        tuple(tuple(sorted(e.attrib.items())) for e in (*m.iterfind(_STEPS), *m.iter("{*}count"))) for m in recorded
    }
    return recorded[0] if len(told) == 1 and len(recorded) == len(parts) else own


def _kebab(name: str) -> str:
    """Give a name of the schema as ours are written.

    >>> _kebab("#firstCommittee")
    'first-committee'
    """
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", name.lstrip("#")).lower()


def _shown(keyword: Element) -> str:
    return " ".join((keyword.get("showAs") or keyword.get("value") or "").split())


def _symbols(text: str) -> Iterator[str]:
    """Give the symbols that a text holds: the whole of it, else each word that is one."""
    for words in ([text], _SYMBOL.findall(text)):
        found = []
        for word in words:
            try:
                found.append(str(Symbol.parse(word)))
            except InvalidSymbol:
                continue
        if found:
            yield from found
            return


def _inlines(cover: Element | None, called: str) -> Iterator[Element]:
    if cover is not None:
        yield from (e for e in cover.iter("{*}inline") if e.get("name") == called)


def _submitters(steps: Steps, registry: Registry, issues: list[Issue]) -> tuple[Submitters, Submitters]:
    """Give who submitted the draft, and who joined them."""
    first, joined = list[str](), list[str]()
    for outcome, step in steps:
        if outcome.startswith("draft") and step.get("by"):
            (joined if "additional" in outcome else first).append(step.get("by") or "")
    found = [submitters("; ".join(words), registry) for words in (first, joined)]
    for one in found:
        issues += one.issues
    return found[0], found[1]


def _sorted_out(symbols: Iterable[str], steps: Steps) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give symbols apart: drafts, by their form or by the step that names them, and what brought them to the body."""
    called = {x for outcome, s in steps if outcome.startswith("draft") for x in _symbols(s.get("as") or "")}
    drafts: dict[str, None] = {}
    origins: dict[str, None] = {}
    for symbol in symbols:
        kind = Symbol.parse(symbol).kind
        own = kind == "draft" or (symbol in called and kind == "document" and not symbol.endswith("Add.1"))
        (drafts if own else origins)[symbol] = None
    return tuple(drafts), tuple(origins)


def _votes(meta: Element, registry: Registry, issues: list[Issue]) -> tuple[tuple[Ballot, ...], Counts]:
    """Give the votes of members, and the totals as recorded."""
    states, votes = state_names(registry), dict[str, str]()
    totals: dict[str, int] = {}
    for count in meta.iterfind("{*}analysis/{*}parliamentary/{*}voting/{*}count"):
        choice = _kebab(count.get("refersTo") or "")
        names = [" ".join("".join(e.itertext()).split()) for e in count.iter("{*}organization")]
        if choice not in CHOICES:
            issues.append(Issue("choice-unknown", f"votes are recorded as {choice!r}", "document"))
            continue
        totals[choice] = totals.get(choice, 0) + int(re.sub(r"\D", "", count.get("value") or "") or len(names))
        for name in filter(None, names):
            if member := state_of(name, states, issues):
                _cast(member, choice, votes, issues)
    return tuple(Ballot(m, c) for m, c in votes.items()), recorded(totals, votes, issues)


def _cast(member: str, choice: str, votes: dict[str, str], issues: list[Issue]) -> None:
    if votes.setdefault(member, choice) != choice:
        text = f"{member} is recorded {votes[member]} and {choice}; the first is kept"
        issues.append(Issue("vote-twice", text, "document"))


def recorded(totals: dict[str, int], votes: dict[str, str], issues: list[Issue]) -> Counts:
    """Give totals, the choices nobody made with 0; a total that is not the number of listed votes is an issue."""
    if not any(totals.values()):
        return ()
    listed = Counter(votes.values())
    for choice in CHOICES:
        if votes and totals.get(choice, 0) != listed[choice]:
            text = f"{totals.get(choice, 0)} votes {choice} are recorded, {listed[choice]} listed; both are kept"
            issues.append(Issue("vote-count-differs", text, "document"))
    return tuple((choice, totals.get(choice, 0)) for choice in CHOICES)


def _outcome(meta: Element, steps: Steps, counted: bool, registry: Registry) -> str | None:
    """Give how the body disposed of the document, by the record or by its words."""
    named = {outcome for outcome, _ in steps}
    if "veto" in named:
        return "vetoed"
    if "not-adopted" in named:
        return "not-adopted"
    voting = meta.find("{*}analysis/{*}parliamentary/{*}voting")
    said = voting.get("outcome") or "" if voting is not None else ""
    if said and (found := _OUTCOMES.get(_kebab(said))):
        return found
    adopted = [s for outcome, s in steps if outcome == "adopted"]
    words = [said, *(s.get(part) or "" for s in adopted for part in ("as", "by"))]
    meanings = (state_names(registry).means(text) for text in words)
    known = next((m for m in meanings if m in _MEANINGS), None)
    return _MEANINGS[known] if known else "adopted-by-vote" if counted and adopted else None


def _committee(cover: Element | None, registry: Registry) -> str | None:
    """Give the committee on whose report or recommendation a document was adopted."""
    for proponent in cover.iter("{*}docProponent") if cover is not None else ():
        refers = proponent.get("refersTo") or ""
        if refers.startswith("#"):
            committee = _kebab(refers)
            return committee if committee in registry.actors else None
        text = inner(proponent)
        return next((actor for name, actor in _advisers(registry) if name in text), None)
    return None


@lru_cache(maxsize=4)
def _advisers(registry: Registry) -> tuple[tuple[str, str], ...]:
    """Give the names of bodies that may recommend, the longest first."""
    bodies = [a for a in registry.actors.values() if a.kind in _ADVISERS and a.id not in registry.bodies]
    names = {n: a.id for a in bodies for n in (*a.label.values(), *(n for ns in a.names.values() for n in ns))}
    return tuple(sorted(names.items(), key=lambda item: (-len(item[0]), item)))


def _items(cover: Element | None, library: Iterable[Element], tag: str) -> Iterator[Item]:
    """Give the agenda items: numbers and names of the cover, with what the library's records name beside them."""
    printed = [e.get("title") or inner(e) for e in _inlines(cover, "agenda item")]
    numbers = [_set(n) for text in printed for n in _ITEM.findall(text)]
    names = [inner(e) for e in _inlines(cover, "agenda item name")]
    kept: dict[str, Item] = {}
    for at, number in enumerate(numbers):
        own = ((tag, names[at]),) if len(names) == len(numbers) and names[at] else ()
        kept.setdefault(Item(number).key, Item(number, own))
    for keyword in library:
        value: str = keyword.get("value") or ""
        name = _shown(keyword).rstrip(".")
        if keyword.get("refersTo") != "agenda" or "[" in value:
            continue  # in brackets stand places in an index, no items
        found = _VALUE.fullmatch(value)
        key = value if found else name
        number_of_item = _printed(found) if found else None
        more: Names = () if name.isupper() or not name else ((None, name),)
        old = kept.get(key, Item(number_of_item))
        kept[key] = Item(old.number, (*old.names, *(n for n in more if n not in old.names)))
    for key in [key for key in kept if key.isdecimal()]:
        # a cover in another script has the letter of its own alphabet, or none: what the library names is the same item
        same = [k for k in kept if k != key and k.rstrip(ascii_lowercase) == key]
        if len(same) == 1:
            old, named = kept.pop(key), kept[same[0]]
            kept[same[0]] = Item(named.number, tuple(dict.fromkeys((*old.names, *named.names))))
    yield from (item for item in kept.values() if item.number or item.names)


def _printed(value: re.Match[str]) -> str:
    """Give the number of an item as covers print it: 99x is 99 (x)."""
    return f"{value[1]} ({value[2]})" if value[2] else value[1]


def _set(number: str) -> str:
    """Give the number of an item as it is printed most often: 99 (x); without a letter of another script."""
    digits, _, letter = "".join(_ascii(number).split()).partition("(")
    return f"{digits} ({letter}" if letter[:1].isascii() and letter else digits


def _ascii(number: str) -> str:
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in number)


def _heading(keyword: Element) -> Heading:
    found = _CONCEPT.fullmatch(keyword.get("href") or "")
    return Heading(_shown(keyword), found[1] if found else None)


def _tags(keywords: Iterable[Element]) -> Iterator[Tag]:
    for keyword in keywords:
        href = (keyword.get("href") or "").replace("https://metadata", "http://metadata")
        if _TAG.fullmatch(href):
            words = _shown(keyword).replace("_", " ")
            yield Tag(href, words.upper() if href.startswith(GOALS) else words)

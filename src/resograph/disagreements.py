"""Where the language versions of a work do not say the same: each finding a question for who looks after the texts.

A finding must be worth a person's time. What one version merely says in other words, or what was not recognised in it,
is none: a number or citation counts as lacking only where its figures are not printed there.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from resograph.evidence import citation_name
from resograph.model import Provision
from resograph.proceedings import differences
from resograph.sentence import Field, Sentence, told
from resograph.work import WHOLE, Disagreement, Stated, Work

if TYPE_CHECKING:
    from resograph.registry import Registry

# Figures as printed, with what may stand between groups of three, or before decimals; longer runs are no numbers, and
# Python makes none of more than 4,300 digits.
_RUN = r"\d{1,18}"
_FIGURES = re.compile(rf"{_RUN}(?:[ \u00a0\u202f.,\u066b\u066c]{_RUN})*")
_DIGITS = re.compile(_RUN)
_SMALL = 31
# Targets that are told by a title: whether a title is known depends on the registry, not on the text.
_TITLED = ("instrument/", "group/")
# How the interface calls what the publisher records, where it does not go by the same name.
_PARTS = {
    "outcome": "vote-outcome",
    "counts": "vote",
    "items": "agenda-item",
    "drafts": "draft",
    "origins": "originating-document",
    "sponsors": "sponsor",
    "additional": "additional-sponsor",
    "on_behalf": "on-behalf-of",
    "submissions": "submission-text",
    "headings": "subject-heading",
    "authorities": "authority-name",
}
# So much is told of what one file records and another does not.
_MOST = 5


def disagreements(work: Work, registry: Registry) -> Iterator[Disagreement]:
    """Give the places where versions differ, kind by kind in reading order.

    Args:
        work: its versions, aligned.
        registry: has the words in which each reader is told.
    """
    if len(work.readings) > 1:
        yield from _provisions(work, registry)
        cited = tuple(_citations(work, registry))
        yield from cited
        yield from _numbers(work, registry, {(d.eid, tag) for d in cited for tag in d.lacking})
        yield from _dates(work, registry)
        yield from _records(work, registry)


def _provisions(work: Work, registry: Registry) -> Iterator[Disagreement]:
    """Give the provisions that some versions do not have, those that follow one another and lack in the same as one.

    What hangs on one of these is not named again.
    """
    missing: set[tuple[str, str]] = set()
    runs: list[tuple[tuple[str, ...], list[Stated[Provision]]]] = []
    whole = True
    for stated in work.provisions:
        lacking = tuple(tag for tag in work.languages if tag not in stated.versions)
        missing |= {(stated.eid, tag) for tag in lacking}
        here = tuple(tag for tag in lacking if (stated.first.parent, tag) not in missing)
        if here and not whole and runs and runs[-1][0] == here:
            runs[-1][1].append(stated)
        elif here:
            runs.append((here, [stated]))
        whole = not lacking
    for here, (first, *others) in runs:
        fields: dict[str, Field] = {"where": first.eid, "these": tuple(first.versions), "those": here}
        key = "provision-missing-says"
        if others:
            key = "provisions-missing-says"
            fields |= {"last": others[-1].eid, "number": str(len(others) + 1)}
        yield Disagreement("provision-missing", told(registry, key, **fields), first.eid, lacking=here)


def _citations(work: Work, registry: Registry) -> Iterator[Disagreement]:
    """Give the documents that all other versions of a provision cite, and one nowhere, nor prints the figures of here."""
    cited: dict[str, dict[str, set[str]]] = {}
    anywhere: set[tuple[str, str]] = set()
    for stated in work.citations:
        target = stated.first.first.target or ""
        if target and target != work.symbol and not target.startswith(_TITLED):
            cited.setdefault(stated.eid, {}).setdefault(target, set()).update(stated.versions)
            anywhere |= {(target, tag) for tag in stated.versions}
    for provision in work.provisions:
        here = cited.get(provision.eid, {})
        for tag in provision.versions if len(provision.versions) > 1 else ():
            others = set(provision.versions) - {tag}
            lacking = [t for t, by in here.items() if others <= by and (t, tag) not in anywhere]
            printed = _printed(work, _family(provision.eid), tag) if lacking else set[int]()
            if lacking := [t for t in lacking if not _figures(t) <= printed]:
                own = [t for t, by in here.items() if by == {tag}]
                these = tuple(t for t in work.languages if t in others)
                key = "citation-differs-says" if own else "citation-lacks-says"
                said = told(registry, key, these=these, what=tuple(lacking), language=tag, own=tuple(own))
                yield Disagreement("citation-differs", said, provision.eid, lacking=(tag,))


def _figures(text: str) -> set[int]:
    return {int(digits) for digits in _DIGITS.findall(text)}


def _family(eid: str) -> str:
    """Give the top provision that a provision belongs to: languages may break a paragraph at other places."""
    return eid.partition(".")[0]


def _printed(work: Work, family: str, tag: str) -> set[int]:
    """Give the figures that a top provision prints, with all below it, in a language."""
    here = (p.versions[tag].text.text for p in work.provisions if tag in p.versions and _family(p.eid) == family)
    return set[int]().union(*map(_figures, here))


def _numbers(work: Work, registry: Registry, known: set[tuple[str, str]]) -> Iterator[Disagreement]:
    """Give the numbers that all other versions of a provision print and one nowhere, which prints others there."""
    printed = [
        (provision.eid, {tag: _amounts(version.text.text) for tag, version in provision.versions.items()})
        for provision in work.provisions
    ]
    anywhere: dict[str, set[str]] = {tag: set() for tag in work.languages}
    for _, amounts in printed:
        for tag, found in amounts.items():
            anywhere[tag].update(found)
    for eid, amounts in printed:
        tags = tuple(amounts)
        for tag in tags if len(tags) > 2 else tags[1:]:  # noqa: PLR2004 - of two, each is the odd one
            if not amounts[tag]:
                continue
            others = [amounts[t] for t in tags if t != tag]
            own = {key for key in amounts[tag] if not any(key in anywhere[t] for t in tags if t != tag)}
            lacking = set(others[0]).intersection(*others[1:]) - anywhere[tag]
            if own and lacking and (eid, tag) not in known:
                here, there = (
                    tuple(sorted(figures[key] for key in keys))
                    for figures, keys in ((amounts[tag], own), (others[0], lacking))
                )
                said = told(registry, "number-differs-says", language=tag, here=here, there=there)
                yield Disagreement("number-differs", said, eid, lacking=(tag,))


def _amounts(text: str) -> Mapping[str, str]:
    """Give the numbers of a text as printed, by what languages write alike.

    That is their figures without order, since Arabic turns groups of them, and without zeros, for which words may stand
    (250万). Small numbers do not count, which may be written as words, or stand for a month.

    >>> list(_amounts("1,117,005")) == list(_amounts("005 117 1")), list(_amounts("2.5 million")) == list(_amounts("250万"))
    (True, True)
    """
    found = _FIGURES.findall(text)
    big = (printed for printed in found if not printed.isdecimal() or int(printed) > _SMALL)
    return {_alike(printed): printed for printed in big}


@lru_cache(maxsize=16_384)
def _alike(printed: str) -> str:
    return "".join(sorted(str(int(c)) for c in printed if c.isdecimal() and int(c)))


def _dates(work: Work, registry: Registry) -> Iterator[Disagreement]:
    """Give the dates that versions give differently to what a citation cites; the rarer is the odd one."""
    for stated in work.citations:
        found = {tag: [r.date for r in citation.references if r.date] for tag, citation in stated.versions.items()}
        dates = {tag: days[0] for tag, days in found.items() if days}
        if len(set(dates.values())) > 1:
            ((usual, _),) = Counter(dates.values()).most_common(1)
            odd = {tag: day for tag, day in dates.items() if day != usual}
            elsewhere = tuple(Sentence("date-in-language", {"language": t, "date": str(day)}) for t, day in odd.items())
            said = told(registry, "cited-date-differs-says", usual=str(usual), elsewhere=elsewhere)
            yield Disagreement("cited-date-differs", said, stated.eid, citation_name(stated), tuple(odd))


def _records(work: Work, registry: Registry) -> Iterator[Disagreement]:
    """Give what the files record differently of how the work came about."""
    kept, *others = (
        (tag, r.structure.adoption.proceedings) for tag, r in zip(work.languages, work.readings, strict=True)
    )
    for tag, proceedings in others:
        for part, here, there in differences(proceedings, kept[1]) if proceedings and kept[1] else ():
            said = told(
                registry, "records-differ-says", part=Sentence(_PARTS.get(part, part), {}), language=tag,
                here=_brief(here), kept=kept[0], there=_brief(there),
            )  # fmt: skip
            yield Disagreement("records-differ", said, WHOLE)


def _brief(words: tuple[str, ...]) -> Sentence | tuple[str, ...]:
    """Give what one file records alone, in a few words."""
    if not words:
        return Sentence("nothing-more", {})
    more = str(len(words) - _MOST)
    return words if len(words) <= _MOST else Sentence("and-more", {"what": words[:_MOST], "number": more})

"""Where the language versions of a work do not say the same: each finding a question for who looks after the texts.

A finding must be worth a person's time. What one version merely says in other words, or what was not recognised in it,
is none: a number or citation counts as lacking only where its figures are not printed there.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from resograph.evidence import citation_name
from resograph.proceedings import differences
from resograph.work import WHOLE, Disagreement, Work

# Figures as printed, with what may stand between groups of three, or before decimals; longer runs are no numbers, and
# Python makes none of more than 4,300 digits.
_RUN = r"\d{1,18}"
_FIGURES = re.compile(rf"{_RUN}(?:[ \u00a0\u202f.,\u066b\u066c]{_RUN})*")
_DIGITS = re.compile(_RUN)
_SMALL = 31
# Targets that are told by a title: whether a title is known depends on the registry, not on the text.
_TITLED = ("instrument/", "group/")


def disagreements(work: Work) -> Iterator[Disagreement]:
    """Give the places where versions differ, kind by kind in reading order.

    Args:
        work: its versions, aligned.
    """
    if len(work.readings) > 1:
        yield from _provisions(work)
        cited = tuple(_citations(work))
        yield from cited
        yield from _numbers(work, {(d.eid, tag) for d in cited for tag in d.lacking})
        yield from _dates(work)
        yield from _records(work)


def _provisions(work: Work) -> Iterator[Disagreement]:
    """Give the provisions that some versions do not have; what hangs on one of these is not named again."""
    missing: set[tuple[str, str]] = set()
    for stated in work.provisions:
        lacking = tuple(tag for tag in work.languages if tag not in stated.versions)
        missing |= {(stated.eid, tag) for tag in lacking}
        here = tuple(tag for tag in lacking if (stated.first.parent, tag) not in missing)
        if here:
            message = f"{stated.eid} is in {', '.join(stated.versions)}, not in {', '.join(here)}"
            yield Disagreement("provision-missing", message, stated.eid, lacking=here)


def _citations(work: Work) -> Iterator[Disagreement]:
    """Give the documents that all other versions of a provision cite, and one nowhere, nor prints the figures of here."""
    cited: dict[str, dict[str, set[str]]] = {}
    anywhere: set[tuple[str, str]] = set()
    for stated in work.citations:
        target = stated.first.first.target or ""
        if target and target != work.symbol and not target.startswith(_TITLED):
            cited.setdefault(stated.eid, {}).setdefault(target, set()).update(stated.versions)
            anywhere |= {(target, tag) for tag in stated.versions}
    printed = _printed(work)
    for provision in work.provisions:
        here = cited.get(provision.eid, {})
        for tag in provision.versions if len(provision.versions) > 1 else ():
            others = set(provision.versions) - {tag}
            lacking = [t for t, by in here.items() if others <= by and (t, tag) not in anywhere]
            lacking = [t for t in lacking if not _figures(t) <= printed[_family(provision.eid), tag]]
            if lacking:
                own = [t for t, by in here.items() if by == {tag}]
                where = f" where {tag} cites {', '.join(own)}" if own else f", {tag} does not"
                message = f"{', '.join(t for t in work.languages if t in others)} cite {', '.join(lacking)}{where}"
                yield Disagreement("citation-differs", message, provision.eid, lacking=(tag,))


def _figures(text: str) -> set[int]:
    return {int(digits) for digits in _DIGITS.findall(text)}


def _family(eid: str) -> str:
    """Give the top provision that a provision belongs to: languages may break a paragraph at other places."""
    return eid.partition(".")[0]


def _printed(work: Work) -> Mapping[tuple[str, str], set[int]]:
    """Give the figures that a top provision prints, with all below it, in each language."""
    printed: dict[tuple[str, str], set[int]] = {}
    for stated in work.provisions:
        for tag, version in stated.versions.items():
            printed.setdefault((_family(stated.eid), tag), set()).update(_figures(version.text.text))
    return printed


def _numbers(work: Work, known: set[tuple[str, str]]) -> Iterator[Disagreement]:
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
            others = [amounts[t] for t in tags if t != tag]
            own = amounts[tag].keys() - set[str]().union(*(anywhere[t] for t in tags if t != tag))
            lacking = set(others[0]).intersection(*others[1:]) - anywhere[tag]
            if own and lacking and (eid, tag) not in known:
                here, there = (
                    ", ".join(sorted(figures[key] for key in keys))
                    for figures, keys in ((amounts[tag], own), (others[0], lacking))
                )
                message = f"{tag} prints {here} where the others print {there}"
                yield Disagreement("number-differs", message, eid, lacking=(tag,))


def _amounts(text: str) -> Mapping[str, str]:
    """Give the numbers of a text as printed, by what languages write alike.

    That is their figures without order, since Arabic turns groups of them, and without zeros, for which words may stand
    (250万). Small numbers do not count, which may be written as words, or stand for a month.

    >>> list(_amounts("1,117,005")) == list(_amounts("005 117 1")), list(_amounts("2.5 million")) == list(_amounts("250万"))
    (True, True)
    """
    found = _FIGURES.findall(text)
    big = (printed for printed in found if not printed.isdecimal() or int(printed) > _SMALL)
    return {"".join(sorted(str(int(c)) for c in p if c.isdecimal() and int(c))): p for p in big}


def _dates(work: Work) -> Iterator[Disagreement]:
    """Give the dates that versions give differently to what a citation cites; the rarer is the odd one."""
    for stated in work.citations:
        found = {tag: [r.date for r in citation.references if r.date] for tag, citation in stated.versions.items()}
        dates = {tag: days[0] for tag, days in found.items() if days}
        if len(set(dates.values())) > 1:
            ((usual, _),) = Counter(dates.values()).most_common(1)
            odd = {tag: day for tag, day in dates.items() if day != usual}
            message = f"the document cited is dated {usual}; {', '.join(f'in {tag} {day}' for tag, day in odd.items())}"
            about = citation_name(stated)
            yield Disagreement("cited-date-differs", message, stated.eid, about, tuple(odd))


def _records(work: Work) -> Iterator[Disagreement]:
    """Give what the files record differently of how the work came about."""
    kept, *others = (
        (tag, r.structure.adoption.proceedings) for tag, r in zip(work.languages, work.readings, strict=True)
    )
    for tag, proceedings in others:
        for part, said, elsewhere in differences(proceedings, kept[1]) if proceedings and kept[1] else ():
            message = f"{part}: the file in {tag} has {said}, that in {kept[0]} {elsewhere}; the latter is kept"
            yield Disagreement("records-differ", message, WHOLE)

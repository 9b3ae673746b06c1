"""Follow-ups: the reports, reviews, agenda items, meetings and mandates that an act orders, and when they are due."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from resograph.dates import PARTS, date_forms, read_day
from resograph.grammar import FollowUpRule, Language
from resograph.model import Structure
from resograph.reading import Act, FollowUp, Role
from resograph.records import ASKING, MEASURES
from resograph.registry import Registry
from resograph.sieve import Sieve, Sieves, sieve, sieves
from resograph.templates import compile_template, numeral
from resograph.text import Span, plain

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?![\d/])")


@lru_cache(maxsize=32)
def _rules(registry: Registry, tag: str) -> tuple[tuple[FollowUpRule, Sieve], ...]:
    language = registry.languages[tag]
    return tuple((rule, sieve(compile_template(rule.match, language.fields))) for rule in language.follow_ups)


@lru_cache(maxsize=32)
def _forces(registry: Registry, tag: str) -> frozenset[str]:
    """Give the forces of which an act is that a rule of a language can be of."""
    return frozenset[str]().union(*(rule.forces or MEASURES for rule, _ in _rules(registry, tag)))


@lru_cache(maxsize=32)
def _words(registry: Registry, tag: str) -> Sieves:
    """Give what tells which rules of a language a text may fit."""
    return sieves(pattern for _, pattern in _rules(registry, tag))


@lru_cache(maxsize=32)
def _quoted(registry: Registry, tag: str) -> tuple[re.Pattern[str], ...]:
    """Give the patterns of a title between quotation marks, which is short and holds no other."""
    return tuple(
        re.compile(rf"{re.escape(opening)}[^{re.escape(opening + closing)}]{{1,250}}{re.escape(closing)}")
        for opening, closing in registry.languages[tag].actors.quotes
    )


def find_follow_ups(
    structure: Structure, acts: Sequence[Act], roles: Sequence[Role], registry: Registry
) -> tuple[FollowUp, ...]:
    """Give the follow-ups of a text, in reading order; one act may order several, each kind once for each due time."""
    texts = {p.eid: plain(p.text.text) for p in structure.provisions}
    quoted = _quoted(registry, structure.language)
    rules, words = _rules(registry, structure.language), _words(registry, structure.language)
    forces = _forces(registry, structure.language)
    fitting: dict[str, list[int]] = {}
    found: list[FollowUp] = []
    ends: dict[str, int] = {}
    ruling: Act | None = None
    asides = frozenset(registry.languages[structure.language].acts.asides)
    for stated in acts:
        # what is said beside an act leaves that to go on
        beside = ruling and ruling.eid == stated.eid and texts[stated.eid][slice(*stated.phrase.span)] in asides
        act = ruling = replace(ruling, phrase=stated.phrase) if ruling and beside else stated
        # what stands between two acts of a provision belongs to the later one, but for what tells when and why it was done
        start = act.phrase.content[0] if act.phrase.is_told else ends.get(act.eid, 0)
        ends[act.eid] = act.phrase.content[1]
        if act.force not in forces:
            continue
        here: list[FollowUp] = []
        text = _running(texts[act.eid]) if act.is_asked else texts[act.eid]
        if text not in fitting:
            fitting[text] = sorted(words.fitting(text))
        for rule, pattern in (rules[number] for number in fitting[text]):
            if act.force not in (rule.forces or MEASURES) or (rule.alone and here):
                continue
            for match in pattern.finditer(text, start, act.phrase.content[1]):
                if _is_title(match.span(), texts[act.eid], quoted):
                    continue
                made = _made(rule, match, act, structure, roles, registry)
                here += [f for f in made if not _past(f, texts[act.eid], structure.adoption.date)]
        found += _apart(here)
    return tuple(found)


def _is_title(span: Span, text: str, quoted: Sequence[re.Pattern[str]]) -> bool:
    """Tell whether words stand between quotation marks, but for a text that is quoted as a whole; a title orders nothing."""
    return any(
        0 < found.start() < span[0] and span[1] <= found.end() for pattern in quoted for found in pattern.finditer(text)
    )


def _running(item: str) -> str:
    """Give the words of an item as they run on from its lead-in: "to: (a) Provide a briefing" is "to provide a briefing"."""
    return item[:1].lower() + item[1:]


def _made(
    rule: FollowUpRule, match: re.Match[str], act: Act, structure: Structure, roles: Sequence[Role], registry: Registry
) -> Iterator[FollowUp]:
    language = registry.languages[structure.language]
    spans = _parts(match)
    parts = {name: match.string[slice(*span)] for name, span in spans.items()}
    addressees = _asked((act.eid, act.position), roles) or (_asked(act.governed_by, roles) if act.governed_by else [])
    sessions: list[int | None] = [*_sessions(parts.get("sessions"), language)] or [None]
    for session in sessions:
        yield FollowUp(
            act.eid,
            rule.type,
            act.position,
            match.span(),
            by=addressees[0] if addressees else None if act.force in ASKING or act.is_asked else act.agent,
            to=(_receiver(spans["to"], act, roles) or structure.adoption.body) if "to" in spans else None,
            due=spans.get("due") or spans.get("date"),
            date=_date(parts, registry, structure.language, structure.adoption.date),
            session=session,
            recurrence=_recurrence(parts, language),
            rule=rule.id,
        )


def _asked(act: tuple[str, int], roles: Sequence[Role]) -> list[str]:
    """Give the addressees of an act by its provision and position."""
    return [r.naming.actor for r in roles if (r.naming.eid, r.act) == act and r.role == "addressee"]


def _past(one: FollowUp, text: str, adopted: dt.date | None) -> bool:
    """Tell whether the time named lies before the adoption, so that the words tell a story and order nothing."""
    if adopted is None or one.due is None:
        return False
    years = [int(y) for y in _YEAR.findall(text[slice(*one.due)])]
    return bool(years) and (max(years) < adopted.year or (one.date is not None and one.date < adopted))


def _parts(match: re.Match[str]) -> dict[str, Span]:
    """Give where the parts of a form stand; a digit at the end of a name tells alternatives of one part apart."""
    return {
        name.rstrip("0123456789"): (match.start(name), match.start(name) + len(value.rstrip()))
        for name, value in match.groupdict().items()
        if value
    }


def _receiver(place: Span, act: Act, roles: Sequence[Role]) -> str | None:
    """Give the actor whose name stands where the words say to whom, if it is a known name."""
    start, end = place
    return next((r.naming.actor for r in roles if r.naming.eid == act.eid and start <= r.naming.span[0] < end), None)


def _sessions(printed: str | None, language: Language) -> list[int]:
    found = []
    for word in re.findall(
        "|".join([r"\d+", language.fields.get("han") or language.fields.get("nth", r"\d+")]), printed or ""
    ):
        try:
            found.append(numeral(word, language.numerals))
        except ValueError:
            continue
    return found


def _date(parts: Mapping[str, str], registry: Registry, tag: str, adopted: dt.date | None) -> dt.date | None:
    language = registry.languages[tag]
    if (years := parts.get("years")) and adopted:
        return _later(adopted, numeral(years, language.numerals))
    if all(parts.get(part) for part in PARTS):
        return read_day(parts, language.numerals)
    written = [m for form in date_forms(registry, tag) for m in form.finditer(parts.get("due", ""))]
    return read_day(written[0].groupdict(), language.numerals) if len(written) == 1 else None


def _later(day: dt.date, years: int) -> dt.date:
    """Give the same day some years later; 29 February becomes 1 March where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return dt.date(day.year + years, 3, 1)


def _recurrence(parts: Mapping[str, str], language: Language) -> str | None:
    if parts.get("yearly"):
        return "P1Y"
    if every := parts.get("every"):
        return f"P{numeral(every, language.numerals)}Y"
    return None


def _apart(found: Sequence[FollowUp]) -> list[FollowUp]:
    """Give follow-ups without the lesser of two of one kind that overlap: one that says when it is due counts more, then the longer."""
    chosen: list[FollowUp] = []
    for one in sorted(found, key=lambda f: (f.due is None, f.span[0] - f.span[1], f.span[0])):
        if not any(
            x.type == one.type
            and x.span[0] < one.span[1]
            and one.span[0] < x.span[1]
            and (x.span, x.rule) != (one.span, one.rule)
            for x in chosen
        ):
            chosen.append(one)
    return sorted(chosen, key=lambda f: (f.span, f.session or 0))

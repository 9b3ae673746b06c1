"""Act phrases: the words with which the enacting body does something, and the verbs of items under a lead-in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from resograph.extract.act_tables import ActTables, act_tables
from resograph.extract.told import find_told, tells, told_tables
from resograph.model import Provision, Structure
from resograph.reading import ActPhrase
from resograph.records import ASKING, MEASURES
from resograph.registry import Registry
from resograph.text import Text, plain, without

# What leads up to what a body does.
_RECITING = frozenset({"PreambularParagraph"})
_SILENT = frozenset({"Footnote", "Annex", "Section", "Table"})


def find_phrases(structure: Structure, registry: Registry) -> tuple[ActPhrase, ...]:
    """Give the act phrases of a text, in reading order.

    An item that stands under a lead-in ending in a colon, whose last act is to lead to conduct, opens with a verb
    phrase of its own; its act is None until it is interpreted. What a decision tells in the past counts before all else.
    """
    tables = act_tables(registry, structure.language)
    told = told_tables(registry, structure.language, structure.adoption.body) if tells(structure) else None
    texts = {p.eid: p.text.text for p in structure.provisions}
    found: dict[str, list[ActPhrase]] = {}
    for provision in structure.provisions:
        if provision.kind in _SILENT:
            found[provision.eid] = []
            continue
        above = found.get(structure.leads.get(provision.eid, ""), [])
        lead = _lead([p for p in above if not (told and p.is_told and p.act in told.naming)], tables)
        asked = lead is not None and _asks(lead, plain(texts[lead.eid]), tables)
        text = without(provision.text.text, tables.language.marks)
        bare = provision if text.text == provision.text.text else replace(provision, text=text)
        phrases = list(_phrases(bare, tables, governed=lead is not None, asked=asked))
        phrases = find_told(bare, phrases, tables, told) if told else phrases
        found[provision.eid] = [_printed(p, text, provision) for p in _bounded(phrases, bare)]
    return tuple(p for phrases in found.values() for p in phrases)


def _printed(phrase: ActPhrase, bare: Text, provision: Provision) -> ActPhrase:
    """Give a phrase with its places in the text as printed, for those in the text without optional signs."""
    if len(bare.starts) == 1 and len(bare.text) == len(provision.text.text):
        return phrase

    length = len(provision.text.text)
    clause, _ = bare.outward((phrase.clause, phrase.clause), length)
    span, content = bare.outward(phrase.span, length), bare.outward(phrase.content, length)
    subject = bare.outward(phrase.subject, length) if phrase.subject else None
    return replace(phrase, clause=clause, span=span, content=content, subject=subject)


def printed_phrase(phrase: ActPhrase, text: str, structure: Structure, registry: Registry) -> ActPhrase:
    """Give a phrase as the editors of a body take it: some end with the verb, though its object tells the act.

    Source: the typeface of the official XML. Of what begins "Reaffirming its …" (or "Reaffirms"), the Security Council sets
    the verb alone apart in 510 of 520 cases, the other bodies in 68 of 380. Readers of its texts take the noun with the verb
    where that names an act of its own (its call, demand, request, support), in 22 of 27 cases; else the verb alone, 15 of 20.
    """
    form = registry.languages[structure.language].acts.verb_alone.get(structure.adoption.body)
    match = re.compile(form).match(text, *phrase.span) if form and phrase.act else None
    if match is None:
        return phrase
    end = match.end("verb")
    return replace(phrase, span=(phrase.span[0], end), content=(end, phrase.content[1]))


def _lead(phrases: list[ActPhrase], tables: ActTables) -> ActPhrase | None:
    """Give the phrase of a lead-in that its items stand under: the last that is to lead to conduct."""
    return next((p for p in reversed(phrases) if p.act is None or tables.forces[p.act] in MEASURES), None)


def _asks(lead: ActPhrase, text: str, tables: ActTables) -> bool:
    """Say whether the items of a lead-in are what others are to do: asked, or decided ("that the Mission shall: …")."""
    asking = lead.is_asked or (lead.act is not None and tables.forces[lead.act] in ASKING)
    return asking or any(form.match(text, *lead.content) for form in tables.others_do)


def _phrases(provision: Provision, tables: ActTables, *, governed: bool, asked: bool) -> Iterator[ActPhrase]:
    text = provision.text.text
    begin = _speech(text, tables)
    first = _item(provision, tables, asked=asked) if governed else _match(provision, tables.opening, begin, tables)
    last, promising, reported = 0, False, False
    if first:
        yield first
        last = first.span[1]
    for start in tables.clauses(text, begin):
        if start < last:
            continue
        sentence = tables.opens_sentence(text, start)
        promising = promising and not sentence
        reported = (reported and not sentence) or tables.reported.match(text, start) is not None
        one = _match(provision, tables.later, start, tables)
        if one and first and not _agrees(one, first, provision, tables, governed=governed):
            one = None
        if one and reported:
            reported = not _resumes(one, first, tables)
            one = None if reported else one
        if one and first and first.is_asked and _form(one, provision, tables) == _form(first, provision, tables):
            one = None
        if one is None and governed and (match := tables.repeated.match(text, start)):
            one = replace(_made(provision, match, None), is_asked=asked)
        if one is None:
            one = _promise(provision, start, tables, promising=promising)
        if one:
            promising = promising or _speaks(one, provision, tables)
            yield one
            last = one.span[1]


def _speech(text: str, tables: ActTables) -> int:
    """Give where the words of the body begin: behind the quotation mark of a passage that is quoted as a whole.

    A statement of the President repeats the mark before each paragraph, and closes it behind the last one.
    """
    marks = next((pair for pair in tables.language.actors.quotes if text.startswith(pair[0])), None)
    if marks is None:
        return 0
    depth = 0
    for at, char in enumerate(text):
        depth += (char == marks[0]) - (char == marks[1])
        if depth == 0:
            return len(marks[0]) if not any(c.isalnum() for c in text[at:]) else 0
    return len(marks[0])


def _speaks(one: ActPhrase, provision: Provision, tables: ActTables) -> bool:
    """Say whether the members speak of themselves here."""
    return one.subject is not None and provision.text.text[slice(*one.subject)] in tables.language.actors.self_names


def _agrees(one: ActPhrase, first: ActPhrase, provision: Provision, tables: ActTables, *, governed: bool) -> bool:
    """Say whether a later phrase can be an act: it has the form of the first, a subject, or a subordinating force.

    Verbs in the form in which items open are coordinated in an item, and acts of their own elsewhere ("Recall …, and welcome").
    """
    form, opened = (_form(p, provision, tables) for p in (one, first))
    if one.subject or form is None:
        return True
    subordinate = tables.language.acts.subordinate
    if first.subject:
        alike = form == opened or opened in subordinate
    else:
        coordinated = governed and form in tables.language.acts.spoken and not _asks_anew(one, first, provision, tables)
        alike = form == opened and not coordinated
    alike = alike or (form in tables.language.acts.following.get(opened or "", []) and _own(one, provision, tables))
    return alike or (form in subordinate and tables.forces[one.act or ""] in subordinate[form])


def _asks_anew(one: ActPhrase, first: ActPhrase, provision: Provision, tables: ActTables) -> bool:
    """Say whether the members ask others in an item on what they do themselves ("Promote …; and request …")."""
    before = provision.text.text[first.span[1] : one.span[0]]
    return not first.is_asked and tables.forces[one.act or ""] in ASKING and tables.parted.search(before) is not None


def _resumes(one: ActPhrase, first: ActPhrase | None, tables: ActTables) -> bool:
    """Say whether the body speaks again for itself behind what another text said.

    It does by its name, as it began, by recalling more, and where it asks without going on by a connective.
    """
    if one.subject or first is None or one.act == first.act:
        return True
    force = tables.forces[one.act or ""]
    return force == "recall" or (force in ASKING and one.span[0] == one.clause)


def _own(one: ActPhrase, provision: Provision, tables: ActTables) -> bool:
    """Say whether a phrase of another form is the body's: in an operative paragraph, or where it says so (*its* readiness)."""
    return provision.kind not in _RECITING or tables.own.search(provision.text.text, *one.span) is not None


def _form(one: ActPhrase, provision: Provision, tables: ActTables) -> str | None:
    return tables.form(provision.text.text[slice(*one.span)])


def _match(provision: Provision, pattern: re.Pattern[str], start: int, tables: ActTables) -> ActPhrase | None:
    match = pattern.match(provision.text.text, start)
    if match is None:
        return None
    return _made(provision, match, tables.concept(match.group("phrase")))


def _item(provision: Provision, tables: ActTables, *, asked: bool) -> ActPhrase | None:
    """Give the leading verb phrase of an item, or the act phrase it opens with if that is as long, and not asked of others."""
    text = provision.text.text
    marked = tables.modal.match(text) is not None
    verb = tables.infinitive.match(text)
    noun = verb.span("phrase") if verb and not marked and tables.nominal.match(text, verb.end("phrase")) else None
    verb = None if noun else verb
    opening = None if verb and verb.group("skip") else _match(provision, tables.opening, 0, tables)
    opening = None if opening and opening.span == noun else opening
    explored = verb is not None and verb.group("phrase") in tables.language.verbs.repeating
    if opening and not explored and (verb is None or (opening.span[1] >= verb.end("phrase") and not asked)):
        return opening
    unknown = marked and (asked or not tables.language.verbs.fallback_asked)
    verb = verb or (tables.fallback.match(text) if unknown else None)
    return replace(_made(provision, verb, None), is_asked=asked) if verb else None


def _promise(provision: Provision, start: int, tables: ActTables, *, promising: bool) -> ActPhrase | None:
    """Give what the members say that they will do: after their own name, or going on in such a sentence."""
    lead = tables.promise.match(provision.text.text, start)
    if lead is None or (lead.group("subject") is None and not promising):
        return None
    text = provision.text.text
    verb = tables.infinitive.match(text, lead.end()) or (
        None if tables.language.spaceless else tables.fallback.match(text, lead.end())
    )
    subject = lead.span("subject") if lead.group("subject") else None
    made = _made(provision, verb, None) if verb else None
    return replace(made, subject=subject, clause=start) if made else None


def _made(provision: Provision, match: re.Match[str], act: str | None) -> ActPhrase:
    groups = match.groupdict()
    subject = match.span("subject") if groups.get("subject") else None
    rule = f"act {act}" if act else "verb under a lead-in"
    span, end = match.span("phrase"), match.end("phrase")
    return ActPhrase(provision.eid, match.start(), span, (end, end), act, subject, rule)


def _bounded(phrases: list[ActPhrase], provision: Provision) -> list[ActPhrase]:
    """Give the phrases with their contents: what follows each from where it begins, up to the next."""
    ends = [*(p.clause for p in phrases[1:]), len(provision.text.text)][: len(phrases)]
    return [replace(p, content=(p.content[0], max(end, p.content[0]))) for p, end in zip(phrases, ends, strict=True)]

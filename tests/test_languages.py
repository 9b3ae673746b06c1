"""Every template of every language keeps its examples, through the tables that the stages compile from it.

Where templates are alternatives, an example is matched by just its own template.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from resograph import pipeline
from resograph.extract.act_tables import act_tables
from resograph.extract.actor_tables import actor_tables, full_names
from resograph.extract.actors import find_namings
from resograph.extract.numbers import PLACES
from resograph.extract.references import find_references
from resograph.extract.reports import report_tables
from resograph.extract.tables import citation_tables
from resograph.extract.told import told_tables
from resograph.grammar import CitationRule, FrameRule, LabelRule, Language
from resograph.grammar_actors import ListedRule, RoleRule
from resograph.grammar_rules import Finding, Rule
from resograph.interpret import followups
from resograph.model import Block, Provision, Structure
from resograph.records import Actor, Example, Group, Instrument, Pattern
from resograph.registry import Registry, load
from resograph.segment.structure import _Reader
from resograph.templates import compile_template
from resograph.text import Text

One = Callable[..., Structure]
REGISTRY = load()
LANGUAGES = [pytest.param(language, id=tag) for tag, language in REGISTRY.languages.items()]


def examples(pick: Callable[[Language], Any]) -> list[Any]:
    """Give language, rule and example of each example of some rules of every language."""
    return [
        pytest.param(language, rule, example, id=f"{tag}: {rule.id}: {example.text}")
        for tag, language in REGISTRY.languages.items()
        for rule in pick(language)
        for example in rule.examples
    ]


def matching(rules: Iterator[Any], text: str, how: str, fields: dict[str, str]) -> dict[str, str]:
    """Give what each of the rules that match finds, by id."""
    found = {r.id: getattr(compile_template(r.match, fields), how)(text) for r in rules}
    return {name: match.group() for name, match in found.items() if match}


@pytest.mark.parametrize(("language", "rule", "example"), examples(lambda x: x.labels))
def test_a_label_is_read_by_its_own_template(language: Language, rule: Rule, example: Finding) -> None:
    found = _Reader(language, ())._label(Block(Text(example.text)))
    assert found is not None
    assert (found[0].id, found[1].group()) == (rule.id, example.finds)
    others = {
        r.id
        for r in language.labels
        if r.id != rule.id and _Reader(_only(language, r), ())._label(Block(Text(example.text)))
    }
    assert not others


@pytest.mark.parametrize(("language", "rule", "example"), examples(lambda x: x.article_labels))
def test_a_label_inside_an_article_is_read_by_its_own_template(
    language: Language, rule: Rule, example: Finding
) -> None:
    assert matching(iter(language.article_labels), example.text, "match", language.fields) == {rule.id: example.finds}


def _only(language: Language, rule: LabelRule) -> Language:
    return language.model_copy(update={"labels": [rule]})


@pytest.mark.parametrize(("language", "rule", "example"), examples(lambda x: x.frame))
def test_a_line_of_the_frame_is_read_by_its_own_template(language: Language, rule: FrameRule, example: Finding) -> None:
    how = "match" if rule.kind == "title" else "fullmatch"
    assert matching(iter(language.frame), example.text, how, language.fields) == {rule.id: example.finds}


@pytest.mark.parametrize(("language", "rule", "example"), examples(lambda x: x.verbs.skip))
def test_an_adverbial_before_the_verb_is_stepped_over(language: Language, rule: Rule, example: Finding) -> None:
    match = act_tables(REGISTRY, language.tag).infinitive.match(example.text)
    assert match is not None
    assert match.group("skip").startswith(example.finds)
    assert matching(iter([rule]), example.text, "match", language.fields).keys() == {rule.id}


@pytest.mark.parametrize(("language", "rule", "example"), examples(lambda x: x.acts.prepositional))
def test_what_opens_like_an_act_is_a_preposition(language: Language, rule: Rule, example: Finding) -> None:
    assert matching(iter([rule]), example.text, "match", language.fields) == {rule.id: example.finds}
    assert act_tables(REGISTRY, language.tag).opening.match(example.text) is None


@pytest.mark.parametrize(("language", "rule", "example"), examples(lambda x: x.acts.reported))
def test_a_clause_tells_what_another_text_says(language: Language, rule: Rule, example: Finding) -> None:
    match = act_tables(REGISTRY, language.tag).reported.match(example.text)
    assert match
    assert match.group() == example.finds
    assert matching(iter([rule]), example.text, "match", language.fields) == {rule.id: example.finds}


@pytest.mark.parametrize(("language", "rule", "example"), examples(lambda x: x.acts.told.acts))
def test_what_a_decision_tells_is_an_act(language: Language, rule: Rule, example: Finding) -> None:
    assert rule.id in REGISTRY.acts
    tables = told_tables(REGISTRY, language.tag, next(iter(language.acts.told.names)))
    match = tables.alone.match(example.text) if tables else None
    assert tables
    assert match
    start, end = match.span("phrase")
    assert (match.group("phrase"), tables.concept(example.text, (start, end))) == (example.finds, rule.id)
    assert [a for a, p in tables.acts if (m := p.match(example.text, start)) and m.end() == end] == [rule.id]


@pytest.mark.parametrize(("language", "rule", "example"), examples(lambda x: x.acts.told.forms))
def test_a_decision_names_the_body_beside_what_it_did(language: Language, rule: Rule, example: Finding) -> None:
    tables = told_tables(REGISTRY, language.tag, next(iter(language.acts.told.names)))
    assert tables
    found = [form.match(example.text) for form in tables.named]
    match = found[language.acts.told.forms.index(rule)]
    assert match
    assert match.group() == example.finds


@pytest.mark.parametrize("language", [pytest.param(x, id=x.tag) for x in REGISTRY.languages.values()])
def test_what_only_opens_a_provision_is_no_later_act_without_a_subject(language: Language) -> None:
    """Elsewhere these are ordinary verbs: behind a subject they fit, alone nothing of them does unless it is an act too."""
    tables, subjects = act_tables(REGISTRY, language.tag), language.acts.subjects
    for phrase in set(language.acts.initial_only) & tables.acts.keys():
        alone = tables.later.match(phrase)
        assert alone is None or alone.group("phrase") != phrase
        gap = "" if language.spaceless else " "
        named = tables.later.match(f"{subjects[0]}{gap}{phrase}") if subjects else None
        assert not subjects or (named and named.group("phrase").endswith(phrase))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Takes again note of the report", "Takes again note"),
        ("Expresses once again its strong support for", "Expresses once again its strong support"),
        ("Supports further efforts", "Supports"),
    ],
)
def test_an_adverb_stands_within_a_phrase_or_behind_it(text: str, found: str) -> None:
    match = act_tables(REGISTRY, "en").opening.match(text)
    assert match is not None
    assert match.group("phrase") == found


@pytest.mark.parametrize(("language", "rule", "example"), examples(lambda x: x.citations.rules))
def test_a_citation_is_found_by_its_own_template(
    language: Language, rule: CitationRule, example: Finding, one_provision: One
) -> None:
    tables = citation_tables(REGISTRY, language.tag)
    found = {r.id: m.group() for r, p in (*tables.rules, *tables.backward) if (m := p.search(example.text))}
    assert found == {rule.id: example.finds}
    if rule.id in {r.id for r, _ in tables.backward}:
        return  # what it points back to stands before the example: tests/cases/citations.*.yml
    eid = "annex.I.9" if rule.kind in PLACES else "op9"
    structure = one_provision(example.text, tag=language.tag, eid=eid)
    there = [
        Provision(f"annex.{x}", "AnnexParagraph", None, x, Text("")) for x in example.gives.get("places", "").split()
    ]
    structure = replace(structure, provisions=(*structure.provisions, *there))
    references = [r for r in find_references(structure, REGISTRY) if r.rule == rule.id]
    assert references
    gives = example.gives
    assert set(gives) <= {"cites", "date", "places"}
    if "cites" in gives:
        assert [r.target for r in references] == gives["cites"].split(" ")
    if "date" in gives:
        assert [str(r.date) for r in references] == gives["date"].split(" ")
    if "places" in gives:
        places = [p.partition("#annex.")[2] for r in references for p in r.pinpoints]
        assert places == gives["places"].split(" ")


@pytest.mark.parametrize(("language", "rule", "example"), examples(lambda x: x.citations.pinpoints))
def test_a_level_of_a_pinpoint_is_read_by_its_own_template(language: Language, rule: Rule, example: Finding) -> None:
    tables = citation_tables(REGISTRY, language.tag)
    found = {r.id: m.group() for r, p in tables.places if (m := p.match(example.text))}
    assert found == {rule.id: example.finds}


@pytest.mark.parametrize(("language", "rule", "example"), examples(lambda x: x.citations.title_places))
def test_a_place_beside_a_title_is_read(
    language: Language,
    rule: Rule,  # noqa: ARG001 - tells the tests apart
    example: Finding,
    one_provision: One,
) -> None:
    references = find_references(one_provision(example.text, tag=language.tag), REGISTRY)
    assert [example.text[slice(*r.pinpoint_span)] for r in references if r.pinpoint_span] == [example.finds]
    assert all(
        r.span[0] <= r.pinpoint_span[0] and r.pinpoint_span[1] <= r.span[1] for r in references if r.pinpoint_span
    )


@pytest.mark.parametrize(("language", "rule", "example"), examples(lambda x: x.citations.reports))
def test_a_report_is_found_by_its_own_template(language: Language, rule: Rule, example: Finding) -> None:
    found = {
        name: m.group() for name, p in report_tables(REGISTRY, language.tag).forms if (m := p.search(example.text))
    }
    assert found == {rule.id: example.finds}


@pytest.mark.parametrize(("language", "rule", "example"), examples(lambda x: x.citations.reports_again))
def test_a_report_named_again_is_found_with_its_place(language: Language, rule: Rule, example: Finding) -> None:
    forms = dict(report_tables(REGISTRY, language.tag).again)
    assert [m.group("all") for m in forms[rule.id].finditer(example.text)] == [example.finds]


@pytest.mark.parametrize(("language", "rule", "example"), examples(lambda x: x.actors.predicates))
def test_nobody_is_named_in_a_predicate(language: Language, rule: Rule, example: Finding, one_provision: One) -> None:
    assert matching(iter(language.actors.predicates), example.text, "search", language.fields)[rule.id] == example.finds
    start = example.text.index(example.finds)
    namings = find_namings(one_provision(example.text, tag=language.tag), REGISTRY)
    assert not [n for n in namings if start <= n.span[0] < start + len(example.finds)]


@pytest.mark.parametrize(("language", "rule", "example"), examples(lambda x: x.roles))
def test_the_first_rule_that_fits_is_that_of_the_example(
    language: Language, rule: RoleRule, example: Finding, one_provision: One
) -> None:
    bracket = re.search(r"\[(.+)\]", example.text)
    assert bracket is not None, "the example has its actor in brackets"
    structure = one_provision(re.sub(r"[\[\]]", "", example.text), tag=language.tag)
    reading = pipeline.interpret(structure, pipeline.extract(structure, REGISTRY), REGISTRY)
    span = bracket.start(), bracket.end() - 2
    found = {(r.role, r.rule) for r in reading.roles if span[0] <= r.naming.span[0] and r.naming.span[1] <= span[1]}
    assert found == {(example.finds, rule.id)}
    assert example.finds == rule.role


@pytest.mark.parametrize(("language", "rule", "example"), examples(lambda x: x.acts.others_do))
def test_a_lead_in_says_that_others_do(language: Language, rule: Rule, example: Finding) -> None:
    found = act_tables(REGISTRY, language.tag).others_do[language.acts.others_do.index(rule)].match(example.text)
    assert found
    assert found.group() == example.finds


@pytest.mark.parametrize(("language", "rule", "example"), examples(lambda x: x.listed))
def test_a_row_of_actors_is_found(language: Language, rule: ListedRule, example: Finding) -> None:
    row = compile_template(rule.match, language.fields)
    match = row.search(example.text) if rule.anywhere else row.match(example.text)
    assert match is not None
    assert (match.group(), rule.unknown in REGISTRY.actors) == (example.finds, True)


@pytest.mark.parametrize(("language", "rule", "example"), examples(lambda x: x.follow_ups))
def test_a_follow_up_is_found_by_its_own_template(language: Language, rule: Rule, example: Finding) -> None:
    match = next(p.search(example.text) for r, p in followups._rules(REGISTRY, language.tag) if r is rule)
    assert match is not None
    assert match.group() == example.finds
    parts = {name: example.text[slice(*span)] for name, span in followups._parts(match).items()}
    for name, value in example.gives.items():
        printed = parts[name]
        numbers = [str(n) for n in followups._sessions(printed, language)] if name == "sessions" else []
        given = " ".join(numbers) or printed
        assert value in {given, *(str(language.numerals.get(printed, printed)),)}, name


def patterns(kind: str) -> list[Any]:
    """Give owner, language tag, pattern and example of each pattern of a registry in a language that there is."""
    return [
        pytest.param(owner, tag, pattern, example, id=f"{owner.id}: {example.text}")
        for owner in getattr(REGISTRY, kind).values()
        for tag in sorted(set(owner.patterns) & set(REGISTRY.languages))
        for pattern in owner.patterns[tag]
        for example in pattern.examples
    ]


@pytest.mark.parametrize(("actor", "tag", "pattern", "example"), patterns("actors"))
def test_a_description_of_an_actor_is_found(
    actor: Actor, tag: str, pattern: Pattern, example: Example, one_provision: One
) -> None:
    match = compile_template(pattern.match, REGISTRY.languages[tag].fields).search(example.text)
    assert match is not None
    assert match.group() == example.finds
    namings = find_namings(one_provision(example.text, tag=tag), REGISTRY)
    assert (actor.id, match.span()) in {(n.actor, n.span) for n in namings}


@pytest.mark.parametrize(("thing", "tag", "pattern", "example"), [*patterns("instruments"), *patterns("groups")])
def test_a_description_of_an_instrument_or_group_is_found(
    thing: Instrument | Group, tag: str, pattern: Pattern, example: Example, one_provision: One
) -> None:
    match = compile_template(pattern.match, REGISTRY.languages[tag].fields).search(example.text)
    assert match is not None
    assert match.group() == example.finds
    references = find_references(one_provision(example.text, tag=tag), REGISTRY)
    assert (thing.id, match.span()) in {((r.target or "").partition("/")[2], r.span) for r in references}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_full_name_names_just_its_actor(language: Language, one_provision: One) -> None:
    wrong = {}
    for actor in REGISTRY.actors.values():
        for name in full_names(actor, language.tag):
            found = find_namings(one_provision(name, tag=language.tag), REGISTRY)
            if {n.actor for n in found if n.span == (0, len(name))} != {actor.id}:
                wrong[name] = (actor.id, [(n.actor, name[slice(*n.span)]) for n in found])
    assert not wrong


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_title_cites_just_its_instrument(language: Language, one_provision: One) -> None:
    wrong = {}
    for instrument in REGISTRY.instruments.values():
        for name in [instrument.label.get(language.tag), *instrument.names.get(language.tag, [])]:
            if name is None:
                continue
            text = f"《{name}》" if language.citations.titles_quoted else name
            found = find_references(one_provision(text, tag=language.tag), REGISTRY)
            if f"instrument/{instrument.id}" not in {r.target for r in found}:
                wrong[name] = (instrument.id, [r.target for r in found])
    assert not wrong


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_lead_phrase_opens_an_act_of_its_concept(language: Language, one_provision: One) -> None:
    wrong = {}
    for act in REGISTRY.acts.values():
        for phrase in act.phrases.get(language.tag, []):
            found = pipeline.extract(one_provision(f"{phrase} ", tag=language.tag), REGISTRY).phrases
            if [p.act for p in found[:1]] != [act.id]:
                wrong[phrase] = (act.id, [p.act for p in found])
    assert not wrong


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_field_is_used(language: Language) -> None:
    """A field that no template uses is a leftover."""
    written = language.model_dump_json() + "".join(
        p.match
        for kind in (REGISTRY.actors, REGISTRY.instruments, REGISTRY.groups)
        for thing in kind.values()
        for p in thing.patterns.get(language.tag, [])
    )
    assert not [name for name in language.fields if f"{{{name}}}" not in written]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_names_of_the_language_compile(language: Language, registry: Registry) -> None:
    assert actor_tables(registry, language.tag).names

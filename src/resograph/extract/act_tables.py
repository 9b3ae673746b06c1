"""The act phrases of a language as compiled patterns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from daachorse import CharwiseDoubleArrayAhoCorasick

from resograph.extract.branching import Branching
from resograph.grammar import Language
from resograph.grammar_rules import Rule
from resograph.registry import Registry
from resograph.sieve import Sieve, sieve
from resograph.templates import alternation, compile_template, expand, quotation


# each is like itself alone, so that what it tells of a phrase can be remembered
@dataclass(frozen=True, slots=True, eq=False)
class ActTables:
    """Act phrases of one language, compiled.

    `acts` has the longest phrases first, `contained` finds them inside others. `opening` fits where a provision begins,
    `later` after a break of clause; both capture `subject` and `phrase`. `infinitive` fits the verb phrase of an item after
    what may stand before it (`skip`), `fallback` one whose verb is not known, behind a `modal` where the language needs it;
    `nominal` fits what follows a noun, `others_do` what follows the phrase of a lead-in whose items others are to do;
    `parted` fits the end of what stands before a clause that is set apart by more than a comma;
    `reported` fits what opens a clause on what another text says, `promise` what opens a sentence on what the members will
    do. All are for text without the signs that may stand on a letter or not (`language.marks`): with them in every pattern
    Arabic took ten seconds to compile.
    """

    language: Language
    acts: Mapping[str, str]
    contained: CharwiseDoubleArrayAhoCorasick
    forces: Mapping[str, str]
    adverbs: re.Pattern[str]
    inner: re.Pattern[str]
    opening: re.Pattern[str]
    later: re.Pattern[str]
    infinitive: re.Pattern[str]
    fallback: re.Pattern[str]
    modal: re.Pattern[str]
    nominal: re.Pattern[str]
    others_do: tuple[re.Pattern[str], ...]
    repeated: re.Pattern[str]
    reported: re.Pattern[str]
    promise: re.Pattern[str]
    breaks: re.Pattern[str]
    parted: re.Pattern[str]
    quoted: Sieve
    own: re.Pattern[str]
    forms: tuple[tuple[str, re.Pattern[str]], ...]

    def concept(self, printed: str) -> str:
        """Give the act that a phrase as printed, with its adverbs, stands for."""
        return _concept(self, printed)

    def clauses(self, text: str, begin: int = 0) -> list[int]:
        """Give where the clauses of a text start behind the first, but for those inside quotation marks."""
        closed = [m.span() for m in self.quoted.finditer(text, begin)]
        starts = [m.end() for m in self.breaks.finditer(text)]
        return [at for at in starts if not any(a < at <= b for a, b in closed)] if closed else starts

    def opens_sentence(self, text: str, start: int) -> bool:
        """Say whether a clause is the first of its sentence."""
        while start and text[start - 1].isspace():
            start -= 1
        return text.endswith(tuple(self.language.sentence_end), 0, start)

    def form(self, printed: str) -> str | None:
        """Give the grammatical form of a phrase, None in a language whose verbs have no forms."""
        return _form(self, printed)


# The same phrases come in nearly every text: what each is, is found out once.
@lru_cache(maxsize=16_384)
def _concept(tables: ActTables, printed: str) -> str:
    if tables.language.spaceless:
        # 表示极为不安 is 表示不安 said with weight, where no act of that weight is known
        ends = (words[at:] for words in (printed, tables.inner.sub("", printed)) for at in range(len(words)))
        return tables.acts[next(end for end in ends if end in tables.acts)]
    bare = " ".join(printed.lower().split())
    if bare in tables.acts:
        return tables.acts[bare]
    # A phrase that holds an adverb or weighs its noun (تؤكد مجددا) stands for more than the same without it.
    plain = " ".join(tables.adverbs.sub(" ", bare).split())
    unweighed = " ".join(tables.inner.sub(" ", plain).split())
    held = {bare[start:end] for start, end, _ in tables.contained.find_overlapping(bare)}
    return tables.acts[min((held | {plain, unweighed}) & tables.acts.keys(), key=lambda p: (-len(p), p))]


@lru_cache(maxsize=16_384)
def _form(tables: ActTables, printed: str) -> str | None:
    return next((name for name, pattern in tables.forms if pattern.search(printed)), None)


class Words:
    """Writes patterns of words: with boundaries and white space, or without in a language that sets none."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.gap = "" if language.spaceless else r"\s+"
        self.end = "" if language.spaceless else r"(?!\w)"
        self.commas = re.escape("".join(c for c in language.clause_break if c in "，,،"))
        self.stops = re.escape("".join(c for c in language.clause_break if c not in "，,،"))
        self.pause = f"[{self.commas}]?" if language.spaceless else f"(?:[{self.commas}]?\\s+)"
        self.adverbs, self.inner = alternation(language.acts.adverbs), alternation(language.acts.inner.words)
        joined = language.acts.proclitics
        self.clitic = f"(?:{alternation(joined)})??" if joined else ""

    def any(self, words: Iterable[str]) -> str:
        """Give a pattern of one of some words."""
        listed = list(words)
        return alternation(listed) + self.end if listed else "(?!)"

    def subject(self) -> str:
        """Give a pattern of the body's own names, and what may be set behind one."""
        grammar = self.language.acts
        return f"(?P<subject>{self.names(grammar.subjects)})(?:[{self.commas}]|{grammar.apposition})?{self.gap}"

    def names(self, listed: Sequence[str]) -> str:
        """Give a pattern of one of some names; one with a capital letter is so written ("It", where a sentence begins)."""
        capital = [one for one in listed if one[:1].isupper()]
        named = self.any(one for one in listed if one not in capital)
        return f"(?:{named}|(?-i:{self.any(capital)}))" if capital else named

    def joint(self, joints: Iterable[str]) -> str:
        """Give a pattern of what joins two verbs."""
        return f"(?:[{self.commas}]?{self.gap}{self.any(joints)}{self.gap})" if self.gap else self.any(joints)

    def leading(self, words: Iterable[str]) -> str:
        """Give a pattern of one of some words and the white space after it."""
        return f"(?:{self.any(words)}{self.gap})"

    def adverb(self, following: Iterable[str] | None = None) -> str:
        """Give a pattern of an adverb; what it may not stand before is left out where none of the words that follow is that."""
        grammar = self.language.acts
        free = following is not None and all(re.match(grammar.adverb_end, f" {w}", re.IGNORECASE) for w in following)
        return self.adverbs + ("" if free else grammar.adverb_end)

    def glue(self, following: Iterable[str]) -> str:
        """Give a pattern of what stands between the words of a phrase: white space, an adverb too."""
        return f"(?:{self.gap}{self.adverb(following)}{self.end})?{self.gap}"

    def acts(self, phrases: Iterable[str], initial_only: Iterable[str] = ()) -> str:
        """Give a pattern of act phrases; an adverb may stand behind any word of one, an inner word before its noun.

        Those that are `initial_only` fit behind a subject alone.
        """
        bound = set(initial_only)
        if self.language.spaceless:
            return self._spaceless(list(phrases), bound)
        listed = Branching(self.glue, self._weighed, frozenset(self.language.acts.inner.nouns)).pattern(phrases, bound)
        return f"{listed}{self.end}(?:{self.gap}{self.adverb()}{self.end})*"

    def later(self, phrases: Iterable[str]) -> str:
        """Give a pattern of act phrases that may follow another act: behind a subject all, else where no decoy stands."""
        grammar = self.language.acts
        decoys = f"(?(subject)|(?!{'|'.join(grammar.decoys)}))" if grammar.decoys else ""
        return decoys + self.acts(phrases, grammar.initial_only)

    def _spaceless(self, phrases: list[str], bound: set[str]) -> str:
        free = self._inflected(p for p in phrases if p not in bound)
        return f"(?(subject){self._inflected(phrases)}|{free})" if bound else free

    def _inflected(self, phrases: Iterable[str]) -> str:
        """Give a pattern of one of some phrases, the longest first, with an inner word before the noun of those that have one."""
        nouns = self.language.acts.inner.nouns
        weighed: dict[str, list[str]] = {}
        plain = []
        for phrase in phrases:
            noun = next((n for n in nouns if n in phrase), None)
            if noun is None:
                plain.append(phrase)
            else:
                weighed.setdefault(phrase[: phrase.index(noun)], []).append(phrase[phrase.index(noun) :])
        parts = [
            f"{re.escape(a)}{self.inner}{alternation(rests)}" for a, rests in sorted(weighed.items(), reverse=True)
        ]
        return f"(?:{'|'.join([*parts, alternation([*plain, *(a + r for a, rs in weighed.items() for r in rs)])])})"

    def _weighed(self, nouns: Sequence[str]) -> str:
        """Give a pattern of nouns that an inner word may stand before."""
        return f"(?:{self.gap}{self.inner}{self.end})?{self.glue(nouns)}{alternation(nouns)}"

    def rules(self, rules: Iterable[Rule]) -> str:
        """Give a pattern of one of some templates, without their groups."""
        parts = [re.sub(r"\?P<[a-z_]+>", "?:", expand(r.match, self.language.fields)) for r in rules]
        return f"(?:{'|'.join(parts)})" if parts else "(?!)"


def _acts(language: Language, registry: Registry) -> dict[str, str]:
    """Give the act of each phrase, the longest first."""
    acts = {p: act for act, phrases in language.lead_phrases.items() for p in phrases}
    acts |= {p: a.id for a in registry.acts.values() for p in a.phrases.get(language.tag, [])}
    return dict(sorted(acts.items(), key=lambda item: (-len(item[0]), item)))


def _others_do(language: Language) -> tuple[re.Pattern[str], ...]:
    return tuple(compile_template(rule.match, language.fields) for rule in language.acts.others_do)


def _breaks(language: Language, words: Words, flags: re.RegexFlag) -> re.Pattern[str]:
    """Give the pattern of what parts two clauses: a sign, or a conjunction behind white space.

    The first characters of both stand before all else, so that `re` passes over all else at one look.
    """
    signs, conjunctions = re.escape(language.clause_break), sorted(language.acts.conjunctions, key=len, reverse=True)
    initials = "".join(sorted({case for word in conjunctions for case in (word[0].lower(), word[0].upper())}))
    joined = "".join(f"|(?<=\\s{word[0]}){re.escape(word[1:])}{words.end}{words.gap}" for word in conjunctions)
    return re.compile(f"(?-i:[{signs}{initials}])(?:(?<=[{signs}])\\s?{joined})", flags)


@lru_cache(maxsize=32)
def act_tables(registry: Registry, tag: str) -> ActTables:
    """Give the act phrases of a language, compiled."""
    language = registry.languages[tag]
    grammar, verbs, words = language.acts, language.verbs, Words(language)
    acts = _acts(language, registry)
    adverbs = f"{words.leading(grammar.adverbs)}*"
    opened = f"(?:{words.clitic}{words.any(c for c in grammar.connectives if c not in grammar.adverbs)}{words.pause})*"
    joined = f"(?:{words.clitic}{words.any(grammar.connectives)}{words.pause})*"
    subject = words.subject()
    fronted = f"(?:{words.rules(grammar.fronted)})?"
    every, later = words.acts(acts), words.later(acts)
    means = f"(?!{words.rules(grammar.prepositional)})" if grammar.prepositional else ""
    modal = f"{words.leading(verbs.modals)}??"
    verb = words.any(verbs.verbs)
    joint = words.joint(verbs.joints)
    listed = words.gap and f"(?:[{words.commas}]?{words.gap}(?:{words.any(verbs.joints)}{words.gap})?)"
    before = f"(?:{words.any([*verbs.adverbs, *verbs.modals])}{listed})*"
    auxiliary = f"{words.leading(verbs.modals)}?"
    phrase = f"(?P<phrase>{before}{verb}(?:{joint}{verb})*|{words.any(verbs.aspects)})"
    skip = f"(?P<skip>{words.rules(verbs.skip)}{{0,4}})"
    own = words.any(language.actors.self_names)
    flags = re.RegexFlag(0) if language.spaceless else re.IGNORECASE
    return ActTables(
        language,
        acts,
        CharwiseDoubleArrayAhoCorasick(list(acts)),
        {a.id: a.force for a in registry.acts.values()},
        re.compile(rf"\b{words.adverb()}{words.end}"),
        re.compile(words.inner if language.spaceless else rf"\b{words.inner}{words.end}"),
        re.compile(f"{opened}(?:{subject})?{modal}{fronted}{words.clitic}(?P<phrase>{adverbs}{means}{every})", flags),
        re.compile(f"{joined}(?:{subject}{fronted}|{fronted}{words.clitic})(?P<phrase>{adverbs}{later})", flags),
        re.compile(f"{auxiliary}{skip}{phrase}", flags),
        re.compile(f"{auxiliary}{skip}(?P<phrase>{before}{verbs.fallback})" if verbs.fallback else "(?!)", flags),
        re.compile(words.leading(verbs.modals) if verbs.marked else "", flags),
        re.compile(verbs.nominal or r"(?!)"),
        _others_do(language),
        re.compile(
            f"(?:{words.any(grammar.connectives)}{words.pause})+(?P<phrase>{words.any(verbs.repeating)})", flags
        ),
        re.compile(words.rules(grammar.reported), flags),
        re.compile(f"{joined}(?:(?P<subject>{own}){words.gap}|(?={words.any(verbs.promises)}))", flags),
        _breaks(language, words, flags),
        re.compile(f"[{words.stops}]\\s*(?:{words.any(grammar.connectives)}{words.pause})*$", flags),
        sieve(re.compile(quotation(language.actors.quotes))),
        re.compile(rf"\b{alternation(language.actors.possessives)}{words.end}" if grammar.following else "(?!)", flags),
        tuple((name, re.compile(pattern, flags)) for name, pattern in grammar.forms.items()),
    )

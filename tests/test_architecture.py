"""The house rules of the design, held by the syntax trees of the sources: layers, sizes, no data in code, docstrings."""

from __future__ import annotations

import ast
import itertools
import re
import statistics
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

from resograph.registry import Registry

SRC = Path(__file__).parents[1] / "src" / "resograph"
# A module imports only from layers before its own; modules of one layer marked True never import each other.
LAYERS: tuple[tuple[str, bool, frozenset[str]], ...] = (
    ("errors", False, frozenset({"errors", "resources", "numerals", "terms"})),
    ("text", False, frozenset({"text", "records", "authored", "grammar", "grammar_actors", "grammar_rules", "templates", "sieve"})),
    ("registry", False, frozenset({"registry"})),
    ("symbol", False, frozenset({"symbol", "eid"})),
    ("model", False, frozenset({"model", "dates", "sentence", "proceedings", "reading"})),
    ("iri", False, frozenset({"iri", "vocab", "finding"})),
    ("stages", True, frozenset({"read", "segment", "extract", "interpret"})),
    (
        "graph",
        False,
        frozenset({
            "graph", "edges", "adoption", "statements", "evidence", "vocabulary", "links", "work", "alignment", "disagreements",
        }),
    ),
    (
        "outputs",
        False,
        frozenset({
            "validate", "plain", "validate_reference", "validation_report", "publish", "dataset", "sparql", "parameters",
            "distribution", "void", "endpoint", "results", "query", "explain", "explanation", "evaluate", "gold", "suggest",
            "display",
        }),
    ),
    ("pipeline", False, frozenset({"pipeline", "corpus"})),
    ("site", False, frozenset({"site"})),
    ("serve", False, frozenset({"serve"})),
    ("cli", False, frozenset({"cli", "commands", "tables"})),
)  # fmt: skip
# The modules of one layer that must not import each other, beyond the stages.
APART = (frozenset({"validate", "publish"}), frozenset({"query", "validate"}), frozenset({"query", "publish"}))
MODULES = sorted(SRC.rglob("*.py"))
LONGEST_FILE, LONGEST_FUNCTION, MEDIAN_FUNCTION = 300, 50, 10
# String constants that look like data of the registries or a language and stay in the code; each with its reason.
EXCEPTIONS: dict[tuple[str, str], str] = {
    ("finding.py", "en"): "messages of shapes fall back to English",
    ("terms.py", "en"): "editors label in English, and the graph says so",
    ("links.py", "en"): "the notes of the registries are written in English",
    ("query.py", "en"): "the head of a query is in English where it names no language",
    ("read/text.py", "en"): "messages to the user name languages in English",
    ("validation_report.py", "en"): "the report is in English where no language is asked for",
    ("validate.py", "en"): "the heads of the quality questions are in English",
    ("validate.py", "zh"): "and in Chinese",
    ("symbol.py", "ga"): "the prefix of a symbol says which organ issued it: the grammar of symbols",
    ("symbol.py", "sc"): "same",
    ("symbol.py", "ecosoc"): "same",
    ("symbol.py", "hrc"): "same",
    (
        "numerals.py",
        "اولا ثانيا ثالثا رابعا خامسا سادسا سابعا ثامنا تاسعا عاشرا حاديعشر ثانيعشر ثالثعشر رابععشر خامسعشر سادسعشر سابععشر ثامنعشر تاسععشر",
    ): "labels of any script are counted: Arabic writes them in words",
    (
        "numerals.py",
        "الف باء جيم دال هاء واو زاي حاء طاء ياء كاف لام ميم نون سين عين فاء صاد قاف راء شين تاء ثاء خاء ذال ضاد",
    ): "labels of any script are counted: Arabic writes them in words",
    (
        "text.py",
        "\u0640\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069",
    ): "signs that only steer the setting of a line",
    ("eid.py", "абвгдежзиклмнопрстуфхцчшщэюя"): "the order of an alphabet, by which labels of any script are counted",
    ("eid.py", "ابجدهوزحطيكلمنسعفصقرشتثخذضظغ"): "same",
    ("eid.py", "甲乙丙丁戊己庚辛壬癸"): "same",
    ("eid.py", "асеорхуі"): "letters that look alike in two scripts",
    ("eid.py", "[أإآ]"): "forms of one letter",
    ("eid.py", "ا"): "same",
    ("eid.py", "([一二三四五六七八九]?)(十?)([一二三四五六七八九]?)"): "numerals of labels, a script and no language",
    ("eid.py", "〇一二三四五六七八九十"): "same",
    ("symbol.py", "АВЕКМНОРСТХаекморстх‐‑‒–—−"): "letters and dashes that look like those of a symbol",
    **{
        ("read/akn.py", tag): "the three letters of AKN are read in this module only (design: Names)"
        for tag in ("ar", "zh", "en", "fr", "ru", "es")
    },
}
# Modules that break a rule today; strict, so that a repair must take its line out of here.
DEBTS: dict[tuple[str, str], str] = {}
# Words of English and of the vocabulary that are also ids of records: a role, force or property of the ontology,
# never an actor that the code knows.
COMMON = frozenset({"cites"})
FOREIGN = ("CJK", "CYRILLIC", "ARABIC", "HIRAGANA", "HANGUL")


def trees() -> Iterator[tuple[str, ast.Module, str]]:
    """Give each module: its path in the package, its tree, its text."""
    for path in MODULES:
        text = path.read_text("utf-8")
        yield str(path.relative_to(SRC)), ast.parse(text), text


def part(module: str) -> str:
    """Give the part of the package that a module belongs to: its name, or that of its folder."""
    return module.split("/", maxsplit=1)[0].removesuffix(".py")


def imports(tree: ast.Module) -> Iterator[str]:
    """Give the parts of the package that a module imports, also inside functions."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "resograph":
            inner = (node.module or "").split(".")[1:]
            yield from inner[:1] or (name.name for name in node.names)
        elif isinstance(node, ast.Import):
            yield from (n.name.split(".")[1] for n in node.names if n.name.startswith("resograph."))


def layer(name: str) -> int:
    return next(n for n, (_, _, members) in enumerate(LAYERS) if name in members)


def test_every_module_has_a_layer() -> None:
    known = set[str]().union(*(members for _, _, members in LAYERS))
    assert {part(m) for m, _, _ in trees()} - known <= {"__init__", "__main__"}


def test_a_module_imports_only_from_the_left() -> None:
    wrong = [
        (module, name)
        for module, tree, _ in trees()
        if part(module) not in {"__init__", "__main__"}
        for name in imports(tree)
        if name != "__version__" and layer(name) > layer(part(module))
    ]
    assert not wrong


def test_stages_of_one_layer_do_not_import_each_other() -> None:
    stages = [members for _, apart, members in LAYERS if apart]
    pairs = {frozenset(pair) for members in (*stages, *APART) for pair in itertools.combinations(members, 2)}
    wrong = [
        (module, name)
        for module, tree, _ in trees()
        for name in imports(tree)
        if frozenset({part(module), name}) in pairs
    ]
    assert not wrong


def test_no_module_imports_itself_in_a_circle() -> None:
    uses = {part(m): set[str]() for m, _, _ in trees()}
    for module, tree, _ in trees():
        uses[part(module)] |= set(imports(tree)) - {part(module)}
    done: set[str] = set()
    while ready := {m for m, needs in uses.items() if m not in done and needs & uses.keys() <= done}:
        done |= ready
    assert uses.keys() - done == set()


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Give all functions of a module, also methods and inner ones."""
    yield from (n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef))


def test_files_are_short() -> None:
    too_long = {m: text.count("\n") for m, _, text in trees() if text.count("\n") > LONGEST_FILE}
    assert not too_long


def test_functions_are_short() -> None:
    sizes = {
        f"{m}:{f.name}": (f.end_lineno or f.lineno) - f.lineno + 1 for m, tree, _ in trees() for f in functions(tree)
    }
    assert not {name: size for name, size in sizes.items() if size > LONGEST_FUNCTION}
    assert statistics.median(sizes.values()) <= MEDIAN_FUNCTION


def test_the_pipeline_is_the_data_flow_and_little_more() -> None:
    assert (SRC / "pipeline.py").read_text("utf-8").count("\n") <= 60


def constants(tree: ast.Module) -> Iterator[str]:
    """Give the string constants of a module that are no docstrings, `__all__` or annotations."""
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    nodes = [n for n in ast.walk(tree) if isinstance(n, documented)]
    docs = {id(first.value) for n in nodes for first in n.body[:1] if isinstance(first, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield node.value


def each(rule: str) -> list[ParameterSet]:
    """Give each module; one that is known to break the rule is expected to fail."""
    names = [str(path.relative_to(SRC)) for path in MODULES if path.name != "vocab.py"]
    debts = {n: [pytest.mark.xfail(reason=DEBTS[rule, n], strict=True)] for n in names if (rule, n) in DEBTS}
    return [pytest.param(name, id=name, marks=debts.get(name, [])) for name in names]


@pytest.mark.parametrize("module", each("words"))
def test_no_words_of_a_drafting_language_stand_in_the_code(module: str) -> None:
    """Letters of other scripts in a constant are a phrase, a name or an example that belongs to data/."""
    found = [t for t in texts(module) if any(unicodedata.name(c, "").startswith(FOREIGN) for c in t if c.isalpha())]
    assert not found


@pytest.mark.parametrize("module", each("ids"))
def test_no_id_of_a_record_stands_in_the_code(module: str, registry: Registry) -> None:
    ids = {*registry.actors, *registry.bodies, *registry.instruments, *registry.groups} - COMMON
    assert not ids & set(texts(module))


@pytest.mark.parametrize("module", each("tags"))
def test_no_language_tag_stands_in_the_code(module: str) -> None:
    assert not {"ar", "en", "es", "fr", "ru", "zh", "de", "zh-Hans", "zh-CN"} & set(texts(module))


@pytest.mark.parametrize("module", each("names"))
def test_no_name_of_an_actor_or_instrument_stands_in_the_code(module: str, registry: Registry) -> None:
    names = {
        name
        for records in (registry.actors, registry.instruments)
        for record in records.values()
        for name in [*record.label.values(), *(n for names in record.names.values() for n in names)]
    }
    assert not (names - {"United Nations"}) & set(texts(module))


@pytest.mark.parametrize("module", each("phrases"))
def test_no_lead_phrase_stands_in_the_code(module: str, registry: Registry) -> None:
    """A phrase of one word that is also a key of the schema ("support", a force) is no phrase."""
    phrases = {p for a in registry.acts.values() for p in itertools.chain(*a.phrases.values())}
    assert not {p for p in phrases if " " in p or not p.isascii()} & set(texts(module))


def texts(module: str) -> list[str]:
    """Give the string constants of a module that are no reviewed exception."""
    tree = ast.parse((SRC / module).read_text("utf-8"))
    return [t for t in dict.fromkeys(constants(tree)) if (module, t) not in EXCEPTIONS]


def test_every_exception_is_needed() -> None:
    there = {(module, text) for module, tree, _ in trees() for text in constants(tree)}
    assert set(EXCEPTIONS) <= there


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(SRC)))
def test_what_is_public_is_documented(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    assert ast.get_docstring(tree), "the module says what it is for"
    named = (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    scopes: list[ast.Module | ast.ClassDef] = [tree]
    scopes += [n for n in tree.body if isinstance(n, ast.ClassDef) and not n.name.startswith("_")]
    bare = [
        n.name
        for scope in scopes
        for n in scope.body
        if isinstance(n, named) and not n.name.startswith("_") and not ast.get_docstring(n)
    ]
    assert not bare


def test_only_the_registry_reads_yaml() -> None:
    readers = {m for m, tree, _ in trees() for n in ast.walk(tree) if "yaml" in _imported(n)}
    assert readers == {"authored.py"}
    users = {m for m, tree, _ in trees() if "authored" in set(imports(tree))}
    assert users == {"registry.py"}


def _imported(node: ast.AST) -> set[str]:
    if isinstance(node, ast.Import):
        return {n.name.split(".")[0] for n in node.names}
    return {(node.module or "").split(".")[0]} if isinstance(node, ast.ImportFrom) else set()


def test_only_one_module_mints_iris() -> None:
    """The namespaces of the project are written once, and once more in the generated vocabulary."""
    base = re.compile(r"w3id\.org/resograph/(?:id|ontology)")
    assert {m for m, tree, _ in trees() for text in constants(tree) if base.search(text)} <= {"iri.py", "vocab.py"}


def test_values_are_frozen() -> None:
    """What flows from stage to stage does not change; only a module's own drafts do (their names begin with _)."""
    loose = [
        f"{m}:{n.name}"
        for m, tree, _ in trees()
        for n in ast.walk(tree)
        if isinstance(n, ast.ClassDef) and not n.name.startswith("_")
        for d in n.decorator_list
        if "dataclass" in ast.unparse(d) and "frozen=True" not in ast.unparse(d)
    ]
    assert set(loose) <= MUTABLE


# Drafts that are filled while a text or folder is read, and do not leave the stage; and what a running server knows.
MUTABLE = {"extract/titles.py:Known", "authored.py:Reading", "serve/app.py:Service", "serve/shares.py:Shares"}

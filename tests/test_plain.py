"""What is found where most mentions are told plain from their values: the same as where the engines look at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, groupby
from pathlib import Path

import pyoxigraph as ox
import pytest

from resograph import pipeline, vocab
from resograph.corpus.dataset import facts_of, is_shared, pointed_to
from resograph.finding import BLANK, Finding
from resograph.model import Expression
from resograph.plain import sift
from resograph.read.source import read_source
from resograph.registry import Registry
from resograph.resources import folder
from resograph.statements import IS_MENTION, rg
from resograph.terms import Described, Quad, Term
from resograph.validate import Report, validate, validate_together

QC = Path(__file__).parent / "qc"
SHAPES = Path(__file__).parent / "shapes"
BASE = vocab.PREFIXES["base"]
# So many statements of each predicate are spoilt: of mentions, and of all else.
OF_MENTIONS, OF_OTHERS = 2, 1
PARAGRAPHS = (
    "1. 请秘书长与会员国合作，在 2016 年 12 月 31 日之前提出报告，说明第 60/288 号决议的执行情况，并协助各国；",
    "2. 鼓励会员国和民间社会酌情支持国际刑事警察组织，并回顾其第 61/999 号、第 1 号决议；",
    "3. 决定\\继续处理此案。",
)
FORMS = (
    "<http://example.org/#x>", "<http://example.org/%x>", f"<{BASE}actor/nobody>", f"<{BASE}role/mentioned>", "_:b1",
    '""', '"x"', '""@zh', '"x"@zh', '"x"@en', '"0"^^<http://www.w3.org/2001/XMLSchema#integer>',
    '"-1"^^<http://www.w3.org/2001/XMLSchema#integer>', '"007"^^<http://www.w3.org/2001/XMLSchema#integer>',
    '"99999"^^<http://www.w3.org/2001/XMLSchema#integer>', '"1"^^<http://www.w3.org/2001/XMLSchema#decimal>',
)  # fmt: skip


@pytest.fixture(scope="module")
def sound(registry: Registry, express: Callable[[str], Expression], as_printed: Callable[..., str]) -> tuple[Quad, ...]:
    return tuple(pipeline.run(express(as_printed(PARAGRAPHS)), registry))


def assert_same(quads: list[Quad]) -> None:
    """Hold that both ways give the same report, or refuse the same."""
    try:
        report = validate([*quads, *pointed_to(value for _, _, value, _ in quads)])
    except Exception as error:  # noqa: BLE001 - whatever the engines refuse
        with pytest.raises(type(error)):
            together(quads)
        return
    assert comparable(together(quads)) == comparable(report)


def together(quads: Sequence[Quad]) -> Report:
    subjects = described(quads)
    facts = facts_of(value for subject in subjects for _, value in subject.pairs)
    return validate_together([subjects], [[subject.text for subject in subjects]], facts)


def described(quads: Sequence[Quad]) -> list[Described]:
    """Give quads subject by subject, in their order."""
    return [
        Described(name, tuple((p, o) for _, p, o, _ in said), graph)
        for (name, graph), said in groupby(quads, key=lambda quad: (quad[0], quad[3]))
    ]


def comparable(report: Report) -> list[Finding]:
    """Give what was found in documents, without the labels of blank nodes: an engine makes new ones each time."""
    here = (found for found in report.findings if not is_shared(found.place))
    return [replace(found, value=BLANK) if (found.value or "").startswith(BLANK) else found for found in here]


def test_what_is_written_is_plain(registry: Registry) -> None:
    """If the form changes in which mentions are written, it has to change here too, or all are asked about."""
    source = read_source(folder("data") / "sources" / "A_RES_60_288.zh.txt", registry)
    quads = tuple(pipeline.run(source, registry))
    names = {s for s, p, o, _ in quads if (p, o) == IS_MENTION}
    subjects = described(quads)
    asked = sift([subjects], [[subject.text for subject in subjects]])
    left = {name for name in names if f"{name} {rg('quote')} " in asked.quads}
    assert 0 < len(asked.examples) <= len(left) < len(names) / 5


def test_a_sound_document_gives_what_it_gave(sound: tuple[Quad, ...]) -> None:
    assert_same(list(sound))


def spoilt(quads: tuple[Quad, ...]) -> Iterator[list[Quad]]:
    """Give the quads with one of them left out, changed, or doubled with another value."""
    seen: dict[tuple[Term, bool], int] = {}
    names = {s for s, p, o, _ in quads if (p, o) == IS_MENTION}
    for at, (subject, predicate, value, graph) in enumerate(quads):
        kind = (predicate, subject in names)
        seen[kind] = seen.get(kind, 0) + 1
        if seen[kind] > (OF_MENTIONS if subject in names else OF_OTHERS):
            continue
        before, after = list(quads[:at]), list(quads[at + 1 :])
        yield before + after
        other = next((o for _, p, o, _ in after if p == predicate and o != value), value)
        for new in (*(FORMS if subject in names else FORMS[::4]), other):
            yield [*before, (subject, predicate, new, graph), *after]
        for new in (other, FORMS[0], '"x"@zh'):
            yield [*before, (subject, predicate, value, graph), (subject, predicate, new, graph), *after]
        yield [*before, (subject, predicate, value, f"<{BASE}A/RES/70/1>"), *after]
        yield [*before, (f"<{BASE}A/RES/70/1#op1-zh-m1>", predicate, value, graph), *after]
        yield [*quads, (subject, predicate, other, graph)]


def test_whatever_is_spoilt_is_found_as_before(sound: tuple[Quad, ...]) -> None:
    for quads in spoilt(sound):
        assert_same(quads)


def renamed(quads: tuple[Quad, ...]) -> Iterator[list[Quad]]:
    """Give the quads with a mention under another name."""
    names = list(dict.fromkeys(s for s, p, o, _ in quads if (p, o) == IS_MENTION))
    for name in names[:: len(names) // 5]:
        for new in (name.replace("-m", "-m0"), name.replace("-zh-", "-ZH-"), name.replace("#", "#x"), names[-1], "_:b"):
            yield [tuple(new if term == name else term for term in quad) for quad in quads]  # type: ignore[misc]


def test_a_mention_under_another_name_is_found_as_before(sound: tuple[Quad, ...]) -> None:
    for quads in renamed(sound):
        assert_same(quads)


@pytest.mark.parametrize(
    "path", sorted(chain(QC.glob("*/*.*"), SHAPES.glob("*/*.ttl"))), ids=lambda path: f"{path.parent.name}/{path.name}"
)
def test_faults_of_the_examples_are_found_in_the_midst_of_a_sound_document(path: Path, sound: tuple[Quad, ...]) -> None:
    """Each question and shape has its examples; a rule that comes to mind mentions brings them along."""
    form = ox.RdfFormat.TRIG if path.suffix == ".trig" else ox.RdfFormat.TURTLE
    own = f"<{BASE}A/RES/60/288>"
    added = [
        (str(q.subject), str(q.predicate), str(q.object), own if isinstance(q.graph_name, ox.DefaultGraph) else str(q.graph_name))
        for q in ox.parse(path=path, format=form)
    ]  # fmt: skip
    assert_same([*sound, *added])

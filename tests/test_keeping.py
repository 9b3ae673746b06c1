"""What was looked up for a page and is kept: it saves the next language the search, and has its bound."""

from __future__ import annotations

import pytest
from jinja2 import UndefinedError
from markupsafe import Markup

from resograph import vocab
from resograph.registry import Registry
from resograph.site.facts import Facts
from resograph.site.keeping import Kept
from resograph.site.pages import Site, page, site
from resograph.site.templating import templates
from resograph.site.words import tongues


def test_another_language_of_a_page_looks_nothing_up_but_names(
    made: Site, registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = "id/actor/interpol.{}.html".format
    told = {tag: page(made, address(tag)) for tag in ("fr", "zh")}
    here = site(made.facts.store, tongues(registry))
    assert page(here, address("en"))
    for name in ("about", "subjects", "graph"):
        monkeypatch.setattr(Facts, name, lambda *_: pytest.fail("looked up again"))
    assert {tag: page(here, address(tag)) for tag in ("fr", "zh")} == told


def test_what_is_kept_has_a_bound() -> None:
    looked: list[str] = []

    def look(name: str) -> str | None:
        looked.append(name)
        return name if name != "none" else None

    kept = Kept(look, most=10)
    for name in ("four", "none", "none", "four", "three", "two", "far too long to keep", "two"):
        assert kept(name) == (name if name != "none" else None)
    assert looked == ["four", "none", "none", "three", "two", "far too long to keep", "two"]
    assert list(kept) == ["two"]


def test_words_that_were_escaped_before_are_told_from_markup_of_the_same_characters() -> None:
    made = templates(None)
    for name in ("entries.html", "heads.html"):  # each template has the same memory
        escaped = made.get_template(name).root_render_func.__globals__["escape"]
        assert [escaped(x) for x in ("<b>", Markup("<b>"), "<b>", 1, True)] == [
            "&lt;b&gt;",
            "<b>",
            "&lt;b&gt;",
            "1",
            "True",
        ]


@pytest.mark.parametrize(
    ("written", "error"),
    [("{{ it.nothing }}", AttributeError), ("{{ it['nothing'] }}", KeyError), ("{{ nothing }}", UndefinedError)],
)
def test_a_template_that_names_what_is_not_there_fails_rather_than_leave_a_gap(
    written: str, error: type[Exception]
) -> None:
    with pytest.raises(error, match="nothing"):
        templates(None).from_string(written).render(it={})


def test_what_points_to_a_thing_is_the_same_whether_it_is_read_at_once_or_by_property(
    made: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [f"https://w3id.org/resograph/id/{name}" for name in ("actor/interpol", "force/recommend", "act/urge")]
    props = (vocab.addressee, vocab.force, vocab.actType, vocab.castBy)
    for name in names:
        expected = {prop: made.facts.subjects(prop, name, 5000) for prop in props}
        for few in (1, 100, 100_000):
            monkeypatch.setattr("resograph.site.facts._FEW", few)
            assert made.facts.pointing(props, name, 5000) == expected

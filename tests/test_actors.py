"""Who is named in a paragraph, in which words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from resograph.extract.actors import find_namings
from resograph.model import Provision, Structure
from resograph.reading import Reading
from resograph.registry import Registry, load

Read = Callable[[dict[str, Any]], Reading]
Last = Callable[[Reading], Provision]
REGISTRY = load()
DECOYS = [(tag, decoy) for tag, language in REGISTRY.languages.items() for decoy in language.actors.decoys]


@pytest.mark.cases("actors")
def test_a_paragraph_names(case: dict[str, Any], read_case: Read, last: Last, registry: Registry) -> None:
    reading = read_case(case)
    provision = last(reading)
    namings = [n for n in find_namings(reading.structure, registry) if n.eid == provision.eid]
    assert [[provision.text.text[slice(*n.span)], n.actor] for n in namings] == case["finds"]


@pytest.mark.cases("actors")
def test_namings_overlap_only_where_words_name_several(
    case: dict[str, Any], read_case: Read, registry: Registry
) -> None:
    namings = find_namings(read_case(case).structure, registry)
    for n, one in enumerate(namings):
        for other in namings[n + 1 :]:
            apart = one.eid != other.eid or one.span[1] <= other.span[0] or other.span[1] <= one.span[0]
            assert apart or one.span == other.span


@pytest.mark.parametrize(("tag", "decoy"), DECOYS)
def test_a_decoy_is_needed(tag: str, decoy: str, one_provision: Callable[..., Structure]) -> None:
    """Without it, a name inside it would be found: in its words, or where they go on."""
    language = REGISTRY.languages[tag]
    others = [d for d in language.actors.decoys if d != decoy]
    actors = language.actors.model_copy(update={"decoys": others})
    without = replace(REGISTRY, languages={tag: language.model_copy(update={"actors": actors})})
    texts = (decoy, f"{decoy}体", f"各{decoy}", f"{decoy}织")
    found = [n for text in texts for n in find_namings(one_provision(text, tag=tag), without)]
    assert found


@pytest.mark.parametrize(("tag", "decoy"), DECOYS)
def test_a_decoy_names_nobody(tag: str, decoy: str, one_provision: Callable[..., Structure]) -> None:
    assert not find_namings(one_provision(decoy, tag=tag), REGISTRY)


def test_a_name_in_the_title_is_named_before_all(one_provision: Callable[..., Structure], registry: Registry) -> None:
    titled = replace(
        one_provision("Requests the Committee to monitor progress;", tag="en"),
        title="Report of the Committee for Development Policy",
    )
    assert [(n.eid, n.actor) for n in find_namings(titled, registry)] == [("op1", "cdp")]

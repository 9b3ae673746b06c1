"""Properties of the patterns that are made from words."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from resograph.templates import alternation

_WORDS = st.text("ab.(", max_size=5)


@given(st.sets(_WORDS, min_size=1, max_size=8), st.text("ab.(", max_size=12))
def test_words_that_begin_alike_are_found_as_if_each_were_tried_by_itself(words: set[str], text: str) -> None:
    """Why: names are tried together by what they begin with; which one is found, and where, must not change."""
    plain = "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word))))
    for behind in ("", r"(?!\w)"):
        expected = [m.span() for m in re.finditer(f"(?:{plain}){behind}", text)]
        assert [m.span() for m in re.finditer(alternation(words) + behind, text)] == expected

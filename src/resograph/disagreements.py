"""Where the language versions of a work do not say the same: each finding a question for who looks after the texts."""

from __future__ import annotations

from collections.abc import Iterator

from resograph.proceedings import differences
from resograph.work import Disagreement, Work


def disagreements(work: Work) -> Iterator[Disagreement]:
    """Give the places where versions differ, in reading order.

    Args:
        work: its versions, aligned.
    """
    if len(work.readings) > 1:
        yield from _provisions(work)
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
            words = tuple((tag, version.text.text) for tag, version in stated.versions.items())
            yield Disagreement("provision-missing", message, stated.eid, words=words, lacking=here)


def _records(work: Work) -> Iterator[Disagreement]:
    """Give what the files record differently of how the work came about."""
    kept, *others = (
        (tag, r.structure.adoption.proceedings) for tag, r in zip(work.languages, work.readings, strict=True)
    )
    for tag, proceedings in others:
        for part, said, elsewhere in differences(proceedings, kept[1]) if proceedings and kept[1] else ():
            message = f"{part}: the file in {tag} has {said}, that in {kept[0]} {elsewhere}; the latter is kept"
            yield Disagreement("records-differ", message, "document")

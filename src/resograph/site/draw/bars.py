"""Stacked bars: how many of each kind there are in each row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from markupsafe import Markup

from resograph.site.draw.svg import ROW, box, colour, joined, key, label

_LABELS, _BARS, _HIGH, _COUNT = 240, 560, 22, 40
_NARROWEST = 16  # a piece in which a number can be read


def stacked(
    counts: Mapping[str, Counter[str]], titles: Mapping[str, str], kinds: Mapping[str, str], *, rtl: bool
) -> tuple[Markup, tuple[float, float]]:
    """Give the shapes of bars, one under the other, and the size of the picture.

    Args:
        counts: by row, how many there are of each kind.
        titles: of the rows.
        kinds: names of the kinds by IRI or id, in the order of the pieces.
        rtl: it is read from right to left.
    """
    wide = _LABELS + _BARS + _COUNT
    unit = _BARS / max(counted.total() for counted in counts.values())
    parts = []
    for row, (eid, counted) in enumerate(counts.items()):
        y, done = row * ROW + 4, 0
        middle = y + _HIGH / 2
        parts.append(label((_turned(0, wide, rtl), middle), titles[eid], _LABELS - 10, "end" if rtl else "start"))
        for kind in (f for f in kinds if counted[f]):
            x, size = _LABELS + done * unit, counted[kind] * unit
            left = wide - x - size if rtl else x
            parts.append(box((left, y), (size, _HIGH), f"b {colour(kind)}", f"{kinds[kind]}: {counted[kind]}"))
            if size > _NARROWEST:
                parts.append(label((left + size / 2, middle), str(counted[kind]), size, kind="i"))
            done += counted[kind]
        end = _turned(_LABELS + done * unit + 6, wide, rtl)
        parts.append(label((end, middle), str(done), _COUNT, "end" if rtl else "start"))
    legend, bottom = key(list(kinds.items()), len(counts) * ROW + 16, wide, rtl=rtl)
    return joined([*parts, legend]), (wide, bottom + 4)


def _turned(x: float, wide: float, rtl: bool) -> float:
    return wide - x if rtl else x

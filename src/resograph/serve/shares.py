"""Who has used how much: seconds of answering by client, forgotten as time goes by."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

_FEW = 1024


@dataclass(slots=True)
class Shares:
    """The seconds that each client has used, halved and halved again as time passes.

    What was used `window` seconds ago counts e times less now.

    Args:
        window: seconds.
    """

    window: float
    _used: dict[str, tuple[float, float]] = field(default_factory=dict)

    def used(self, client: str, now: float) -> float:
        """Give what a client has used, as it counts now."""
        seconds, then = self._used.get(client, (0.0, now))
        return seconds * math.exp((then - now) / self.window)

    def charge(self, client: str, seconds: float, now: float) -> None:
        """Note what a client has used; those of whom nothing is left are forgotten."""
        self._used[client] = (self.used(client, now) + seconds, now)
        if len(self._used) > _FEW:
            self._used = {c: v for c, v in self._used.items() if self.used(c, now) > 0.001}  # noqa: PLR2004 - a millisecond

    def until(self, client: str, most: float, now: float) -> int:
        """Give the whole seconds until a client is below a bound."""
        used = self.used(client, now)
        return math.ceil(self.window * math.log(used / most)) if used > most else 0

"""Who does the work of a run: this process, workers on this machine, or a Dask cluster that is running already.

Workers are told what to do by `distributed` (https://distributed.dask.org): it gives the work of a worker that died to
another one, and is the same on one machine and on many.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Protocol, TypeVar

from resograph.errors import ResographError
from resograph.resources import program

if TYPE_CHECKING:
    from distributed import Client

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")
# A worker that dies is replaced, and its work done again; what kills so many is at fault itself.
_DEATHS = 5
# What `distributed` does by the side takes time from the work: it looks at what a worker runs a hundred times a second,
# and has the allocator give back all that is free, only to be asked for it again.
SETTINGS = {
    "distributed.scheduler.allowed-failures": _DEATHS,
    "distributed.worker.profile.enabled": False,
    "distributed.admin.tick.interval": "500ms",
    "distributed.nanny.pre-spawn-environ": {"MALLOC_TRIM_THRESHOLD_": 1 << 27, "MALLOC_MMAP_THRESHOLD_": 1 << 25},
}


class Engine(Protocol):
    """Calls a function with each of some values, here or elsewhere.

    `shared` says whether others work too, who have to find the files where this process does.
    """

    @property
    def shared(self) -> bool:
        """Say whether others work."""
        ...

    def map(self, work: Callable[[_Item], _Result], items: Sequence[_Item]) -> Iterator[_Result]:
        """Give the results as they come, in any order."""
        ...


class Alone:
    """Works in this process, one value after another."""

    shared = False

    def map(self, work: Callable[[_Item], _Result], items: Sequence[_Item]) -> Iterator[_Result]:
        """Give the results in the order of the values."""
        return map(work, items)


@dataclass(frozen=True, slots=True)
class Cluster:
    """Lets the workers of a cluster do the work."""

    client: Client
    shared: bool = True

    def map(self, work: Callable[[_Item], _Result], items: Sequence[_Item]) -> Iterator[_Result]:
        """Give the results as they are done.

        Raises:
            ResographError: a worker runs another version, or one after the other died of the same work.
        """
        from distributed import KilledWorker, as_completed

        futures = self.client.map(partial(_checked, program(), work), items, pure=False)
        try:
            for _, result in as_completed(futures, with_results=True):
                yield result
        except KilledWorker as death:
            raise ResographError(
                f"{_DEATHS} workers died of the same work ({death.last_worker.address} last): give them more memory, "
                "or fewer at a time (--workers). What is done is kept: run again to go on."
            ) from death
        finally:
            self.client.cancel(futures)


def _checked(expected: str, work: Callable[[_Item], _Result], item: _Item) -> _Result:
    """Do the work, on a worker; one with other code or other data would write other graphs."""
    if program() != expected:
        raise ResographError(
            "a worker runs another version of resograph, or has other data: install the same one everywhere."
        )
    try:
        return work(item)
    except ResographError:
        raise
    except Exception:  # noqa: BLE001 - whatever it is, it goes on as text
        # Not every traceback can be sent (one of a thousand calls cannot), and what is not sent is waited for.
        raise RuntimeError(traceback.format_exc()) from None


@contextmanager
def engine(workers: int | None = None, scheduler: str | None = None) -> Iterator[Engine]:
    """Give who does the work; workers that were started for it end with it.

    Args:
        workers: how many to start on this machine; None works in this process.
        scheduler: address of a Dask scheduler whose workers see the same files under the same paths.

    Raises:
        ResographError: no scheduler answers at the address.
    """
    if workers is None and scheduler is None:
        yield Alone()
        return
    import dask
    from distributed import Client, LocalCluster

    with dask.config.set(SETTINGS):
        if scheduler is None:
            with (
                LocalCluster(
                    n_workers=workers,
                    threads_per_worker=1,
                    dashboard_address=None,
                    silence_logs=logging.CRITICAL,
                ) as cluster,
                Client(cluster) as client,
            ):
                yield Cluster(client)
            return
        try:
            client = Client(scheduler, timeout=10)
        except (OSError, ValueError) as cause:
            raise ResographError(f"{scheduler}: no Dask scheduler answers ({cause}). Check the address.") from cause
        with client:
            yield Cluster(client)

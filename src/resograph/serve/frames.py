"""What passes between the server and a worker: a status byte, a length, and that many bytes."""

from __future__ import annotations

import struct
from enum import IntEnum

HEAD = struct.Struct(">BI")


class Status(IntEnum):
    """How a worker answers."""

    READY = 0
    DONE = 1
    FAULTY = 2
    FAILED = 3
    TOO_LARGE = 4
    MISSING = 5
    LATE = 6


def frame(status: int, payload: bytes) -> bytes:
    r"""Give a message.

    >>> frame(Status.DONE, b"yes")
    b'\x01\x00\x00\x00\x03yes'
    """
    return HEAD.pack(status, len(payload)) + payload

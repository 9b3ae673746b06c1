"""What passes between the server and a worker: a status byte, two lengths, then JSON about the content, and the content."""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

HEAD = struct.Struct(">BII")


class Status(IntEnum):
    """How a worker answers."""

    READY = 0
    DONE = 1
    FAULTY = 2
    REFUSED = 3
    TOO_LARGE = 4
    MISSING = 5
    LATE = 6
    SAME = 7
    NO_MEMORY = 8


@dataclass(frozen=True, slots=True)
class Reply:
    """What a worker answers.

    Args:
        status: how it went.
        content: as it is sent to the client.
        about: what the server must know about the content: its `type`, its validator (`tag`), whether it is `packed` by
            gzip; the HTTP `status` of a request that is refused.
    """

    status: Status
    content: bytes = b""
    about: dict[str, Any] = field(default_factory=dict)


def frame(status: int, payload: bytes, about: bytes = b"") -> bytes:
    r"""Give a message.

    >>> frame(Status.DONE, b"yes")
    b'\x01\x00\x00\x00\x00\x00\x00\x00\x03yes'
    """
    return HEAD.pack(status, len(about), len(payload)) + about + payload


def framed(reply: Reply) -> bytes:
    """Give a reply as a message."""
    return frame(reply.status, reply.content, json.dumps(reply.about).encode() if reply.about else b"")

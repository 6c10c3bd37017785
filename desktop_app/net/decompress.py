"""Reading and unpacking an answer's body, never beyond the cap."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable
from io import BytesIO

from desktop_app.core.errors import AnswerCut, AnswerTooLarge, NotTheApi
from desktop_app.net.call_limits import Watch

_GZIP = zlib.MAX_WBITS | 16
_STEP = 1 << 16
"""Bytes unpacked at a time: few enough that their memory is used again for the next ones."""
_GZIP_START = b"\x1f\x8b"


def unpack(
    parts: Iterable[bytes],
    encoding: str,
    watch: Watch,
    follow: Callable[[bytes], None] | None = None,
) -> bytes:
    """The body out of its parts from the wire; ``follow`` gets each part as soon as it is there.

    Raises AnswerTooLarge as soon as the cap is passed, packed or unpacked, NotTheApi for an
    encoding that was not asked for, AnswerCut when the packed data stop in the middle.
    """
    body = _Capped(watch, follow)
    if encoding in ("", "identity"):
        for part in parts:
            body.add(part)
    elif encoding in ("gzip", "x-gzip"):
        _gunzip(parts, body, watch)
    else:
        raise NotTheApi("the answer is packed in an unknown way", may_have_run=watch.may_have_run)
    return body.joined()


class _Capped:
    """Collects at most ``watch.limit`` bytes."""

    def __init__(self, watch: Watch, follow: Callable[[bytes], None] | None) -> None:
        self._watch = watch
        self._follow = follow
        self._bytes = BytesIO()  # grows in place, and gives its bytes away without copying them
        self._size = 0

    @property
    def room(self) -> int:
        return self._watch.limit - self._size

    def add(self, part: bytes) -> None:
        self._watch.check()
        self._size += len(part)
        if self._size > self._watch.limit:
            raise AnswerTooLarge(self._watch.limit, may_have_run=self._watch.may_have_run)
        self._bytes.write(part)
        if self._follow is not None:
            self._follow(part)

    def joined(self) -> bytes:
        return self._bytes.getvalue()


def _gunzip(parts: Iterable[bytes], body: _Capped, watch: Watch) -> None:
    member = zlib.decompressobj(_GZIP)
    started = False
    for part in parts:
        started = True
        while part:
            member = _next_member(member, part, watch)
            part = _inflate(member, part, body, watch)
    if started and not member.eof:
        raise AnswerCut("the packed data stop in the middle", may_have_run=watch.may_have_run)


def _next_member(member: zlib._Decompress, part: bytes, watch: Watch) -> zlib._Decompress:
    """The object to unpack with: a new one where another gzip member follows."""
    if not member.eof:
        return member
    if not part.startswith(_GZIP_START[: len(part)]):
        raise _not_gzip(watch)
    return zlib.decompressobj(_GZIP)


def _inflate(member: zlib._Decompress, part: bytes, body: _Capped, watch: Watch) -> bytes:
    """Unpack one step; what is left of ``part`` comes back."""
    try:
        # one byte more than there is room for, so that the cap is seen to be passed
        step = member.decompress(part, min(_STEP, body.room + 1))
    except zlib.error:
        step = None
    if step is None:
        raise _not_gzip(watch)
    body.add(step)
    return member.unused_data if member.eof else member.unconsumed_tail


def _not_gzip(watch: Watch) -> NotTheApi:
    return NotTheApi("the packed answer cannot be unpacked", may_have_run=watch.may_have_run)

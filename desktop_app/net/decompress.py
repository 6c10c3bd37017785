"""Reading and unpacking an answer's body, never beyond the cap."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable
from io import BytesIO

from desktop_app.core.errors import ResponseTooLarge, TruncatedResponse, UnexpectedResponse
from desktop_app.net.call_limits import CallLimits

_GZIP_WINDOW_BITS = zlib.MAX_WBITS | 16
_STEP_BYTES = 1 << 16
"""Bytes unpacked at a time: few enough that their memory is used again for the next ones."""
_GZIP_MAGIC = b"\x1f\x8b"


def decompress_body(
    chunks: Iterable[bytes],
    encoding: str,
    limits: CallLimits,
    on_chunk: Callable[[bytes], None] | None = None,
) -> bytes:
    """The body out of its parts from the wire; ``on_chunk`` gets each part as soon as it is there.

    Raises ResponseTooLarge as soon as the cap is passed, packed or unpacked, UnexpectedResponse
    for an encoding that was not asked for, TruncatedResponse when the packed data stop in the
    middle.
    """
    body = _CappedBody(limits, on_chunk)
    if encoding in ("", "identity"):
        for part in chunks:
            body.add(part)
    elif encoding in ("gzip", "x-gzip"):
        _gunzip(chunks, body, limits)
    else:
        raise UnexpectedResponse(
            "the answer is packed in an unknown way", may_have_run=limits.may_have_run
        )
    return body.getvalue()


class _CappedBody:
    """Collects at most ``watch.limit`` bytes."""

    def __init__(self, limits: CallLimits, on_chunk: Callable[[bytes], None] | None) -> None:
        self._limits = limits
        self._on_chunk = on_chunk
        self._buffer = BytesIO()  # grows in place, and gives its bytes away without copying them
        self._size = 0

    @property
    def remaining(self) -> int:
        return self._limits.max_bytes - self._size

    def add(self, chunk: bytes) -> None:
        self._limits.check()
        self._size += len(chunk)
        if self._size > self._limits.max_bytes:
            raise ResponseTooLarge(self._limits.max_bytes, may_have_run=self._limits.may_have_run)
        self._buffer.write(chunk)
        if self._on_chunk is not None:
            self._on_chunk(chunk)

    def getvalue(self) -> bytes:
        return self._buffer.getvalue()


def _gunzip(chunks: Iterable[bytes], body: _CappedBody, limits: CallLimits) -> None:
    member = zlib.decompressobj(_GZIP_WINDOW_BITS)
    started = False
    for part in chunks:
        started = True
        while part:
            member = _next_member(member, part, limits)
            part = _inflate(member, part, body, limits)
    if started and not member.eof:
        raise TruncatedResponse(
            "the packed data stop in the middle", may_have_run=limits.may_have_run
        )


def _next_member(member: zlib._Decompress, chunk: bytes, limits: CallLimits) -> zlib._Decompress:
    """The object to unpack with: a new one where another gzip member follows."""
    if not member.eof:
        return member
    if not chunk.startswith(_GZIP_MAGIC[: len(chunk)]):
        raise _invalid_gzip(limits)
    return zlib.decompressobj(_GZIP_WINDOW_BITS)


def _inflate(
    member: zlib._Decompress, chunk: bytes, body: _CappedBody, limits: CallLimits
) -> bytes:
    """Unpack one step; what is left of ``chunk`` comes back."""
    try:
        # one byte more than there is room for, so that the cap is seen to be passed
        step = member.decompress(chunk, min(_STEP_BYTES, body.remaining + 1))
    except zlib.error:
        step = None
    if step is None:
        raise _invalid_gzip(limits)
    body.add(step)
    return member.unused_data if member.eof else member.unconsumed_tail


def _invalid_gzip(limits: CallLimits) -> UnexpectedResponse:
    return UnexpectedResponse(
        "the packed answer cannot be unpacked", may_have_run=limits.may_have_run
    )

"""Reads and decompresses a response body, never beyond the byte cap."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable
from io import BytesIO

from desktop_app.core.errors import ResponseTooLarge, TruncatedResponse, UnexpectedResponse
from desktop_app.net.call_limits import CallLimits

_GZIP_WINDOW_BITS = zlib.MAX_WBITS | 16
_STEP_BYTES = 1 << 16
"""Bytes decompressed at a time: few enough that the memory of one step is reused for the next."""
_GZIP_MAGIC = b"\x1f\x8b"


def decompress_body(
    chunks: Iterable[bytes],
    encoding: str,
    limits: CallLimits,
    on_chunk: Callable[[bytes], None] | None = None,
) -> bytes:
    """Return the decompressed body; ``on_chunk`` gets each decompressed part as it arrives.

    Raises ResponseTooLarge as soon as the cap is passed, compressed or decompressed,
    UnexpectedResponse for invalid gzip or an encoding that was not requested, TruncatedResponse if
    the compressed data end early.
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
    """Collects at most ``limits.max_bytes`` bytes."""

    def __init__(self, limits: CallLimits, on_chunk: Callable[[bytes], None] | None) -> None:
        self._limits = limits
        self._on_chunk = on_chunk
        self._buffer = BytesIO()  # grows in place, and returns its bytes without a copy
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
    """Return the decompressor for ``chunk``: a new one if another gzip member starts."""
    if not member.eof:
        return member
    if not chunk.startswith(_GZIP_MAGIC[: len(chunk)]):
        raise _invalid_gzip(limits)
    return zlib.decompressobj(_GZIP_WINDOW_BITS)


def _inflate(
    member: zlib._Decompress, chunk: bytes, body: _CappedBody, limits: CallLimits
) -> bytes:
    """Decompress one step of ``chunk``, and return the rest of ``chunk``."""
    try:
        # one byte more than fits, so that passing the cap is noticed
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

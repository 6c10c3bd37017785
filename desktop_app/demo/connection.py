"""One HTTP/1.1 connection of the demo server: requests in, answers out, kept alive."""

from __future__ import annotations

import contextlib
import http
import re
import socket
from http.server import BaseHTTPRequestHandler
from typing import Protocol

from desktop_app.demo import request_body
from desktop_app.demo.faults import ErrorResponse, aspnet_error
from desktop_app.demo.http_messages import (
    DemoRequest,
    DemoResponse,
    lower_case_headers,
    parse_request,
    response_for_error,
)

_GZIP_THRESHOLD = 256  # bytes; below that gzip makes an answer longer


class ConnectionOwner(Protocol):
    """Whoever answers the requests of a connection."""

    def serve(self, request: DemoRequest) -> DemoResponse:
        """Answer one request, taking as long as the demo is asked to take."""


class DemoConnection(BaseHTTPRequestHandler):
    """Talks HTTP on a socket until the client or the server has had enough."""

    protocol_version = "HTTP/1.1"
    wbufsize = -1  # head and body leave in one packet
    disable_nagle_algorithm = True

    def __init__(self, sock: socket.socket, client: object, owner: ConnectionOwner) -> None:
        """Serve the connection; returns when it is over, raises OSError when it broke."""
        self._owner = owner
        super().__init__(sock, client, self)  # type: ignore[arg-type]  # it only keeps them

    def finish(self) -> None:
        """Close both ends of the talk, also when the client has hung up in the middle."""
        with contextlib.suppress(OSError):
            super().finish()
        self.rfile.close()

    def _serve(self) -> None:
        try:
            headers = lower_case_headers(self.headers.items())
            received = request_body.read_body(self.rfile, headers)
            asked = parse_request(self.command, self.path, headers, received)
        except ErrorResponse as fault:
            self._write(response_for_error(fault))
        except request_body.UnreadableBody as unreadable:
            self.close_connection = True
            self._write(response_for_error(unreadable.error))
        else:
            self._write(self._owner.serve(asked))

    def handle_expect_100(self) -> bool:
        """Ask for the body, unless its size is refused already."""
        try:
            is_too_large = (
                request_body.content_length(lower_case_headers(self.headers.items()))
                > request_body.MAX_BODY_BYTES
            )
        except request_body.UnreadableBody:
            is_too_large = False  # refused when the body is read
        if is_too_large:
            self.close_connection = True
            self._write(response_for_error(request_body.too_large_error()))
            return False
        super().handle_expect_100()
        self.wfile.flush()
        return True

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Refuse what is not even HTTP, or an unheard-of verb, in the envelope of the rest."""
        self.close_connection = True
        self.request_version = self.protocol_version  # or the status line is left out
        status = http.HTTPStatus(code)
        self._write(response_for_error(aspnet_error(code, message or status.phrase, explain or "")))

    def version_string(self) -> str:
        """Name the server without telling the Python version."""
        return "MailboxAdminDemo"

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the demo server's only line is the one with its address."""

    def _write(self, response: DemoResponse) -> None:
        packed = self._accepts_gzip() and len(response.body.content) > _GZIP_THRESHOLD
        content = response.body.gzipped() if packed else response.body.content
        self.send_response(response.status, response.reason_phrase)
        self.send_header("Content-Type", response.media_type)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-cache")
        self.send_header("Vary", "Accept-Encoding, Accept-Language, SO-Language")
        if packed:
            self.send_header("Content-Encoding", "gzip")
        for name, value in response.headers:
            self.send_header(name, value)
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def _accepts_gzip(self) -> bool:
        headers = getattr(self, "headers", None)  # there are none when the request was no HTTP
        accepted = headers.get("Accept-Encoding", "") if headers else ""
        return any(_is_gzip(part) for part in accepted.split(","))


for _verb in ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"):
    setattr(
        DemoConnection, f"do_{_verb}", DemoConnection._serve
    )  # http.server looks these names up


def _is_gzip(part: str) -> bool:
    name, _, parameters = part.partition(";")
    refused = re.fullmatch(r"\s*q\s*=\s*0(\.0*)?\s*", parameters)
    return name.strip().lower() in ("gzip", "x-gzip", "*") and not refused

"""One keep-alive HTTP/1.1 connection of the demo server."""

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
    """The object that answers the requests of a connection, called on the connection's thread."""

    def serve(self, request: DemoRequest) -> DemoResponse:
        """Answer one request, after the delay that the demo server was configured with."""


class DemoConnection(BaseHTTPRequestHandler):
    """Serves HTTP on one socket until the client or the server closes the connection."""

    protocol_version = "HTTP/1.1"
    wbufsize = -1  # head and body leave in one packet
    disable_nagle_algorithm = True

    def __init__(self, sock: socket.socket, client: object, owner: ConnectionOwner) -> None:
        """Serve the connection until it is closed. Raises OSError if the connection breaks."""
        self._owner = owner
        super().__init__(sock, client, self)  # type: ignore[arg-type]  # it only keeps them

    def finish(self) -> None:
        """Close both streams, even if the client has closed the connection early."""
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
        """Ask the client for the body, unless the body is too large."""
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
        """Answer invalid HTTP or an unknown verb with the same JSON envelope as other errors."""
        self.close_connection = True
        self.request_version = self.protocol_version  # or the status line is left out
        status = http.HTTPStatus(code)
        self._write(response_for_error(aspnet_error(code, message or status.phrase, explain or "")))

    def version_string(self) -> str:
        """Return the Server header, without the Python version."""
        return "MailboxAdminDemo"

    def log_message(self, format: str, *args: object) -> None:
        """Log nothing: the demo server prints only the line with its address."""

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

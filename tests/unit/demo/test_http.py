from __future__ import annotations

import gzip
import json
import socket
import struct
from collections.abc import Iterator
from contextlib import closing, contextmanager
from urllib.parse import urlsplit

import pytest

from desktop_app.demo import DemoServer
from tests.unit.demo.caller import AGENT, ENTITY, Caller

SAVE = f"{AGENT}/SaveMailboxEntity"
LIMIT = 1024 * 1024


@contextmanager
def raw(crm: DemoServer) -> Iterator[socket.socket]:
    port = urlsplit(crm.url).port
    assert port
    with socket.create_connection(("127.0.0.1", port), timeout=30) as exchange:
        yield exchange


def until_closed(exchange: socket.socket) -> bytes:
    received = b""
    while piece := exchange.recv(65536):
        received += piece
    return received


def head(crm: DemoServer, path: str, *headers: str) -> bytes:
    job = f"Authorization: SOTicket {crm.credentials.ticket}"
    lines = (f"POST /api{path} HTTP/1.1", "Host: x", job, *headers, "", "")
    return "\r\n".join(lines).encode()


def test_a_connection_is_kept_for_many_calls(caller: Caller) -> None:
    caller.post("GetMailboxes")
    exchange = caller.exchange.sock
    for _ in range(5):
        caller.post("GetMailboxes")
        caller.post("SaveMailboxEntity", {"Port": "wrong"})
        caller.send("POST", "/nowhere")
        caller.send("HEAD", "")
    assert caller.exchange.sock is exchange
    assert exchange is not None


def test_a_client_can_have_its_connection_closed(caller: Caller) -> None:
    reply = caller.send("POST", f"{AGENT}/GetMailboxes", headers={"Connection": "close"})
    assert reply.headers["Connection"] == "close"


@pytest.mark.parametrize("accepted", ["gzip", "GZIP", "deflate, gzip;q=0.5", "*"])
def test_long_answers_are_packed_when_allowed(caller: Caller, accepted: str) -> None:
    packed = caller.post("GetMailboxes", Accept_Encoding=accepted)
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed.headers["Vary"]
    plain = caller.post("GetMailboxes", Accept_Encoding="identity")
    assert plain.headers["Content-Encoding"] is None
    assert gzip.decompress(packed.body) == plain.body
    assert caller.entity(2, Accept_Encoding=accepted) == caller.entity(2)


@pytest.mark.parametrize("accepted", ["identity", "gzip;q=0", "gzip; q=0.00", "br", ""])
def test_answers_are_plain_when_not(caller: Caller, accepted: str) -> None:
    assert caller.post("GetMailboxes", Accept_Encoding=accepted).headers["Content-Encoding"] is None


def test_head_has_the_head_of_get_and_no_body(crm: DemoServer, caller: Caller) -> None:
    got = caller.send("GET", "", headers={"Accept": "application/json"})
    head = caller.send("HEAD", "", headers={"Accept": "application/json"})
    assert (head.status, head.body) == (200, b"")
    assert head.headers["Content-Length"] == got.headers["Content-Length"]
    with raw(crm) as exchange:  # http.client would not show a body that is there after all
        exchange.sendall(b"HEAD /api HTTP/1.1\r\nConnection: close\r\n\r\n")
        assert until_closed(exchange).endswith(b"\r\n\r\n")


@pytest.mark.parametrize(
    "media",
    [
        "application/json",
        "text/json",
        "application/json-patch+json",
        "application/merge-patch+json",
        "Application/JSON; charset=UTF-8",
        'application/json;charset="utf-8"',
    ],
)
def test_the_four_json_types_are_taken(caller: Caller, media: str) -> None:
    reply = caller.save({**ENTITY, "Address": "blåbær@example.com"}, Content_Type=media)
    assert reply.json()["Address"] == "blåbær@example.com"


@pytest.mark.parametrize(
    ("charset", "encoding"),
    [("utf-16", "utf-16"), ("iso-8859-1", "latin-1"), ("utf-8", "utf-8-sig")],
)
def test_the_charset_counts(caller: Caller, charset: str, encoding: str) -> None:
    text = json.dumps({**ENTITY, "Address": "blåbær@example.com"}, ensure_ascii=False)
    headers = {"Content-Type": f"application/json; charset={charset}"}
    reply = caller.send("POST", SAVE, text.encode(encoding), headers)
    assert reply.json()["Address"] == "blåbær@example.com"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Content-Type": "application/xml"},
        {"Content-Type": "text/xml"},
        {"Content-Type": "application/x-www-form-urlencoded"},
        {"Content-Type": "text/plain"},
        {"Content-Type": "application/json; charset=rot13"},
        {"Content-Type": "application/json", "Content-Encoding": "gzip"},
    ],
)
def test_other_types_are_415(crm: DemoServer, caller: Caller, headers: dict[str, str]) -> None:
    for method in ("SaveMailboxEntity", "GetMailboxes"):
        reply = caller.send("POST", f"{AGENT}/{method}", json.dumps(ENTITY).encode(), headers)
        assert reply.status == 415
        assert "JSON" in reply.json()["MessageDetail"]
    assert len(crm.store.mailboxes()) == 43


def test_a_type_without_a_body_does_not_matter(caller: Caller) -> None:
    assert (
        caller.post("GetMailboxes", Content_Type="application/x-www-form-urlencoded").status == 200
    )


@pytest.mark.parametrize("accept", ["application/xml", "text/html"])
def test_an_accept_without_json_is_406(crm: DemoServer, caller: Caller, accept: str) -> None:
    assert caller.post("GetMailboxes", Accept=accept).status == 406
    assert caller.save(ENTITY, Accept=accept).status == 406
    assert len(crm.store.mailboxes()) == 43


@pytest.mark.parametrize("accept", ["application/json", "text/json, text/xml", "*/*", "text/*"])
def test_an_accept_with_json_gets_json(caller: Caller, accept: str) -> None:
    assert len(caller.post("GetMailboxes", Accept=accept).json()) == 43


def test_a_chunked_body_is_read(caller: Caller) -> None:
    text = json.dumps(ENTITY).encode()
    headers = {"Content-Type": "application/json"}
    reply = caller.send("POST", SAVE, iter([text[:10], text[10:11], text[11:]]), headers)
    assert reply.json()["MailInFilterId"] == 44
    assert caller.post("GetMailboxes").status == 200


@pytest.mark.parametrize(
    "chunks", [b"x\r\n", b"-1\r\n", b"\r\n", b"fffffffff\r\n", b"2\r\nabcd\r\n"]
)
def test_malformed_chunks_are_400_and_the_end(crm: DemoServer, chunks: bytes) -> None:
    with raw(crm) as exchange:
        exchange.sendall(head(crm, SAVE, "Transfer-Encoding: chunked") + chunks)
        exchange.shutdown(socket.SHUT_WR)
        answer = until_closed(exchange)
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert b"Connection: close" in answer


def test_chunks_with_extensions_and_trailers(crm: DemoServer) -> None:
    body = b"4;x=y\r\nnull\r\n0\r\nTrailer: z\r\n\r\n"
    with raw(crm) as exchange:
        media = "Content-Type: application/json"
        first = head(crm, f"{AGENT}/GetMailboxes", media, "Transfer-Encoding: chunked")
        last = head(crm, f"{AGENT}/GetMailboxes", "Content-Length: 0", "Connection: close")
        exchange.sendall(first + body + last)
        assert until_closed(exchange).count(b"HTTP/1.1 200 ") == 2


@pytest.mark.parametrize("length", ["-1", "ten", "9" * 20, "1, 1"])
def test_a_length_that_is_no_number_is_400_and_the_end(crm: DemoServer, length: str) -> None:
    with raw(crm) as exchange:
        exchange.sendall(head(crm, SAVE, f"Content-Length: {length}"))
        assert until_closed(exchange).startswith(b"HTTP/1.1 400 ")


def test_a_body_cut_short_changes_nothing(crm: DemoServer) -> None:
    text = json.dumps(ENTITY).encode()
    with raw(crm) as exchange:
        length = f"Content-Length: {len(text) + 1}"
        exchange.sendall(head(crm, SAVE, "Content-Type: application/json", length) + text)
        exchange.shutdown(socket.SHUT_WR)
        assert until_closed(exchange).startswith(b"HTTP/1.1 400 ")
    assert len(crm.store.mailboxes()) == 43


def test_a_body_of_one_mebibyte_is_taken_and_one_byte_more_is_413(caller: Caller) -> None:
    headers = {"Content-Type": "application/json"}
    exchange = None
    for size, status in ((LIMIT, 200), (LIMIT + 1, 413), (LIMIT, 200)):
        reply = caller.send("POST", f"{AGENT}/GetMailboxes", b"null".ljust(size), headers)
        assert reply.status == status
        assert exchange in (None, caller.exchange.sock)
        exchange = caller.exchange.sock


def test_a_chunked_body_has_the_same_limit(caller: Caller) -> None:
    headers = {"Content-Type": "application/json"}
    pieces = iter([b" " * LIMIT, b"null"])
    assert caller.send("POST", SAVE, pieces, headers).status == 413


def test_an_enormous_body_is_refused_unread(crm: DemoServer) -> None:
    with raw(crm) as exchange:
        exchange.sendall(head(crm, SAVE, "Content-Length: 99999999999"))
        assert until_closed(exchange).startswith(b"HTTP/1.1 413 ")


def test_expect_is_answered_before_the_body(crm: DemoServer) -> None:
    text = json.dumps(ENTITY).encode()
    lines = (
        "Content-Type: application/json", f"Content-Length: {len(text)}",
        "Expect: 100-continue", "Connection: close",
    )  # fmt: skip
    with raw(crm) as exchange:
        exchange.sendall(head(crm, SAVE, *lines))
        assert exchange.recv(65536).startswith(b"HTTP/1.1 100 ")
        exchange.sendall(text)
        assert until_closed(exchange).startswith(b"HTTP/1.1 200 ")
    assert len(crm.store.mailboxes()) == 44


def test_expect_of_too_much_is_refused_at_once(crm: DemoServer) -> None:
    with raw(crm) as exchange:
        exchange.sendall(head(crm, SAVE, f"Content-Length: {LIMIT + 1}", "Expect: 100-continue"))
        assert until_closed(exchange).startswith(b"HTTP/1.1 413 ")


@pytest.mark.parametrize(
    ("line", "status"),
    [(b"BREW /api HTTP/1.1", b"501"), (b"GET /api HTTP/9.9", b"505"), (b"\xff\xfe x y z", b"400"),
     (b"GET " + b"/" * 70000 + b" HTTP/1.1", b"414"), (b"GET http://[ HTTP/1.1", b"400")],
)  # fmt: skip
def test_what_is_not_http_gets_an_envelope(crm: DemoServer, line: bytes, status: bytes) -> None:
    with raw(crm) as exchange:
        exchange.sendall(line + b"\r\nHost: x\r\nConnection: close\r\n\r\n")
        answer = until_closed(exchange)
    assert answer.split()[1] == status
    assert "Message" in json.loads(answer.partition(b"\r\n\r\n")[2])


def test_http_1_0_is_answered_and_closed(crm: DemoServer) -> None:
    with raw(crm) as exchange:
        exchange.sendall(b"GET /api HTTP/1.0\r\nAccept: application/json\r\n\r\n")
        answer = until_closed(exchange)
    assert json.loads(answer.partition(b"\r\n\r\n")[2])["Version"] == "v1"


def test_a_client_that_hangs_up_leaves_the_server_well(crm: DemoServer, caller: Caller) -> None:
    for _ in range(20):
        with raw(crm) as exchange:
            exchange.sendall(head(crm, f"{AGENT}/GetMailboxes", "Content-Length: 0") * 20)
            exchange.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    with closing(caller.exchange):
        assert caller.post("GetMailboxes").status == 200

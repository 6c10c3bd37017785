from __future__ import annotations

import select
import socket
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace

import pytest

from desktop_app.demo import DemoServer, StoredMailbox
from desktop_app.demo.routes import DemoApi
from tests.demo_mailboxes import stored_mailbox
from tests.guards import StrayLog
from tests.unit.demo.caller import ENTITY, Caller, calling

FOREVER_MS = 600_000


def demo_threads() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name.startswith("demo-")]


def test_stop_ends_every_thread_of_idle_connections_too() -> None:
    with ExitStack() as clients:
        with DemoServer() as crm:
            callers = [clients.enter_context(calling(crm)) for _ in range(5)]
            assert [caller.post("GetMailboxes").status for caller in callers] == [200] * 5
            assert len(demo_threads()) == 6
            assert all(thread.daemon for thread in demo_threads())
        assert demo_threads() == []


def test_stop_twice_or_without_start_is_harmless() -> None:
    server = DemoServer()
    server.stop()
    server.stop()
    with DemoServer() as crm:
        crm.stop()
    assert demo_threads() == []


def test_a_port_that_is_taken_is_an_oserror_and_leaves_nothing() -> None:
    with DemoServer() as crm:
        port = int(crm.url.split(":")[2].partition("/")[0])
        with pytest.raises(OSError, match=r"."), DemoServer(port=port):
            pass
        assert len(demo_threads()) == 1


def test_a_port_can_be_asked_for_and_used_again_at_once() -> None:
    with DemoServer() as first, calling(first) as caller:
        caller.post("GetMailboxes")
        port = caller.exchange.port
    with DemoServer(port=port) as second:
        assert second.url == f"http://127.0.0.1:{port}/api"


def test_an_answer_waits_for_its_latency_and_a_stop_ends_the_wait(crm: DemoServer) -> None:
    crm.latency_ms = FOREVER_MS
    with socket.create_connection(("127.0.0.1", int(crm.url.split(":")[2][:-4]))) as exchange:
        exchange.sendall(b"GET /api HTTP/1.1\r\n\r\n")
        assert crm.wait_for("Version", 1, timeout_s=30)
        assert select.select([exchange], [], [], 0)[0] == []
        crm.stop()
    assert demo_threads() == []


def test_a_slow_save_is_carried_out_before_the_wait(crm: DemoServer) -> None:
    crm.latency_ms = FOREVER_MS
    outcome: list[int | None] = []
    with calling(crm) as caller:
        worker = threading.Thread(target=lambda: outcome.append(_status(caller)))
        worker.start()
        assert crm.wait_for("SaveMailboxEntity", 1, timeout_s=30, carried_out=True)
        assert outcome == []
        assert len(crm.store.mailboxes()) == 44
        crm.stop()
        worker.join()
    assert outcome in ([200], [None])


def _status(caller: Caller) -> int | None:
    try:
        return caller.save(ENTITY).status
    except (OSError, ValueError):  # the server went away, which is the point
        return None


def test_latency_can_be_taken_away_again() -> None:
    with DemoServer(latency_ms=1) as crm, calling(crm) as caller:
        assert caller.post("GetMailboxes").status == 200
        crm.latency_ms = 0
        assert caller.post("GetMailboxes").status == 200


def test_requests_are_counted_by_method_and_status(crm: DemoServer, caller: Caller) -> None:
    caller.post("GetMailboxes")
    caller.send("POST", "/V1/AGENTS/customerservice/getmailboxes", sign_in=False)
    caller.send("GET", "/state/Cust1", sign_in=False)
    caller.send("GET", "/nowhere")
    assert crm.request_count("GetMailboxes") == 2
    assert (crm.response_count("GetMailboxes", 200), crm.response_count("GetMailboxes", 401)) == (
        1,
        1,
    )
    assert (
        crm.request_count("State"),
        crm.request_count(""),
        crm.request_count("SaveMailboxEntity"),
    ) == (1, 1, 0)
    assert crm.wait_for("GetMailboxes", 2, timeout_s=0)
    assert not crm.wait_for("GetMailboxes", 3, timeout_s=0)


def test_saves_from_many_clients_are_all_kept(crm: DemoServer) -> None:
    def create_ten(number: int) -> list[int]:
        with calling(crm) as caller:
            entity = {**ENTITY, "Address": f"client{number}@example.com"}
            return [caller.save(entity).json()["MailInFilterId"] for _ in range(10)]

    with ThreadPoolExecutor(8) as clients:
        ids = [each for made in clients.map(create_ten, range(8)) for each in made]
    assert sorted(ids) == list(range(44, 124))
    assert len(crm.store.mailboxes()) == 123


def test_what_the_store_holds_can_be_asked_and_changed(crm: DemoServer, caller: Caller) -> None:
    box = stored_mailbox(crm, 1)
    assert box.password
    crm.store.update(replace(box, port=70000, server="<b>x</b>"))
    answer = caller.entity(1)
    assert (answer["Port"], answer["Server"]) == (70000, "<b>x</b>")
    crm.store.remove(1)
    assert caller.entity(1) is None
    crm.store.remove(1)
    far = 2**40
    crm.store.update(StoredMailbox(far, "Sparkle", "far@example.com"))
    assert caller.post("GetMailboxes").json()[-1]["MailInFilterId"] == far


def test_a_failure_of_the_server_is_an_envelope_without_a_traceback(
    caller: Caller, monkeypatch: pytest.MonkeyPatch, expected_log: StrayLog
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr(DemoApi, "_respond", fail)
    reply = caller.post("GetMailboxes")
    assert (reply.status, reply.json()["ErrorType"]) == (500, "SoServerException")
    assert b"secret" not in reply.body
    expected_log.take("ZeroDivisionError")


def test_a_store_that_fails_is_an_envelope(crm: DemoServer, caller: Caller) -> None:
    crm.store.close()
    reply = caller.post("GetMailboxEntity?mailboxEntityId=1")
    assert (reply.status, reply.json()["ErrorType"]) == (500, "SoDbAccessException")


def test_ten_thousand_mailboxes_are_listed(caller: Caller) -> None:
    with DemoServer(mailboxes=10_000) as crm, calling(crm) as other:
        rows = other.post("GetMailboxes", Accept_Encoding="gzip").json()
        assert [row["MailInFilterId"] for row in rows] == list(range(1, 10_001))
        assert rows[:43] == caller.post("GetMailboxes").json()
        other.save({**ENTITY, "MailInFilterId": 44})
        again = other.post("GetMailboxes", Accept_Encoding="gzip").json()
        assert again[43]["Address"] == "new@example.com"
        assert again[:43] + again[44:] == rows[:43] + rows[44:]


def test_only_the_standard_library_is_imported() -> None:
    code = (
        "import sys, desktop_app.demo\n"
        "known = set(sys.stdlib_module_names) | {'__main__', 'desktop_app'}\n"
        "tops = {name.partition('.')[0] for name in sys.modules}\n"
        "rooms = {n for n in sys.modules if n.startswith('desktop_app.')\n"
        "         and not n.startswith('desktop_app.demo')}\n"
        "from_site = {n for n in tops - known if not n.startswith('_')}\n"
        "print(sorted(rooms), sorted(from_site))\n"
    )
    done = subprocess.run(
        [sys.executable, "-S", "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout.split("\n")[0] == "[] []"

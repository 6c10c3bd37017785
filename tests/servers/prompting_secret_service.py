"""A Secret Service of the tests' own, whose prompts are answered late, or never, or by a test.

It knows one collection, or none, keeps what it is given in memory, without encryption, and counts
what it is asked. It runs in a process of its own on a private bus.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

# jeepney has no types
from jeepney import (  # type: ignore[import-untyped]
    DBusAddress,
    HeaderFields,
    Message,
    MessageType,
    new_error,
    new_method_call,
    new_method_return,
    new_signal,
)
from jeepney.io.blocking import DBusConnection  # type: ignore[import-untyped]

from tests.servers.private_bus import (
    DEADLINE,
    SECRET_SERVICE,
    ask,
    connected,
    private_bus,
    running,
    wait_for_service,
)

ROOT = "/org/freedesktop/secrets"
DEFAULT = f"{ROOT}/aliases/default"
PREFIX = "org.freedesktop.Secret."
CONTROL = "tests.Keyring"
NEVER = 1e9


@dataclass(frozen=True)
class PromptingService:
    """The service while it runs; ``env`` leads a program to it."""

    env: dict[str, str]

    def count(self, name: str) -> int:
        """How often it was asked: ``Prompt``, ``CreateCollection``, ``Dismiss`` ..."""
        return int(str(self._ask("Count", "s", name)))

    def answer(self) -> None:
        """Answer the prompt that waits, as a person who types the right password."""
        self._ask("Answer", "")

    def end(self) -> None:
        """Let the service end without a word."""
        self._ask("End", "")

    def secrets(self) -> dict[str, str]:
        """What it keeps, by user name."""
        found = self._ask("Secrets", "")
        assert isinstance(found, dict)
        return found

    def _ask(self, method: str, signature: str, *values: object) -> object:
        with connected(self.env["DBUS_SESSION_BUS_ADDRESS"]) as bus:
            address = DBusAddress(ROOT, SECRET_SERVICE, CONTROL)
            call = new_method_call(address, method, signature, values)
            reply = bus.send_and_get_reply(call, timeout=DEADLINE)
            return reply.body[0] if reply.body else None


@contextmanager
def prompting_secret_service(
    answer_after: float = NEVER, *, collection: bool = True
) -> Iterator[PromptingService]:
    """Run it, locked; ``answer_after`` is in seconds, after which a person answers its prompt."""
    with private_bus() as address:
        command = [sys.executable, "-m", __name__, address, str(answer_after), str(collection)]
        with running(command):
            wait_for_service(address)
            yield PromptingService({"DBUS_SESSION_BUS_ADDRESS": address})


@dataclass
class Keyring:
    """What the service knows."""

    bus: DBusConnection
    answer_after: float
    has_collection: bool
    locked: bool = True
    items: dict[str, tuple[dict[str, str], bytes]] = field(default_factory=dict)
    prompts: dict[str, float] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)

    def serve(self) -> None:
        """Answer calls until killed."""
        while True:
            due = min(self.prompts.values(), default=NEVER)
            with suppress(TimeoutError):
                message = self.bus.receive(timeout=min(60.0, max(0.0, due - time.monotonic())))
                if message.header.message_type is MessageType.method_call:
                    self._take(message)
            for path in [p for p, when in self.prompts.items() if when <= time.monotonic()]:
                self.complete(path, dismissed=False)

    def complete(self, path: str, *, dismissed: bool) -> None:
        """End a prompt."""
        del self.prompts[path]
        self.locked = self.locked and dismissed
        emitter = DBusAddress(path, interface=f"{PREFIX}Prompt")
        paths = [] if dismissed else [DEFAULT]
        self.bus.send(new_signal(emitter, "Completed", "bv", (dismissed, ("ao", paths))))

    def _take(self, message: Message) -> None:
        fields = message.header.fields
        member, path = fields[HeaderFields.member], fields[HeaderFields.path]
        self.counts[member] = self.counts.get(member, 0) + 1
        answered = getattr(self, f"_on_{member.lower()}", lambda _path, *_body: None)(
            path, *message.body
        )
        if answered is None:
            kind = "NotSupported" if member == "OpenSession" else "UnknownObject"
            name = f"org.freedesktop.DBus.Error.{kind}"
            self.bus.send(new_error(message, name, "s", ("no such thing",)))
        else:
            signature, *body = answered
            self.bus.send(new_method_return(message, signature or None, tuple(body)))
        if member == "Prompt":
            self.prompts[path] = time.monotonic() + self.answer_after

    def _on_ping(self, _path: str) -> tuple[Any, ...]:
        return ("",)

    def _on_opensession(self, _path: str, algorithm: str, _input: object) -> tuple[Any, ...] | None:
        return ("vo", ("s", ""), f"{ROOT}/session/1") if algorithm == "plain" else None

    def _on_get(self, path: str, _interface: str, name: str) -> tuple[Any, ...] | None:
        if path == DEFAULT and not self.has_collection:
            return None
        if name == "Locked":
            return ("v", ("b", self.locked))
        return ("v", ("s", "Default"))

    def _on_unlock(self, _path: str, paths: list[str]) -> tuple[Any, ...]:
        return ("aoo", [], self._new_prompt()) if self.locked else ("aoo", paths, "/")

    def _on_createcollection(self, *_all: object) -> tuple[Any, ...]:
        return ("oo", "/", self._new_prompt())

    def _on_prompt(self, _path: str, _window: str) -> tuple[Any, ...]:
        return ("",)

    def _on_dismiss(self, path: str) -> tuple[Any, ...]:
        if path in self.prompts:
            self.complete(path, dismissed=True)
        return ("",)

    def _on_searchitems(self, _path: str, wanted: dict[str, str]) -> tuple[Any, ...]:
        found = [p for p, (has, _s) in self.items.items() if wanted.items() <= has.items()]
        return ("ao", found)

    def _on_createitem(
        self, _path: str, properties: dict[str, Any], secret: tuple[Any, ...], _replace: object
    ) -> tuple[Any, ...]:
        attributes = properties[f"{PREFIX}Item.Attributes"][1]
        place = f"{ROOT}/collection/default/{sum(attributes['username'].encode())}"
        self.items[place] = (attributes, bytes(secret[2]))
        return ("oo", place, "/")

    def _on_getsecret(self, path: str, session: str) -> tuple[Any, ...]:
        return ("(oayays)", (session, b"", self.items[path][1], "text/plain"))

    def _on_delete(self, path: str) -> tuple[Any, ...]:
        del self.items[path]
        return ("o", "/")

    def _on_count(self, _path: str, name: str) -> tuple[Any, ...]:
        return ("i", self.counts.get(name, 0))

    def _on_answer(self, _path: str) -> tuple[Any, ...]:
        for path in list(self.prompts):
            self.complete(path, dismissed=False)
        return ("",)

    def _on_end(self, _path: str) -> tuple[Any, ...]:
        ask(self.bus, "ReleaseName", "s", SECRET_SERVICE)
        self.prompts.clear()
        return ("",)

    def _on_secrets(self, _path: str) -> tuple[Any, ...]:
        return ("a{ss}", {has["username"]: secret.decode() for has, secret in self.items.values()})

    def _new_prompt(self) -> str:
        return f"{ROOT}/prompt/{self.counts.get('Unlock', 0)}"


def main(address: str, answer_after: str, collection: str) -> None:
    """Own the name and serve."""
    with connected(address) as bus:
        ask(bus, "RequestName", "su", SECRET_SERVICE, 0)
        Keyring(bus, float(answer_after), collection == "True").serve()


if __name__ == "__main__":
    main(*sys.argv[1:])

"""keyring's Secret Service backend on one lasting D-Bus connection.

keyring opens a connection for every entry that it reads or writes, and closes it at once.
gnome-keyring-daemon (42 to 50 at least) registers its clients late: if a client's first message
arrives before that, the daemon aborts and every program of the user loses its keyring. This was
seen here about once in 5,000 connections; one secret took up to 30. One connection for the life of
the program, opened with a ping, avoids the abort and takes a third of the time.

SecretStorage waits for the answer to a prompt without limit, and nothing can stop it. Here the wait
is visible and can be cancelled, and it ends when the service ends.
"""

from __future__ import annotations

import weakref
from typing import Any

from desktop_app.core.errors import SecretStoreError, SecretStoreFailure
from desktop_app.profiles.secrets.keyring_prompt import KeyringPrompt

PROMPT_POLL_SECONDS = 0.2
"""Seconds after which a cancelled prompt, or a service that has ended, is noticed."""

_SERVICE = "org.freedesktop.secrets"
_BUS = "org.freedesktop.DBus"


def share_connection(backend: Any) -> KeyringPrompt:
    """Make a Secret Service backend of keyring use one connection, closed with the backend.

    Returns the prompt that tells whether the service waits for a person. Raises whatever
    SecretStorage raises.
    """
    lasting = _SharedConnection(getattr(backend, "preferred_collection", None))
    backend.get_preferred_collection = lasting.collection
    return lasting.prompt


class _SharedConnection:
    """A connection, its session and the collection, which keyring asks for on each call."""

    def __init__(self, preferred: str | None) -> None:
        import secretstorage  # lazy: start

        self.prompt = KeyringPrompt()
        self._preferred = preferred
        self._session: Any = None
        self._connection: Any = secretstorage.dbus_init()
        weakref.finalize(self, type(self._connection).close, self._connection)
        self._connection.close = lambda: None  # keyring closes it after each call
        _watch_prompts(self._connection, self.prompt)
        self._ping()

    def collection(self) -> Any:
        """Return the collection, unlocked.

        Raises SecretStoreError: NO_COLLECTION if there is none, such as in KeePassXC while no
        database is open. None is created: SecretStorage would ask for one on each call. LOCKED if
        it stays locked.
        """
        import secretstorage  # lazy: start
        from secretstorage.util import open_session  # lazy: start

        path = (self._preferred,) if self._preferred else ()
        try:
            found = secretstorage.Collection(self._connection, *path)
        except secretstorage.ItemNotFoundException:
            raise SecretStoreError(SecretStoreFailure.NO_COLLECTION) from None
        if found.is_locked() and (found.unlock() or found.is_locked()):
            raise SecretStoreError(SecretStoreFailure.LOCKED)
        self._session = self._session or open_session(self._connection)
        found.session = self._session
        return found

    def _ping(self) -> None:
        """Send a message that needs no registered client; any reply proves the registration."""
        ping = _message("/org/freedesktop/secrets", _SERVICE, f"{_BUS}.Peer", "Ping")
        self._connection.send_and_get_reply(ping)


def _watch_prompts(connection: Any, prompt: KeyringPrompt) -> None:
    """Let ``prompt`` tell, on this connection, when SecretStorage waits for a prompt's answer.

    SecretStorage filters the messages of one prompt, shows it, and waits for its answer; it waits
    for nothing else in this way.
    """
    # Holding the connection itself would keep it open for ever.
    make_filter, receive = type(connection).filter, type(connection).recv_until_filtered
    paths: list[str] = []
    weak = weakref.ref(connection)

    def note_path(rule: Any, **how: Any) -> Any:
        paths[:] = [rule.header_fields["path"]]
        return make_filter(weak(), rule, **how)

    def wait_for_answer(queue: Any, **_limit: Any) -> Any:
        with prompt.shown():
            while True:
                try:
                    return receive(weak(), queue, timeout=PROMPT_POLL_SECONDS)
                except TimeoutError:
                    _check_prompt(weak(), prompt, paths[0])

    connection.filter, connection.recv_until_filtered = note_path, wait_for_answer


def _check_prompt(connection: Any, prompt: KeyringPrompt, path: str) -> None:
    """Raise SecretStoreError if the prompt was cancelled, or its service has ended."""
    if prompt.is_cancelled:
        connection.send(_message(path, _SERVICE, "org.freedesktop.Secret.Prompt", "Dismiss"))
        raise SecretStoreError(SecretStoreFailure.LOCKED)
    owned = _message("/org/freedesktop/DBus", _BUS, _BUS, "NameHasOwner", _SERVICE)
    if not connection.send_and_get_reply(owned).body[0]:
        raise SecretStoreError(SecretStoreFailure.MISSING)


def _message(path: str, name: str, interface: str, method: str, *texts: str) -> Any:
    """Return a call of a method that takes texts."""
    # Types ignored because jeepney has none.
    from jeepney import DBusAddress, new_method_call  # type: ignore[import-untyped]  # lazy: start

    address = DBusAddress(path, name, interface)
    return new_method_call(address, method, "s" * len(texts), texts)

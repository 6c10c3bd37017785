"""keyring's Secret Service backend on one lasting D-Bus connection.

keyring opens a connection for every entry that it reads or writes, and closes it at once.
gnome-keyring-daemon (42 to 50 at least) registers its clients late: if a client's first message
arrives before that, the daemon aborts and every program of the user loses its keyring. This was
seen here about once in 5,000 connections; one secret took up to 30. One connection for the life of
the program, opened with a ping, avoids the abort and takes a third of the time.
"""

from __future__ import annotations

import weakref
from typing import Any

from desktop_app.core.errors import SecretStoreError, SecretStoreFailure


def share_connection(backend: Any) -> None:
    """Make a Secret Service backend of keyring use one connection, closed with the backend.

    Raises whatever SecretStorage raises.
    """
    lasting = _SharedConnection(getattr(backend, "preferred_collection", None))
    backend.get_preferred_collection = lasting.collection


class _SharedConnection:
    """A connection, its session and the collection, which keyring asks for on each call."""

    def __init__(self, preferred: str | None) -> None:
        import secretstorage  # lazy: start

        self._preferred = preferred
        self._session: Any = None
        self._connection: Any = secretstorage.dbus_init()
        weakref.finalize(self, type(self._connection).close, self._connection)
        self._connection.close = lambda: None  # keyring closes it after each call
        self._ping()

    def collection(self) -> Any:
        """Return the collection, unlocked. Raises SecretStoreError if it stays locked."""
        import secretstorage  # lazy: start
        from secretstorage.util import open_session  # lazy: start

        if self._preferred is None:
            found = secretstorage.get_default_collection(self._connection)
        else:
            found = secretstorage.Collection(self._connection, self._preferred)
        if found.is_locked() and (found.unlock() or found.is_locked()):
            raise SecretStoreError(SecretStoreFailure.LOCKED)
        self._session = self._session or open_session(self._connection)
        found.session = self._session
        return found

    def _ping(self) -> None:
        """Send a message that needs no registered client; any reply proves the registration."""
        # Types ignored because jeepney has none.
        from jeepney import DBusAddress, new_method_call  # type: ignore[import-untyped]  # lazy: start

        service = DBusAddress(
            "/org/freedesktop/secrets", "org.freedesktop.secrets", "org.freedesktop.DBus.Peer"
        )
        self._connection.send_and_get_reply(new_method_call(service, "Ping"))

"""Where the API is: at an address that is known, or wherever a tenant's state says."""

from __future__ import annotations

from desktop_app.net.cancel_token import Cancel


class Place:
    """An address that stays. ``address`` ends in ``/api``."""

    def __init__(self, address: str) -> None:
        self._address = address.rstrip("/")

    def address(self, cancel: Cancel) -> str:
        """The address of the API, without a slash at its end. Raises Trouble."""
        del cancel
        return self._address

    def moved(self, wrong: str, cancel: Cancel) -> bool:
        """Whether there is another address now than the one that was wrong. Raises Trouble."""
        del wrong, cancel
        return False

    def doubt(self) -> None:
        """Nobody was found at the address: ask again before the next call, where one can."""

"""Where the API is: at an address that is known, or wherever a tenant's state says."""

from __future__ import annotations

from desktop_app.net.cancel_token import CancelToken


class ApiEndpoint:
    """An address that stays. ``address`` ends in ``/api``."""

    def __init__(self, address: str) -> None:
        self._address = address.rstrip("/")

    def address(self, cancel: CancelToken) -> str:
        """The address of the API, without a slash at its end. Raises AppError."""
        del cancel
        return self._address

    def relocate(self, failed_address: str, cancel: CancelToken) -> bool:
        """Whether there is another address now than the one that was wrong. Raises AppError."""
        del failed_address, cancel
        return False

    def invalidate(self) -> None:
        """Nobody was found at the address: ask again before the next call, where one can."""

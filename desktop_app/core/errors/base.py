"""The base of all that can go wrong."""

from __future__ import annotations


class Trouble(Exception):
    """The base of all errors that a person is told about."""

    def __init__(self, detail: str = "", *, may_have_run: bool = False) -> None:
        super().__init__(detail)
        self.detail = detail
        self.may_have_run = may_have_run

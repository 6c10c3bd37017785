"""The base of all that can go wrong."""

from __future__ import annotations

from typing import ClassVar


class AppError(Exception):
    """The base of all errors that a person is told about.

    ``written_name`` is what journal lines and reports call this kind of error. It is the name of
    the class, and stays as it was when a class gets another name.
    """

    written_name: ClassVar[str] = "Trouble"

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        cls.written_name = vars(cls).get("written_name", cls.__name__)

    def __init__(self, detail: str = "", *, may_have_run: bool = False) -> None:
        super().__init__(detail)
        self.detail = detail
        self.may_have_run = may_have_run

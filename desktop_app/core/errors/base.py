"""The base class of all errors shown to the user."""

from __future__ import annotations

from typing import ClassVar, Self


class AppError(Exception):
    """The base class of all errors shown to the user.

    ``written_name`` is the name of the error in journal lines and reports. By default it is the
    name of the class; a renamed class keeps its old written name, because the name is stored.
    """

    written_name: ClassVar[str] = "Trouble"

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        cls.written_name = vars(cls).get("written_name", cls.__name__)

    def __init__(self, detail: str = "", *, may_have_run: bool = False) -> None:
        super().__init__(detail)
        self.detail = detail
        self.may_have_run = may_have_run

    def without_frames(self) -> Self:
        """Return this error without its traceback and without the errors behind it.

        An error is kept for as long as a window shows it. The frames of a traceback would keep all
        that the failed work knew: a password, or an answer of hundreds of megabytes.
        """
        self.__traceback__ = self.__cause__ = self.__context__ = None
        for value in vars(self).values():
            if isinstance(value, AppError):
                value.without_frames()
        return self

"""What is wrong with the address of a profile."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop_app.core.profiles.profile import UrlProblem


def tr(text: str) -> str:
    """Translate a text of this room."""
    return QCoreApplication.translate("addresses", text)


def address_problem_text(problem: UrlProblem) -> str:
    """One sentence for each problem."""
    return {
        UrlProblem.EMPTY: tr("Type the address of SuperOffice, as in a browser."),
        UrlProblem.SCHEME: tr("The address begins with https:// (or http://)."),
        UrlProblem.HOST: tr("This is not the address of a server."),
        UrlProblem.HAS_CREDENTIALS: tr(
            "The address holds a user name or password. Type those in their own fields."
        ),
        UrlProblem.UNEXPECTED_PART: tr("Leave out what follows the “?” or “#”."),
    }[problem]

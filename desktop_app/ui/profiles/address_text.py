"""What is wrong with the address of a profile."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop_app.core.profiles.profile import AddressProblem


def tr(text: str) -> str:
    """Translate a text of this room."""
    return QCoreApplication.translate("addresses", text)


def address_words(problem: AddressProblem) -> str:
    """One sentence for each problem."""
    return {
        AddressProblem.EMPTY: tr("Type the address of SuperOffice, as in a browser."),
        AddressProblem.SCHEME: tr("The address begins with https:// (or http://)."),
        AddressProblem.HOST: tr("This is not the address of a server."),
        AddressProblem.HOLDS_LOGIN: tr(
            "The address holds a user name or password. Type those in their own fields."
        ),
        AddressProblem.EXTRA: tr("Leave out what follows the “?” or “#”."),
    }[problem]

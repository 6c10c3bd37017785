"""What is wrong with the address of a profile."""

from __future__ import annotations

from desktop_app.core.profiles.profile import UrlProblem
from desktop_app.ui.i18n import translate


def address_problem_text(problem: UrlProblem) -> str:
    """One sentence for each problem."""
    return {
        UrlProblem.EMPTY: translate(
            "profiles", "Type the address of SuperOffice, as in a browser."
        ),
        UrlProblem.SCHEME: translate("profiles", "The address begins with https:// (or http://)."),
        UrlProblem.HOST: translate("profiles", "This is not the address of a server."),
        UrlProblem.HAS_CREDENTIALS: translate(
            "profiles", "The address holds a user name or password. Type those in their own fields."
        ),
        UrlProblem.UNEXPECTED_PART: translate("profiles", "Leave out what follows the “?” or “#”."),
    }[problem]

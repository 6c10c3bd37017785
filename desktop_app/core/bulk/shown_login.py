"""Decides whether the login of a pasted line may be shown, or may be a password in that column."""

from __future__ import annotations

import re
from collections.abc import Collection

from desktop_app.core.bulk.password_table import PasswordRow
from desktop_app.core.mailbox.addresses import bare_address, parse_address

_PUBLIC_DOMAIN = re.compile(r".+\.([^\W\d_]{2,}|xn--[a-z0-9-]+)", re.IGNORECASE)
"""A domain with a dot, and letters after the last one: "P@ssw0rd" and "x@2026.4you" have none."""
_WHITE_SPACE = re.compile(r"\s")


def is_shown_login(
    row: PasswordRow, domains: Collection[str], known_logins: Collection[str]
) -> bool:
    """Return whether the login of a line that fits no mailbox may be shown.

    ``domains`` are those of the list, ``known_logins`` its addresses and user names, all as
    ``bare_address`` writes them. An address in another domain is shown if the line has a password
    that is neither an address nor a known login: the columns may be the wrong way round.
    """
    user, at, domain = bare_address(row.login).rpartition("@")
    if at and domain in domains:
        return True
    password = row.password.strip()
    is_swapped = "@" in password or bare_address(password) in known_logins
    return bool(password) and not is_swapped and _is_plain_address(row.login, user, domain)


def _is_plain_address(login: str, user: str, domain: str) -> bool:
    is_address = parse_address(login).issue is None and not _WHITE_SPACE.search(user)
    return is_address and _PUBLIC_DOMAIN.fullmatch(domain) is not None

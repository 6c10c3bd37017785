"""A person at a browser, as far as signing in goes: opens a page, chooses a name, is sent back."""

from __future__ import annotations

import http.client
import re
import sys
import threading
from collections.abc import Mapping
from html import unescape
from urllib.parse import urlencode, urlsplit

from tests.servers.openid_provider import PERSON

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class BrowserUser:
    """Signs in at whatever page the program opens, in a thread of its own, as a browser would."""

    def __init__(self, *, denies: bool = False, stays_away: bool = False) -> None:
        self._denies = denies
        self._stays_away = stays_away
        self.opened: list[str] = []
        self.pages: list[str] = []
        """The sign-in pages that the opened addresses led to."""
        self.seen = ""
        """The page that the program showed in the end."""
        self._threads: list[threading.Thread] = []

    def open(self, url: str) -> bool:
        """What the program calls to open the browser."""
        self.opened.append(url)
        if not self._stays_away:
            self._threads.append(threading.Thread(target=self._sign_in, args=(url,)))
            self._threads[-1].start()
        return True

    def join(self) -> None:
        for thread in self._threads:
            thread.join(10)

    def _sign_in(self, url: str) -> None:
        url = sign_in_page(url)
        self.pages.append(url)
        visit("GET", url)
        choice = {"action": "deny"} if self._denies else {"sub": PERSON}
        _, headers, page = visit("POST", url, choice)
        if "location" in headers:
            _, _, self.seen = visit("GET", headers["location"])
            return
        action = re.search(r'action="([^"]+)"', page)
        assert action is not None, page
        fields = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', page))
        plain = {unescape(name): unescape(value) for name, value in fields.items()}
        _, _, self.seen = visit("POST", unescape(action[1]), plain)


def sign_in_page(url: str) -> str:
    """The page that the program sends a browser on to."""
    status, headers, _ = visit("GET", url)
    return headers["location"] if status == 302 else url


def visit(
    method: str,
    url: str,
    form: dict[str, str] | None = None,
    more: Mapping[str, str] | None = None,
) -> tuple[int, dict[str, str], str]:
    """One request of a browser, with ``more`` headers; redirects are left to the caller."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=20)
    try:
        body = urlencode(form) if form else None
        path = f"{parts.path}?{parts.query}" if parts.query else parts.path
        connection.request(method, path, body, {**(FORM if form else {}), **(more or {})})
        answer = connection.getresponse()
        got = {name.lower(): value for name, value in answer.getheaders()}
        return answer.status, got, answer.read().decode()
    finally:
        connection.close()


if __name__ == "__main__":  # in place of the system's browser: its argument is the page
    BrowserUser()._sign_in(sys.argv[1])

"""The way in to a CRM without a network."""

from __future__ import annotations

from collections.abc import Iterator

from desktop_app.core.profiles.connection_test import StageOutcome
from tests.unit.services.fake_client import FakeCrm


class FakeAccess:
    """Clients of a CRM; nobody signs in, and nothing is probed."""

    def __init__(self, crm: FakeCrm) -> None:
        self.client = crm.client

    def sign_in_with_browser(self, open_browser: object, cancel: object, prompts: object) -> str:
        raise AssertionError((open_browser, cancel, prompts))

    def probe(self, cancel: object) -> Iterator[StageOutcome]:
        raise AssertionError(cancel)

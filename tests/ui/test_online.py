"""SuperOffice Online from the window: signing in in the browser, and signing in again meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desktop_app.core.errors import SecretStoreTrouble, SignInRefused
from desktop_app.core.mailbox import KeepVerdict
from desktop_app.core.profile import Profile, SignInKind
from desktop_app.core.secret import SecretName, main_secret
from desktop_app.demo import DemoServer
from desktop_app.tasks.background import Courier
from desktop_app.tasks.workplace import Phase, Workplace
from desktop_app.tasks.workplaces import Workplaces
from desktop_app.ui.browser import SystemBrowser
from desktop_app.ui.edit.dialog import EditDialog
from desktop_app.ui.mailbox_pane import MailboxPane
from desktop_app.webapi.access import Access
from tests.servers.faults import reply
from tests.servers.hostile import HostileServer
from tests.servers.openid_provider import openid_provider
from tests.servers.person import Person
from tests.servers.superid import CLAIMS, SuperId, app


class Kept:
    """Secrets in memory."""

    def __init__(self, **found: str) -> None:
        self.found = {SecretName[name.upper()]: text for name, text in found.items()}

    def get(self, profile: Profile, name: SecretName | None = None) -> str | None:
        return self.found.get(name or main_secret(profile))

    def put(
        self, profile: Profile, secret: str, name: SecretName | None = None
    ) -> SecretStoreTrouble | None:
        self.found[name or main_secret(profile)] = secret
        return None

    def forget(self, profile: Profile) -> None:
        del profile
        self.found.clear()


@pytest.fixture(scope="module")
def provider() -> Iterator[int]:
    with openid_provider(CLAIMS) as port:
        yield port


@pytest.fixture
def superid(provider: int, crm: DemoServer) -> Iterator[SuperId]:
    with SuperId(provider, (crm.url, crm.credentials.token)) as superid:
        yield superid


@pytest.fixture
def person(monkeypatch: pytest.MonkeyPatch) -> Iterator[Person]:
    """Sits at the browser that the program opens."""
    person = Person()

    def opened(url: QUrl) -> bool:
        return person.open(bytes(url.toEncoded().data()).decode())

    monkeypatch.setattr(SystemBrowser, "open_url", staticmethod(opened))
    yield person
    person.join()


@pytest.fixture
def kept() -> Kept:
    return Kept()


@pytest.fixture
def places(kept: Kept, courier: Courier) -> Iterator[Workplaces]:
    places = Workplaces(kept, lambda p, c, keep: Access(p, c, "en", keep), courier)
    yield places
    places.close()


@pytest.fixture
def online(superid: SuperId, places: Workplaces) -> Workplace:
    profile = Profile("p", "Acme", "", "", superid.tenant, SignInKind.OAUTH, app())
    return places.at(profile)


@pytest.fixture
def pane(online: Workplace, qtbot: QtBot) -> Iterator[MailboxPane]:
    pane = MailboxPane(online)
    pane.show()
    online.refresh()
    qtbot.waitUntil(lambda: online.standing.phase is Phase.FAILED)
    yield pane
    pane.close()
    pane.deleteLater()


def press(pane: MailboxPane, words: str) -> None:
    buttons = pane.findChildren(QPushButton)
    next(b for b in buttons if words in b.text().replace("&", "") and b.isVisible()).click()


@pytest.mark.usefixtures("person")
def test_signing_in_shows_the_list(
    pane: MailboxPane, online: Workplace, kept: Kept, qtbot: QtBot
) -> None:
    assert "not signed in" in pane.face.headline
    press(pane, "Sign in in the browser")
    qtbot.waitUntil(lambda: online.standing.phase is Phase.READY)
    assert pane.table.rowCount() >= 40
    assert SecretName.REFRESH_TOKEN in kept.found


def test_giving_up_while_the_browser_is_open(
    pane: MailboxPane, person: Person, qtbot: QtBot
) -> None:
    person._stays_away = True
    press(pane, "Sign in in the browser")
    qtbot.waitUntil(lambda: bool(person.opened))
    press(pane, "Cancel")
    qtbot.waitUntil(lambda: "not signed in" in pane.face.headline)


@pytest.mark.usefixtures("person")
def test_consent_withdrawn_in_the_middle_of_an_edit(
    pane: MailboxPane, online: Workplace, superid: SuperId, crm: DemoServer, qtbot: QtBot
) -> None:
    press(pane, "Sign in in the browser")
    qtbot.waitUntil(lambda: online.standing.phase is Phase.READY)
    online.keep_verdict = KeepVerdict.PROVED
    online.asks_for_notes = False
    dialog = EditDialog(online, 1)
    dialog.show()
    qtbot.waitUntil(lambda: dialog.is_ready)
    dialog.editor.form.port.setValue(1993)
    superid.revoke()
    dialog.save()
    qtbot.waitUntil(lambda: online.standing.phase is Phase.FAILED and not dialog.is_saving)
    assert "not signed in" in dialog.editor.banner.text
    press(pane, "Sign in in the browser")
    qtbot.waitUntil(lambda: online.standing.phase is Phase.READY)
    assert dialog.editor.form.port.text() == "1993", "the form stays as it is"
    with qtbot.waitSignal(dialog.finished):
        dialog.save()
    stored = crm.store.mailbox(1)
    assert stored is not None
    assert stored.port == 1993
    assert crm.count("SaveMailboxEntity") == 1


def test_a_busy_server_is_told_in_the_status_bar(
    places: Workplaces, kept: Kept, qtbot: QtBot
) -> None:
    kept.found[SecretName.SIGN_IN_PASSWORD] = "pass"
    with HostileServer({"*": reply(b"", 503, {"Retry-After": "5"})}) as server:
        work = places.at(replace(Profile.new("Acme", server.url, "me"), id="busy"))
        pane = MailboxPane(work)
        work.refresh()
        qtbot.waitUntil(lambda: "Trying again in 5.0 s (attempt 2)" in pane.status())
        places.close()
        pane.deleteLater()


WAYS = [
    (SignInKind.BASIC, SecretName.SIGN_IN_PASSWORD, "password"),
    (SignInKind.TICKET, SecretName.TICKET, "ticket"),
    (SignInKind.BEARER, SecretName.BEARER_TOKEN, "token"),
]


@pytest.mark.parametrize(("kind", "name", "credential"), WAYS)
def test_every_typed_sign_in_lists_and_a_wrong_one_halts(
    kind: SignInKind,
    name: SecretName,
    credential: str,
    crm: DemoServer,
    places: Workplaces,
    kept: Kept,
    qtbot: QtBot,
) -> None:
    kept.found[name] = getattr(crm.credentials, credential)
    profile = replace(Profile.new("Acme", crm.url, crm.credentials.username), sign_in=kind)
    work = places.at(profile)
    work.refresh()
    qtbot.waitUntil(lambda: bool(work.standing.signed_in_as))
    assert len(work.rows) >= 40
    places.drop(profile.id)
    kept.found[name] = "wrong"
    again = places.at(profile)
    again.refresh()
    qtbot.waitUntil(lambda: again.standing.phase is Phase.FAILED)
    assert isinstance(again.standing.trouble, SignInRefused)
    before = crm.count("GetMailboxes")
    again.read(1, lambda _outcome: None)
    assert crm.count("GetMailboxes") == before

"""SuperOffice Online from the window: signing in in the browser, and signing in again meanwhile."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit

import pytest
from PySide6.QtCore import QCoreApplication, QUrl
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.core.errors import SecretStoreError, SignInRefused
from desktop_app.core.mailbox.mailbox import KeepBehaviour
from desktop_app.core.profiles.profile import Profile, SignInKind
from desktop_app.core.secrets.secret import SecretName, main_secret
from desktop_app.demo import DemoServer
from desktop_app.services.background import MainThreadDispatcher
from desktop_app.services.workspace.workspace import ListPhase, Workspace
from desktop_app.services.workspace.workspaces import WorkspaceManager
from desktop_app.ui.mailbox_edit.edit_dialog import EditDialog
from desktop_app.ui.mailbox_list.list_pane import ListPane
from desktop_app.ui.sign_in.system_browser import SystemBrowser
from desktop_app.webapi.client_factory import ApiClientFactory
from tests.servers.faults import reply
from tests.servers.hostile import Fault, HostileServer
from tests.servers.openid_provider import openid_provider
from tests.servers.person import Person
from tests.servers.superid import CLAIMS, SuperId, app
from tests.ui.conftest import end_dialogs


class Kept:
    """Secrets in memory."""

    def __init__(self, **found: str) -> None:
        self.found = {SecretName[name.upper()]: text for name, text in found.items()}

    def get(self, profile: Profile, name: SecretName | None = None) -> str | None:
        return self.found.get(name or main_secret(profile))

    def set(
        self, profile: Profile, secret: str, name: SecretName | None = None
    ) -> SecretStoreError | None:
        self.found[name or main_secret(profile)] = secret
        return None

    def delete_profile(self, profile: Profile) -> None:
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
def workspaces(kept: Kept, dispatcher: MainThreadDispatcher) -> Iterator[WorkspaceManager]:
    browser = SystemBrowser()
    workspaces = WorkspaceManager(
        kept,
        lambda p, c, keep: ApiClientFactory(p, c, "en", keep),
        dispatcher,
        open_browser=browser.open,
    )
    yield workspaces
    workspaces.close()


@pytest.fixture
def online(superid: SuperId, workspaces: WorkspaceManager) -> Workspace:
    profile = Profile("p", "Acme", "", "", superid.tenant, SignInKind.OAUTH, app())
    return workspaces.open(profile)


@pytest.fixture
def pane(online: Workspace, qtbot: QtBot) -> Iterator[ListPane]:
    pane = ListPane(online)
    pane.show()
    online.refresh()
    qtbot.waitUntil(lambda: online.list_state.phase is ListPhase.FAILED)
    yield pane
    pane.close()
    pane.deleteLater()


def press(workspace: QWidget, words: str) -> None:
    QCoreApplication.sendPostedEvents()  # buttons that were just made are shown by one
    buttons = workspace.findChildren(QPushButton)
    next(b for b in buttons if words in b.text().replace("&", "") and b.isVisible()).click()


@pytest.mark.usefixtures("person")
def test_signing_in_shows_the_list(
    pane: ListPane, online: Workspace, kept: Kept, qtbot: QtBot
) -> None:
    assert "not signed in" in pane.placeholder.headline
    press(pane, "Sign in in the browser")
    qtbot.waitUntil(lambda: online.list_state.phase is ListPhase.READY)
    assert pane.model.rowCount() >= 40
    assert SecretName.REFRESH_TOKEN in kept.found


def test_giving_up_while_the_browser_is_open(pane: ListPane, person: Person, qtbot: QtBot) -> None:
    person._stays_away = True
    press(pane, "Sign in in the browser")
    qtbot.waitUntil(lambda: bool(person.opened))
    press(pane, "Cancel")
    qtbot.waitUntil(lambda: "not signed in" in pane.placeholder.headline)


@pytest.mark.usefixtures("person")
@pytest.mark.parametrize("from_dialog", [True, False])
def test_consent_withdrawn_in_the_middle_of_an_edit(
    pane: ListPane,
    online: Workspace,
    superid: SuperId,
    crm: DemoServer,
    qtbot: QtBot,
    from_dialog: bool,
) -> None:
    """The form stays, and the save goes on by itself, once, wherever the sign-in began."""
    press(pane, "Sign in in the browser")
    qtbot.waitUntil(lambda: online.list_state.phase is ListPhase.READY)
    online.server_facts.keep_behaviour = KeepBehaviour.PROVED
    online.server_facts.is_first_save = False
    dialog = EditDialog(online, 1)
    dialog.show()
    qtbot.waitUntil(lambda: dialog.is_ready)
    dialog.editor.form.port_editor.setValue(1993)
    superid.revoke()
    dialog.save()
    qtbot.waitUntil(lambda: online.list_state.phase is ListPhase.FAILED and not dialog.is_saving)
    assert "not signed in" in dialog.editor.banner.text
    assert dialog.editor.form.port_editor.text() == "1993", "the form stays as it is"
    with qtbot.waitSignal(dialog.finished):
        press(dialog if from_dialog else pane, "Sign in in the browser")
    stored = crm.store.mailbox(1)
    assert stored is not None
    assert stored.port == 1993
    assert crm.request_count("SaveMailboxEntity") == 1


@pytest.fixture
def busy(workspaces: WorkspaceManager, kept: Kept) -> Iterator[ListPane]:
    """The list of a server that asks to be left alone, again and again, once it was read."""
    kept.found[SecretName.SIGN_IN_PASSWORD] = "pass"
    row = {"MailInFilterId": 1, "Address": "a@example.com", "CategoryName": "", "PriorityName": ""}
    leave_me = reply(b"", 503, {"Retry-After": "9"})
    plan: dict[str, Fault | list[Fault]] = {
        "GetMailboxes": [reply([row]), leave_me],
        "GetMailboxEntity": leave_me,
        "*": reply({"AssociateId": 1}),
    }
    with HostileServer(plan) as server:
        pane = ListPane(workspaces.open(replace(Profile.new("Acme", server.url, "me"), id="busy")))
        yield pane
        workspaces.close()
        pane.deleteLater()


def test_a_list_that_waits_is_told_of_and_can_be_stopped(busy: ListPane, qtbot: QtBot) -> None:
    work = busy.workspace
    busy.show()
    work.refresh()
    qtbot.waitUntil(lambda: work.list_state.phase is ListPhase.READY)
    work.refresh()
    qtbot.waitUntil(lambda: "Trying again in 9.0 s (attempt 2)" in busy.banner.text)
    assert "Trying again in 9.0 s (attempt 2)" in busy.status_text()
    work.state_changed.emit()  # as when the answer comes to who is signed in
    assert "Trying again in 9.0 s (attempt 2)" in busy.banner.text
    press(busy, "Stop")
    qtbot.waitUntil(lambda: work.list_state.phase is ListPhase.FAILED)
    assert "Stopped" in busy.banner.text
    assert busy.model.rowCount() == 1, "the list is as it was before"
    assert not work.list_loader.is_busy


def test_details_that_wait_are_told_of_and_can_be_stopped(busy: ListPane, qtbot: QtBot) -> None:
    work = busy.workspace
    work.refresh()
    qtbot.waitUntil(lambda: work.list_state.phase is ListPhase.READY)
    work.details.request_visible([1])
    qtbot.waitUntil(lambda: "Trying again in 9.0 s (attempt 2)" in busy.status_text())
    work.list_loader.stop()
    assert "Trying again" not in busy.status_text()
    assert not work.list_loader.is_busy


def test_a_mailbox_that_waits_is_told_of_and_can_be_stopped(busy: ListPane, qtbot: QtBot) -> None:
    dialog = EditDialog(busy.workspace, 1)
    dialog.show()
    qtbot.waitUntil(lambda: "Trying again in 9.0 s (attempt 2)" in dialog.placeholder.text)
    press(dialog, "Stop")
    qtbot.waitUntil(lambda: dialog.placeholder.headline == "Stopped.")
    end_dialogs([dialog])


def test_a_ticket_that_ends_in_the_middle_of_an_edit(
    crm: DemoServer, workspaces: WorkspaceManager, kept: Kept, qtbot: QtBot
) -> None:
    """A new one is typed in the profile; the save that was refused goes on with it, once."""
    profile = replace(Profile.new("Acme", crm.url, ""), sign_in=SignInKind.TICKET)
    kept.found[SecretName.TICKET] = crm.credentials.ticket
    work = workspaces.open(profile)
    work.refresh()
    qtbot.waitUntil(lambda: work.list_state.phase is ListPhase.READY)
    work.server_facts.keep_behaviour, work.server_facts.is_first_save = KeepBehaviour.PROVED, False
    dialog = EditDialog(work, 1)
    dialog.show()
    qtbot.waitUntil(lambda: dialog.is_ready)
    dialog.editor.form.port_editor.setValue(1993)
    crm.credentials = replace(crm.credentials, ticket="7T:new")
    dialog.save()
    qtbot.waitUntil(lambda: not dialog.is_saving)
    assert "did not accept the ticket" in dialog.editor.banner.text
    with qtbot.waitSignal(dialog.secret_requested):
        press(dialog, "Type the ticket")
    kept.found[SecretName.TICKET] = "7T:new"
    workspaces.close_workspace(profile.id)
    again = workspaces.open(profile)
    dialog.set_workspace(again)
    with qtbot.waitSignal(dialog.finished):
        again.refresh()
    stored = crm.store.mailbox(1)
    assert stored is not None
    assert stored.port == 1993
    assert crm.response_count("SaveMailboxEntity", 200) == 1


def test_what_was_changed_meanwhile_is_not_saved_by_itself(
    pane: ListPane,
    online: Workspace,
    superid: SuperId,
    crm: DemoServer,
    person: Person,
    qtbot: QtBot,
) -> None:
    press(pane, "Sign in in the browser")
    qtbot.waitUntil(lambda: online.list_state.phase is ListPhase.READY)
    online.server_facts.keep_behaviour, online.server_facts.is_first_save = (
        KeepBehaviour.PROVED,
        False,
    )
    dialog = EditDialog(online, 1)
    dialog.show()
    qtbot.waitUntil(lambda: dialog.is_ready)
    dialog.editor.form.port_editor.setValue(1993)
    superid.revoke()
    person._stays_away = True
    dialog.save()
    qtbot.waitUntil(lambda: not dialog.is_saving)
    press(dialog, "Sign in in the browser")
    qtbot.waitUntil(lambda: "browser window" in dialog.editor.banner.text)
    assert "browser window" in pane.placeholder.headline or "browser window" in pane.banner.text
    press(dialog, "Stop waiting")
    qtbot.waitUntil(lambda: "not signed in" in dialog.editor.banner.text)
    dialog.editor.form.port_editor.setValue(2993)
    person._stays_away = False
    press(dialog, "Sign in in the browser")
    qtbot.waitUntil(lambda: "signed in again" in dialog.editor.banner.text)
    assert crm.request_count("SaveMailboxEntity") == 0
    end_dialogs([dialog])


def test_a_mailbox_that_could_not_be_read_is_read_after_the_sign_in(
    pane: ListPane, online: Workspace, person: Person, qtbot: QtBot
) -> None:
    dialog = EditDialog(online, 1)
    dialog.show()
    qtbot.waitUntil(lambda: "not signed in" in dialog.placeholder.headline)
    press(dialog, "Sign in in the browser")
    qtbot.waitUntil(lambda: dialog.is_ready)
    assert len(person.opened) == 1
    assert pane.model.rowCount() >= 40
    end_dialogs([dialog])


def test_a_refresh_while_the_browser_is_open_leaves_the_way_to_stop(
    pane: ListPane, online: Workspace, person: Person, qtbot: QtBot
) -> None:
    person._stays_away = True
    press(pane, "Sign in in the browser")
    qtbot.waitUntil(lambda: bool(person.opened))
    online.refresh()
    qtbot.waitUntil(lambda: online.list_state.phase is ListPhase.FAILED)
    assert "browser window" in pane.placeholder.headline
    dialog = EditDialog(online, 1)
    qtbot.waitUntil(lambda: "browser window" in dialog.placeholder.headline)
    press(pane, "Cancel")
    qtbot.waitUntil(lambda: "not signed in" in pane.placeholder.headline)
    qtbot.waitUntil(lambda: "not signed in" in dialog.placeholder.headline)
    end_dialogs([dialog])


def test_a_profile_that_goes_while_the_browser_is_open_gives_the_port_back(
    pane: ListPane, workspaces: WorkspaceManager, online: Workspace, person: Person, qtbot: QtBot
) -> None:
    person._stays_away = True
    press(pane, "Sign in in the browser")
    qtbot.waitUntil(lambda: bool(person.opened))
    redirect = dict(parse_qsl(urlsplit(person.opened[0]).query))["redirect_uri"]
    workspaces.close_workspace(online.profile.id)

    def is_free() -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", urlsplit(redirect).port or 0)) != 0

    qtbot.waitUntil(is_free)


def test_two_windows_share_one_sign_in(
    pane: ListPane, online: Workspace, person: Person, qtbot: QtBot
) -> None:
    person._stays_away = True
    dialog = EditDialog(online, 1)
    dialog.show()
    qtbot.waitUntil(lambda: "not signed in" in dialog.placeholder.headline)
    online.browser_sign_in.start("done")
    online.browser_sign_in.start("done")
    qtbot.waitUntil(lambda: bool(person.opened))
    press(pane, "Cancel")
    qtbot.waitUntil(lambda: not online.browser_sign_in.is_running)
    assert len(person.opened) == 1
    end_dialogs([dialog])


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
    workspaces: WorkspaceManager,
    kept: Kept,
    qtbot: QtBot,
) -> None:
    kept.found[name] = getattr(crm.credentials, credential)
    profile = replace(Profile.new("Acme", crm.url, crm.credentials.username), sign_in=kind)
    work = workspaces.open(profile)
    work.refresh()
    qtbot.waitUntil(lambda: bool(work.list_state.signed_in_as))
    assert len(work.rows) >= 40
    workspaces.close_workspace(profile.id)
    kept.found[name] = "wrong"
    again = workspaces.open(profile)
    again.refresh()
    qtbot.waitUntil(lambda: again.list_state.phase is ListPhase.FAILED)
    assert isinstance(again.list_state.error, SignInRefused)
    before = crm.request_count("GetMailboxes")
    again.read_mailbox(1, lambda _outcome: None)
    assert crm.request_count("GetMailboxes") == before

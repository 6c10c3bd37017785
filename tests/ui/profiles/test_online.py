"""SuperOffice Online from the window: signing in in the browser, and signing in again meanwhile."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlsplit

import pytest
from PySide6.QtCore import QUrl
from pytestqt.qtbot import QtBot

from desktop_app.core.errors import SignInRefused
from desktop_app.core.profiles.profile import Profile, SignInKind
from desktop_app.core.secrets.secret import SecretName
from desktop_app.demo import DemoServer
from desktop_app.services.background import MainThreadDispatcher
from desktop_app.services.workspace.workspace import ListPhase, Workspace
from desktop_app.services.workspace.workspaces import WorkspaceManager
from desktop_app.ui.mailbox_edit.edit_dialog import EditDialog
from desktop_app.ui.mailbox_list.list_pane import ListPane
from desktop_app.ui.sign_in.system_browser import SystemBrowser
from desktop_app.webapi.client_factory import ApiClientFactory
from tests.demo_mailboxes import stored_mailbox
from tests.servers.browser_user import BrowserUser
from tests.servers.faults import reply
from tests.servers.hostile import Fault, HostileServer
from tests.servers.openid_provider import openid_provider
from tests.servers.superid import CLAIMS, SuperId, app
from tests.ui.conftest import OpenEditor
from tests.ui.edits import load_list, skip_confirmations
from tests.ui.profiles.memory_secrets import MemorySecrets
from tests.ui.windows import end_dialogs, press


@pytest.fixture(scope="module")
def provider() -> Iterator[int]:
    with openid_provider(CLAIMS) as port:
        yield port


@pytest.fixture
def superid(provider: int, crm: DemoServer) -> Iterator[SuperId]:
    with SuperId(provider, (crm.url, crm.credentials.token)) as superid:
        yield superid


@pytest.fixture
def browser_user(monkeypatch: pytest.MonkeyPatch) -> Iterator[BrowserUser]:
    """Sits at the browser that the program opens."""
    browser_user = BrowserUser()

    def opened(url: QUrl) -> bool:
        return browser_user.open(bytes(url.toEncoded().data()).decode())

    monkeypatch.setattr(SystemBrowser, "open_url", staticmethod(opened))
    yield browser_user
    browser_user.join()


@pytest.fixture
def workspaces(
    secrets: MemorySecrets, dispatcher: MainThreadDispatcher
) -> Iterator[WorkspaceManager]:
    browser = SystemBrowser()
    workspaces = WorkspaceManager(
        secrets,
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


@pytest.mark.usefixtures("browser_user")
def test_signing_in_shows_the_list(
    pane: ListPane, online: Workspace, secrets: MemorySecrets, qtbot: QtBot
) -> None:
    assert "not signed in" in pane.placeholder.headline
    press(pane, "Sign in in the browser", qtbot)
    qtbot.waitUntil(lambda: online.is_ready)
    assert pane.model.rowCount() >= 40
    assert SecretName.REFRESH_TOKEN in secrets.stored


def test_giving_up_while_the_browser_is_open(
    pane: ListPane, browser_user: BrowserUser, qtbot: QtBot
) -> None:
    browser_user._stays_away = True
    press(pane, "Sign in in the browser", qtbot)
    qtbot.waitUntil(lambda: bool(browser_user.opened))
    press(pane, "Cancel", qtbot)
    qtbot.waitUntil(lambda: "not signed in" in pane.placeholder.headline)


@pytest.mark.usefixtures("browser_user")
@pytest.mark.parametrize("from_dialog", [True, False])
def test_consent_withdrawn_in_the_middle_of_an_edit(
    pane: ListPane,
    online: Workspace,
    superid: SuperId,
    crm: DemoServer,
    open_editor: OpenEditor,
    qtbot: QtBot,
    from_dialog: bool,
) -> None:
    """The form stays, and the save goes on by itself, once, wherever the sign-in began."""
    press(pane, "Sign in in the browser", qtbot)
    qtbot.waitUntil(lambda: online.is_ready)
    skip_confirmations(online)
    dialog = open_editor(online, 1)
    dialog.editor.form.port_editor.setValue(1993)
    superid.revoke()
    dialog.save()
    qtbot.waitUntil(lambda: online.list_state.phase is ListPhase.FAILED and not dialog.is_saving)
    assert "not signed in" in dialog.editor.banner.text
    assert dialog.editor.form.port_editor.text() == "1993", "the form stays as it is"
    with qtbot.waitSignal(dialog.finished):
        press(dialog if from_dialog else pane, "Sign in in the browser", qtbot)
    assert stored_mailbox(crm, 1).port == 1993
    assert crm.request_count("SaveMailboxEntity") == 1


@pytest.fixture
def busy(workspaces: WorkspaceManager, secrets: MemorySecrets) -> Iterator[ListPane]:
    """The list of a server that asks to be left alone, again and again, once it was read."""
    secrets.stored[SecretName.SIGN_IN_PASSWORD] = "pass"
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


def test_a_list_that_waits_is_reported_and_can_be_stopped(busy: ListPane, qtbot: QtBot) -> None:
    work = busy.workspace
    busy.show()
    load_list(work, qtbot)
    work.refresh()
    qtbot.waitUntil(lambda: "Trying again in 9.0 s (attempt 2)" in busy.banner.text)
    assert "Trying again in 9.0 s (attempt 2)" in busy.status_text()
    work.state_changed.emit()  # as when the answer comes to who is signed in
    assert "Trying again in 9.0 s (attempt 2)" in busy.banner.text
    press(busy, "Stop", qtbot)
    qtbot.waitUntil(lambda: work.list_state.phase is ListPhase.FAILED)
    assert "Stopped" in busy.banner.text
    assert busy.model.rowCount() == 1, "the list is as it was before"
    assert not work.list_loader.is_busy


def test_details_that_wait_are_reported_and_can_be_stopped(busy: ListPane, qtbot: QtBot) -> None:
    work = busy.workspace
    load_list(work, qtbot)
    work.details.request_visible([1])
    qtbot.waitUntil(lambda: "Trying again in 9.0 s (attempt 2)" in busy.status_text())
    work.list_loader.stop()
    assert "Trying again" not in busy.status_text()
    assert not work.list_loader.is_busy


def test_a_mailbox_that_waits_is_reported_and_can_be_stopped(busy: ListPane, qtbot: QtBot) -> None:
    dialog = EditDialog(busy.workspace, 1)
    dialog.show()
    qtbot.waitUntil(lambda: "Trying again in 9.0 s (attempt 2)" in dialog.placeholder.text)
    press(dialog, "Stop", qtbot)
    qtbot.waitUntil(lambda: dialog.placeholder.headline == "Stopped.")
    end_dialogs([dialog])


def test_a_ticket_that_ends_in_the_middle_of_an_edit(
    crm: DemoServer,
    workspaces: WorkspaceManager,
    secrets: MemorySecrets,
    open_editor: OpenEditor,
    qtbot: QtBot,
) -> None:
    """A new one is entered; the save that was refused goes on with it, once."""
    profile = replace(Profile.new("Acme", crm.url, ""), sign_in=SignInKind.TICKET)
    secrets.stored[SecretName.TICKET] = crm.credentials.ticket
    work = workspaces.open(profile)
    load_list(work, qtbot)
    skip_confirmations(work)
    dialog = open_editor(work, 1)
    dialog.editor.form.port_editor.setValue(1993)
    crm.credentials = replace(crm.credentials, ticket="7T:new")
    dialog.save()
    qtbot.waitUntil(lambda: not dialog.is_saving)
    assert "did not accept the ticket" in dialog.editor.banner.text
    with qtbot.waitSignal(dialog.secret_requested):
        press(dialog, "Enter ticket", qtbot)
    secrets.stored[SecretName.TICKET] = "7T:new"
    workspaces.close_workspace(profile.id)
    again = workspaces.open(profile)
    dialog.set_workspace(again)
    with qtbot.waitSignal(dialog.finished):
        again.refresh()
    assert stored_mailbox(crm, 1).port == 1993
    assert crm.response_count("SaveMailboxEntity", 200) == 1


def test_what_was_changed_meanwhile_is_not_saved_by_itself(
    pane: ListPane,
    online: Workspace,
    superid: SuperId,
    crm: DemoServer,
    browser_user: BrowserUser,
    open_editor: OpenEditor,
    qtbot: QtBot,
) -> None:
    press(pane, "Sign in in the browser", qtbot)
    qtbot.waitUntil(lambda: online.is_ready)
    skip_confirmations(online)
    dialog = open_editor(online, 1)
    dialog.editor.form.port_editor.setValue(1993)
    superid.revoke()
    browser_user._stays_away = True
    dialog.save()
    qtbot.waitUntil(lambda: not dialog.is_saving)
    press(dialog, "Sign in in the browser", qtbot)
    qtbot.waitUntil(lambda: "browser window" in dialog.editor.banner.text)
    assert "browser window" in pane.placeholder.headline or "browser window" in pane.banner.text
    press(dialog, "Stop waiting", qtbot)
    qtbot.waitUntil(lambda: "not signed in" in dialog.editor.banner.text)
    dialog.editor.form.port_editor.setValue(2993)
    browser_user._stays_away = False
    press(dialog, "Sign in in the browser", qtbot)
    qtbot.waitUntil(lambda: "signed in again" in dialog.editor.banner.text)
    assert crm.request_count("SaveMailboxEntity") == 0


def test_a_mailbox_that_could_not_be_read_is_read_after_the_sign_in(
    pane: ListPane, online: Workspace, browser_user: BrowserUser, qtbot: QtBot
) -> None:
    dialog = EditDialog(online, 1)
    dialog.show()
    qtbot.waitUntil(lambda: "not signed in" in dialog.placeholder.headline)
    press(dialog, "Sign in in the browser", qtbot)
    qtbot.waitUntil(lambda: dialog.is_ready)
    assert len(browser_user.opened) == 1
    assert pane.model.rowCount() >= 40
    end_dialogs([dialog])


def test_a_refresh_while_the_browser_is_open_leaves_the_way_to_stop(
    pane: ListPane, online: Workspace, browser_user: BrowserUser, qtbot: QtBot
) -> None:
    browser_user._stays_away = True
    press(pane, "Sign in in the browser", qtbot)
    qtbot.waitUntil(lambda: bool(browser_user.opened))
    online.refresh()
    qtbot.waitUntil(lambda: online.list_state.phase is ListPhase.FAILED)
    assert "browser window" in pane.placeholder.headline
    dialog = EditDialog(online, 1)
    qtbot.waitUntil(lambda: "browser window" in dialog.placeholder.headline)
    press(pane, "Cancel", qtbot)
    qtbot.waitUntil(lambda: "not signed in" in pane.placeholder.headline)
    qtbot.waitUntil(lambda: "not signed in" in dialog.placeholder.headline)
    end_dialogs([dialog])


def test_a_profile_that_goes_while_the_browser_is_open_gives_the_port_back(
    pane: ListPane,
    workspaces: WorkspaceManager,
    online: Workspace,
    browser_user: BrowserUser,
    qtbot: QtBot,
) -> None:
    browser_user._stays_away = True
    press(pane, "Sign in in the browser", qtbot)
    qtbot.waitUntil(lambda: bool(browser_user.opened))
    workspaces.close_workspace(online.profile.id)

    def is_free() -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", urlsplit(browser_user.opened[0]).port or 0)) != 0

    qtbot.waitUntil(is_free)


def test_two_windows_share_one_sign_in(
    pane: ListPane, online: Workspace, browser_user: BrowserUser, qtbot: QtBot
) -> None:
    browser_user._stays_away = True
    dialog = EditDialog(online, 1)
    dialog.show()
    qtbot.waitUntil(lambda: "not signed in" in dialog.placeholder.headline)
    online.browser_sign_in.start("done")
    online.browser_sign_in.start("done")
    qtbot.waitUntil(lambda: bool(browser_user.opened))
    press(pane, "Cancel", qtbot)
    qtbot.waitUntil(lambda: not online.browser_sign_in.is_running)
    assert len(browser_user.opened) == 1
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
    secrets: MemorySecrets,
    qtbot: QtBot,
) -> None:
    secrets.stored[name] = getattr(crm.credentials, credential)
    profile = replace(Profile.new("Acme", crm.url, crm.credentials.username), sign_in=kind)
    work = workspaces.open(profile)
    work.refresh()
    qtbot.waitUntil(lambda: bool(work.list_state.signed_in_as))
    assert len(work.rows) >= 40
    workspaces.close_workspace(profile.id)
    secrets.stored[name] = "wrong"
    again = workspaces.open(profile)
    again.refresh()
    qtbot.waitUntil(lambda: again.list_state.phase is ListPhase.FAILED)
    assert isinstance(again.list_state.error, SignInRefused)
    before = crm.request_count("GetMailboxes")
    again.read_mailbox(1, lambda _outcome: None)
    assert crm.request_count("GetMailboxes") == before

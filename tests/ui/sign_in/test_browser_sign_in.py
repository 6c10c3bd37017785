"""A sign-in in the browser as its windows show it: who signed in, and what may end the wait."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import parse_qsl, urlsplit

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desktop_app.core.profiles.profile import Profile, SignInKind
from desktop_app.core.secrets.secret import SecretName
from desktop_app.demo import DemoServer
from desktop_app.services.background import MainThreadDispatcher
from desktop_app.services.workspace.profile_data import ProfileData
from desktop_app.services.workspace.workspace import ListPhase, Workspace
from desktop_app.services.workspace.workspaces import WorkspaceManager
from desktop_app.ui.mailbox_edit.edit_dialog import EditDialog
from desktop_app.ui.mailbox_list.list_pane import ListPane
from desktop_app.ui.sign_in.system_browser import SystemBrowser
from desktop_app.webapi.client_factory import ApiClientFactory
from tests.servers.browser_user import BrowserUser, sign_in_page, visit
from tests.servers.openid_provider import openid_provider
from tests.servers.superid import CLAIMS, SuperId, app
from tests.ui.profiles.memory_secrets import MemorySecrets
from tests.ui.windows import end_dialogs, press

UPN = "http://schemes.superoffice.net/identity/upn"
KARI, OTHER = "kari@example.com", "mallory\u202e@example.com"


@pytest.fixture(scope="module")
def provider() -> Iterator[int]:
    with openid_provider(CLAIMS) as port:
        yield port


@pytest.fixture(scope="module")
def other_provider() -> Iterator[int]:
    """Where somebody else is signed in."""
    with openid_provider({**CLAIMS, UPN: OTHER}) as port:
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
def secrets() -> MemorySecrets:
    return MemorySecrets()


@pytest.fixture
def workspaces(
    secrets: MemorySecrets, dispatcher: MainThreadDispatcher, store_service: ProfileData
) -> Iterator[WorkspaceManager]:
    browser = SystemBrowser()
    workspaces = WorkspaceManager(
        secrets,
        lambda p, c, keep: ApiClientFactory(p, c, "en", keep),
        dispatcher,
        store_service,
        open_browser=browser.open,
    )
    yield workspaces
    workspaces.close()


@pytest.fixture
def online(superid: SuperId, workspaces: WorkspaceManager) -> Workspace:
    return opened(superid, workspaces)


def opened(superid: SuperId, workspaces: WorkspaceManager) -> Workspace:
    return workspaces.open(Profile("p", "Acme", "", "", superid.tenant, SignInKind.OAUTH, app()))


@pytest.fixture
def pane(online: Workspace, qtbot: QtBot) -> Iterator[ListPane]:
    pane = ListPane(online)
    pane.show()
    online.refresh()
    qtbot.waitUntil(lambda: online.list_state.phase is ListPhase.FAILED)
    yield pane
    pane.close()
    pane.deleteLater()


def shown(pane: ListPane) -> str:
    """All that the list's pane says: its placeholder, its banner and the line of the status bar."""
    return f"{pane.placeholder.headline} {pane.banner.text} {pane.status_text()}"


def buttons(pane: ListPane) -> set[str]:
    found = pane.findChildren(QPushButton)
    return {each.text().replace("&", "") for each in found if each.isVisible()}


def signs_in(pane: ListPane, workspace: Workspace, qtbot: QtBot) -> None:
    press(pane, "Sign in in the browser", qtbot)
    qtbot.waitUntil(lambda: workspace.is_ready)


def refused(workspace: Workspace) -> bool:
    return workspace.list_state.phase is ListPhase.FAILED


@pytest.mark.usefixtures("browser_user")
def test_the_status_bar_shows_who_signed_in(
    pane: ListPane, online: Workspace, qtbot: QtBot
) -> None:
    signs_in(pane, online, qtbot)
    qtbot.waitUntil(lambda: "signed in as" in pane.status_text())
    assert KARI in pane.status_text()


def signs_in_as_another(
    pane: ListPane, online: Workspace, superid: SuperId, provider: int, qtbot: QtBot
) -> None:
    """The tokens die, and somebody else is signed in in the browser."""
    superid.revoke()
    superid.provider = provider
    online.refresh()
    qtbot.waitUntil(lambda: refused(online))
    press(pane, "Sign in in the browser", qtbot)
    qtbot.waitUntil(lambda: online.is_ready or "Last time" in shown(pane))


@pytest.mark.usefixtures("browser_user")
def test_somebody_else_than_last_time_is_asked_about(
    pane: ListPane, online: Workspace, superid: SuperId, other_provider: int, qtbot: QtBot
) -> None:
    signs_in(pane, online, qtbot)
    signs_in_as_another(pane, online, superid, other_provider, qtbot)
    assert not online.is_ready, "nothing is loaded as somebody else"
    assert f"You signed in as mallory@example.com. Last time it was {KARI}." in shown(pane)
    press(pane, "Continue as this user", qtbot)
    qtbot.waitUntil(lambda: online.is_ready)
    assert "mallory@example.com" in pane.status_text()


@pytest.mark.usefixtures("browser_user")
def test_somebody_else_is_turned_away_and_nothing_of_that_sign_in_is_kept(
    pane: ListPane,
    online: Workspace,
    superid: SuperId,
    secrets: MemorySecrets,
    other_provider: int,
    qtbot: QtBot,
) -> None:
    signs_in(pane, online, qtbot)
    kept = secrets.stored[SecretName.REFRESH_TOKEN]
    signs_in_as_another(pane, online, superid, other_provider, qtbot)
    assert not online.is_ready, "nothing is loaded as somebody else"
    calls = superid.count("/GetMailboxes")
    press(pane, "Do not sign in", qtbot)
    qtbot.waitUntil(lambda: "signed in a different user" in shown(pane))
    assert secrets.stored[SecretName.REFRESH_TOKEN] == kept
    assert superid.count("/GetMailboxes") == calls
    assert not online.browser_sign_in.is_running


@pytest.mark.usefixtures("browser_user")
def test_the_user_of_an_earlier_run_counts(
    pane: ListPane,
    online: Workspace,
    superid: SuperId,
    workspaces: WorkspaceManager,
    other_provider: int,
    qtbot: QtBot,
) -> None:
    signs_in(pane, online, qtbot)
    workspaces.close_workspace(online.profile.id)
    later = opened(superid, workspaces)
    window = ListPane(later)
    window.show()
    signs_in_as_another(window, later, superid, other_provider, qtbot)
    assert not later.is_ready, "nothing is loaded as somebody else"
    assert KARI in shown(window)
    press(window, "Do not sign in", qtbot)
    qtbot.waitUntil(lambda: not later.browser_sign_in.is_running)
    window.close()
    window.deleteLater()


@pytest.mark.usefixtures("browser_user")
def test_a_dialog_that_waits_for_the_sign_in_asks_too(
    pane: ListPane, online: Workspace, superid: SuperId, other_provider: int, qtbot: QtBot
) -> None:
    signs_in(pane, online, qtbot)
    superid.revoke()
    superid.provider = other_provider
    dialog = EditDialog(online, 1)
    dialog.show()
    press(dialog, "Sign in in the browser", qtbot)
    qtbot.waitUntil(lambda: online.is_ready or "Last time" in dialog.placeholder.headline)
    assert "mallory@example.com" in dialog.placeholder.headline
    press(dialog, "Do not sign in", qtbot)
    qtbot.waitUntil(lambda: "signed in a different user" in dialog.placeholder.headline)
    end_dialogs([dialog])


def redirect_address(browser_user: BrowserUser) -> str:
    page = sign_in_page(browser_user.opened[0])
    return dict(parse_qsl(urlsplit(page).query))["redirect_uri"]


def test_a_refusal_without_proof_ends_the_wait_only_with_the_person_s_yes(
    pane: ListPane, online: Workspace, browser_user: BrowserUser, qtbot: QtBot
) -> None:
    browser_user._stays_away = True
    press(pane, "Sign in in the browser", qtbot)
    qtbot.waitUntil(lambda: bool(browser_user.opened))
    ended: list[object] = []
    online.browser_sign_in.ended.connect(ended.append)
    back = redirect_address(browser_user)
    visit("GET", f"{back}?error=access_denied")
    qtbot.waitUntil(lambda: bool(ended) or "reports" in shown(pane))
    assert ended == [], "any page of the web can send that"
    press(pane, "End the sign-in", qtbot)
    qtbot.waitUntil(lambda: "Sign-in in the browser was refused." in shown(pane))


def test_a_server_that_forgets_the_state_is_told_as_what_it_is(
    pane: ListPane, superid: SuperId, browser_user: BrowserUser, qtbot: QtBot
) -> None:
    superid.forgets_state = browser_user._denies = True
    press(pane, "Sign in in the browser", qtbot)
    press(pane, "End the sign-in", qtbot)
    qtbot.waitUntil(lambda: "Sign-in in the browser was refused." in shown(pane))


def test_a_refusal_with_proof_ends_the_wait(
    pane: ListPane, browser_user: BrowserUser, qtbot: QtBot
) -> None:
    browser_user._denies = True
    press(pane, "Sign in in the browser", qtbot)
    qtbot.waitUntil(lambda: "was refused" in shown(pane))


@pytest.mark.parametrize("denies", [True, False])
def test_the_browser_does_not_say_how_the_sign_in_ends(
    pane: ListPane, online: Workspace, browser_user: BrowserUser, qtbot: QtBot, denies: bool
) -> None:
    browser_user._denies = denies
    press(pane, "Sign in in the browser", qtbot)
    qtbot.waitUntil(lambda: not online.browser_sign_in.is_running)
    browser_user.join()
    assert "You are signed in" not in browser_user.seen
    assert "Return to Mailbox Admin" in browser_user.seen

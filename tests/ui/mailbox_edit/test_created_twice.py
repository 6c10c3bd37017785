"""A create whose answer was lost, and which nobody could look for, is not sent again."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from desktop_app.core.errors import NetworkFailure, Unreachable
from desktop_app.core.mailbox.mailbox import Draft, Field, Mailbox, ReplacePassword, ServerType
from desktop_app.core.mailbox_list.listing import Listing, RowsCallback
from desktop_app.core.profiles.profile import Profile
from desktop_app.demo import DemoServer
from desktop_app.net.cancel_token import CancelToken
from desktop_app.net.http_session import HttpSession
from desktop_app.services.list_state import ListPhase
from desktop_app.services.workspace.workspace import Workspace
from desktop_app.ui.mailbox_edit.confirmation_text import Confirmation
from desktop_app.ui.mailbox_edit.edit_dialog import EditDialog
from desktop_app.webapi.client import Client
from desktop_app.webapi.sign_in.auth_schemes import BasicScheme
from tests.ui.conftest import OpenEditor, OpenWorkspace
from tests.ui.edits import confirm_all, load_list

ADDRESS = "nytt@example.com"


class Network:
    """What becomes of the answers: ``loses_saves`` once, and ``is_down`` until it is mended."""

    loses_saves = True
    is_down = False


def lossy_client(crm: DemoServer, network: Network) -> Client:
    """A client of the demo server whose first save is carried out, and then the network is down."""

    class LossyClient(Client):
        def mailboxes(
            self, cancel: CancelToken | None = None, on_rows: RowsCallback | None = None
        ) -> Listing:
            if network.is_down:
                raise Unreachable(NetworkFailure.NO_ROUTE, "no network")
            return super().mailboxes(cancel, on_rows)

        def save(self, draft: Draft, cancel: CancelToken | None = None) -> Mailbox:
            saved = super().save(draft, cancel)
            if network.loses_saves:
                network.loses_saves, network.is_down = False, True
                raise Unreachable(NetworkFailure.RESET, "lost", may_have_run=True)
            return saved

    credentials = crm.credentials
    scheme = BasicScheme(credentials.username, credentials.password)
    return LossyClient(HttpSession(), crm.url, scheme, retry_delays=())


@pytest.fixture
def network() -> Network:
    return Network()


@pytest.fixture
def workspace(
    crm: DemoServer, profile: Profile, open_workspace: OpenWorkspace, network: Network, qtbot: QtBot
) -> Workspace:
    return load_list(open_workspace(profile, lambda: lossy_client(crm, network)), qtbot)


@pytest.fixture
def unknown_create(workspace: Workspace, open_editor: OpenEditor, qtbot: QtBot) -> EditDialog:
    """The dialog of a create that was carried out, and of which nothing could be seen."""
    dialog = open_editor(workspace, 0)
    form = dialog.editor.form
    form.type_editor.set_value(ServerType.IMAPS)
    for field, text in (
        (Field.ADDRESS, ADDRESS),
        (Field.SERVER, "imap.example.com"),
        (Field.USER_NAME, "nytt"),
    ):
        form.text_editors[field].setText(text)
    form.password_editor.secret_field.line_edit.setText("as typed")
    confirm_all(dialog)
    dialog.save_button.click()
    qtbot.waitUntil(lambda: "may or may not" in dialog.editor.banner.text)
    qtbot.waitUntil(lambda: workspace.list_state.phase is ListPhase.FAILED)
    return dialog


def twins(crm: DemoServer) -> list[int]:
    return [box.id for box in crm.store.mailboxes() if box.address == ADDRESS]


def press_save(dialog: EditDialog, qtbot: QtBot) -> None:
    confirm_all(dialog)
    dialog.save_button.click()
    qtbot.waitUntil(lambda: not dialog.is_saving)


def test_save_again_shows_what_the_first_save_made(
    unknown_create: EditDialog, network: Network, crm: DemoServer, qtbot: QtBot
) -> None:
    dialog = unknown_create
    network.is_down = False
    press_save(dialog, qtbot)
    assert len(twins(crm)) == 1, "a twin cannot be deleted"
    banner = dialog.editor.banner.text
    assert banner.startswith("Not saved.")
    assert "with the values you entered" in banner
    assert "imap.example.com" in banner
    question = dialog.editor.confirmation_panel.checkboxes[Confirmation.OLD_MAIL_WANTED]
    qtbot.waitUntil(lambda: dialog.save_button.text().endswith("anyway"))
    assert not question.isChecked(), "the same create, now with a duplicate, is another question"
    assert dialog.editor.draft.password == ReplacePassword("as typed"), "nothing typed is lost"
    dialog.discard_edit()


def test_while_nobody_can_look_nothing_is_sent(
    unknown_create: EditDialog, crm: DemoServer, qtbot: QtBot
) -> None:
    press_save(unknown_create, qtbot)
    assert len(twins(crm)) == 1, "a twin cannot be deleted"
    assert unknown_create.editor.banner.text.startswith("Not saved.")
    unknown_create.discard_edit()

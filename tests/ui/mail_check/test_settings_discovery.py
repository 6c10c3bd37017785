"""Settings from the address: said first, asked on request, put into the form, and editable."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import pytest
from pytestqt.qtbot import QtBot

from desktop_app.core.mail_check.mail_settings import AddressParts, MailSettings, SettingsSource
from desktop_app.core.mailbox.mailbox import Field, ServerType
from desktop_app.core.profiles.policy import Policy
from desktop_app.mailcheck.checker import MailboxChecker
from desktop_app.mailcheck.discovery import Discovery, DiscoverySources
from desktop_app.net.http_session import HttpSession
from desktop_app.services.background import MainThreadDispatcher
from desktop_app.services.mail_check.settings_discovery import DiscoveryContext, SettingsSearch
from desktop_app.services.workspace.workspace import Workspace
from desktop_app.ui.mail_check.settings_discovery_dialog import SettingsDiscoveryDialog
from desktop_app.ui.mail_check.settings_text import settings_source_text
from desktop_app.ui.mailbox_edit.edit_dialog import EditDialog
from tests.servers import faults
from tests.servers.empty_resolver import EmptyResolver
from tests.servers.faults import reply
from tests.servers.hostile import HostileServer
from tests.ui.conftest import OpenDialog
from tests.ui.windows import end_dialogs

MAIL = AddressParts("kim", "acme.test")
DOCUMENT = (
    b"<clientConfig><incomingServer type='imap'><hostname>imap.acme.test"
    b"</hostname><port>993</port><socketType>SSL</socketType>"
    b"<username><![CDATA[<b>]]>%EMAILADDRESS%</username></incomingServer></clientConfig>"
)
Make = Callable[[HostileServer], SettingsDiscoveryDialog]


def discovery_context(origin: str) -> DiscoveryContext:
    session = HttpSession()
    sources = DiscoverySources(f"{origin}/provider/{{domain}}", f"{origin}/known", f"{origin}/db")
    return DiscoveryContext(
        Discovery(session, EmptyResolver(), sources), MailboxChecker(), session.close
    )


@pytest.fixture
def make(dispatcher: MainThreadDispatcher) -> Iterator[Make]:
    made: list[SettingsDiscoveryDialog] = []

    def one(server: HostileServer) -> SettingsDiscoveryDialog:
        finder = SettingsSearch(dispatcher, partial(discovery_context, server.origin))
        made.append(SettingsDiscoveryDialog(MAIL, finder))
        made[-1].show()
        return made[-1]

    yield one
    end_dialogs(made)


def test_what_leaves_is_said_before_anything_does(make: Make) -> None:
    with HostileServer({"*": reply(b"", 404)}) as server:
        dialog = make(server)
        assert "only see the domain acme.test" in dialog.disclosure_label.text()
        assert "never an address, user name or password" in dialog.disclosure_label.text()
        assert not server.seen
        assert not dialog.use_button.isEnabled()


def test_a_proposal_is_offered_with_its_source_and_taken(make: Make, qtbot: QtBot) -> None:
    with HostileServer({"acme.test": reply(DOCUMENT), "*": reply(b"", 404)}) as server:
        dialog = make(server)
        taken: list[MailSettings] = []
        dialog.chosen.connect(taken.append)
        dialog.ask_button.click()
        qtbot.waitUntil(lambda: dialog.ask_button.isEnabled())
        assert dialog.model.texts() == [
            (
                "IMAP over TLS",
                "imap.acme.test",
                "993",
                "<b>kim@acme.test",
                "the provider's own settings",
            )
        ]
        dialog.use_button.click()
    assert taken == [
        MailSettings(
            SettingsSource.PROVIDER, ServerType.IMAPS, "imap.acme.test", 993, "<b>kim@acme.test"
        )
    ]


def test_nothing_found_offers_to_guess(make: Make, qtbot: QtBot) -> None:
    with HostileServer({"*": reply(b"", 404)}) as server:
        dialog = make(server)
        assert dialog.guess_button.isHidden()
        dialog.ask_button.click()
        qtbot.waitUntil(lambda: dialog.ask_button.isEnabled())
        assert "No published settings found" in dialog.status_label.text()
        assert "without a user name or password" in dialog.status_label.text()
        assert dialog.guess_button.isVisible()


def test_a_proxy_that_refuses_is_reported_in_place_of_nothing_found(
    make: Make, qtbot: QtBot
) -> None:
    with HostileServer({"*": reply(b"", 407)}) as server:
        dialog = make(server)
        dialog.ask_button.click()
        qtbot.waitUntil(lambda: dialog.ask_button.isEnabled())
        told = dialog.status_label.text()
    assert told.startswith("The search is incomplete. The proxy")
    assert "user name and password in the profile" in told
    assert "No published settings" not in told


def test_closing_stops_it(make: Make, qtbot: QtBot) -> None:
    with HostileServer({"*": faults.silence()}) as server:
        dialog = make(server)
        dialog.ask_button.click()
        qtbot.waitUntil(server.arrived.is_set)
        dialog.reject()


def test_sources_have_words_of_their_own() -> None:
    assert len({settings_source_text(source) for source in SettingsSource}) == len(SettingsSource)


def test_from_the_form_and_into_it(open_dialog: OpenDialog) -> None:
    dialog = open_dialog(1)
    row, form = dialog.editor.check_panel, dialog.editor.form
    row.settings_button.click()
    (asking,) = row.findChildren(SettingsDiscoveryDialog)
    assert "example.com" in asking.disclosure_label.text()
    asking.chosen.emit(
        MailSettings(SettingsSource.SRV, ServerType.POPS, "pop.acme.test", 995, "kim")
    )
    asking.reject()
    draft = form.draft()
    assert draft.result[Field.SERVER_TYPE] is ServerType.POPS
    assert draft.result[Field.SERVER] == "pop.acme.test"
    assert (draft.result[Field.PORT], draft.result[Field.USER_NAME]) == (995, "kim")


def test_without_an_address_nothing_is_asked(open_dialog: OpenDialog) -> None:
    dialog = open_dialog(1)
    dialog.editor.form.set_value(Field.ADDRESS, "no address")
    dialog.editor.check_panel.settings_button.click()
    assert "Enter the address first" in dialog.editor.check_panel.result.text()
    assert not dialog.editor.check_panel.findChildren(SettingsDiscoveryDialog)


def test_the_administrator_may_forbid_it(listed: Workspace) -> None:
    listed.update_settings(listed.profile, Policy(discovery=False))
    dialog = EditDialog(listed, 1)
    assert not dialog.editor.check_panel.settings_button.isEnabled()
    assert "administrator" in dialog.editor.check_panel.settings_button.toolTip()
    dialog.done(0)
    dialog.deleteLater()

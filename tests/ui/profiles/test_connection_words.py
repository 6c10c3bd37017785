"""What the profile dialog says of addresses, stages and times."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from desktop_app.core.errors import NetworkFailure, Unreachable
from desktop_app.core.mail_check.check_verdicts import CheckStage
from desktop_app.core.mail_check.mail_check import StageResult
from desktop_app.core.profiles.connection_test import Stage, StageFailed, StagePassed
from desktop_app.core.profiles.profile import ProxyKind
from desktop_app.core.profiles.server_info import MailboxCount
from desktop_app.ui.mail_check.check_text import check_stage_text
from desktop_app.ui.profiles.connection_test_text import connection_stage_text
from desktop_app.ui.profiles.form.address_section import AddressSection
from desktop_app.ui.profiles.form.network_section import NetworkSection
from desktop_app.ui.widgets.form_rows import select_value

UI = Path(__file__).parents[3] / "desktop_app/ui"


def test_a_sentence_that_names_the_details_comes_with_them() -> None:
    error = Unreachable(NetworkFailure.TLS, "ALERT_HANDSHAKE_FAILURE of 192.0.2.7")
    line = connection_stage_text(StageFailed(Stage.TLS, 0.5, error))
    assert "details say why" in line
    assert "ALERT_HANDSHAKE_FAILURE of 192.0.2.7" in line


def test_a_sentence_that_names_no_details_has_none() -> None:
    error = Unreachable(NetworkFailure.REFUSED, "errno 111")
    assert "111" not in connection_stage_text(StageFailed(Stage.ADDRESS, 0.5, error))


BESIDE_DETAILS = {
    "explain.py": "the outcome of a save, for a banner or row that gets the details as well",
    "detail_progress_bar.py": "one line of the status bar; the rows' tooltips have the whole text",
}
"""The modules that show a sentence without its details, and why."""


def test_no_window_leaves_out_the_details_that_its_sentence_names() -> None:
    bare = {
        file.name
        for file in UI.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Attribute)
        and node.attr == "text"
        and isinstance(node.value, ast.Call)
        and getattr(node.value.func, "id", "") == "explain"
    }
    assert bare == set(BESIDE_DETAILS)


def test_an_empty_proxy_address_asks_for_the_proxys() -> None:
    section = NetworkSection()
    select_value(section.proxy, ProxyKind.CUSTOM)
    said = section.errors()[section.proxy_address]
    assert "SuperOffice" not in said
    assert "proxy" in said
    section.deleteLater()


def test_empty_addresses_of_an_own_environment_ask_for_their_own() -> None:
    section = AddressSection()
    section.location_box.setCurrentIndex(1)
    section.online_environment.setCurrentIndex(section.online_environment.count() - 1)
    errors = section.errors()
    said = [errors[section.login_address], errors[section.state_address]]
    assert len(set(said)) == 2
    assert not any("SuperOffice as you would in a browser" in text for text in said)
    section.deleteLater()


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0.0, "under 1 ms"),
        (0.0004, "under 1 ms"),
        (0.004, "4 ms"),
        (0.12, "120 ms"),
        (2.5, "2.5 s"),
    ],
)
def test_a_time_is_never_nought(seconds: float, said: str) -> None:
    line = connection_stage_text(StagePassed(Stage.MAILBOXES, seconds, MailboxCount(3)))
    assert line.endswith(f"({said})")
    checked = check_stage_text(StageResult(CheckStage.GREETING, seconds))
    assert checked.endswith(f"({said})")

"""What was found in a field, in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QCoreApplication

from desktop_app.core.mail_check.check_verdicts import Verdict
from desktop_app.core.mailbox.addresses import AddressIssue
from desktop_app.core.mailbox.hosts import HostIssue, HostParts
from desktop_app.core.mailbox.validation import IssueKind, ValidationIssue
from desktop_app.ui.text.mailbox import server_type_text
from desktop_app.ui.text.plain_text import shortened


def tr(text: str) -> str:
    """Translate a text of this room."""
    return QCoreApplication.translate("findings", text)


def issue_text(issue: ValidationIssue) -> str:
    """One sentence about one field."""
    return _ISSUE_TEXTS[issue.kind](issue.detail)


def _mandatory_text(reason: str) -> str:
    said = tr("SuperOffice demands a value here.")
    return f"{said} ({shortened(reason)})" if reason else said


def _address_text(issue: AddressIssue) -> str:
    return {
        AddressIssue.CONTROL: tr("The address holds a line end or another invisible character."),
        AddressIssue.HIDDEN: tr("The address holds a character that cannot be seen."),
        AddressIssue.NO_AT: tr("An address has an @, as in info@example.com."),
        AddressIssue.SEVERAL_AT: tr("This address has more than one @."),
        AddressIssue.NO_USER: tr("Something is missing before the @."),
        AddressIssue.DOMAIN: tr("What follows the @ is no domain."),
        AddressIssue.BRACKETS: tr("Write info@example.com or <info@example.com> (Name)."),
    }[issue]


def _host_text(issue: HostIssue) -> str:
    return {
        HostIssue.SPACE: tr("The name of a server holds no blanks."),
        HostIssue.NAME: tr("This is not the name of a server."),
        HostIssue.HIDDEN: tr("The name of the server holds a character that cannot be seen."),
        HostIssue.NUMBER: tr("This is not an IP address."),
    }[issue]


def _host_parts_text(host_parts: HostParts) -> str:
    parts = [tr("server %s") % shortened(host_parts.host)]
    parts += [tr("port %d") % host_parts.port] if host_parts.port is not None else []
    parts += (
        [server_type_text(host_parts.server_type)] if host_parts.server_type is not None else []
    )
    return tr("More than the name of a server: %s.") % ", ".join(parts)


def _check_text(detail: tuple[Verdict, str]) -> str:
    from desktop_app.ui.mail_check.verdict_text import verdict_message

    return tr("The check found: %s") % verdict_message(*detail).text


_ISSUE_TEXTS: dict[IssueKind, Callable[[Any], str]] = {
    IssueKind.CHECK_RESULT: _check_text,
    IssueKind.CHOOSE_TYPE: lambda _: tr("Choose how SuperOffice is to fetch the mail."),
    IssueKind.ADDRESS_MISSING: lambda _: tr("Type the address of the mailbox."),
    IssueKind.MANDATORY: _mandatory_text,
    IssueKind.TOO_LONG: lambda n: tr("SuperOffice takes %d characters here; these are %d.") % n,
    IssueKind.MAYBE_TOO_LONG: lambda n: (
        tr("Longer than the %d characters that SuperOffice usually takes.") % n
    ),
    IssueKind.TRUNCATED: lambda _: tr("Too much was pasted, and its end is missing. Undo it."),
    IssueKind.UNKNOWN_VALUE: lambda _: tr(
        "An unusual value from the server; it stays as it is unless you change it."
    ),
    IssueKind.INVALID_ADDRESS: _address_text,
    IssueKind.INVALID_HOST: _host_text,
    IssueKind.HOST_PARTS: _host_parts_text,
    IssueKind.ALTERNATE_FORM: lambda form: tr("Written otherwise: %s") % shortened(form),
    IssueKind.CONFUSABLE: lambda form: (
        tr("Letters of two alphabets are mixed: this is %s.") % shortened(form)
    ),
    IssueKind.INVALID_PUNYCODE: lambda _: tr(
        "Begins with xn-- like an international name, but stands for none."
    ),
    IssueKind.HIDDEN_CHARACTER: lambda c: (
        tr("Holds a character that cannot be seen (%s), which is sent too.") % c
    ),
    IssueKind.UNUSUAL_SPACE: lambda c: tr("Holds an unusual blank (%s), which is sent too.") % c,
    IssueKind.EDGE_SPACES: lambda _: tr("Begins or ends with a blank, which is sent too."),
    IssueKind.LINE_BREAKS: lambda _: tr("Holds a line end, which is sent too."),
    IssueKind.INVALID_PORT: lambda _: tr(
        "Not a port from 1 to 65535; it stays as it is unless you change it."
    ),
    IssueKind.DEFAULT_PORT: lambda own: tr("Usual for %s") % server_type_text(own),
    IssueKind.PORT_OF_OTHER_TYPE: lambda pair: (
        tr("The usual port of %s; this mailbox is set to %s.")
        % (server_type_text(pair[0]), server_type_text(pair[1]))
    ),
    IssueKind.NOT_DEFAULT_PORT: lambda pair: (
        tr("%s usually has port %d") % (server_type_text(pair[0]), pair[1])
    ),
    IssueKind.PASSWORD_EMPTY: lambda _: tr("Type the new password, or keep the stored one."),
    IssueKind.KEEP_DESTROYS: lambda _: tr(
        "This SuperOffice loses the stored password when a save carries none: type it."
    ),
    IssueKind.NO_PASSWORD: lambda _: tr("Without a password SuperOffice cannot fetch mail."),
}

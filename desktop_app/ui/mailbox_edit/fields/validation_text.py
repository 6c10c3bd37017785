"""Translated texts of validation issues."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from desktop_app.core.mail_check.check_causes import cause_of
from desktop_app.core.mail_check.check_verdicts import NotCheckable, Verdict
from desktop_app.core.mailbox.addresses import AddressIssue
from desktop_app.core.mailbox.characters import OddityKind, TextOddity
from desktop_app.core.mailbox.hosts import HostIssue, HostParts
from desktop_app.core.mailbox.mailbox import Field
from desktop_app.core.mailbox.validation import IssueKind, ValidationIssue
from desktop_app.ui.i18n import translate
from desktop_app.ui.mail_check.check_text import cause_text
from desktop_app.ui.mail_check.verdict_text import verdict_message
from desktop_app.ui.text.mailbox import server_type_text
from desktop_app.ui.text.odd_characters import oddity_text
from desktop_app.ui.text.plain_text import shortened


def issue_text(issue: ValidationIssue) -> str:
    """Return the translated sentence of an issue."""
    return _ISSUE_TEXTS[issue.kind](issue.detail)


def _mandatory_text(reason: str) -> str:
    message = translate("mailbox_edit", "SuperOffice requires a value here.")
    return f"{message} ({shortened(reason)})" if reason else message


def _address_text(issue: AddressIssue) -> str:
    return {
        AddressIssue.CONTROL: translate(
            "mailbox_edit",
            "The address contains a line break or an invisible character. Remove it.",
        ),
        AddressIssue.HIDDEN: translate(
            "mailbox_edit", "The address contains an invisible character. Remove it."
        ),
        AddressIssue.NO_AT: translate("mailbox_edit", "The @ is missing, as in info@example.com."),
        AddressIssue.SEVERAL_AT: translate(
            "mailbox_edit", "The address has more than one @. Keep only one."
        ),
        AddressIssue.NO_USER: translate("mailbox_edit", "Enter the part before the @."),
        AddressIssue.DOMAIN: translate(
            "mailbox_edit", "The part after the @ is not a domain, such as example.com."
        ),
        AddressIssue.BRACKETS: translate(
            "mailbox_edit", "Enter info@example.com or <info@example.com> (Name)."
        ),
    }[issue]


def _host_text(issue: HostIssue) -> str:
    return {
        HostIssue.SPACE: translate(
            "mailbox_edit", "A server name contains no spaces. Remove them."
        ),
        HostIssue.NAME: translate(
            "mailbox_edit", "This is not a server name, such as imap.example.com."
        ),
        HostIssue.HIDDEN: translate(
            "mailbox_edit", "The server name contains an invisible character. Remove it."
        ),
        HostIssue.NUMBER: translate("mailbox_edit", "This is not a valid IP address."),
    }[issue]


def _host_parts_text(host_parts: HostParts) -> str:
    parts = [translate("mailbox_edit", "server {server}").format(server=shortened(host_parts.host))]
    parts += (
        [translate("mailbox_edit", "port {port}").format(port=host_parts.port)]
        if host_parts.port is not None
        else []
    )
    parts += (
        [server_type_text(host_parts.server_type)] if host_parts.server_type is not None else []
    )
    return translate("mailbox_edit", "This is more than a server name: {parts}.").format(
        parts=", ".join(parts)
    )


def _check_text(detail: tuple[Verdict, str]) -> str:
    """Return the cause in a few words: the whole sentence is with the result of the check."""
    verdict, server = detail
    if isinstance(verdict, NotCheckable):
        return verdict_message(verdict, server).advice
    return cause_text(cause_of(verdict))


def _needed_text(field: Field) -> str:
    return {
        Field.ADDRESS: translate("mailbox_edit", "Enter the address of the mailbox."),
        Field.SERVER: translate(
            "mailbox_edit", "Enter the mail server from which SuperOffice collects the mail."
        ),
        Field.USER_NAME: translate("mailbox_edit", "Enter the user name for the mail server."),
        Field.PASSWORD: translate(
            "mailbox_edit", "Enter the password. SuperOffice cannot collect mail without it."
        ),
    }[field]


def _too_long_text(detail: tuple[int, int]) -> str:
    limit, length = detail
    return translate(
        "mailbox_edit",
        "SuperOffice accepts %n character(s) here, and this text has {length}. Shorten it.",
        None,
        limit,
    ).format(length=length)


def no_tls_text() -> str:
    """Return what a server type without TLS means, and what to choose instead. Translated."""
    return translate(
        "mailbox_edit",
        "Without TLS, others on the network can read the password and the mail. Choose the same "
        "type over TLS if the mail server offers it.",
    )


_ISSUE_TEXTS: dict[IssueKind, Callable[[Any], str]] = {
    IssueKind.CHECK_RESULT: _check_text,
    IssueKind.CHOOSE_TYPE: lambda _: translate(
        "mailbox_edit", "Choose how SuperOffice collects the mail."
    ),
    IssueKind.NEEDED: _needed_text,
    IssueKind.NO_TLS: lambda _: no_tls_text(),
    IssueKind.MANDATORY: _mandatory_text,
    IssueKind.TOO_LONG: _too_long_text,
    IssueKind.MAYBE_TOO_LONG: lambda n: translate(
        "mailbox_edit", "Longer than the %n character(s) that SuperOffice usually accepts.", None, n
    ),
    IssueKind.TRUNCATED: lambda _: translate(
        "mailbox_edit", "The pasted text was too long and has been cut off. Undo the paste."
    ),
    IssueKind.UNKNOWN_VALUE: lambda _: translate(
        "mailbox_edit", "This value is unusual. Saving keeps it unless you change it."
    ),
    IssueKind.INVALID_ADDRESS: _address_text,
    IssueKind.INVALID_HOST: _host_text,
    IssueKind.HOST_PARTS: _host_parts_text,
    IssueKind.ALTERNATE_FORM: lambda form: translate("mailbox_edit", "Also written {form}").format(
        form=shortened(form)
    ),
    IssueKind.CONFUSABLE: lambda form: translate(
        "mailbox_edit", "This mixes letters of two alphabets: it is really {form}."
    ).format(form=shortened(form)),
    IssueKind.INVALID_PUNYCODE: lambda _: translate(
        "mailbox_edit", "Starts with xn-- like an international name, but is not one."
    ),
    IssueKind.HIDDEN_CHARACTER: lambda c: oddity_text(TextOddity(OddityKind.HIDDEN_CHARACTER, c)),
    IssueKind.UNUSUAL_SPACE: lambda c: oddity_text(TextOddity(OddityKind.UNUSUAL_SPACE, c)),
    IssueKind.EDGE_SPACES: lambda _: oddity_text(TextOddity(OddityKind.EDGE_SPACE)),
    IssueKind.LINE_BREAKS: lambda _: oddity_text(TextOddity(OddityKind.LINE_BREAK)),
    IssueKind.INVALID_PORT: lambda _: translate(
        "mailbox_edit", "Not a port from 1 to 65535. Saving keeps the value unless you change it."
    ),
    IssueKind.PORT_OF_OTHER_TYPE: lambda pair: translate(
        "mailbox_edit",
        "This is the usual port for {usual_type}, but the server type is {server_type}.",
    ).format(usual_type=server_type_text(pair[0]), server_type=server_type_text(pair[1])),
    IssueKind.PASSWORD_EMPTY: lambda _: translate(
        "mailbox_edit", "Enter the new password, or keep the stored one."
    ),
    IssueKind.KEEP_DESTROYS: lambda _: translate(
        "mailbox_edit",
        "This SuperOffice clears the stored password when you save without one. Enter the "
        "password.",
    ),
}

"""What was found in a field, in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QCoreApplication

from desktop_app.core.mail_check.check_verdicts import Verdict
from desktop_app.core.mailbox.addresses import AddressFault
from desktop_app.core.mailbox.hosts import HostFault, Split
from desktop_app.core.mailbox.validation import Finding, Kind
from desktop_app.ui.text.mailbox import type_words
from desktop_app.ui.text.plain_text import shortened


def tr(text: str) -> str:
    """Translate a text of this room."""
    return QCoreApplication.translate("findings", text)


def finding_words(finding: Finding) -> str:
    """One sentence about one field."""
    return _WORDS[finding.kind](finding.about)


def _mandatory(reason: str) -> str:
    said = tr("SuperOffice demands a value here.")
    return f"{said} ({shortened(reason)})" if reason else said


def _address(fault: AddressFault) -> str:
    return {
        AddressFault.CONTROL: tr("The address holds a line end or another invisible character."),
        AddressFault.HIDDEN: tr("The address holds a character that cannot be seen."),
        AddressFault.NO_AT: tr("An address has an @, as in info@example.com."),
        AddressFault.SEVERAL_AT: tr("This address has more than one @."),
        AddressFault.NO_USER: tr("Something is missing before the @."),
        AddressFault.DOMAIN: tr("What follows the @ is no domain."),
        AddressFault.BRACKETS: tr("Write info@example.com or <info@example.com> (Name)."),
    }[fault]


def _host(fault: HostFault) -> str:
    return {
        HostFault.SPACE: tr("The name of a server holds no blanks."),
        HostFault.NAME: tr("This is not the name of a server."),
        HostFault.HIDDEN: tr("The name of the server holds a character that cannot be seen."),
        HostFault.NUMBER: tr("This is not an IP address."),
    }[fault]


def _split(split: Split) -> str:
    parts = [tr("server %s") % shortened(split.host)]
    parts += [tr("port %d") % split.port] if split.port is not None else []
    parts += [type_words(split.server_type)] if split.server_type is not None else []
    return tr("More than the name of a server: %s.") % ", ".join(parts)


def _check(about: tuple[Verdict, str]) -> str:
    from desktop_app.ui.mail_check.verdict_text import verdict_words

    return tr("The check found: %s") % verdict_words(*about).text


_WORDS: dict[Kind, Callable[[Any], str]] = {
    Kind.CHECK: _check,
    Kind.CHOOSE_TYPE: lambda _: tr("Choose how SuperOffice is to fetch the mail."),
    Kind.ADDRESS_MISSING: lambda _: tr("Type the address of the mailbox."),
    Kind.MANDATORY: _mandatory,
    Kind.TOO_LONG: lambda n: tr("SuperOffice takes %d characters here; these are %d.") % n,
    Kind.LONG: lambda n: tr("Longer than the %d characters that SuperOffice usually takes.") % n,
    Kind.CUT: lambda _: tr("Too much was pasted, and its end is missing. Undo it."),
    Kind.ODD_VALUE: lambda _: tr(
        "An unusual value from the server; it stays as it is unless you change it."
    ),
    Kind.ADDRESS_FAULT: _address,
    Kind.HOST_FAULT: _host,
    Kind.SPLIT: _split,
    Kind.OTHER_FORM: lambda form: tr("Written otherwise: %s") % shortened(form),
    Kind.LOOKS_ALIKE: lambda form: (
        tr("Letters of two alphabets are mixed: this is %s.") % shortened(form)
    ),
    Kind.BROKEN_FORM: lambda _: tr(
        "Begins with xn-- like an international name, but stands for none."
    ),
    Kind.HIDDEN: lambda c: tr("Holds a character that cannot be seen (%s), which is sent too.") % c,
    Kind.ODD_BLANK: lambda c: tr("Holds an unusual blank (%s), which is sent too.") % c,
    Kind.EDGE_BLANKS: lambda _: tr("Begins or ends with a blank, which is sent too."),
    Kind.LINE_ENDS: lambda _: tr("Holds a line end, which is sent too."),
    Kind.PORT_ODD: lambda _: tr(
        "Not a port from 1 to 65535; it stays as it is unless you change it."
    ),
    Kind.PORT_USUAL: lambda own: tr("Usual for %s") % type_words(own),
    Kind.PORT_OTHERS: lambda pair: (
        tr("The usual port of %s; this mailbox is set to %s.")
        % (type_words(pair[0]), type_words(pair[1]))
    ),
    Kind.PORT_UNUSUAL: lambda pair: tr("%s usually has port %d") % (type_words(pair[0]), pair[1]),
    Kind.PASSWORD_EMPTY: lambda _: tr("Type the new password, or keep the stored one."),
    Kind.KEEP_DESTROYS: lambda _: tr(
        "This SuperOffice loses the stored password when a save carries none: type it."
    ),
    Kind.NO_PASSWORD: lambda _: tr("Without a password SuperOffice cannot fetch mail."),
}

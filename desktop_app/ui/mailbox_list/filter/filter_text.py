"""Translated texts of quick filters and of the mailboxes they cannot judge yet."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce

from desktop_app.core.mailbox_list.quick_filter import EditRight, QuickFilter, Security
from desktop_app.ui.i18n import translate
from desktop_app.ui.mailbox_list.filter.quick_filter_text import (
    risk_text,
    security_text,
    server_text,
    state_text,
    type_trait_text,
)


def active_filter_text(quick_filter: QuickFilter) -> str:
    """Return the active filter: values of one kind joined by "or", kinds by semicolons."""
    parts = [
        _any_of(map(state_text, quick_filter.states)),
        _any_of(type_trait_text(kind) for kind in quick_filter.types),
        _any_of(security_filter_text(security) for security in quick_filter.securities),
        _any_of(server_text(server) for server in quick_filter.servers),
        _any_of(right_filter_text(right) for right in quick_filter.rights),
        duplicates_text() if quick_filter.duplicates else "",
        _any_of(map(risk_text, quick_filter.risks)),
    ]
    return "; ".join(part for part in parts if part)


def _any_of(texts: Iterable[str]) -> str:
    either = translate("mailbox_list", "{first} or {second}")
    parts = sorted(texts)
    return reduce(lambda a, b: either.format(first=a, second=b), parts) if parts else ""


def security_filter_text(security: Security) -> str:
    """Return the filter text of a connection security."""
    return (
        translate("mailbox_list", "No TLS")
        if security is Security.PLAINTEXT
        else security_text(security)
    )


def right_filter_text(right: EditRight) -> str:
    """Return the filter text of an edit right."""
    return {
        EditRight.CHANGE: translate("mailbox_list", "May be changed"),
        EditRight.READ_ONLY: translate("mailbox_list", "Read-only"),
        EditRight.NO_UPDATE: translate("mailbox_list", "No update right"),
    }[right]


def duplicates_text() -> str:
    """Return the filter text of mailboxes with the same address, or the same login and server."""
    return translate("mailbox_list", "Duplicates")


def unknown_rows_text(unknown: int) -> str:
    """Return how many mailboxes the filter cannot judge, because their details are not read."""
    return translate("mailbox_list", "Details not loaded yet for %Ln mailbox(es).", None, unknown)


def may_match_text(unknown: int) -> str:
    """Return how many mailboxes the filter cannot judge, and that it may show them later."""
    return f"{unknown_rows_text(unknown)} " + translate("mailbox_list", "They may match too.")


def read_details_text(calls: int) -> str:
    """Return the label of a button that reads missing details, with a mnemonic."""
    return translate("mailbox_list", "&Load their details (%Ln call(s))", None, calls)


def read_all_details_text(total: int, calls: int) -> str:
    """Return the label that offers to read all details and says the cost, with a mnemonic."""
    if not calls:
        return translate("mailbox_list", "Load details of &all mailboxes (all are up to date)")
    return translate("mailbox_list", "Load details of &all {mailboxes} ({calls})").format(
        mailboxes=translate("mailbox_list", "%Ln mailbox(es)", None, total),
        calls=translate("mailbox_list", "%Ln call(s)", None, calls),
    )

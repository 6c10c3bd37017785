"""Asks whether a server outside the tenant's own domain may get the sign-in."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop_app.core.errors import ApiOutsideDomain
from desktop_app.core.profiles.profile import Profile
from desktop_app.ui.dialogs.message_boxes import confirm
from desktop_app.ui.i18n import translate


def may_accept_api_host(parent: QWidget, profile: Profile, error: ApiOutsideDomain) -> bool:
    """Ask whether the host in ``error`` may get the sign-in of ``profile``; no is the default.

    The button for yes has no mnemonic: a message box takes a letter without Alt as one, and the
    question may appear while the user is typing.
    """
    text = translate("sign_in", "Send the sign-in of {name} to {host}?").format(
        name=profile.name, host=error.host
    )
    details = translate(
        "sign_in",
        "SuperOffice Online names {host} as the server of this customer. It does not belong to "
        "{domain}. The operator of {host} could do everything in SuperOffice that you may do.\n"
        "\n"
        "Allow it only if the administrator of {domain} confirms this server. Your answer is "
        "stored with the profile. It holds for {host} only, and ends when the address of the "
        "profile changes.",
    ).format(host=error.host, domain=error.domain)
    return confirm(
        parent,
        text,
        details,
        translate("sign_in", "Send it there"),
        translate("sign_in", "&Do not send it"),
    )

"""Texts for the administrator's restrictions. All are translated."""

from __future__ import annotations

from desktop_app.core.profiles.policy import Policy
from desktop_app.ui.i18n import translate


def forbidden_text(name: str) -> str:
    """Return why an action is forbidden; ``name`` is the name of a field of Policy."""
    return {
        "own_profiles": translate(
            "policy", "The administrator of this computer gives out the profiles."
        ),
        "write": translate(
            "policy", "The administrator of this computer lets mailboxes be read, not changed."
        ),
        "create": translate(
            "policy", "The administrator of this computer allows no new mailboxes."
        ),
        "store_secrets": translate(
            "policy",
            "The administrator of this computer lets no password be kept: each is for this "
            "session only.",
        ),
        "vault": translate(
            "policy", "The administrator of this computer allows no encrypted file of secrets."
        ),
        "plain_http": translate(
            "policy", "The administrator of this computer allows https:// only."
        ),
        "discovery": translate(
            "policy",
            "The administrator of this computer lets no server outside be asked for settings.",
        ),
        "mail_check": translate(
            "policy",
            "The administrator of this computer lets no mailbox be tried on its mail server.",
        ),
    }[name]


def policy_text(policy: Policy) -> str:
    """Return one line for each restriction; empty if there is none."""
    names = (name for name in Policy.__slots__ if getattr(policy, name) is False)
    return "\n".join(forbidden_text(name) for name in names)

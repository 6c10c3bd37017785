"""What the administrator of this computer has decided, in words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop_app.core.profiles.policy import Policy


def tr(text: str) -> str:
    """Translate a text of this room."""
    return QCoreApplication.translate("policy", text)


def forbidden_text(name: str) -> str:
    """Why something cannot be done; ``name`` is that of a field of Policy."""
    return {
        "own_profiles": tr("The administrator of this computer gives out the profiles."),
        "write": tr("The administrator of this computer lets mailboxes be read, not changed."),
        "create": tr("The administrator of this computer allows no new mailboxes."),
        "store_secrets": tr(
            "The administrator of this computer lets no password be kept: each is for this "
            "session only."
        ),
        "vault": tr("The administrator of this computer allows no encrypted file of secrets."),
        "plain_http": tr("The administrator of this computer allows https:// only."),
        "discovery": tr(
            "The administrator of this computer lets no server outside be asked for settings."
        ),
        "mail_check": tr(
            "The administrator of this computer lets no mailbox be tried on its mail server."
        ),
    }[name]


def policy_text(policy: Policy) -> str:
    """Everything that is forbidden, a sentence in each line; empty where all is allowed."""
    names = (name for name in Policy.__slots__ if getattr(policy, name) is False)
    return "\n".join(forbidden_text(name) for name in names)

"""Texts for the administrator's restrictions. All are translated."""

from __future__ import annotations

from desktop_app.core.profiles.policy import Policy
from desktop_app.ui.i18n import translate


def forbidden_text(name: str) -> str:
    """Return why an action is forbidden; ``name`` is the name of a field of Policy."""
    return {
        "own_profiles": translate("policy", "Your administrator provides the profiles."),
        "write": translate(
            "policy", "Your administrator allows viewing mailboxes but not changing them."
        ),
        "create": translate("policy", "Your administrator does not allow new mailboxes."),
        "store_secrets": translate(
            "policy",
            "Your administrator does not allow passwords to be stored. They are kept for this "
            "session only.",
        ),
        "vault": translate("policy", "Your administrator does not allow a password vault."),
        "plain_http": translate("policy", "Your administrator allows https:// only."),
        "discovery": translate(
            "policy",
            "Your administrator does not allow looking up settings on outside servers.",
        ),
        "mail_check": translate(
            "policy",
            "Your administrator has turned off mail server checks.",
        ),
    }[name]


def policy_text(policy: Policy) -> str:
    """Return one line for each restriction; empty if there is none."""
    names = (name for name in Policy.__slots__ if getattr(policy, name) is False)
    return "\n".join(forbidden_text(name) for name in names)

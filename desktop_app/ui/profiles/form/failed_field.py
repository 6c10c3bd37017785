"""Finds the field of the profile form that a failed connection test points to."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop_app.core.errors import (
    AnonymousSession,
    ApiMoved,
    ApiOutsideDomain,
    AppError,
    Cancelled,
    InsecureHttp,
    SecretMissing,
    SignInNeeded,
    SignInRefused,
    TenantNotRunning,
    TenantUnknown,
    TlsCause,
    TlsError,
    UserNameUnusable,
    WebServerAuthRequired,
    WindowsAuthOnly,
)
from desktop_app.core.errors.authentication import SignInPart, SignInUnsendable
from desktop_app.core.profiles.connection_test import Stage
from desktop_app.core.secrets.secret import SecretName
from desktop_app.ui.profiles.form.profile_form import ProfileForm
from desktop_app.ui.sign_in.sign_in_recovery import is_proxy_related

NO_FIELD = (AnonymousSession, ApiMoved, ApiOutsideDomain, Cancelled, SignInNeeded)
"""Errors that another value of one field would not mend, or that are asked about."""
OF_CA_FILE = (TlsCause.UNKNOWN_ISSUER, TlsCause.SELF_SIGNED, TlsCause.CA_FILE)
OF_SERVER = (Stage.ADDRESS, Stage.TLS, Stage.TENANT, Stage.VERSION)


def failed_field(form: ProfileForm, error: AppError, stage: Stage | None) -> QWidget | None:
    """Return the field to correct after this error; None if no single field is to blame.

    ``stage`` is where the test failed, None if the test could not begin.
    """
    if isinstance(error, NO_FIELD):
        return None
    if is_proxy_related(error):
        return form.network_section.proxy_field
    if isinstance(error, TlsError) and error.cause in OF_CA_FILE:
        return form.network_section.ca_file
    if isinstance(error, InsecureHttp):
        return form.address_section.plain_http
    if isinstance(error, TenantUnknown | TenantNotRunning):
        return form.server_field
    if isinstance(error, SignInRefused | SecretMissing):
        return _sign_in_field(form, error)
    return form.server_field if stage in OF_SERVER else None


def _sign_in_field(form: ProfileForm, error: AppError) -> QWidget:
    section = form.sign_in_section
    if isinstance(error, UserNameUnusable):
        return form.user_name
    if isinstance(error, WindowsAuthOnly | WebServerAuthRequired):
        return section.kind_box
    if isinstance(error, SignInUnsendable) and error.part is SignInPart.APP_TOKEN:
        return section.secrets[SecretName.APP_TOKEN]
    return section.main_secret_field

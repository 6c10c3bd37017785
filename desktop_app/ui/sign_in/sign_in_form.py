"""One field to enter a profile's password, ticket, token or cookies again, and its choices."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum, auto

from PySide6.QtCore import Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget
from shiboken6 import isValid

from desktop_app.core.errors import AppError, SecretStoreError
from desktop_app.core.profiles.profile import Profile, SignInKind
from desktop_app.core.secrets.secret import SecretName, SecretStorage, StorageKind, main_secret
from desktop_app.services.background import Failure, Success
from desktop_app.services.profiles.profile_service import StoredProfile
from desktop_app.ui.accessibility.result_label import ResultLabel
from desktop_app.ui.i18n import translate
from desktop_app.ui.text.errors.explain import explain
from desktop_app.ui.text.plain_text import tooltip
from desktop_app.ui.text.profiles import secret_label, storage_note
from desktop_app.ui.widgets.focus.buttons import CheckBox, LinkButton, PushButton
from desktop_app.ui.widgets.plain_label import plain_label
from desktop_app.ui.widgets.secret_field import SecretField

FIELD_WIDTH = 320
"""Logical pixels, the greatest width of the field."""


class _Step(Enum):
    """How far a sign-in has got."""

    NONE = auto()
    STORING = auto()
    SENT = auto()


OnSignedIn = Callable[[Success[StoredProfile] | Failure], None]
SignInCallback = Callable[[str, bool, OnSignedIn], None]
"""Stores a secret, on this computer if the flag is set, and signs in; then calls back."""


class SignInForm(QWidget):
    """Names user, server and reason, and sends what is entered once for each click or Enter.

    The owner sets ``sign_in`` and ``storage`` and handles Enter. It calls `show_progress` while the
    list is loaded, `show_reason` when that failed, and `clear` when it worked. GUI thread.
    """

    profile_change_requested = Signal()
    """The user name, the server or the way of signing in is to be changed."""
    storage_requested = Signal()
    """The password storage is to be changed."""
    retry_requested = Signal()
    """What is stored is to be tried again."""
    stop_requested = Signal()

    def __init__(self, profile: Profile) -> None:
        super().__init__()
        self.sign_in: SignInCallback = lambda _secret, _keep, _on_done: None
        self.storage: Callable[[], SecretStorage] = lambda: SecretStorage(StorageKind.SESSION)
        self._step = _Step.NONE
        self._has_keyring_error = False
        name = main_secret(profile)
        self.headline = plain_label(_headline(profile))
        self.message_label = ResultLabel()
        self.secret_field = SecretField(
            secret_label(name),
            marks_oddities=name is not SecretName.BROWSER_SESSION,
            strips_line_ends=True,
        )
        self._field_label = QLabel(_field_label(profile))
        self._field_label.setBuddy(self.secret_field)
        self.sign_in_button = PushButton(translate("sign_in", "&Sign in"))
        self.stop_button = LinkButton(translate("sign_in", "S&top"))
        self.keep_box = CheckBox(translate("sign_in", "Keep on this &computer"))
        self.session_label = QLabel()
        self.retry_button = LinkButton(translate("sign_in", "Try a&gain"))
        self.storage_button = LinkButton(translate("sign_in", "Passwo&rd storage…"))
        self.change_button = LinkButton(translate("sign_in", "Chang&e profile…"))
        self._build_ui()
        self.sign_in_button.clicked.connect(self.submit)
        self.stop_button.clicked.connect(self.stop_requested)
        self.retry_button.clicked.connect(self.retry_requested)
        self.storage_button.clicked.connect(self.storage_requested)
        self.change_button.clicked.connect(self.profile_change_requested)

    def _build_ui(self) -> None:
        font = QFont(self.headline.font())
        font.setBold(True)
        self.headline.setFont(font)
        self.secret_field.setMaximumWidth(FIELD_WIDTH)
        self.stop_button.hide()
        self.keep_box.setChecked(True)
        entry, beside = QHBoxLayout(), QHBoxLayout()
        entry.addWidget(self._field_label)
        entry.addWidget(self.secret_field, 1)
        entry.addWidget(self.sign_in_button)
        entry.addWidget(self.stop_button)
        entry.addStretch()
        beside.addWidget(self.keep_box)
        beside.addWidget(self.session_label)
        for link in (self.retry_button, self.storage_button, self.change_button):
            beside.addWidget(link)
        beside.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for label in (self.headline, self.message_label):
            layout.addWidget(label)
        layout.addLayout(entry)
        layout.addLayout(beside)
        self.setFocusProxy(self.secret_field)

    @property
    def is_busy(self) -> bool:
        """Whether a sign-in is under way."""
        return self._step is not _Step.NONE

    def show_reason(self, error: AppError | None, more: str = "") -> None:
        """Say why the user has to sign in, and ``more``; after a refusal select what was entered.

        ``error`` is None if the person has asked before anything failed. What failed before the
        new secret was sent is not shown.
        """
        if self._step is _Step.STORING:
            return
        was_busy = self.is_busy
        self._set_step(_Step.NONE)
        self._has_keyring_error = isinstance(error, SecretStoreError)
        self._show_storage(was_busy=was_busy)
        message = None if error is None else explain(error)
        text = " ".join(filter(None, ("" if message is None else message.text, more)))
        self._describe("" if message is None else message.detail)
        if was_busy or text != self.message_label.text():
            self.message_label.show_result(text)
        self.message_label.setVisible(bool(text))
        if was_busy:
            self.secret_field.line_edit.selectAll()

    def _describe(self, detail: str) -> None:
        """Give the technical detail of the reason, which is the server's, as a plain tooltip."""
        if detail:
            detail = translate("sign_in", "Details: {detail}").format(detail=detail)
        self.message_label.setToolTip(tooltip(detail))
        self.message_label.setAccessibleDescription(detail)

    def show_progress(self, text: str = "") -> None:
        """Say that the sign-in is under way, or ``text``; nothing else is sent until it ends."""
        self._set_step(_Step.SENT)
        self.message_label.setText(text or translate("sign_in", "Signing in…"))
        self.message_label.show()

    def submit(self) -> None:
        """Sign in with what was entered: once, however often the button is pressed."""
        secret = self.secret_field.text()
        if self.is_busy:
            return
        self.secret_field.setFocus()
        if not secret:
            self.message_label.show_result(_missing_text(self.secret_field.line_edit))
            self.message_label.show()
            return
        self.show_progress()
        self._step = _Step.STORING
        self.sign_in(secret, self._keeps, self._on_stored)

    def clear(self) -> None:
        """Forget what was entered."""
        self._set_step(_Step.NONE)
        self.secret_field.clear()

    @property
    def _keeps(self) -> bool:
        return self.keep_box.isVisibleTo(self) and self.keep_box.isChecked()

    def _on_stored(self, outcome: Success[StoredProfile] | Failure) -> None:
        if isValid(self) and isinstance(outcome, Failure):
            self._step = _Step.SENT
            self.show_reason(outcome.error)

    def _show_storage(self, *, was_busy: bool) -> None:
        """Offer to keep the secret where it can be kept; a broken keyring is not the default."""
        storage = self.storage()
        can_keep = storage.kind is not StorageKind.SESSION
        note = storage_note(storage)
        self.keep_box.setVisible(can_keep)
        self.keep_box.setToolTip(note)
        self.keep_box.setAccessibleDescription(note)
        self.session_label.setVisible(not can_keep)
        self.session_label.setText(note)
        if self._has_keyring_error and not was_busy:
            self.keep_box.setChecked(False)
        for link in (self.retry_button, self.storage_button):
            link.setVisible(self._has_keyring_error)

    def _set_step(self, step: _Step) -> None:
        self._step = step
        self.sign_in_button.setEnabled(not self.is_busy)
        self.stop_button.setVisible(self.is_busy)


def _headline(profile: Profile) -> str:
    if profile.user_name:
        return translate("sign_in", "Sign in to {server} as {user_name}").format(
            server=profile.address_text, user_name=profile.user_name
        )
    return translate("sign_in", "Sign in to {server}").format(server=profile.address_text)


def _field_label(profile: Profile) -> str:
    return {
        SignInKind.TICKET: translate("sign_in", "Tic&ket"),
        SignInKind.BEARER: translate("sign_in", "Access to&ken"),
        SignInKind.BROWSER: translate("sign_in", "Browser coo&kies"),
    }.get(profile.sign_in, translate("sign_in", "Pass&word"))


def _missing_text(field: QWidget) -> str:
    return translate("sign_in", "Nothing to sign in with. Enter it first: {name}.").format(
        name=field.accessibleName()
    )

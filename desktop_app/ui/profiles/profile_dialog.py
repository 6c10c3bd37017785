"""A connection profile on one page: where, who, what for, and how. Works without a network."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from uuid import uuid4

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.core.errors import ApiElsewhere
from desktop_app.core.profiles.profile import Profile, plain_name, same_connection
from desktop_app.core.secrets.secret import SecretName, demanded_secret
from desktop_app.services.background import Done, Failed
from desktop_app.services.profiles.profile_service import Kept, ProfileBook
from desktop_app.ui.profiles.address_section import Where
from desktop_app.ui.profiles.connection_test_panel import ConnectionStages
from desktop_app.ui.profiles.environment_section import Kind
from desktop_app.ui.profiles.network_section import How
from desktop_app.ui.profiles.sign_in_section import Who
from desktop_app.ui.text.errors.explain import explain
from desktop_app.ui.text.plain_text import plain_label
from desktop_app.ui.text.profiles import lives_words, secret_words
from desktop_app.ui.widgets.banner import Banner
from desktop_app.ui.widgets.dialog_buttons import Standard, button_box
from desktop_app.ui.widgets.form_rows import LABEL, FormRows
from desktop_app.ui.widgets.secret_field import SecretLine
from desktop_app.ui.widgets.window_size import resize_to_fit

INDENT = 6
"""Logical pixels between the labels and the fields."""
WIDTH, HEIGHT = 620, 640
"""Size of the dialog, in logical pixels."""


class ProfileDialog(QDialog):
    """Makes a profile, or changes one. Save does not connect; "Test connection" does."""

    kept = Signal(object)
    """A Kept, after it was written."""

    def __init__(
        self,
        book: ProfileBook,
        profile: Profile | None,
        parent: QWidget | None = None,
        *,
        like: Profile | None = None,
    ) -> None:
        super().__init__(parent)
        self._book = book
        self._profile = profile
        self._start = profile or like or Profile(str(uuid4()), "", "", "", read_only=True)
        self.may_keep: Callable[[Profile, bool], bool] = lambda _made, _new_secret: True
        """Asked before it is written; whoever opened this knows what would be lost by it."""
        self._tried = False
        self._proved: Profile | None = None
        self._test = book.make_test()
        self.banner = Banner()
        self.name = QLineEdit()
        self.what, self.who = FormRows(), Who()
        self.where = Where(may_be_plain=book.policy.plain_http)
        self.kind, self.how = Kind(), How()
        self.parts: tuple[FormRows, ...] = (self.what, self.where, self.who, self.kind, self.how)
        self.fold = QToolButton()
        self.lives = plain_label()
        self.stages = ConnectionStages(self._test)
        self.test_button = QPushButton(self.tr("&Test connection"))
        self.buttons = button_box(Standard.Save, Standard.Cancel)
        self._arrange()
        self._fill()
        self._connect()
        self._check()

    @property
    def address(self) -> QLineEdit:
        """The line for the address."""
        return self.where.address

    @property
    def user_name(self) -> QLineEdit:
        """The line for the user name."""
        return self.who.user_name

    @property
    def password(self) -> SecretLine:
        """The line for the password."""
        return self.who.password

    def _arrange(self) -> None:
        self.setWindowTitle(self.tr("Change profile") if self._profile else self.tr("New profile"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.what.add(self.tr("&Name"), self.name)
        self.name.setPlaceholderText(self.tr("Acme Support"))
        self.lives.setIndent(LABEL + INDENT)
        self.fold.setText(self.tr("Proxy, certificates, langua&ge, note"))
        self.fold.setCheckable(True)
        self.fold.setAutoRaise(True)
        self.fold.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        page = QWidget()
        column = QVBoxLayout(page)
        for part in (self.what, self.where, self.who, self.lives, self.kind, self.fold, self.how):
            column.addWidget(part)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the first stop is the name
        scroll.setWidgetResizable(True)
        scroll.setWidget(page)
        self.buttons.addButton(self.test_button, QDialogButtonBox.ButtonRole.ActionRole)
        layout = QVBoxLayout(self)
        layout.addWidget(self.banner)
        layout.addWidget(scroll, 1)
        layout.addWidget(self.stages)
        layout.addWidget(self.buttons)
        resize_to_fit(self, WIDTH, HEIGHT)

    def _fill(self) -> None:
        self.name.setText(self._start.name)
        if self._profile is None and not self._start.name:
            self.how.fill(self._start)
        else:
            for part in self.parts:
                part.fill(self._start)
        self.fold.setChecked(not self.how.is_usual)
        self._unfold(self.fold.isChecked())
        if self._start.deployed:
            for part in (self.what, self.where):
                part.setEnabled(False)
            self.how.fix()

    def _connect(self) -> None:
        self.buttons.accepted.connect(self.save)
        self.buttons.rejected.connect(self.reject)
        self.test_button.clicked.connect(self.test)
        self.fold.toggled.connect(self._unfold)
        self.address.editingFinished.connect(self._take_login)
        self._book.secrets.changed.connect(self._check)
        self._test.ended.connect(self._take_test)
        self.finished.connect(self._end)
        for part in self.parts:
            part.changed.connect(self._on_change)

    def save(self) -> None:
        """Write the profile and its secrets in the background."""
        if self._complain():
            return
        made, typed = self.made(), self._typed()
        if self.may_keep(made, bool(typed)):
            self._set_busy(True)
            self._book.put(made, typed, self._taken)

    def test(self) -> None:
        """Try the connection with what is typed, showing each stage as it happens."""
        if self._complain():
            return
        self.test_button.setEnabled(False)
        made = self.made()
        self.stages.begin(made)
        self._test.start(made, self._typed())

    def show_where(self) -> None:
        """Put the cursor where it is said where the server is."""
        (self.where.kind if self.where.online else self.address).setFocus()

    def show_proxy(self) -> None:
        """Unfold the proxy, with the cursor where its sign-in is typed, if it has one."""
        self.fold.setChecked(True)
        self.how.focus_proxy()

    def reject(self) -> None:
        """Close, but not between a click on Save and its outcome, which takes seconds at most."""
        if self.buttons.button(Standard.Save).isEnabled():
            super().reject()

    def made(self) -> Profile:
        """The profile as it is typed, once nothing is wrong."""
        profile = replace(self._start, name=plain_name(self.name.text()))
        for part in self.parts:
            profile = part.apply(profile)
        return profile

    def _complain(self) -> bool:
        """Say what is wrong and go there; whether anything is."""
        self._take_login()
        self._tried = True
        wrong = self._check()
        if wrong is None:
            return False
        if self.how.isAncestorOf(wrong):
            self.fold.setChecked(True)
        wrong.setFocus()
        return True

    def _taken(self, outcome: Done[Kept] | Failed) -> None:
        self._set_busy(False)
        if isinstance(outcome, Failed):
            said = explain(outcome.trouble)
            self.banner.say(said.text, detail=said.detail)
            return
        kept = outcome.value
        if self._proved is not None and same_connection(self._proved, kept.profile):
            self._book.note(kept.profile.id, lambda _outcome: None, tested=True)
        self.kept.emit(kept)
        self.accept()

    def _set_busy(self, busy: bool) -> None:
        self.buttons.button(Standard.Save).setEnabled(not busy)
        for part in self.parts:
            part.setEnabled(not busy and not self._is_fixed(part))

    def _is_fixed(self, part: FormRows) -> bool:
        return self._start.deployed and part in (self.what, self.where)

    def _on_change(self) -> None:
        self.who.offer(online=self.where.online)
        self._check()

    def _check(self) -> QWidget | None:
        """Say what is wrong, and return the first field of it."""
        errors = self.errors()
        for part in self.parts:
            part.say(errors if self._tried else {})
        self.lives.setText(lives_words(self._book.secrets.place))
        return next((field for field, error in errors.items() if error), None)

    def errors(self) -> dict[QWidget, str]:
        """What is wrong, in the order of the fields."""
        found: dict[QWidget, str] = {}
        found[self.name] = "" if plain_name(self.name.text()) else self.tr("Give it a name.")
        for part in self.parts:
            found |= part.errors()
        if not any(found.values()):
            found |= self._secret_error()
        return found

    def _secret_error(self) -> dict[QWidget, str]:
        made = self.made()
        name = demanded_secret(made)
        if name is None or name in self._typed():
            return {}
        if self._profile is None or made.sign_in is not self._profile.sign_in:
            return {self.who.secrets[name]: self.tr("Type it: %s.") % secret_words(name)}
        if made.binding != self._profile.binding:
            text = self.tr("This leads elsewhere now, from %s to %s. Type the secret for it.")
            return {self.who.secrets[name]: text % (self._profile.binding, made.binding)}
        return {}

    def _typed(self) -> dict[SecretName, str]:
        return {**self.who.typed(), **self.how.typed()}

    def _take_login(self) -> None:
        """A login in a pasted address goes to its own fields, never into the file."""
        parted = self.where.take_login()
        if parted is None:
            return
        if parted.user_name and not self.user_name.text():
            self.user_name.setText(parted.user_name)
        if parted.password and not self.who.password.text():
            self.who.password.line.setText(parted.password)
        self.banner.say(self.tr("The login in the address was moved to its own fields."))

    def _unfold(self, shown: bool) -> None:
        self.how.setVisible(shown)
        self.fold.setArrowType(Qt.ArrowType.DownArrow if shown else Qt.ArrowType.RightArrow)

    def _take_test(self, outcome: Done[Profile] | Failed) -> None:
        self.test_button.setEnabled(True)
        if isinstance(outcome, Done):
            self._proved = outcome.value
        elif isinstance(outcome.trouble, ApiElsewhere):
            self.address.setText(outcome.trouble.address)

    def _end(self) -> None:
        self._test.stop()
        self._test.close()
        self.who.clear()
        self.how.clear()

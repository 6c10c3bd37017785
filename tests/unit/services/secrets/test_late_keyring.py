"""The password of a mailbox, given to a keyring that answers late."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from desktop_app.core.errors import PasswordNotStored, SecretStoreError, SecretStoreFailure
from desktop_app.core.mailbox.mailbox import MailLogin
from desktop_app.profiles.secrets.secret_store import SessionSecretStore
from desktop_app.services.secrets.mailbox_password_store import SavedPasswordIndex
from desktop_app.services.secrets.secret_manager import OpenedStores, SecretManager
from desktop_app.services.store.lazy_store import LazyStore
from tests.unit.profiles.secrets.fake_backends import MemoryBackend, store_on, waiting_for
from tests.unit.profiles.secrets.test_keyring_failures import join_abandoned
from tests.unit.services.conftest import PROFILE

LOGIN = MailLogin("imap.acme.example", "support")


@pytest.mark.parametrize("answers", [True, False])
def test_it_is_kept_once_the_keyring_answers(tmp_path: Path, *, answers: bool) -> None:
    backend, answer = MemoryBackend(), threading.Event()
    backend.before = waiting_for(answer, [])
    index = SavedPasswordIndex(LazyStore(lambda: tmp_path, print))
    stores = OpenedStores(store_on(backend, time_limit=0.05), SessionSecretStore(), None, index)
    passwords = SecretManager(lambda: stores).mailbox_passwords
    assert passwords is not None
    with pytest.raises(SecretStoreError) as caught:
        passwords.set(PROFILE, 7, LOGIN, "typed")
    assert caught.value.kind is SecretStoreFailure.TIMEOUT
    answer.set()
    join_abandoned()
    if not answers:  # or the program was ended before the keyring answered
        backend.entries.clear()
    try:
        found = passwords.get(PROFILE, 7, LOGIN)
    except PasswordNotStored:
        found = ""
    assert found == ("typed" if answers else "")
    assert len(passwords.list_saved(PROFILE.id)) == answers

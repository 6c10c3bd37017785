"""The workspace of a profile: its data, and the operations that the windows call."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop_app.core.errors import AppError, SignInHalted
from desktop_app.core.mailbox.mailbox import Draft, Mailbox
from desktop_app.core.mailbox_list.duplicates import Duplicate, KnownMailbox, find_duplicates
from desktop_app.core.profiles.policy import UNRESTRICTED, Policy
from desktop_app.core.profiles.profile import Profile
from desktop_app.services.background import Failure, Job, MainThreadDispatcher, Success
from desktop_app.services.client_protocol import MailboxClient
from desktop_app.services.list_state import INTERACTIVE, ListPhase, ListState, SaveOptions
from desktop_app.services.mail_check.check_results import CheckResults
from desktop_app.services.mail_check.last_checks import LastChecks
from desktop_app.services.mailbox_list.detail_loader import DetailLoader
from desktop_app.services.mailbox_list.export import Exporter
from desktop_app.services.mailbox_list.list_cache import ListCache
from desktop_app.services.mailbox_list.list_loader import ListLoader
from desktop_app.services.mailbox_list.risk_monitor import RiskMonitor
from desktop_app.services.saving.draft_service import DraftService
from desktop_app.services.saving.save import SaveResult
from desktop_app.services.saving.save_journal import SaveJournal
from desktop_app.services.saving.save_service import SaveService
from desktop_app.services.session.browser_sign_in import BrowserSignIn, SignInFlow
from desktop_app.services.session.connection_state import ConnectionState
from desktop_app.services.session.server_facts import ServerFacts
from desktop_app.services.session.session import Session
from desktop_app.services.session.write_lock import WriteLock
from desktop_app.services.workspace.profile_data import ProfileData

if TYPE_CHECKING:
    from desktop_app.core.mailbox_list.listing import ListedMailbox
    from desktop_app.core.profiles.server_info import Principal
    from desktop_app.services.mail_check.check_scheduler import CheckScheduler
    from desktop_app.services.mail_check.settings_discovery import SettingsSearch
    from desktop_app.services.pending.change_set import ChangeSet
    from desktop_app.services.secrets.mailbox_password_service import MailboxPasswordService

__all__ = ["INTERACTIVE", "ListPhase", "ListState", "SaveOptions", "Workspace"]


class Workspace(QObject):
    """An open profile: creates the services of the profile and connects their signals.

    To be used on the GUI thread; the network runs in worker threads.
    """

    state_changed = Signal()
    rows_received = Signal(object)
    """The rows received so far of the first list; ``rows`` changes once all are there."""
    list_changed = Signal()
    """``rows`` is a new list."""
    saved = Signal(object)
    """A SaveResult."""
    card_changed = Signal(object, object, object)
    """A save changed the category or priority of its mailbox: id, old pair, new pair."""
    retrying = Signal(object)
    """A RetryNotice: a read failed, and pauses before the next attempt."""

    def __init__(
        self,
        profile: Profile,
        open_client: Callable[[], MailboxClient],
        dispatcher: MainThreadDispatcher,
        *,
        is_demo: bool = False,
        store: ProfileData | None = None,
        open_workspaces: Callable[[], Iterable[Workspace]] | None = None,
        policy: Policy = UNRESTRICTED,
        sign_in: SignInFlow | None = None,
        passwords: MailboxPasswordService | None = None,
        change_set: ChangeSet | None = None,
        get_check_scheduler: Callable[[], CheckScheduler] | None = None,
        proxy_password: Callable[[], str] = lambda: "",
    ) -> None:
        super().__init__()
        self.profile = profile
        self.is_demo = is_demo
        self.passwords = passwords
        """Saved passwords of mailboxes; None if nothing is stored on this computer."""
        self.change_set = change_set
        """Pending changes of all profiles; None if nothing is stored on this computer."""
        self._store = store
        self._dispatcher = dispatcher
        self._open_workspaces = open_workspaces or (lambda: (self,))
        self._get_check_scheduler = get_check_scheduler
        self._own_check_scheduler: CheckScheduler | None = None
        self._proxy_password = proxy_password
        self._session = Session(profile, open_client, dispatcher, self)
        self.write_lock = WriteLock(profile, policy, self)
        self.browser_sign_in = BrowserSignIn(self._session, sign_in, dispatcher, store, self)
        """Lets the user sign in; afterwards the list is refreshed, and open edits stay."""
        self._make_parts()
        self._connect_parts()

    def _make_parts(self) -> None:
        profile, session, store_service = self.profile, self._session, self._store
        self.journal = None if store_service is None else store_service.journal
        """The journal of saves; None if nothing is stored on this computer."""
        self.column_layouts = None if store_service is None else store_service.column_layouts
        """The column layouts of the lists; None if nothing is stored on this computer."""
        self.run_history = None if store_service is None else store_service.run_history
        """The bulk runs; None if nothing is stored on this computer."""
        self.connection = ConnectionState(session, self)
        self.details = DetailLoader(session, parent=self)
        self._cache = ListCache(store_service, profile, self)
        self.list_loader = ListLoader(session, self.connection, self.details, self._cache, self)
        self.server_facts = ServerFacts(
            profile.id, store_service, session, self, is_demo=self.is_demo
        )
        self.drafts = DraftService(profile, store_service, self)
        self._save_journal = SaveJournal(profile, self.journal, session, self)
        self._save_service = SaveService(
            *(
                session,
                self.write_lock,
                self.list_loader,
                self.details,
                self._save_journal,
                self.server_facts,
                self.passwords,
                self,
            )
        )
        self.last_checks = LastChecks(self)
        self.check_results = CheckResults(profile.id, self.last_checks, store_service, self)
        """Results of the checks of mail servers."""
        self.risks = RiskMonitor(
            self,
            self._open_workspaces,
            self.last_checks.all,
            self.check_results.certificate_expiries,
            parent=self,
        )
        self.exporter = Exporter(self._dispatcher)

    def _connect_parts(self) -> None:
        """Connect the signals of the services."""
        self._session.halted.connect(self.list_loader.fail)
        self._session.retrying.connect(self.retrying)
        self._session.rows_received.connect(self.rows_received)
        self.browser_sign_in.ended.connect(self._on_signed_in)
        self.connection.restored.connect(self.list_loader.load)
        self.connection.refused.connect(self.list_loader.fail)
        self.list_loader.state_changed.connect(self.state_changed)
        self.list_loader.list_changed.connect(self.list_changed)
        self.list_loader.list_changed.connect(self.drafts.load)
        self.list_loader.list_fetched.connect(self._on_list_fetched)
        self.details.arrived.connect(self._cache.save_detail)
        self._save_journal.mailbox_found.connect(self.details.add)
        self._save_service.saved.connect(self.server_facts.mark_saved)
        self._save_service.saved.connect(self.check_results.discard_outdated)
        self._save_service.saved.connect(self.saved)
        self._save_service.list_values_changed.connect(self.card_changed)

    @property
    def rows(self) -> Sequence[ListedMailbox]:
        """The rows of the list; empty until a list was loaded."""
        return self.list_loader.rows

    @property
    def list_state(self) -> ListState:
        """The state of the list."""
        return self.list_loader.state

    @property
    def is_ready(self) -> bool:
        """Whether the last load of the list succeeded, and none has started since."""
        return self.list_state.phase is ListPhase.READY

    @property
    def is_offline(self) -> bool:
        """Whether the connection is lost, and reconnecting is possible without the user."""
        return self.connection.is_offline

    @property
    def is_halted(self) -> bool:
        """Whether the session sends nothing until the user acts, because a sign-in was refused."""
        return self._session.circuit_breaker.reason is not None

    @property
    def may_write(self) -> bool:
        """Whether mailboxes of this profile may be changed; see ``write_lock.changed``."""
        return self.write_lock.may_write

    @property
    def policy(self) -> Policy:
        """The administrator's policy for this profile."""
        return self.write_lock.policy

    @property
    def active_save_count(self) -> int:
        """How many saves are queued or running."""
        return self._session.active_save_count

    @property
    def check_scheduler(self) -> CheckScheduler:
        """The scheduler of mail server checks, usually shared by all profiles; created on use."""
        if self._get_check_scheduler is not None:
            return self._get_check_scheduler()
        if self._own_check_scheduler is None:
            from desktop_app.services.mail_check.check_scheduler import (  # lazy: start
                CheckScheduler,
            )

            self._own_check_scheduler = CheckScheduler(self._dispatcher, self, self._store)
        return self._own_check_scheduler

    def make_settings_search(self) -> SettingsSearch:
        """Return a new search for mail settings that uses the profile's proxy and CA file."""
        from desktop_app.services.mail_check.settings_discovery import (  # lazy: start
            SettingsSearch,
            open_discovery_context,
        )

        context = partial(open_discovery_context, self.profile, self._proxy_password)
        return SettingsSearch(self._dispatcher, context)

    def refresh(self) -> None:
        """Load the list because the user asked: a halted session resumes."""
        self._session.resume()
        self.list_loader.load()

    def reload(self) -> None:
        """Load the list after a bulk run, unless the session is halted."""
        if not self.is_halted:
            self.list_loader.load()

    def read_mailbox(
        self, mailbox_id: int, on_done: Callable[[Success[Mailbox] | Failure], None]
    ) -> Job:
        """Read one mailbox for a dialog; id 0 reads the default values of a new mailbox."""
        if mailbox_id == 0:
            return self._session.read_default(on_done)

        def finish(outcome: Success[Mailbox] | Failure) -> None:
            if isinstance(outcome, Success):
                self.details.add(outcome.value)
            on_done(outcome)

        return self._session.read_mailbox(mailbox_id, finish)

    def save(
        self,
        draft: Draft,
        on_done: Callable[[Success[SaveResult] | Failure], None],
        options: SaveOptions = INTERACTIVE,
    ) -> Job:
        """Save one draft; ``on_done`` gets ProfileLocked if the profile is read-only."""
        return self._save_service.save(draft, on_done, options)

    def last_known(self, mailbox_id: int) -> Mailbox | None:
        """Return the last known values of a mailbox, for use without a connection; None if unknown.

        Id 0 stands for the default values of a new mailbox.
        """
        return self.details.get(mailbox_id) if mailbox_id else self._cache.default_mailbox

    def last_seen_at(self, mailbox_id: int) -> datetime | None:
        """Return the local time at which the shown values were read; None if they are current."""
        seconds = self.details.cached_at(mailbox_id)
        if seconds is not None:
            return datetime.fromtimestamp(seconds).astimezone()
        return self.list_state.loaded_at if self.is_offline else None

    def address_of(self, mailbox_id: int) -> str:
        """Return the address of a mailbox from the list; empty if the list has no such mailbox."""
        row = self.list_loader.row(mailbox_id)
        return (row.address or "") if row is not None else ""

    def duplicates_of(self, draft: Draft) -> list[Duplicate]:
        """Return the mailboxes of all open profiles that duplicate a draft."""
        known = (
            one for workspace in self._open_workspaces() for one in workspace.known_mailboxes()
        )
        return find_duplicates(dict(draft.result), known)

    def known_mailboxes(self) -> Iterator[KnownMailbox]:
        """Yield the known data of each mailbox of this profile, without asking the server."""
        for row in self.rows:
            yield KnownMailbox(
                self.profile.name, row.id, row.address or "", self.details.get(row.id)
            )

    def cause_of(self, error: AppError) -> AppError:
        """Return the error that halted the session for SignInHalted, or else ``error``."""
        return (
            (self._session.circuit_breaker.reason or error)
            if isinstance(error, SignInHalted)
            else error
        )

    def update_settings(self, profile: Profile, policy: Policy) -> None:
        """Apply a changed name, colour or lock of the profile; its connection must be the same."""
        self.profile = self._save_journal.profile = profile
        self.write_lock.update_settings(profile, policy)

    def discard_secrets(self) -> None:
        """Discard the clients, which hold secrets; the next call fetches the secrets again."""
        self._session.recycle_clients()

    def close(self) -> None:
        """Stop all work for this profile."""
        self._save_journal.is_closed = True
        for part in (self.list_loader, self.server_facts, self.drafts, self.connection):
            part.close()
        self._cache.flush()
        self.details.close()
        self.exporter.close()
        if self._own_check_scheduler is not None:
            self._own_check_scheduler.close()
        self._session.close()

    def _on_list_fetched(self) -> None:
        """Look up saves with unknown outcome; after the first list, load other data once."""
        self._save_journal.settle_unknown()
        if not self.list_state.signed_in_as:
            self._session.fetch_principal(self._on_principal)
            self.check_results.load()
            self.server_facts.load()
            if self._store is not None:
                self._session.read_default(self._on_default_mailbox)

    def _on_principal(self, outcome: Success[Principal] | Failure) -> None:
        if isinstance(outcome, Success):
            self._save_journal.principal = outcome.value
            self.list_loader.set_principal(outcome.value)

    def _on_default_mailbox(self, outcome: Success[Mailbox] | Failure) -> None:
        if isinstance(outcome, Success):
            self._cache.save_default(outcome.value)

    def _on_signed_in(self, outcome: Success[str] | Failure) -> None:
        if isinstance(outcome, Success):
            self.refresh()

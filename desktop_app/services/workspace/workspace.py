"""What the windows show of one profile, and what they ask of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop_app.core.errors import Halted, Trouble
from desktop_app.core.mailbox.mailbox import Draft, Mailbox
from desktop_app.core.mailbox_list.duplicates import Known, Twin, find_twins
from desktop_app.core.profiles.policy import ALLOWS_ALL, Policy
from desktop_app.core.profiles.profile import Profile
from desktop_app.services.background import Courier, Done, Failed, Ticket
from desktop_app.services.client_protocol import MailboxClient
from desktop_app.services.list_state import BY_HAND, Phase, Standing, Way
from desktop_app.services.mail_check.check_results import CheckBook
from desktop_app.services.mail_check.last_checks import LastChecks
from desktop_app.services.mailbox_list.detail_loader import Details
from desktop_app.services.mailbox_list.export import Exporter
from desktop_app.services.mailbox_list.list_cache import Cache
from desktop_app.services.mailbox_list.list_loader import MailboxList
from desktop_app.services.mailbox_list.risk_monitor import RiskWatch
from desktop_app.services.saving.draft_service import Drafts
from desktop_app.services.saving.save import Saved
from desktop_app.services.saving.save_journal import Records
from desktop_app.services.saving.save_service import Saver
from desktop_app.services.session.browser_sign_in import BrowserSignIn, SignInWay
from desktop_app.services.session.connection_state import Connection
from desktop_app.services.session.server_facts import Learnt
from desktop_app.services.session.session import Session
from desktop_app.services.session.write_lock import WriteLock
from desktop_app.services.store.store_service import Keeping

if TYPE_CHECKING:
    from desktop_app.core.mailbox_list.listing import ListedMailbox
    from desktop_app.core.profiles.server_info import Principal
    from desktop_app.services.mail_check.check_scheduler import MailChecks
    from desktop_app.services.mail_check.settings_discovery import ProposalFinder
    from desktop_app.services.pending.change_set import ChangeSet
    from desktop_app.services.secrets.mailbox_password_service import MailboxPasswords

__all__ = ["BY_HAND", "Phase", "Standing", "Way", "Workplace"]


class Workplace(QObject):
    """One profile at work: its parts, each with one job, and what goes from one to another.

    Everything here happens on the GUI thread; the network does not.
    """

    standing_changed = Signal()
    coming = Signal(object)
    """The rows so far of the first list, while it comes in; ``rows`` waits for all of it."""
    listed = Signal()
    """``rows`` is a new list."""
    saved = Signal(object)
    """A Saved."""
    card_changed = Signal(object, object, object)
    """After a save, category or priority of its mailbox is another: id, before, now."""
    waiting = Signal(object)
    """A Waiting: a read pauses before it is tried again."""

    def __init__(
        self,
        profile: Profile,
        connect: Callable[[], MailboxClient],
        courier: Courier,
        *,
        is_demo: bool = False,
        keeping: Keeping | None = None,
        neighbours: Callable[[], Iterable[Workplace]] | None = None,
        policy: Policy = ALLOWS_ALL,
        sign_in: SignInWay | None = None,
        passwords: MailboxPasswords | None = None,
        change_set: ChangeSet | None = None,
        mail_checks: Callable[[], MailChecks] | None = None,
        proxy_password: Callable[[], str] = lambda: "",
    ) -> None:
        super().__init__()
        self.profile = profile
        self.is_demo = is_demo
        self.passwords = passwords
        """Passwords of mailboxes on this computer; None where nothing is kept."""
        self.change_set = change_set
        """Where edits wait that are made without a connection; None where nothing is kept."""
        self._keeping = keeping
        self._courier = courier
        self._neighbours = neighbours or (lambda: (self,))
        self._make_checks = mail_checks
        self._own_checks: MailChecks | None = None
        self._proxy_password = proxy_password
        self._session = Session(profile, connect, courier, self)
        self.lock = WriteLock(profile, policy, self)
        self.browser_sign_in = BrowserSignIn(self._session, sign_in, self)
        """Has a person sign in; what was halted goes on by itself afterwards, open edits stay."""
        self._make_parts()
        self._join()

    def _make_parts(self) -> None:
        profile, session, keeping = self.profile, self._session, self._keeping
        self.journal = None if keeping is None else keeping.journal
        """Every save is written down in it; None where nothing is kept."""
        self.looks = None if keeping is None else keeping.looks
        """How the list was arranged; None where nothing is kept."""
        self.batches = None if keeping is None else keeping.batches
        """What runs of many saves set out to do; None where nothing is kept."""
        self.connection = Connection(session, self)
        self.details = Details(session, parent=self)
        self._cache = Cache(keeping, profile, self)
        self.list = MailboxList(session, self.connection, self.details, self._cache, self)
        self.learnt = Learnt(profile.id, keeping, session, self, is_demo=self.is_demo)
        self.drafts = Drafts(profile.id, keeping, self)
        self._records = Records(profile, self.journal, session, self)
        self._saver = Saver(
            *(session, self.lock, self.list, self.details, self._records, self.passwords, self)
        )
        self.last_checks = LastChecks(self)
        self.checks = CheckBook(profile.id, self.last_checks, keeping, self)
        """What checks of the mail servers found out."""
        self.risks = RiskWatch(self, self._neighbours)
        self.exporter = Exporter(self._courier)

    def _join(self) -> None:
        """What one part tells, another hears."""
        self._session.halted.connect(self.list.fail)
        self._session.waiting.connect(self.waiting)
        self._session.coming.connect(self.coming)
        self.browser_sign_in.ended.connect(self._go_on_signed_in)
        self.connection.back.connect(self.list.load)
        self.connection.lost.connect(self.list.fail)
        self.list.standing_changed.connect(self.standing_changed)
        self.list.listed.connect(self.listed)
        self.list.read.connect(self._take_read)
        self.details.arrived.connect(self._cache.keep_detail)
        self._records.found.connect(self.details.put)
        self._saver.saved.connect(self.learnt.note_save)
        self._saver.saved.connect(self.checks.take_saved)
        self._saver.saved.connect(self.saved)
        self._saver.card_changed.connect(self.card_changed)

    @property
    def rows(self) -> Sequence[ListedMailbox]:
        """The list; empty until there is one."""
        return self.list.rows

    @property
    def standing(self) -> Standing:
        """How the list stands."""
        return self.list.standing

    @property
    def is_ready(self) -> bool:
        """Whether the list is there, as new as can be."""
        return self.standing.phase is Phase.READY

    @property
    def is_away(self) -> bool:
        """Whether the connection is lost, and may come back by itself."""
        return self.connection.is_away

    @property
    def is_refused(self) -> bool:
        """Whether nothing is sent until the user acts, because a sign-in was refused."""
        return self._session.brake.why is not None

    @property
    def may_write(self) -> bool:
        """Whether a mailbox of this profile may be changed now; ``lock.changed`` tells."""
        return self.lock.may_write

    @property
    def policy(self) -> Policy:
        """What the administrator of this computer allows on this profile."""
        return self.lock.policy

    @property
    def saves_under_way(self) -> int:
        """How many saves are queued or running."""
        return self._session.saves_under_way

    @property
    def mail_checks(self) -> MailChecks:
        """What checks mail servers, for all profiles; made when a check is first wanted."""
        if self._make_checks is not None:
            return self._make_checks()
        if self._own_checks is None:
            from desktop_app.services.mail_check.check_scheduler import MailChecks

            self._own_checks = MailChecks(self._courier, self)
        return self._own_checks

    def proposal_finder(self) -> ProposalFinder:
        """A new one, that looks for settings the way this profile goes out."""
        from desktop_app.services.mail_check.settings_discovery import ProposalFinder, open_desk

        desk = partial(open_desk, self.profile, self._proxy_password)
        return ProposalFinder(self._courier, desk)

    def refresh(self) -> None:
        """Ask for the list; the user acted, so a halted session resumes."""
        self._session.resume()
        self.list.load()

    def reload(self) -> None:
        """Ask for the list after a batch, unless everything is halted."""
        if not self.is_refused:
            self.list.load()

    def read(self, mailbox_id: int, deliver: Callable[[Done[Mailbox] | Failed], None]) -> Ticket:
        """One mailbox, for a dialog; id 0 gives the values that a new one starts from."""
        if mailbox_id == 0:
            return self._session.read_default(deliver)

        def finish(outcome: Done[Mailbox] | Failed) -> None:
            if isinstance(outcome, Done):
                self.details.put(outcome.value)
            deliver(outcome)

        return self._session.read_mailbox(mailbox_id, finish)

    def save(
        self, draft: Draft, deliver: Callable[[Done[Saved] | Failed], None], way: Way = BY_HAND
    ) -> Ticket:
        """Save one draft; of a read-only profile nothing is sent: the outcome is ProfileLocked."""
        return self._saver.save(draft, deliver, way)

    def recalled(self, mailbox_id: int) -> Mailbox | None:
        """A mailbox as it was last seen, for when it cannot be read now; 0 for a new one."""
        return self.details.get(mailbox_id) if mailbox_id else self._cache.default

    def seen_at(self, mailbox_id: int) -> datetime | None:
        """When what is shown of a mailbox was true, if that is not now."""
        seconds = self.details.as_of(mailbox_id)
        if seconds is not None:
            return datetime.fromtimestamp(seconds).astimezone()
        return self.standing.loaded_at if self.is_away else None

    def address_of(self, mailbox_id: int) -> str:
        """The address of a mailbox as the list has it; empty for one that is not there."""
        row = self.list.row(mailbox_id)
        return (row.address or "") if row is not None else ""

    def twins_of(self, draft: Draft) -> list[Twin]:
        """Mailboxes like the one that is to be made, in all profiles that were loaded."""
        known = (one for place in self._neighbours() for one in place.known_mailboxes())
        return find_twins(dict(draft.result), known)

    def known_mailboxes(self) -> Iterator[Known]:
        """What is known of the mailboxes of this profile, without asking the server."""
        for row in self.rows:
            yield Known(self.profile.name, row.id, row.address or "", self.details.get(row.id))

    def cause_of(self, trouble: Trouble) -> Trouble:
        """What is behind a trouble: what halted everything before, if that is why."""
        return (self._session.brake.why or trouble) if isinstance(trouble, Halted) else trouble

    def follow(self, profile: Profile, policy: Policy) -> None:
        """The profile has another name, colour or lock; where it leads is the same."""
        self.profile = self._records.profile = profile
        self.lock.follow(profile, policy)

    def drop_secrets(self) -> None:
        """Let go of what holds a secret; the next call fetches it again."""
        self._session.drop_clients()

    def close(self) -> None:
        """End all work for this profile."""
        self._records.closed = True
        for part in (self.list, self.learnt, self.drafts, self.connection):
            part.close()
        self._cache.flush()
        self.details.close()
        self.exporter.close()
        if self._own_checks is not None:
            self._own_checks.close()
        self._session.close()

    def _take_read(self) -> None:
        """The list was read: look up the saves whose end nobody saw, and ask what is asked once."""
        self._records.settle()
        if not self.standing.signed_in_as:
            self._session.ask_who(self._take_who)
            self.checks.find()
            self.drafts.find()
            self.learnt.find()
            if self._keeping is not None:
                self._session.read_default(self._take_default)

    def _take_who(self, outcome: Done[Principal] | Failed) -> None:
        if isinstance(outcome, Done):
            self._records.who = outcome.value
            self.list.tell_who(outcome.value)

    def _take_default(self, outcome: Done[Mailbox] | Failed) -> None:
        if isinstance(outcome, Done):
            self._cache.keep_default(outcome.value)

    def _go_on_signed_in(self, outcome: Done[None] | Failed) -> None:
        if isinstance(outcome, Done):
            self.refresh()

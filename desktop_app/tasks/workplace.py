"""What the windows show of one profile: its list, its details, and how things stand."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_app.core.drafts import KeptDraft
from desktop_app.core.errors import Halted, ProfileLocked, Trouble
from desktop_app.core.mailbox import Draft, KeepVerdict, Mailbox, MailLogin
from desktop_app.core.policy import ALLOWS_ALL, Policy
from desktop_app.core.profile import Profile
from desktop_app.core.secret import SecretName
from desktop_app.core.twins import Known, Twin, find_twins
from desktop_app.tasks.background import Courier, Done, Failed, Ticket
from desktop_app.tasks.browser_sign_in import BrowserSignIn, SignInWay
from desktop_app.tasks.cache import Cache
from desktop_app.tasks.check_book import CheckBook
from desktop_app.tasks.client import MailboxClient
from desktop_app.tasks.details import Details
from desktop_app.tasks.exporting import Exporter
from desktop_app.tasks.keeping import Keeping
from desktop_app.tasks.last_checks import LastChecks
from desktop_app.tasks.lookout import may_pass
from desktop_app.tasks.news import News
from desktop_app.tasks.records import Records
from desktop_app.tasks.risk_watch import RiskWatch
from desktop_app.tasks.saving import Saved, SaveRequest
from desktop_app.tasks.seen import seen_of
from desktop_app.tasks.session import Session
from desktop_app.tasks.standing import BY_HAND, Phase, Standing, Way
from desktop_app.tasks.write_lock import WriteLock

if TYPE_CHECKING:
    from desktop_app.core.cached import CachedProfile
    from desktop_app.core.listing import ListedMailbox, Listing
    from desktop_app.core.server import Principal, ServerVersion
    from desktop_app.core.waiting import Waiting
    from desktop_app.tasks.change_set import ChangeSet
    from desktop_app.tasks.mail_checks import MailChecks
    from desktop_app.tasks.mailbox_passwords import MailboxPasswords
    from desktop_app.tasks.proposal_finder import ProposalFinder


PAINT_MS = 60
"""What a kept list has for being painted, before a connection is made."""
__all__ = ["BY_HAND", "Phase", "Standing", "Way", "Workplace"]


class Workplace(QObject):
    """One profile at work. Everything here happens on the GUI thread; the network does not."""

    standing_changed = Signal()
    coming = Signal(object)
    """The rows so far of the first list, while it comes in; ``rows`` waits for all of it."""
    listed = Signal()
    """``rows`` is a new list."""
    saved = Signal(object)
    """A Saved."""
    drafts_found = Signal(object)
    """The edits of an earlier run that were not saved: a list of KeptDraft."""
    card_changed = Signal(object, object, object)
    """After a save, category or priority of its mailbox is another: id, before, now."""
    learnt = Signal()
    """What a save without a password does is known, as far as it was ever tried."""
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
    ) -> None:
        super().__init__()
        self.profile = profile
        self.is_demo = is_demo
        self.keep_verdict = KeepVerdict.PROVED if is_demo else KeepVerdict.UNPROVED
        """What a save without a password does to the stored one, as far as it was tried."""
        self.has_learnt = False
        """Whether what was ever tried is known, see ``learnt``."""
        self.server_version = ""
        self._keeping = keeping
        self.journal = None if keeping is None else keeping.journal
        self.looks = None if keeping is None else keeping.looks
        """Every save is written down in it; None where nothing is kept."""
        self.batches = None if keeping is None else keeping.batches
        """What runs of many saves set out to do; None where nothing is kept."""
        self.passwords = passwords
        """Passwords of mailboxes on this computer; None where nothing is kept."""
        self.change_set = change_set
        """Where edits wait that are made without a connection; None where nothing is kept."""
        self._default: Mailbox | None = None
        self.news = News()
        """What is new, gone or different since the last look."""
        self._closed = False
        self._neighbours = neighbours or (lambda: (self,))
        self.lock = WriteLock(profile, policy, self)
        self.standing = Standing()
        self.rows: Sequence[ListedMailbox] = ()
        self.asks_for_notes = not is_demo
        """Whether the next save is the first, before which folder and interval are noted."""
        self._session = Session(profile, connect, courier, self)
        self._session.halted.connect(self._fail)
        self._session.waiting.connect(self.waiting)
        self._session.coming.connect(self.coming)
        self.browser_sign_in = BrowserSignIn(self._session, sign_in, self)
        """Has a person sign in; what was halted goes on by itself afterwards, open edits stay."""
        self.browser_sign_in.ended.connect(self._go_on_signed_in)
        self.details = Details(self._session, parent=self)
        self._records = Records(profile, self.journal, self._session, self)
        self._records.found.connect(self.details.put)
        self.details.arrived.connect(self.news.learn)
        self.details.hold()  # until the list has come: a dead network is asked once, not for each
        self._cache = None if keeping is None else Cache(keeping, profile, self)
        if self._cache is not None:
            self.details.arrived.connect(self._cache.keep_detail)
        self._knocking = False
        self.is_away = False
        """Whether the connection is lost, and may come back by itself."""
        self.last_checks = LastChecks(self)
        self.checks = CheckBook(profile.id, self.last_checks, keeping, self)
        """What checks of the mail servers found out."""
        self.risks = RiskWatch(self, self._neighbours)
        self.saved.connect(self.checks.take_saved)
        self._courier = courier
        self._make_checks = mail_checks
        self._own_checks: MailChecks | None = None
        self.exporter = Exporter(courier)
        self._listing: Ticket | None = None
        self._started = 0.0
        self._saved_row: ListedMailbox | None = None

    @property
    def mail_checks(self) -> MailChecks:
        """What checks mail servers, for all profiles; made when a check is first wanted."""
        if self._make_checks is not None:
            return self._make_checks()
        if self._own_checks is None:
            from desktop_app.tasks.mail_checks import MailChecks

            self._own_checks = MailChecks(self._courier, self)
        return self._own_checks

    def proposal_finder(self) -> ProposalFinder:
        """A new one, that looks for settings the way this profile goes out."""
        from desktop_app.tasks.proposal_finder import ProposalFinder

        return ProposalFinder(self.profile, self._courier)

    @property
    def was_asked(self) -> bool:
        """Whether the list was ever asked for."""
        return self.standing.phase is not Phase.NOT_ASKED

    @property
    def is_ready(self) -> bool:
        """Whether the list is there, as new as can be."""
        return self.standing.phase is Phase.READY

    def refresh(self) -> None:
        """Ask for the list; the user acted, so a halted session resumes."""
        self._session.resume()
        self._load()

    @property
    def is_refused(self) -> bool:
        """Whether nothing is sent until the user acts, because a sign-in was refused."""
        return self._session.brake.why is not None

    @property
    def is_trying(self) -> bool:
        """Whether the connection is being tried right now."""
        return self.standing.phase is Phase.LOADING or self._knocking

    def look_for_connection(self) -> None:
        """Try once whether the connection is back, without anybody having asked for it."""
        if self.is_away and not self.is_trying:
            self._knocking = True
            self._session.knock(self._take_knock)

    def _take_knock(self, outcome: Done[None] | Failed) -> None:
        self._knocking = False
        if isinstance(outcome, Done):
            self._load()
        elif not may_pass(outcome.trouble):
            self._fail(outcome.trouble)

    def _load(self) -> None:
        first = not self.was_asked
        self.details.restart()
        self._listing = None
        self._started = time.perf_counter()
        self._stand(replace(self.standing, phase=Phase.LOADING, trouble=None))
        if self._cache is not None and first:
            self._cache.find(self._recall)
        else:
            self._ask_list()

    def _ask_list(self) -> None:
        if self._closed or self._listing is not None or self.standing.phase is not Phase.LOADING:
            return  # the user was quicker, with a refresh or a stop
        self._listing = self._session.list_mailboxes(
            self._take_list, tells_rows=self.standing.loaded_at is None
        )

    @property
    def is_busy(self) -> bool:
        """Whether the list or details are being asked for."""
        return self._listing is not None or self.details.busy

    def stop_loading(self) -> None:
        """Give up what is being asked for; the list before stays."""
        self.details.stop()
        if self._listing is not None:
            self._listing.cancel()
        else:
            self.standing_changed.emit()

    def is_loading(self, waiting: Waiting) -> bool:
        """Whether it is the list that waits."""
        return self._listing is not None and self._listing.is_of(waiting)

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
        """Save one draft; afterwards the list is read too, because a save may touch more.

        Of a read-only profile nothing is sent: the outcome is ProfileLocked.
        """
        if not (self.lock.may_create if draft.creates else self.lock.may_write):
            return self._session.refuse(ProfileLocked(), deliver)
        listed = self.standing.loaded_at is not None and not self.standing.recalled
        known = frozenset(row.id for row in self.rows) if listed else None

        def finish(outcome: Done[Saved] | Failed) -> None:
            if isinstance(outcome, Done):
                self._take_saved(outcome.value, way)
            deliver(outcome)

        request = SaveRequest(draft, known, self._reader(draft, way), way.relies_on)
        rows, known_now = self.rows, dict(self.details.known)
        first = partial(seen_of, rows, known_now) if listed else None
        return self._session.save(request, finish, self._records.of(way, first))

    def _reader(self, draft: Draft, way: Way) -> Callable[[MailLogin], str] | None:
        """What gives the worker a password that is kept on this computer."""
        if self.passwords is None:
            return None
        if way.pending:
            name = SecretName.PENDING_PASSWORD
            return self.passwords.reader(self.profile, way.pending, name)
        return self.passwords.reader(self.profile, draft.original.id)

    def reload(self) -> None:
        """Ask for the list after a batch, unless everything is halted."""
        if self._session.brake.why is None:
            self._load()

    def twins_of(self, draft: Draft) -> list[Twin]:
        """Mailboxes like the one that is to be made, in all profiles that were loaded."""
        known = (one for place in self._neighbours() for one in place.known_mailboxes())
        return find_twins(dict(draft.result), known)

    def known_mailboxes(self) -> Iterator[Known]:
        """What is known of the mailboxes of this profile, without asking the server."""
        for row in self.rows:
            details = self.details.get(row.id)
            yield Known(self.profile.name, row.id, row.address or "", details)

    def address_of(self, mailbox_id: int) -> str:
        """The address of a mailbox as the list has it; empty for one that is not there."""
        return next((row.address or "" for row in self.rows if row.id == mailbox_id), "")

    def keep_draft(self, draft: Draft) -> None:
        """Keep an edit in progress, so that a crash does not lose it."""
        if self._keeping is not None:
            self._keeping.keep_draft(self.profile.id, draft)

    def drop_draft(self, mailbox_id: int) -> None:
        """The edit was saved, or given up."""
        if self._keeping is not None:
            self._keeping.drop_draft(self.profile.id, mailbox_id)

    def note_verdict(self, verdict: KeepVerdict) -> None:
        """A guided trial showed what a save without a password does."""
        self.keep_verdict = verdict
        if self._keeping is not None and self.server_version:
            self._keeping.note_verdict(self.profile.id, self.server_version, verdict)

    @property
    def keeps_password(self) -> bool:
        """Whether it is proved that a save without a password keeps the stored one."""
        return self.keep_verdict is KeepVerdict.PROVED

    @property
    def saves_under_way(self) -> int:
        """How many saves are queued or running."""
        return self._session.saves_under_way

    @property
    def may_write(self) -> bool:
        """Whether a mailbox of this profile may be changed now; ``lock.changed`` tells."""
        return self.lock.may_write

    @property
    def policy(self) -> Policy:
        """What the administrator of this computer allows on this profile."""
        return self.lock.policy

    def follow(self, profile: Profile, policy: Policy) -> None:
        """The profile has another name, colour or lock; where it leads is the same."""
        self.profile = self._records.profile = profile
        self.lock.follow(profile, policy)

    def drop_secrets(self) -> None:
        """Let go of what holds a secret; the next call fetches it again."""
        self._session.drop_clients()

    def close(self) -> None:
        """End all work for this profile."""
        self._closed = self._records.closed = True
        self.is_away = False
        if self._cache is not None:
            self._cache.flush()
        self.details.close()
        self.exporter.close()
        if self._own_checks is not None:
            self._own_checks.close()
        self._session.close()

    def _take_list(self, outcome: Done[Listing] | Failed) -> None:
        self._listing = None
        if isinstance(outcome, Failed):
            self._fail(outcome.trouble)
            return
        self.rows = outcome.value.rows
        self.is_away = False
        if self._cache is not None:
            self._cache.keep_list(self.rows, outcome.value.unreadable)
        self._stand(
            replace(
                self.standing,
                recalled=False,
                phase=Phase.READY,
                trouble=None,
                loaded_at=datetime.now().astimezone(),
                seconds=time.perf_counter() - self._started,
                unreadable=outcome.value.unreadable,
            )
        )
        self._tell_news()
        self.listed.emit()
        self.details.release()
        self._compare_saved()
        self._records.settle()
        if not self.standing.signed_in_as:
            self._ask_once()

    def _recall(self, kept: CachedProfile | None) -> None:
        """The last good list of an earlier run, unless a newer one was quicker; then ask for one.

        What is kept is painted first: what a connection needs takes the time of several frames.
        """
        if kept is None or self._closed or self.standing.loaded_at is not None:
            self._ask_list()
            return
        QTimer.singleShot(PAINT_MS, self, self._ask_list)
        self.rows = kept.listing.rows
        self.details.recall(kept.details)
        default = kept.details.get(0)
        self._default = default.mailbox if default is not None else None
        self._stand(
            replace(
                self.standing,
                loaded_at=datetime.fromtimestamp(kept.listing.loaded_at).astimezone(),
                unreadable=kept.listing.unreadable,
                recalled=True,
            )
        )
        self._tell_news()
        self.listed.emit()

    def _tell_news(self) -> None:
        self.news.take(self.rows, self.details.known, self.standing.loaded_at)

    def note_look(self) -> None:
        """The user has seen what is new: from now on, newer things are."""
        self.news.look(self.rows, self.details.known, self.standing.loaded_at)
        self.standing_changed.emit()

    def recalled(self, mailbox_id: int) -> Mailbox | None:
        """A mailbox as it was last seen, for when it cannot be read now; 0 for a new one."""
        return self.details.get(mailbox_id) if mailbox_id else self._default

    def seen_at(self, mailbox_id: int) -> datetime | None:
        """When what is shown of a mailbox was true, if that is not now."""
        seconds = self.details.as_of(mailbox_id)
        if seconds is not None:
            return datetime.fromtimestamp(seconds).astimezone()
        return self.standing.loaded_at if self.is_away else None

    def _ask_once(self) -> None:
        """What is asked after the first list, when the sign-in is known to work."""
        self._session.ask_who(self._take_who)
        self.checks.find()
        if self._keeping is not None:
            self._keeping.find_drafts(self.profile.id, self._take_drafts)
            self._keeping.find_first_save(self.profile.id, self._take_first_save)
            self._session.ask_version(self._take_version)
            self._session.read_default(self._take_default)

    def _take_default(self, outcome: Done[Mailbox] | Failed) -> None:
        """What a new mailbox starts from, so that one can be begun without a connection."""
        if isinstance(outcome, Done) and self._cache is not None:
            self._default = outcome.value
            self._cache.keep_detail(outcome.value)

    def _take_drafts(self, drafts: list[KeptDraft]) -> None:
        """What is kept is asked for beside the session's own work, and may come after its end."""
        if not self._closed:
            self.drafts_found.emit(drafts)

    def _take_first_save(self, done: bool) -> None:
        self.asks_for_notes = self.asks_for_notes and not done

    def _take_version(self, outcome: Done[ServerVersion] | Failed) -> None:
        if isinstance(outcome, Failed):
            self._learn(self.keep_verdict)
        elif self._keeping is not None:
            self.server_version = outcome.value.version
            self._keeping.find_verdict(self.profile.id, self.server_version, self._learn)

    def _learn(self, verdict: KeepVerdict) -> None:
        if not self._closed:
            self.keep_verdict = verdict
            self.has_learnt = True
            self.learnt.emit()

    def _take_who(self, outcome: Done[Principal] | Failed) -> None:
        if isinstance(outcome, Done):
            self._records.who = who = outcome.value
            self._stand(replace(self.standing, signed_in_as=who.full_name, anonymous=who.anonymous))

    def _go_on_signed_in(self, outcome: Done[None] | Failed) -> None:
        if isinstance(outcome, Done):
            self.refresh()

    def cause_of(self, trouble: Trouble) -> Trouble:
        """What is behind a trouble: what halted everything before, if that is why."""
        return (self._session.brake.why or trouble) if isinstance(trouble, Halted) else trouble

    def _fail(self, trouble: Trouble) -> None:
        """Nothing new comes: because of this, or of what halted everything before."""
        why = self._session.brake.why or trouble
        self.is_away = may_pass(why)
        if self.is_away:
            self.details.hold()
        self._stand(replace(self.standing, phase=Phase.FAILED, trouble=why))

    def _take_saved(self, saved: Saved, way: Way) -> None:
        if self.asks_for_notes and self._keeping is not None:
            self._keeping.note_first_save(self.profile.id)
        self.asks_for_notes = False
        self.details.put(saved.mailbox)
        self._saved_row = next((row for row in self.rows if row.id == saved.mailbox.id), None)
        self.saved.emit(saved)
        if not way.batch:
            self._load()

    def _compare_saved(self) -> None:
        before, self._saved_row = self._saved_row, None
        now = before and next((row for row in self.rows if row.id == before.id), None)
        if before and now:
            old, new = (before.category, before.priority), (now.category, now.priority)
            if old != new:
                self.card_changed.emit(now.id, old, new)

    def _stand(self, standing: Standing) -> None:
        self.standing = standing
        self.standing_changed.emit()

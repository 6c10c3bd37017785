"""A client without a network, and the CRM behind it. The contract suite holds both to the real one.

Calls are counted as they arrive. ``fail`` makes the next ones fail, before or after they were
carried out; ``hold`` keeps calls waiting until the test lets them go or somebody cancels.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from typing import TypeVar

from desktop_app.core.errors import AppError, Forbidden, MailboxNotFound, NotFound, SignInRefused
from desktop_app.core.mailbox.mailbox import (
    Draft,
    Field,
    KeepPassword,
    Mailbox,
    ReplacePassword,
    ServerType,
    Value,
)
from desktop_app.core.mailbox.mailbox_rules import field_access_for
from desktop_app.core.mailbox.rights import TableRight, row_lock
from desktop_app.core.mailbox_list.listing import ListedMailbox, Listing, RowsCallback
from desktop_app.core.profiles.server_info import Principal, ServerVersion
from desktop_app.core.retry import RetryNotice
from desktop_app.net.cancel_token import CancelToken
from desktop_app.services.client_protocol import CallGuard
from tests.unit.services.call_gate import CallGate

PASSWORD = "right"
Result = TypeVar("Result")


def mailbox(number: int, **values: Value) -> Mailbox:
    """An ordinary mailbox; values by the names of ``Field`` in lower case."""
    fields: dict[Field, Value] = {
        Field.SERVER_TYPE: ServerType.IMAPS,
        Field.ADDRESS: f"box{number}@example.com",
        Field.USER_NAME: f"box{number}",
        Field.SERVER: "imap.example.com",
        Field.PORT: 993,
    }
    fields.update({Field[name.upper()]: value for name, value in values.items()})
    return Mailbox(number, fields)


DEFAULT = mailbox(0, server_type=ServerType.UNKNOWN, address="", user_name="", server="", port=0)


@dataclass(frozen=True)
class Fault:
    """How a call fails, and whether it is carried out all the same."""

    error: AppError
    executed: bool = False


@dataclass
class FakeCrm:
    """The mailboxes, as another administrator or a test may find and change them."""

    boxes: dict[int, Mailbox] = field(default_factory=dict)
    default: Mailbox = DEFAULT
    sign_in: str = PASSWORD
    calls: list[tuple[str, int]] = field(default_factory=list)
    rewrites: dict[Field, Value] = field(default_factory=dict)
    """What the server makes of values that it does not like."""

    def __post_init__(self) -> None:
        self.passwords = {number: f"stored {number}" for number in self.boxes}
        self.cards = dict.fromkeys(self.boxes, ("Support", "Normal"))
        self.clients: list[FakeClient] = []
        self._faults: dict[str, list[Fault | None]] = {}
        self._gates: dict[str, CallGate] = {}
        self._lock = threading.Lock()

    @classmethod
    def of(cls, boxes: Iterable[Mailbox]) -> FakeCrm:
        return cls({box.id: box for box in boxes})

    def client(self) -> FakeClient:
        """A client that knows the password of now; as ``connect`` for a session."""
        with self._lock:
            self.clients.append(FakeClient(self, PASSWORD))
            return self.clients[-1]

    def change(self, number: int, **values: Value) -> None:
        """Another administrator was here."""
        new = {Field[name.upper()]: value for name, value in values.items()}
        self.boxes[number] = replace(
            self.boxes[number], values={**self.boxes[number].values, **new}
        )

    def count(self, method: str) -> int:
        """How many calls of a method arrived."""
        return [name for name, _ in self.calls].count(method)

    def fail(self, method: str, *faults: Fault | AppError | None) -> None:
        """The next calls of a method fail like this, one after another; None works."""
        made = [Fault(fault) if isinstance(fault, AppError) else fault for fault in faults]
        self._faults.setdefault(method, []).extend(made)

    def hold(self, method: str) -> CallGate:
        """Keep the calls of a method waiting, before they are carried out."""
        return self._gates.setdefault(method, CallGate())

    def arrive(self, method: str, number: int) -> Fault | None:
        """Count a call; how it is to fail, if it is."""
        with self._lock:
            self.calls.append((method, number))
            faults = self._faults.get(method)
            return faults.pop(0) if faults else None

    def gate(self, method: str) -> CallGate | None:
        return self._gates.get(method)

    def store(self, draft: Draft) -> Mailbox:
        """Carry out a save."""
        with self._lock:
            number = draft.original.id or max(self.boxes, default=0) + 1
            values = {**draft.result, **self.rewrites}
            base = self.boxes.get(number, draft.original)
            self.boxes[number] = replace(base, id=number, values=values)
            if isinstance(draft.password, ReplacePassword):
                self.passwords[number] = draft.password.text
            self.passwords.setdefault(number, "")
            self.cards.setdefault(number, ("Support", "Normal"))
            return self.boxes[number]


class FakeClient:
    """A MailboxClient of one thread."""

    def __init__(self, crm: FakeCrm, password: str) -> None:
        self._crm = crm
        self._password = password
        self.closed = False
        self._guard: CallGuard = _unguarded

    def mailboxes(
        self, cancel: CancelToken | None = None, on_rows: RowsCallback | None = None
    ) -> Listing:
        self._call("mailboxes", 0, cancel)
        crm = self._crm
        rows = [_listed(box, *crm.cards[number]) for number, box in sorted(crm.boxes.items())]
        if on_rows is not None:
            on_rows(rows[:1])
        return Listing(rows)

    def mailbox(self, mailbox_id: int, cancel: CancelToken | None = None) -> Mailbox:
        self._call("mailbox", mailbox_id, cancel)
        found = self._crm.boxes.get(mailbox_id)
        if found is None:
            raise MailboxNotFound(f"no mailbox with id {mailbox_id}")
        return found

    def default_mailbox(self, cancel: CancelToken | None = None) -> Mailbox:
        self._call("default_mailbox", 0, cancel)
        return self._crm.default

    def save(self, draft: Draft, cancel: CancelToken | None = None) -> Mailbox:
        return self._guard(lambda: self._attempt_save(draft, cancel))

    def _attempt_save(self, draft: Draft, cancel: CancelToken | None) -> Mailbox:
        fault = self._arrive("save", draft.original.id, cancel)
        if fault is not None and not fault.executed:
            raise fault.error
        self._refuse_forbidden(draft)
        saved = self._crm.store(draft)
        if fault is not None:
            raise fault.error
        return saved

    def current_principal(self, cancel: CancelToken | None = None) -> Principal:
        self._call("current_principal", 0, cancel)
        return Principal("Kim Demo", "demo", anonymous=False)

    def version(self, cancel: CancelToken | None = None) -> ServerVersion:
        self._call("version", 0, cancel)
        return ServerVersion("11.4.1", "")

    def ping(self, cancel: CancelToken | None = None) -> None:
        self._call("ping", 0, cancel)

    def set_retry_listener(self, on_retry: Callable[[RetryNotice], None]) -> None:
        self.retry_listener = on_retry

    def masking(self, secret: str) -> AbstractContextManager[None]:
        del secret  # no error of this client repeats one
        return nullcontext()

    def set_guard(self, guard: CallGuard) -> None:
        self._guard = guard

    def close(self) -> None:
        self.closed = True

    def _call(self, method: str, number: int, cancel: CancelToken | None) -> None:
        self._guard(lambda: self._attempt(method, number, cancel))

    def _attempt(self, method: str, number: int, cancel: CancelToken | None) -> None:
        fault = self._arrive(method, number, cancel)
        if fault is not None:
            raise fault.error

    def _arrive(self, method: str, number: int, cancel: CancelToken | None) -> Fault | None:
        cancel = cancel or CancelToken()
        cancel.check()
        fault = self._crm.arrive(method, number)
        gate = self._crm.gate(method)
        if gate is not None:
            gate.pass_through(cancel)
        if self._password != self._crm.sign_in:
            raise SignInRefused("no", status=401)
        return fault

    def _refuse_forbidden(self, draft: Draft) -> None:
        there = draft.original if draft.is_new else self._crm.boxes.get(draft.original.id)
        if there is None:
            raise NotFound("There is no such mailbox.", status=404)
        if row_lock(there.table_right, is_new=draft.is_new):
            raise Forbidden("You may not change this mailbox.", status=403)
        access = field_access_for(replace(there, values={**there.values, **VOUCHED}))
        changed = [f for f, v in draft.result.items() if v != there.values.get(f)]
        changed += [] if isinstance(draft.password, KeepPassword) else [Field.PASSWORD]
        if any(not access[which].can_write for which in changed):
            raise Forbidden("You may not change this field.", status=403)


def _unguarded(call: Callable[[], Result]) -> Result:
    return call()


VOUCHED: dict[Field, Value] = {Field.SERVER_TYPE: ServerType.IMAPS}
"""That some types are not saved is this program's own rule, not the server's."""


def _listed(box: Mailbox, category: str, priority: str) -> ListedMailbox:
    right: TableRight | None = box.table_right
    return ListedMailbox(box.id, box.text(Field.ADDRESS), category, priority, right)

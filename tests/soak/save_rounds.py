"""Rounds of one save each, against a CRM behind a hostile server; every outcome is judged."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from urllib.parse import parse_qs, urlsplit

from desktop_app.core.errors import AppError
from desktop_app.core.errors.saving import SaveOutcomeUnknown
from desktop_app.core.mailbox.mailbox import (
    Draft,
    Field,
    KeepPassword,
    Mailbox,
    ReplacePassword,
    Value,
)
from desktop_app.net.cancel_token import CancelToken
from desktop_app.net.http_session import HttpSession
from desktop_app.services.client_protocol import MailboxClient
from desktop_app.services.saving.save import SaveRequest, SaveResult, save
from desktop_app.services.saving.undo import undo_draft
from desktop_app.webapi.client import Client
from desktop_app.webapi.sign_in.auth_schemes import BasicScheme
from tests.servers import faults
from tests.servers.crm import Crm
from tests.servers.faults import reply
from tests.servers.hostile import Exchange, Fault, HostileServer
from tests.soak.outcome_check import Facts, untrue
from tests.soak.save_answers import LOST, READ_FAULTS, REFUSED, SLOW, Runs, honest

SECONDS = 0.1
"""Deadline of every call, so that a dripping server costs little."""

KINDS = ("update", "update", "undo", "password", "both", "create", "create")
FAULTY_READS = 0.25
OTHER_ADMINISTRATOR = 0.03
CLEARING = 0.2
TRIES = 5
"""Most attempts of a person to create a mailbox of which nothing was sent."""


@dataclass
class Round:
    """What will happen in one round. ``reads`` are the faults of its reads, None for a good one."""

    number: int
    kind: str
    answer: str
    runs: Runs
    reads: list[str | None]
    cancels: bool
    closes_after_read: bool
    disturbed: bool
    clears: bool = False
    """Whether a save without a password clears the stored one."""
    stop: CancelToken = field(default_factory=CancelToken)
    attempts: int = 0
    late: list[bytes] = field(default_factory=list)

    @classmethod
    def drawn(cls, number: int, dice: random.Random) -> Round:
        """A round by chance; one in twenty is a plain success."""
        chance = dice.random()
        answers = LOST if chance < 0.7 else SLOW if chance < 0.78 else REFUSED
        answer = "honest" if chance > 0.95 else dice.choice(sorted(answers))
        runs = Runs.NEVER if answers is REFUSED else dice.choice(list(Runs))
        faulty = dice.random() < FAULTY_READS
        return cls(
            number,
            dice.choice(KINDS),
            answer,
            Runs.BEFORE if answer == "honest" else runs,
            [dice.choice([None, *READ_FAULTS]) for _ in range(8)] if faulty else [],
            answers is SLOW and dice.random() < 0.7,
            dice.random() < 0.1,
            dice.random() < OTHER_ADMINISTRATOR,
            dice.random() < CLEARING,
        )

    def __str__(self) -> str:
        marks = [self.kind, self.answer, self.runs.name, *(f"read {r}" for r in self.reads)]
        return f"round {self.number}: {', '.join(marks)}"


PLAIN = Round(0, "create", "honest", Runs.BEFORE, [], False, False, False)
"""A round in which nothing goes wrong."""


class SaveBench:
    """The CRM, its server, and a client; plays round after round over the same connections."""

    def __init__(self) -> None:
        self.crm = Crm()
        for number in range(1, 6):
            self.crm.add(Address=f"box{number}@example.com", ServerType="Imap", Port=143)
        self._round: Round | None = None
        self.executed_in_round = 0
        """How many saves of the last round were carried out; an undo needs one before."""
        plan = {
            "SaveMailboxEntity": self._on_save,
            "GetMailboxEntity": self._on_read,
            "GetMailboxes": self._on_list,
        }
        self.server = HostileServer(plan)

    @contextmanager
    def open(self) -> Iterator[Client]:
        """The server, and a client of it whose reads are tried again without a pause."""
        with (
            self.server,
            Client(
                HttpSession(),
                self.server.url,
                BasicScheme("me", "pass-word"),
                retry_delays=(0.0, 0.0),
                seconds=SECONDS,
                list_seconds=SECONDS,
            ) as client,
        ):
            yield client

    def play(self, client: MailboxClient, this: Round) -> str:
        """One round; returns what was untrue about its outcome, or nothing."""
        self.crm.shown, self.crm.clears_kept = dict.fromkeys(self.crm.boxes, "********"), False
        request = self._undo(client, this) if this.kind == "undo" else self._request(this)
        self._round, before = this, self.crm.executed
        self.crm.clears_kept = this.clears
        outcome = _outcome(client, request, this.stop)
        looked = self.crm.executed - before
        for body in this.late:
            self.crm.execute(body)
        executed = self.crm.executed - before
        wrong = self._try_again(client, request, outcome)
        self.executed_in_round = self.crm.executed - before
        refused = bool(this.attempts) and this.answer in REFUSED
        facts = Facts(request.draft, self.crm, looked, executed, this.attempts, refused)
        return untrue(outcome, facts) or wrong

    def _try_again(
        self, client: MailboxClient, request: SaveRequest, outcome: SaveResult | AppError
    ) -> str:
        """Save a create of unknown outcome again, as a person does who has seen nothing of it.

        On a busy computer the list may not come in time; then nothing is sent, and the person
        tries once more.
        """
        if not (request.draft.is_new and isinstance(outcome, SaveOutcomeUnknown)):
            return ""
        address, made = request.draft.result[Field.ADDRESS], 0
        for _ in range(TRIES):
            self._round = replace(PLAIN, stop=CancelToken())
            again = _outcome(client, request, self._round.stop)
            made = sum(box["Address"] == address for box in self.crm.boxes.values())
            if made or not isinstance(again, AppError) or again.may_have_run:
                break
        return f"made {made} times" if made != 1 else ""

    def _request(self, this: Round) -> SaveRequest:
        address = f"new{this.number}@example.com"
        keeps = this.kind in ("update", "undo")
        password = KeepPassword() if keeps else ReplacePassword(f"secret-{this.number}")
        if this.kind == "create":
            changes: dict[Field, Value] = {Field.ADDRESS: address, Field.PORT: 993}
            seen = frozenset(self.crm.boxes)
            return SaveRequest(Draft(_loaded(self.crm, 0), changes, password), seen)
        changes = {} if this.kind == "password" else {Field.SERVER: f"host{this.number}"}
        original = _loaded(self.crm, 1 + this.number % 5)
        if this.disturbed:
            self.crm.boxes[original.id]["Server"] = f"theirs{this.number}"
        return SaveRequest(Draft(original, changes, password))

    def _undo(self, client: MailboxClient, this: Round) -> SaveRequest:
        """Save once without a fault, and return the undo of that save.

        On a busy computer an answer may not come in time; then the person saves once more.
        """
        request = self._request(replace(this, disturbed=False))
        saved: SaveResult | AppError | None = None
        for _ in range(TRIES):
            self._round = plain = replace(PLAIN, kind="update", stop=CancelToken())
            saved = _outcome(client, request, plain.stop)
            if isinstance(saved, SaveResult) and saved.was_sent:
                break
            request = self._request(replace(this, number=this.number + 1_000_000, disturbed=False))
        assert isinstance(saved, SaveResult), saved
        if this.disturbed:
            self.crm.boxes[saved.mailbox.id]["Server"] = f"theirs{this.number}"
        return SaveRequest(undo_draft(saved))

    def _on_save(self, exchange: Exchange) -> None:
        this = self._now
        this.attempts += 1
        entity = None
        if this.runs is Runs.BEFORE:
            entity = self.crm.execute(exchange.request.body)
        elif this.runs is Runs.LATE:
            this.late.append(exchange.request.body)
        if this.cancels:
            this.stop.cancel()
        fault = honest(entity) if this.answer == "honest" else ALL[this.answer]
        fault(exchange)

    def _on_read(self, exchange: Exchange) -> None:
        query = parse_qs(urlsplit(exchange.request.path).query)
        self._read(exchange, reply(self.crm.read(int(query["mailboxEntityId"][0]))))

    def _on_list(self, exchange: Exchange) -> None:
        self._read(exchange, reply(self.crm.rows()))

    def _read(self, exchange: Exchange, good: Fault) -> None:
        name = self._now.reads.pop(0) if self._now.reads else None
        fault = READ_FAULTS[name]() if name else good
        (faults.then_close(fault) if self._now.closes_after_read else fault)(exchange)

    @property
    def _now(self) -> Round:
        assert self._round is not None
        return self._round


ALL = {**LOST, **SLOW, **REFUSED}


def _loaded(crm: Crm, number: int) -> Mailbox:
    """The mailbox as a dialog holds it."""
    box = crm.boxes.get(number, {"Address": "", "Server": "", "Port": 0, "Username": ""})
    names = {
        Field.ADDRESS: "Address",
        Field.SERVER: "Server",
        Field.PORT: "Port",
        Field.USER_NAME: "Username",
    }
    return Mailbox(number, {which: box[name] for which, name in names.items()})


def _outcome(
    client: MailboxClient, request: SaveRequest, stop: CancelToken
) -> SaveResult | AppError:
    try:
        return save(client, request, stop)
    except AppError as error:
        return error


@dataclass
class Summary:
    """How a run went. ``wrong`` names every round whose outcome was untrue."""

    rounds: int = 0
    executed: int = 0
    twice: int = 0
    answers: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


def run(rounds: int, seed: int, wrap: Callable[[Client], MailboxClient] = lambda c: c) -> Summary:
    """Play this many rounds. Any other exception than a AppError passes through: it is a bug."""
    dice, summary, bench = random.Random(seed), Summary(), SaveBench()
    with bench.open() as opened:
        client = wrap(opened)
        for number in range(rounds):
            this = Round.drawn(number, dice)
            wrong = bench.play(client, this)
            summary.rounds += 1
            summary.answers[this.answer] += 1
            summary.twice += bench.executed_in_round > 1
            if wrong:
                summary.wrong.append(f"{this}: {wrong}")
    summary.executed = bench.crm.executed
    return summary

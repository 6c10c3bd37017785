"""One check of a mailbox from the look-up of the name to the farewell. To be used in a worker."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from datetime import UTC, datetime
from time import perf_counter

from desktop_app.core.errors import Cancelled, Trouble
from desktop_app.core.mail_check.check_verdicts import (
    Answered,
    CheckStage,
    Closed,
    NeedsOAuth,
    NotThisProtocol,
    NotTried,
    OAuthProvider,
    Seen,
    Stopped,
    TimedOut,
    Verdict,
    Works,
)
from desktop_app.core.mail_check.mail_check import CheckReport, CheckWish, Look, OldMail
from desktop_app.core.mailbox.mailbox import ServerType
from desktop_app.mailcheck import limits
from desktop_app.mailcheck.check_ended import Over
from desktop_app.mailcheck.check_rules import cleaned, is_calm, judged, scrubber, without_tls
from desktop_app.mailcheck.failures import said_goodbye, verdict_of
from desktop_app.mailcheck.imap import Imap
from desktop_app.mailcheck.line_transport import Wire
from desktop_app.mailcheck.lockout_guard import Gate
from desktop_app.mailcheck.pop3 import Pop
from desktop_app.mailcheck.providers import provider_of
from desktop_app.mailcheck.server_connection import Route
from desktop_app.mailcheck.server_replies import plain, refusal, seen_in
from desktop_app.mailcheck.stages import FAILURES, Result, Stages, Told
from desktop_app.mailcheck.starttls import Upgrade
from desktop_app.net.call_limits import Alarm, Watch, watched_by
from desktop_app.net.cancel_token import Cancel
from desktop_app.net.certificates import describe, fingerprint

_TLS_TYPES = (ServerType.POPS, ServerType.IMAPS, ServerType.IMAP_OAUTH)
_POP_TYPES = (ServerType.POP, ServerType.POPS)


class Check:
    """What is known in the middle of a check."""

    def __init__(
        self,
        wish: CheckWish,
        cancel: Cancel,
        told: Told,
        gate: Gate | None,
        alarm: Alarm,
        tls: Callable[[], ssl.SSLContext],
    ) -> None:
        self._wish, self._cancel, self._gate = wish, cancel, gate
        self._alarm, self._tls = alarm, tls
        self._watch = self._make_watch(limits.WHOLE_SECONDS)
        self._route = Route(wish.target.server, wish.target.port, self._watch)
        self._scrub = scrubber(wish)
        self._stages = Stages(told, self._judge, lambda verdict: cleaned(verdict, self._scrub))
        self._wire: Wire | None = None
        self._capabilities: tuple[str, ...] = ()
        self._mail: OldMail | None = None
        self._tried = self._encrypted = False

    def run(self) -> CheckReport:
        """The check."""
        began, started = datetime.now(UTC), perf_counter()
        with watched_by(self._watch, self._alarm):
            verdict = self._verdict()
        return CheckReport(
            target=self._wish.target,
            verdict=verdict,
            began=began,
            seconds=perf_counter() - started,
            steps=tuple(self._stages.steps),
            look=self._look(),
            mail=self._mail,
            tried=self._tried,
            encrypted=self._encrypted,
            transcript=tuple(self._wire.notes) if self._wire else (),
        )

    def _verdict(self) -> Verdict:
        try:
            self._talk(self._dialled())
        except Over as over:
            return over.verdict
        return Works()

    def _dialled(self) -> Wire:
        route = self._route
        self._stage(CheckStage.NAME, route.find)
        raw = self._stage(CheckStage.CONNECT, route.take)
        if self._wish.target.server_type in _TLS_TYPES:
            plain_socket = raw
            raw = self._stage(CheckStage.TLS, lambda: route.secure(plain_socket, self._tls))
            self._encrypted = True
        self._wire = Wire(raw, self._scrub)
        return self._wire

    def _talk(self, wire: Wire) -> None:
        session: Imap | Pop | None = None
        polite = False
        try:
            session = self._greeted(wire)
            self._ask(session, wire)
            polite = True
        except Over as over:
            polite = is_calm(over.verdict)
            raise
        finally:
            self._leave(session, wire, polite=polite)

    def _greeted(self, wire: Wire) -> Imap | Pop:
        kind = Pop if self._wish.target.server_type in _POP_TYPES else Imap
        greeting = self._stage(CheckStage.GREETING, lambda: self._greeting(wire, kind))
        session: Imap | Pop = kind(wire, greeting)
        session.encrypted = self._encrypted
        return session

    def _greeting(self, wire: Wire, kind: type[Imap] | type[Pop]) -> bytes:
        hurried = not self._encrypted and self._wish.target.port in limits.TLS_PORTS
        seconds = limits.TLS_PORT_SECONDS if hurried else limits.QUIET_SECONDS
        with watched_by(self._make_watch(self._watch.remaining(seconds)), self._alarm):
            greeting = wire.greeting()
        if not kind.greets(greeting):
            raise Over(NotThisProtocol(seen_in(greeting), plain(greeting)[:200]))
        if kind.refuses(greeting):
            raise Over(refusal(plain(greeting), CheckStage.GREETING, encrypted=self._encrypted))
        return greeting

    def _ask(self, session: Imap | Pop, wire: Wire) -> None:
        wish, provider = self._wish, provider_of(self._route.host)
        self._capabilities = self._stage(CheckStage.CAPABILITIES, session.capabilities)
        self._stage(CheckStage.CAPABILITIES, lambda: session.obstacle(provider), again=True)
        self._stop_early(provider)
        if not self._encrypted and not wish.in_the_clear:
            self._upgrade(session, wire)
        if not session.can_send(wish.target.user_name, wish.password):
            raise Over(Answered(NotTried.UNSENDABLE))
        self._pass_gate()
        self._stage(CheckStage.LOGIN, lambda: self._login(session, provider))
        self._mail = self._stage(CheckStage.FOLDER, session.inbox)

    def _stop_early(self, provider: OAuthProvider | None) -> None:
        if self._wish.target.server_type is ServerType.IMAP_OAUTH:
            raise Over(Answered(NotTried.OAUTH))
        if provider is OAuthProvider.MICROSOFT:
            raise Over(NeedsOAuth(provider))
        if not self._wish.password:
            raise Over(Answered(NotTried.NO_PASSWORD))
        if not self._wish.target.user_name:
            raise Over(Answered(NotTried.NO_USER_NAME))

    def _upgrade(self, session: Imap | Pop, wire: Wire) -> None:
        """Hide the password from those on the way, or do not send it.

        A mailbox without TLS is not broken by a certificate that SuperOffice never looks at.
        """
        if not session.offers_tls:
            raise Over(Answered(NotTried.IN_THE_CLEAR))
        try:
            self._capabilities = self._stage(CheckStage.TLS, lambda: self._start_tls(session, wire))
        except Over as over:
            raise Over(without_tls(over.verdict)) from None
        self._encrypted = True

    def _start_tls(self, session: Imap | Pop, wire: Wire) -> tuple[str, ...]:
        return session.start_tls(Upgrade(wire, self._tls(), self._route.host))

    def _pass_gate(self) -> None:
        """The time that is spent waiting for one's turn is not the server's."""
        if self._gate is None:
            return
        started = perf_counter()
        try:
            why = self._gate.enter(self._wish, self._cancel)
        except Cancelled:
            raise Over(Stopped()) from None
        if why is not None:
            raise Over(Answered(why))
        self._watch.extend(perf_counter() - started)

    def _login(self, session: Imap | Pop, provider: OAuthProvider | None) -> None:
        self._tried = True
        verdict: Verdict | None = Stopped()
        try:
            self._try_password(session)
            verdict = None
        except Over as over:
            verdict = judged(over.verdict, provider)
            raise Over(verdict) from None
        finally:
            if self._gate is not None:
                self._gate.leave(self._wish, verdict)

    def _try_password(self, session: Imap | Pop) -> None:
        patient = self._make_watch(
            self._watch.remaining(limits.LOGIN_SECONDS), limits.LOGIN_SECONDS
        )
        with watched_by(patient, self._alarm):
            session.login(self._wish.target.user_name, self._wish.password)

    def _leave(self, session: Imap | Pop | None, wire: Wire, *, polite: bool) -> None:
        """POP3's QUIT and IMAP's LOGOUT, whatever happened; waiting for the answer if it is due."""
        try:
            if session is None:
                return
            if polite:
                with watched_by(self._make_watch(limits.FAREWELL_SECONDS), self._alarm):
                    session.leave()
            else:
                wire.send_at_once(session.FAREWELL)
        except FAILURES:
            pass
        finally:
            wire.hang_up()

    def _stage(
        self, stage: CheckStage, work: Callable[[], Result], *, again: bool = False
    ) -> Result:
        def watched() -> Result:
            self._watch.check()
            return work()

        return self._stages.do(stage, watched, again=again)

    def _judge(self, error: Exception, stage: CheckStage) -> Verdict:
        """What an error means, from what the server said or shows beside it."""
        try:
            verdict = verdict_of(error, stage, self._route.certificate)
            if stage is CheckStage.GREETING:
                return self._seen_tls(verdict)
            return said_goodbye(verdict, stage, self._wire.goodbye if self._wire else "")
        except Trouble as trouble:  # the check was stopped while it looked closer
            return verdict_of(trouble, stage, lambda: None)

    def _seen_tls(self, verdict: Verdict) -> Verdict:
        """A server that wants TLS from the first byte says nothing to those who wait for it."""
        silent = isinstance(verdict, TimedOut | Closed)
        if silent and not self._encrypted and self._route.certificate() is not None:
            return NotThisProtocol(Seen.TLS)
        return verdict

    def _make_watch(self, seconds: float, quiet: float | None = None) -> Watch:
        return Watch(
            deadline=seconds,
            quiet=limits.QUIET_SECONDS if quiet is None else quiet,
            limit=limits.LARGEST,
            changes=False,
            cancel=self._cancel,
            alarm=self._alarm,
        )

    def _look(self) -> Look:
        trace = self._watch.trace
        der = trace.certificate
        return Look(
            addresses=tuple(dict.fromkeys(str(each[4][0]) for each in self._route.addresses)),
            peer=trace.peer,
            certificate=describe(der, trace.protocol) if der else None,
            fingerprint=fingerprint(der) if der else "",
            capabilities=tuple(map(self._scrub, self._capabilities[: limits.CAPABILITIES])),
        )

"""Which stages of a check are shown, and in which state."""

from __future__ import annotations

from desktop_app.core.mail_check import check_verdicts as found
from desktop_app.core.mail_check.check_verdicts import CheckStage, LoginSkipped
from desktop_app.core.mail_check.mail_check import StageResult
from desktop_app.core.mail_check.stage_states import StageState, is_verified, stage_statuses
from desktop_app.core.mailbox.mailbox import ServerType

S, T = CheckStage, StageState


def results(*stages: CheckStage) -> list[StageResult]:
    """Return passed stages."""
    return [StageResult(stage, 0.1) for stage in stages]


def states(
    server_type: ServerType, done: list[StageResult], *, is_running: bool = False
) -> list[tuple[CheckStage, StageState]]:
    """Return the stages with their states as pairs."""
    return [(s.stage, s.state) for s in stage_statuses(server_type, done, is_running=is_running)]


def test_the_stages_to_come_are_listed_from_the_start() -> None:
    assert states(ServerType.IMAPS, [], is_running=True) == [
        (S.NAME, T.RUNNING),
        (S.CONNECT, T.NOT_TRIED),
        (S.TLS, T.NOT_TRIED),
        (S.GREETING, T.NOT_TRIED),
        (S.LOGIN, T.NOT_TRIED),
        (S.FOLDER, T.NOT_TRIED),
    ]


def test_a_check_without_a_password_ends_before_the_login() -> None:
    done = results(S.NAME, S.CONNECT, S.TLS, S.GREETING, S.CAPABILITIES)
    assert states(ServerType.IMAPS, done) == [
        (S.NAME, T.PASSED),
        (S.CONNECT, T.PASSED),
        (S.TLS, T.PASSED),
        (S.GREETING, T.PASSED),
        (S.LOGIN, T.NOT_TRIED),
        (S.FOLDER, T.NOT_TRIED),
    ]
    assert not is_verified(stage_statuses(ServerType.IMAPS, done))


def test_a_password_is_verified_by_a_login_alone() -> None:
    done = results(S.NAME, S.CONNECT, S.TLS, S.GREETING, S.CAPABILITIES, S.LOGIN)
    assert is_verified(stage_statuses(ServerType.IMAPS, done, is_running=True))
    refused = [*done[:-1], StageResult(S.LOGIN, 0.1, found.LoginRefused("no"))]
    statuses = stage_statuses(ServerType.IMAPS, refused)
    assert not is_verified(statuses)
    assert (statuses[-2].stage, statuses[-2].state) == (S.LOGIN, T.FAILED)
    assert (statuses[-1].stage, statuses[-1].state) == (S.FOLDER, T.NOT_TRIED)


def test_what_this_computer_cannot_reach_is_no_failure() -> None:
    done = [*results(S.NAME), StageResult(S.CONNECT, 0.1, found.ConnectionRefused())]
    assert states(ServerType.POPS, done, is_running=True)[:3] == [
        (S.NAME, T.PASSED),
        (S.CONNECT, T.UNREACHABLE),
        (S.TLS, T.NOT_TRIED),
    ]


def test_a_type_without_tls_shows_tls_only_where_it_was_used() -> None:
    plain = results(S.NAME, S.CONNECT, S.GREETING, S.CAPABILITIES)
    assert S.TLS not in [stage for stage, _ in states(ServerType.IMAP, plain)]
    secured = [*plain, *results(S.TLS, S.LOGIN)]
    shown = [stage for stage, _ in states(ServerType.IMAP, secured)]
    assert shown == [S.NAME, S.CONNECT, S.GREETING, S.TLS, S.LOGIN, S.FOLDER]


def test_a_failure_that_follows_a_passed_part_of_its_stage_counts() -> None:
    verdict = found.OAuthRequired(found.OAuthProvider.MICROSOFT)
    done = [
        *results(S.NAME, S.CONNECT, S.TLS, S.GREETING, S.CAPABILITIES),
        StageResult(S.CAPABILITIES, 0.2, verdict),
    ]
    shown = states(ServerType.IMAPS, done, is_running=True)
    assert shown[4] == (S.CAPABILITIES, T.FAILED)
    assert T.RUNNING not in [state for _, state in shown]


def test_a_login_that_was_skipped_at_its_stage_was_not_tried() -> None:
    skipped = StageResult(S.LOGIN, 0.1, found.ReachedOnly(LoginSkipped.NOT_REQUIRED))
    done = [*results(S.NAME, S.CONNECT, S.TLS, S.GREETING), skipped]
    assert states(ServerType.IMAPS, done)[4] == (S.LOGIN, T.NOT_TRIED)

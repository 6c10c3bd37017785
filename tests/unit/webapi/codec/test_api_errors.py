"""Failed answers: each kind an error of its own, with the server's words, scrubbed."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from email.utils import format_datetime

import pytest

from desktop_app.core import errors
from desktop_app.core.errors import (
    AppError,
    NetworkFailure,
    ServerBusy,
    ServerError,
    UnexpectedResponse,
    Unreachable,
)
from desktop_app.core.redaction import Redactor
from desktop_app.net.http_call import HttpResponse
from desktop_app.webapi.codec.api_errors import MAX_RETRY_AFTER, error_for, retry_after
from desktop_app.webapi.codec.error_bodies import parse_error_body, parse_error_object

SCRUB = Redactor(["hidden-word"])


def answer(status: int, body: object = b"", **headers: str) -> HttpResponse:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    return HttpResponse(status, {name.replace("_", "-"): v for name, v in headers.items()}, data)


def mapped_error(
    status: int, body: object = b"", *, changes: bool = True, **headers: str
) -> AppError:
    return error_for(answer(status, body, **headers), SCRUB, mutates=changes)


@pytest.mark.parametrize("status", [400, 413, 415, 422])
def test_what_only_reads_has_no_values_to_correct(status: int) -> None:
    assert type(mapped_error(status, changes=False)) is errors.RequestRejected
    assert type(mapped_error(status)) is errors.ValidationFailed


NEVER_OURS = (402, 405, 406, 410, 411, 412, 414, 416, 417, 418, 423, 426, 428, 431, 444, 451, 499)
WITH_A_PAGE = {403: errors.BlockedByGateway, 404: errors.EndpointNotFound}

STATUSES: list[tuple[int, type[AppError], bool]] = [
    (400, errors.ValidationFailed, False),
    (401, errors.SignInRefused, False),
    (403, errors.Forbidden, False),
    (404, errors.NotFound, False),
    *((status, errors.UnexpectedResponse, False) for status in NEVER_OURS),
    (407, errors.Unreachable, False),
    (408, errors.Unreachable, True),
    (409, errors.StaleData, False),
    (415, errors.ValidationFailed, False),
    (421, errors.TenantMoved, False),
    (429, errors.ServerBusy, False),
    (500, errors.ServerFailure, True),
    (501, errors.ServerFailure, True),
    (502, errors.BadGateway, True),
    (503, errors.ServerBusy, True),
    (504, errors.BadGateway, True),
    (505, errors.ServerFailure, True),
    (507, errors.ServerFailure, True),
    (511, errors.Unreachable, False),
    (599, errors.ServerFailure, True),
]


@pytest.mark.parametrize("body", [b"", {"Message": "no"}, b"<html><title>Oops</title></html>"])
@pytest.mark.parametrize(("status", "kind", "may_have_run"), STATUSES)
def test_by_status(status: int, kind: type[AppError], may_have_run: bool, body: object) -> None:
    error = mapped_error(status, body)
    is_page = isinstance(body, bytes) and body.startswith(b"<html")
    assert type(error) is (WITH_A_PAGE.get(status, kind) if is_page else kind)
    assert error.may_have_run == may_have_run
    assert not mapped_error(status, body, changes=False).may_have_run
    assert str(status) in error.detail


TYPES: list[tuple[str, type[ServerError]]] = [
    ("SoSessionException", errors.SignInRefused),
    ("SoSentryException", errors.Forbidden),
    ("SuperOffice.Exceptions.SoLicenseException", errors.Forbidden),
    ("SoNotFoundException", errors.NotFound),
    ("SoValidationException", errors.ValidationFailed),
    ("SoInvalidArgumentException", errors.ValidationFailed),
    ("SoDbAccessException", errors.ServerFailure),
]


@pytest.mark.parametrize("status", [200, 400, 500])
@pytest.mark.parametrize(("name", "kind"), TYPES)
def test_the_exceptions_type_comes_first(name: str, kind: type[ServerError], status: int) -> None:
    body = {"Error": True, "ErrorType": name, "ErrorMessage": "The words."}
    error = mapped_error(status, body)
    assert isinstance(error, ServerError)
    expected = errors.ValidationFailed if (name, status) == ("SoDbAccessException", 400) else kind
    assert type(error) is expected
    assert error.message == "The words."
    assert error.error_type == name.rpartition(".")[2]
    assert error.status == status


WORDS: list[tuple[object, str]] = [
    ({"FriendlyText": "friendly", "ErrorMessage": "raw"}, "friendly"),
    ({"FriendlyText": "", "ErrorMessage": "raw"}, "raw"),
    (
        {"message": "The request is invalid.", "messageDetail": "more"},
        "The request is invalid.\nmore",
    ),
    ({"Message": "m", "ModelState": {"Port": ["too large"], "X": []}}, "m\nPort: too large\nX:"),
    ({"Message": "m", "ExceptionMessage": "e", "StackTrace": "at"}, "m\ne"),
    ({"error": "invalid_grant", "error_description": "gone"}, "gone"),
    ({"error": "invalid_grant"}, "invalid_grant"),
    ({"Message": 7, "ErrorMessage": None}, ""),
    ("just text", "just text"),
    (b"plain text", "plain text"),
    (b"\xff\xfe", "\ufffd\ufffd"),
    ([1], ""),
    (b"", ""),
]


@pytest.mark.parametrize(("body", "message"), WORDS)
def test_the_servers_words(body: object, message: str) -> None:
    error = mapped_error(403, body)
    assert isinstance(error, ServerError)
    assert error.message == message


def test_a_page_gives_its_title() -> None:
    page = b"\n<!DOCTYPE html><HTML><head><TITLE lang=en>\n 403  <b>no</b> </TITLE>"
    error = mapped_error(405, page)
    assert isinstance(error, UnexpectedResponse)
    assert error.title == "403 <b>no</b>"
    assert "403 <b>no</b>" in mapped_error(502, page).detail
    assert parse_error_body(answer(200, b"no title", content_type="text/html")).is_html


def test_words_are_scrubbed_and_cut() -> None:
    body = {"ErrorType": "hidden-word", "Message": "you sent hidden-word\x07" + "a" * 10_000}
    error = mapped_error(500, body)
    assert isinstance(error, ServerError)
    assert "hidden-word" not in f"{error!r} {vars(error)}"
    assert len(error.message) < 2100
    assert "\x07" not in error.message


@pytest.mark.parametrize("copies", [1, 20, 200])
def test_no_piece_of_a_long_secret_is_left_where_a_body_is_cut(copies: int) -> None:
    """A token has some thousand letters, and a server may repeat it as often as it likes."""
    token = "".join(chr(ord("a") + number * number % 26) + str(number) for number in range(400))
    redactor = Redactor((token,))
    for inside in range(12, len(token), 100):
        body = (token * copies + "." * (20_000 - copies * len(token) - inside) + token).encode()
        error = error_for(answer(500, body), redactor, mutates=False)
        assert isinstance(error, ServerError)
        assert token[:12] not in error.message
        assert token[inside - 12 : inside] not in error.message


def test_a_title_is_scrubbed() -> None:
    error = mapped_error(405, b"<title>hidden-word</title>")
    assert "hidden-word" not in f"{error!r} {vars(error)}"


def test_the_sign_ins_that_a_server_offers_are_reported() -> None:
    offered = 'Negotiate, NTLM, Basic realm="CRM, main", Bearer'
    assert "offers Negotiate, NTLM, Basic" in mapped_error(401, www_authenticate=offered).detail


def test_a_proxy_that_wants_a_sign_in() -> None:
    error = mapped_error(407, {"Message": "who are you?"})
    assert isinstance(error, Unreachable)
    assert error.failure is NetworkFailure.PROXY_SIGN_IN


NOW = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("0", 0.0),
        ("7", 7.0),
        ("1000000000", MAX_RETRY_AFTER),
        ("9" * 400, None),
        ("-1", None),
        ("soon", None),
        ("", None),
        ("1.5", None),
        (format_datetime(NOW, usegmt=True), 0.0),
        ("Thu, 01 Jan 2026 00:00:09 GMT", 9.0),
        ("Wed, 01 Jan 2025 00:00:00 GMT", 0.0),
        ("Fri, 01 Jan 2100 00:00:00 GMT", MAX_RETRY_AFTER),
    ],
)
def test_retry_after(text: str, seconds: float | None) -> None:
    assert retry_after(answer(503, retry_after=text), NOW.timestamp) == seconds


def test_busy_gives_its_retry_time() -> None:
    error = mapped_error(429, {"Message": "slow down"}, retry_after="3")
    assert isinstance(error, ServerBusy)
    assert (error.retry_after, error.message, error.status) == (3.0, "slow down", 429)


@pytest.mark.parametrize(
    ("body", "is_error"),
    [
        ({"Message": "no"}, True),
        ({"Error": True, "ErrorType": "SoServerException"}, True),
        ({"MailInFilterId": 1, "Message": "a new property"}, False),
        ({"Other": 1}, False),
        ([], False),
        (None, False),
        (b"cut {", False),
        (b"[" * 100_000, False),
    ],
)
def test_error_objects_with_status_200(body: object, is_error: bool) -> None:
    assert (parse_error_object(answer(200, body), "MailInFilterId") is not None) == is_error


def test_words_without_a_type_and_status_200() -> None:
    error = mapped_error(200, {"Message": "A mandatory field is empty."})
    assert type(error) is ServerError
    assert error.may_have_run

"""Identity tokens: only a genuine one, for us, from the right server and in time, is taken."""

from __future__ import annotations

import base64
import json
import time
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import KeySet, OctKey, RSAKey

from desktop_app.core.errors import BrowserSignInFailed, BrowserSignInFailure
from desktop_app.core.profiles.profile import OAuthApp, Tenant
from desktop_app.webapi.sign_in.id_token import CLAIM_PREFIX, verify_id_token
from desktop_app.webapi.sign_in.token_server import Registration, Tokens

KEY = RSAKey.generate_key(2048, {"kid": "a"})
OTHER = RSAKey.generate_key(2048, {"kid": "a"})
PUBLISHED: dict[str, Any] = dict(KeySet([KEY]).as_dict(private=False))
REGISTRATION = Registration(Tenant("Cust1"), OAuthApp("client"))
NOW = int(time.time())
GOOD = {
    "iss": "https://online.superoffice.com",
    "aud": "client",
    "sub": "kari",
    "iat": NOW,
    "exp": NOW + 300,
    "nonce": "the-nonce",
    f"{CLAIM_PREFIX}ctx": "Cust1",
}


def check(
    claims: dict[str, Any], key: Any = KEY, algorithm: str = "RS256", now: float = NOW + 1.0
) -> None:
    token = jwt.encode({"alg": algorithm, "kid": "a"}, claims, key, algorithms=[algorithm])
    verify_id_token(Tokens("access", 60, "", token, now), PUBLISHED, REGISTRATION, "the-nonce")


def failure(*given: Any, **named: Any) -> BrowserSignInFailure:
    with pytest.raises(BrowserSignInFailed) as caught:
        check(*given, **named)
    return caught.value.kind


def test_a_good_one() -> None:
    check(GOOD)
    check({**GOOD, "iss": "https://online.superoffice.com/login"})
    check({**GOOD, "aud": ["client"]})


@pytest.mark.parametrize(
    "wrong",
    [
        {"iss": "https://online.superoffice.com.evil.example"},
        {"aud": "another"},
        {"nonce": "another"},
        {"nonce": None},
        {"exp": NOW - 3600},
        {"exp": "never"},
        {"azp": "another"},
    ],
)
def test_a_wrong_claim(wrong: dict[str, Any]) -> None:
    assert failure({**GOOD, **wrong}) is BrowserSignInFailure.INVALID_ID_TOKEN


@pytest.mark.parametrize("missing", ["iss", "aud", "exp", "nonce", "sub", "iat"])
def test_a_missing_claim(missing: str) -> None:
    claims = {name: value for name, value in GOOD.items() if name != missing}
    assert failure(claims) is BrowserSignInFailure.INVALID_ID_TOKEN


def test_somebody_elses_signature() -> None:
    assert failure(GOOD, OTHER) is BrowserSignInFailure.INVALID_ID_TOKEN


def test_an_algorithm_that_is_not_the_published_keys() -> None:
    shared = OctKey.import_key(b"a shared secret that is long enough")
    assert failure(GOOD, shared, "HS256") is BrowserSignInFailure.INVALID_ID_TOKEN


def test_a_token_that_nobody_signed() -> None:
    parts = (json.dumps(part).encode() for part in ({"alg": "none", "kid": "a"}, GOOD))
    unsigned = ".".join(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts)
    with pytest.raises(BrowserSignInFailed) as caught:
        verify_id_token(Tokens("a", 1, "", f"{unsigned}."), PUBLISHED, REGISTRATION, "the-nonce")
    assert caught.value.kind is BrowserSignInFailure.INVALID_ID_TOKEN


@pytest.mark.parametrize("text", ["", "a.b.c", "e30.e30.", "é"])
def test_what_is_no_token(text: str) -> None:
    with pytest.raises(BrowserSignInFailed) as caught:
        verify_id_token(Tokens("a", 1, "", text), PUBLISHED, REGISTRATION, "the-nonce")
    assert caught.value.kind is BrowserSignInFailure.INVALID_ID_TOKEN


@pytest.mark.parametrize("keys", [{}, {"keys": "x"}, {"keys": [{"kty": "RSA"}]}])
def test_what_are_no_keys(keys: dict[str, Any]) -> None:
    token = jwt.encode({"alg": "RS256"}, GOOD, KEY)
    with pytest.raises(BrowserSignInFailed):
        verify_id_token(Tokens("a", 1, "", token), keys, REGISTRATION, "the-nonce")


def test_another_tenant() -> None:
    assert failure({**GOOD, f"{CLAIM_PREFIX}ctx": "Cust2"}) is BrowserSignInFailure.WRONG_TENANT


def test_a_clock_that_is_wrong_by_a_day_does_not_matter() -> None:
    later = {**GOOD, "iat": NOW + 86400, "exp": NOW + 86700}
    assert failure(later) is BrowserSignInFailure.INVALID_ID_TOKEN
    check(later, now=NOW + 86410.0)
    assert failure(GOOD, now=NOW + 86400.0) is BrowserSignInFailure.INVALID_ID_TOKEN

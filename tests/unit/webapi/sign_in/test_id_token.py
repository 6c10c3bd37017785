"""Identity tokens: only a genuine one, for us, from the right server and in time, is taken."""

from __future__ import annotations

import base64
import json
import time
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
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
    claims: dict[str, Any],
    key: Any = KEY,
    algorithm: str = "RS256",
    now: float = NOW + 1.0,
    keys: dict[str, Any] = PUBLISHED,
) -> str:
    token = jwt.encode({"alg": algorithm, "kid": "a"}, claims, key, algorithms=[algorithm])
    return verify_id_token(Tokens("access", 60, "", token, now), keys, REGISTRATION, "the-nonce")


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


@pytest.mark.parametrize(
    "missing", ["iss", "aud", "exp", "nonce", "sub", "iat", f"{CLAIM_PREFIX}ctx"]
)
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


@pytest.mark.parametrize("tenant", ["", None, 0, [], {}])
def test_a_tenant_that_is_none(tenant: object) -> None:
    claims = {**GOOD, f"{CLAIM_PREFIX}ctx": tenant}
    assert failure(claims) is BrowserSignInFailure.INVALID_ID_TOKEN


UNWARNED = pytest.mark.filterwarnings("ignore::joserfc.errors.SecurityWarning")
"""For what the test does itself: the library warns of short keys."""


@UNWARNED
@pytest.mark.parametrize("bits", [1024, 1536, 2040])
def test_a_signature_with_a_short_key_counts_for_nothing(bits: int) -> None:
    short = short_key(bits)
    keys = {"keys": [short.as_dict(private=False)]}
    assert failure(GOOD, short, keys=keys) is BrowserSignInFailure.INVALID_ID_TOKEN


def short_key(bits: int) -> RSAKey:
    made = rsa.generate_private_key(65537, bits)
    pem = made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return RSAKey.import_key(pem, {"kid": "a"})


UNUSABLE: list[Any] = [
    {"kty": "RSA"},
    {"kty": "RSA", "kid": "a", "n": "!", "e": "AQAB"},
    {"kty": "RSA", "kid": "b", "n": 5, "e": "AQAB"},
    {"kty": "of tomorrow", "kid": "c"},
    {"kty": "EC", "crv": "P-256", "x": "", "y": ""},
    {},
    "text",
    None,
    [],
]


@pytest.mark.parametrize("unusable", UNUSABLE, ids=range(len(UNUSABLE)))
@pytest.mark.parametrize("is_first", [True, False])
def test_a_published_key_that_cannot_be_used_is_passed_over(unusable: Any, is_first: bool) -> None:
    good = PUBLISHED["keys"]
    keys = [unusable, *good] if is_first else [*good, unusable]
    assert outcome({"keys": keys}) is None


def outcome(keys: dict[str, Any]) -> BrowserSignInFailure | None:
    """Why a good token is refused with these keys; None if it is taken."""
    try:
        check(GOOD, keys=keys)
    except BrowserSignInFailed as error:
        return error.kind
    return None


@UNWARNED
def test_a_short_key_beside_a_good_one() -> None:
    keys = {"keys": [short_key(1024).as_dict(private=False), *PUBLISHED["keys"]]}
    assert outcome(keys) is None


@pytest.mark.parametrize(
    ("claims", "account"),
    [
        ({}, "kari"),
        ({f"{CLAIM_PREFIX}email": "k@x"}, "k@x"),
        ({f"{CLAIM_PREFIX}email": "k@x", f"{CLAIM_PREFIX}upn": "kari@x"}, "kari@x"),
        ({f"{CLAIM_PREFIX}upn": ""}, "kari"),
    ],
)
def test_who_signed_in(claims: dict[str, Any], account: str) -> None:
    assert check({**GOOD, **claims}) == account


def test_another_tenant() -> None:
    assert failure({**GOOD, f"{CLAIM_PREFIX}ctx": "Cust2"}) is BrowserSignInFailure.WRONG_TENANT


def test_a_clock_that_is_wrong_by_a_day_does_not_matter() -> None:
    later = {**GOOD, "iat": NOW + 86400, "exp": NOW + 86700}
    assert failure(later) is BrowserSignInFailure.INVALID_ID_TOKEN
    check(later, now=NOW + 86410.0)
    assert failure(GOOD, now=NOW + 86400.0) is BrowserSignInFailure.INVALID_ID_TOKEN

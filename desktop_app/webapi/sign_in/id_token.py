"""Checks that an identity token is genuine, for this program, and for the right tenant.

Authlib and joserfc are imported only when a token is checked, because importing them is slow.
"""

from __future__ import annotations

import base64
import time
from typing import TYPE_CHECKING, Any

from desktop_app.core.errors import BrowserSignInFailed, BrowserSignInFailure
from desktop_app.webapi.sign_in.token_server import Registration, Tokens

if TYPE_CHECKING:
    from joserfc.jwk import Key, KeySet

CLAIM_PREFIX = "http://schemes.superoffice.net/identity/"
"""Prefix of the names of SuperOffice's own claims."""

_ACCOUNT_CLAIMS = (
    f"{CLAIM_PREFIX}upn",
    f"{CLAIM_PREFIX}so_primary_email_address",
    f"{CLAIM_PREFIX}email",
    "sub",
)
"""The claims that name the user, the best first; ``sub`` is in every identity token."""

MIN_RSA_BITS = 2048
"""Shortest RSA key whose signatures count (RFC 7518, 3.3)."""

CLOCK_LEEWAY = 120
"""Seconds by which two clocks may differ."""


def verify_id_token(
    tokens: Tokens, keys: dict[str, Any], registration: Registration, nonce: str
) -> str:
    """Check signature, issuer, audience, expiry, nonce and tenant; return who signed in.

    The sign-in server's clock is used, if known: this computer's clock may be wrong by a day.
    Raises BrowserSignInFailed.
    """
    claims = _verified_claims(tokens, keys, registration, nonce)
    tenant = claims.get(f"{CLAIM_PREFIX}ctx")
    if not tenant or not isinstance(tenant, str):  # SuperOffice always names the tenant
        raise BrowserSignInFailed(BrowserSignInFailure.INVALID_ID_TOKEN, "no tenant")
    if tenant.lower() != registration.tenant.id.lower():
        raise BrowserSignInFailed(BrowserSignInFailure.WRONG_TENANT)
    return next(str(claims[name]) for name in _ACCOUNT_CLAIMS if claims.get(name))


def _verified_claims(
    tokens: Tokens, keys: dict[str, Any], registration: Registration, nonce: str
) -> dict[str, Any]:
    from authlib.oidc.core.claims import CodeIDToken  # lazy: start
    from joserfc import jwt  # lazy: start
    from joserfc.errors import JoseError  # lazy: start

    client = registration.app.client_id
    options = {
        "iss": {"essential": True, "values": registration.issuers},
        "aud": {"essential": True, "value": client},
        "exp": {"essential": True},
        "nonce": {"essential": True, "value": nonce},
    }
    bound = {"nonce": nonce, "client_id": client, "access_token": tokens.access_token}
    try:
        token = jwt.decode(tokens.id_token, _usable_keys(keys), algorithms=["RS256"])
        claims = CodeIDToken(token.claims, token.header, options, bound)
        claims.validate(now=int(tokens.issued_at or time.time()), leeway=CLOCK_LEEWAY)
    except (JoseError, ValueError, TypeError, KeyError) as error:
        kind = type(error).__name__
    else:
        return dict(token.claims)
    raise BrowserSignInFailed(BrowserSignInFailure.INVALID_ID_TOKEN, kind)


def _usable_keys(keys: dict[str, Any]) -> KeySet:
    """Return the published RSA keys that are long enough; any other key is left out.

    Raises KeyError, TypeError or JoseError if ``keys`` is no key set.
    """
    from joserfc.errors import JoseError  # lazy: start
    from joserfc.jwk import KeySet, RSAKey  # lazy: start

    usable: list[Key] = []
    for published in keys["keys"]:
        try:
            if _modulus_bits(published["n"]) >= MIN_RSA_BITS:
                usable.append(RSAKey.import_key(published))
        except (JoseError, ValueError, TypeError, KeyError, AttributeError):
            continue
    return KeySet(usable)


def _modulus_bits(modulus: str) -> int:
    """Return the length of an RSA key by its modulus in base64url (RFC 7518, 6.3.1.1)."""
    padded = modulus + "=" * (-len(modulus) % 4)
    return int.from_bytes(base64.urlsafe_b64decode(padded), "big").bit_length()

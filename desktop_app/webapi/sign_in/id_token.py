"""Checks that an identity token is genuine, for this program, and for the right tenant.

Authlib and joserfc are imported only when a token is checked, because importing them is slow.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, cast

from desktop_app.core.errors import BrowserSignInFailed, BrowserSignInFailure
from desktop_app.webapi.sign_in.token_server import Registration, Tokens

if TYPE_CHECKING:
    from joserfc.jwk import KeySetSerialization

CLAIM_PREFIX = "http://schemes.superoffice.net/identity/"
"""Prefix of the names of SuperOffice's own claims."""

CLOCK_LEEWAY = 120
"""Seconds by which two clocks may differ."""


def verify_id_token(
    tokens: Tokens, keys: dict[str, Any], registration: Registration, nonce: str
) -> None:
    """Check signature, issuer, audience, expiry, nonce and tenant.

    The sign-in server's clock is used, if known: this computer's clock may be wrong by a day.
    Raises BrowserSignInFailed.
    """
    claims = _verified_claims(tokens, keys, registration, nonce)
    tenant = str(claims.get(f"{CLAIM_PREFIX}ctx", ""))
    if tenant and tenant.lower() != registration.tenant.id.lower():
        raise BrowserSignInFailed(BrowserSignInFailure.WRONG_TENANT)


def _verified_claims(
    tokens: Tokens, keys: dict[str, Any], registration: Registration, nonce: str
) -> dict[str, Any]:
    from authlib.oidc.core.claims import CodeIDToken  # lazy: start
    from joserfc import jwt  # lazy: start
    from joserfc.errors import JoseError  # lazy: start
    from joserfc.jwk import KeySet  # lazy: start

    client = registration.app.client_id
    options = {
        "iss": {"essential": True, "values": registration.issuers},
        "aud": {"essential": True, "value": client},
        "exp": {"essential": True},
        "nonce": {"essential": True, "value": nonce},
    }
    bound = {"nonce": nonce, "client_id": client, "access_token": tokens.access_token}
    published = cast("KeySetSerialization", keys)
    try:
        key_set = KeySet.import_key_set(published)
        token = jwt.decode(tokens.id_token, key_set, algorithms=["RS256"])
        claims = CodeIDToken(token.claims, token.header, options, bound)
        claims.validate(now=int(tokens.issued_at or time.time()), leeway=CLOCK_LEEWAY)
    except (JoseError, ValueError, TypeError, KeyError) as error:
        kind = type(error).__name__
    else:
        return dict(token.claims)
    raise BrowserSignInFailed(BrowserSignInFailure.INVALID_ID_TOKEN, kind)

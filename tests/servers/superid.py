"""A relay before a real OpenID provider that gives it SuperOffice Online's ways.

The addresses, an issuer without ``/login``, PKCE demanded, the callback as a form POST where told
so, and no refresh token in the reply to a refresh. It also serves the tenant's state, and relays
the tenant's API to a demo server, for living access tokens only.
"""

from __future__ import annotations

import base64
import hashlib
import html
import http.client
import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from desktop_app.core.profiles.profile import OAuthApp, OnlineEnvironment, Tenant

TENANT = "Cust12345"
CLIENT = "the-client-id"
LANGUAGE = ("Accept-Language", "SO-Language", "SO-Culture", "SO-TimeZone")
CLAIMS = {
    "http://schemes.superoffice.net/identity/ctx": TENANT,
    "http://schemes.superoffice.net/identity/upn": "kari@example.com",
}


@dataclass
class SuperId:
    """The relay. ``provider`` is the provider's port, ``crm`` the demo server's URL and token."""

    provider: int
    crm: tuple[str, str] = ("", "")
    by_form: bool = False
    """The callback comes as a form POST."""
    life: int | None = None
    """Seconds that an access token lives, as told; the provider's own unless given."""
    secret: str = ""
    """The client secret that is demanded, if any."""
    state: dict[str, Any] = field(default_factory=dict)
    """What the tenant's state says otherwise than that it runs."""
    wrong_host: int = 0
    """How many calls of the API are answered with 421."""
    expired_status: int = 401
    """What a call with a dead token is answered with."""
    tokens_fail: bool = False
    """Whoever asks for tokens gets a 500."""
    forgets_state: bool = False
    """A refusal comes back without the state that the sign-in began with."""
    swapped_nonce: str = ""
    """The nonce that the provider is asked for instead, as an attacker would."""

    def __post_init__(self) -> None:
        self.living: set[str] = set()
        """Access tokens that the API takes."""
        self.seen: list[str] = []
        """Method and path of each request, without the query."""
        self.lines: list[str] = []
        """The request lines as they came, query and all."""
        self.authorized: list[dict[str, str]] = []
        self.forms: list[dict[str, str]] = []
        self._challenges: dict[str, str] = {}
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
        self._server.daemon_threads = True
        self._server.relay = self  # type: ignore[attr-defined]  # for the handler
        self._thread = threading.Thread(target=self._serve, name="superid", daemon=True)

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def tenant(self) -> Tenant:
        return Tenant(
            TENANT, OnlineEnvironment.CUSTOM, f"{self.origin}/login", f"{self.origin}/api/state"
        )

    def __enter__(self) -> SuperId:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def count(self, ending: str) -> int:
        with self._lock:
            return sum(seen.endswith(ending) for seen in self.seen)

    def revoke(self) -> None:
        """Consent is withdrawn: no token is good for anything any more."""
        self.living.clear()
        self.ask("POST", "/users/kari/revoke-tokens")

    def ask(
        self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> tuple[int, dict[str, str], bytes]:
        """Ask the provider itself."""
        host = urlsplit(self.origin).netloc
        return _ask(
            f"127.0.0.1:{self.provider}", method, path, body, {**(headers or {}), "Host": host}
        )

    def note(self, method: str, path: str) -> None:
        with self._lock:
            self.lines.append(f"{method} {path}")
            self.seen.append(f"{method} {urlsplit(path).path}")

    def expect(self, query: dict[str, str]) -> None:
        """Remember what a sign-in began with."""
        self.authorized.append(query)
        self._challenges[query["state"]] = query.get("code_challenge", "")

    def bring(self, target: str) -> None:
        """A code is on its way to the program."""
        answer = dict(parse_qsl(urlsplit(target).query))
        if "code" in answer:
            self._challenges[answer["code"]] = self._challenges.get(answer.get("state", ""), "")

    def proves(self, form: dict[str, str]) -> bool:
        """Whether the verifier belongs to the challenge (S256)."""
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        made = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        return self._challenges.pop(form.get("code", ""), None) == made

    def _serve(self) -> None:
        self._server.serve_forever(poll_interval=0.02)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    @property
    def relay(self) -> SuperId:
        relay: SuperId = self.server.relay  # type: ignore[attr-defined]
        return relay

    def log_message(self, format: str, *args: object) -> None:
        pass

    def do_GET(self) -> None:
        self._handle()

    def do_POST(self) -> None:
        self._handle()

    def _handle(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.relay.note(self.command, self.path)
        path = urlsplit(self.path).path
        if path == "/login/common/oauth/authorize":
            self._authorize(body)
        elif path == "/login/common/oauth/tokens" and self.command == "POST":
            self._tokens(dict(parse_qsl(body.decode())))
        elif path == "/login/.well-known/jwks":
            self._pass_on(*self.relay.ask("GET", "/jwks"))
        elif path.startswith("/api/state/"):
            self._state(path.rpartition("/")[2])
        elif path.startswith(f"/{TENANT}/api"):
            self._api(path, body)
        else:
            self._json(404, {"Message": "no such address"})

    def _authorize(self, body: bytes) -> None:
        query = dict(parse_qsl(urlsplit(self.path).query))
        if query.get("code_challenge_method") != "S256" or query.get("client_id") != CLIENT:
            self._json(400, {"error": "invalid_request"})
            return
        self.relay.expect(query)
        if self.relay.swapped_nonce:
            query["nonce"] = self.relay.swapped_nonce
        kind = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
        path = f"/oauth2/authorize?{urlencode(query)}"
        status, headers, page = self.relay.ask(self.command, path, body, kind)
        target = headers.get("location", "")
        if "error=" in target and not self.relay.forgets_state:  # which the provider does
            target = headers["location"] = f"{target}&{urlencode({'state': query['state']})}"
        self.relay.bring(target)
        if target and self.relay.by_form:
            status, headers, page = 200, {"content-type": "text/html"}, _form_post(target)
        self._pass_on(status, headers, page)

    def _tokens(self, form: dict[str, str]) -> None:
        self.relay.forms.append(dict(form))
        if self.relay.tokens_fail:
            self._json(500, {"error": "server_error"})
            return
        renews = form.get("grant_type") == "refresh_token"
        if form.get("client_secret", "") != self.relay.secret:
            self._json(401, {"error": "invalid_client"})
            return
        if not renews and not self.relay.proves(form):
            self._json(400, {"error": "invalid_grant", "error_description": "PKCE"})
            return
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        # the provider knows no public clients: whether a secret is due was decided above
        client = base64.b64encode(f"{form.pop('client_id', '')}:-".encode()).decode()
        kind["Authorization"] = f"Basic {client}"
        form.pop("client_secret", None)
        asked = self.relay.ask("POST", "/oauth2/token", urlencode(form).encode(), kind)
        status, headers, body = asked
        if status == 200:
            tokens = json.loads(body)
            self.relay.living.add(tokens["access_token"])
            if renews:
                tokens.pop("refresh_token", None)
            if self.relay.life is not None:
                tokens["expires_in"] = self.relay.life
            body = json.dumps(tokens).encode()
        self._pass_on(status, headers, body)

    def _state(self, tenant: str) -> None:
        if tenant != TENANT:
            self._json(404, {"Message": "unknown"})
            return
        state = {
            "ContextIdentifier": TENANT,
            "Endpoint": self.relay.origin,
            "State": "Running",
            "IsRunning": True,
            "ValidUntil": "2099-01-01T00:00:00Z",
            "Api": f"{self.relay.origin}/{TENANT}/api",
        }
        self._json(200, {**state, **self.relay.state})

    def _api(self, path: str, body: bytes) -> None:
        relay = self.relay
        if relay.wrong_host:
            relay.wrong_host -= 1
            self._json(421, {"Message": "Wrong subdomain used to access tenant"})
            return
        scheme, _, token = self.headers.get("Authorization", "").partition(" ")
        if scheme != "Bearer" or token not in relay.living:
            self._json(relay.expired_status, {"Message": "Access denied"})
            return
        url, inner = relay.crm
        there = urlsplit(url)
        path = self.path.replace(f"/{TENANT}/api", there.path, 1)
        spoken = {name: self.headers[name] for name in LANGUAGE if name in self.headers}
        headers = {**spoken, "Authorization": f"Bearer {inner}", "Accept": "application/json"}
        if body:
            headers["Content-Type"] = "application/json"
        self._pass_on(*_ask(there.netloc, self.command, path, body, headers))

    def _json(self, status: int, value: object) -> None:
        self._pass_on(status, {"content-type": "application/json"}, json.dumps(value).encode())

    def _pass_on(self, status: int, headers: Mapping[str, str], body: bytes) -> None:
        self.send_response(status)
        for name in ("content-type", "location"):
            if name in headers:
                self.send_header(name, headers[name])
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def _ask(
    host: str, method: str, path: str, body: bytes, headers: Mapping[str, str]
) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection(host, timeout=20)
    try:
        connection.request(method, path, body or None, dict(headers))
        answer = connection.getresponse()
        named = {name.lower(): value for name, value in answer.getheaders()}
        return answer.status, named, answer.read()
    finally:
        connection.close()


def _form_post(target: str) -> bytes:
    """The page with which a browser posts the answer by itself."""
    parts = urlsplit(target)
    fields = "".join(
        f'<input type="hidden" name="{html.escape(name)}" value="{html.escape(value)}">'
        for name, value in parse_qsl(parts.query)
    )
    action = html.escape(parts._replace(query="").geturl())
    return f'<form method="post" action="{action}">{fields}</form>'.encode()


def app(port: int = 0, path: str = "/callback") -> OAuthApp:
    """The registration that the relay knows."""
    return OAuthApp(CLIENT, redirect_port=port, redirect_path=path)

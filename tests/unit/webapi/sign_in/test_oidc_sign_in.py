"""Signing in to Online in the browser, against a real OpenID provider with SuperOffice's ways."""

from __future__ import annotations

import logging
import secrets
import socket
from collections.abc import Callable, Iterator
from dataclasses import replace
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest

from desktop_app.core.errors import (
    BrowserSignInFailed,
    BrowserSignInFailure,
    Cancelled,
    Forbidden,
    ServerFailure,
    SignInNeeded,
)
from desktop_app.core.mailbox.mailbox import Draft, Field
from desktop_app.core.profiles.profile import (
    OAuthApp,
    OnlineEnvironment,
    Profile,
    SignInKind,
    Tenant,
)
from desktop_app.core.secrets.secret import Credentials
from desktop_app.core.sign_in_prompts import SignInPrompts
from desktop_app.demo import DemoServer
from desktop_app.net.cancel_token import CancelToken
from desktop_app.net.loopback import redirect_listener
from desktop_app.webapi.client_factory import ApiClientFactory
from desktop_app.webapi.sign_in import oidc_sign_in
from tests.servers.browser_user import BrowserUser, sign_in_page, visit
from tests.servers.faults import reply, silence
from tests.servers.hostile import HostileServer
from tests.servers.openid_provider import openid_provider
from tests.servers.superid import CLAIMS, CLIENT, TENANT, SuperId, app
from tests.unit.net.outcomes import PATIENCE, Background, assert_unseen, error_of, text_of

Go = Callable[[ApiClientFactory, BrowserUser], None]


@pytest.fixture(scope="module")
def provider() -> Iterator[int]:
    with openid_provider(CLAIMS) as port:
        yield port


@pytest.fixture
def superid(provider: int, crm: DemoServer) -> Iterator[SuperId]:
    with SuperId(provider, (crm.url, crm.credentials.token)) as superid:
        yield superid


def profile_of(superid: SuperId, registered: OAuthApp | None = None) -> Profile:
    found = app() if registered is None else registered
    tenant = superid.tenant
    return Profile("p", "Acme", "", "", tenant, SignInKind.OAUTH, oauth=found)


def access_of(
    superid: SuperId, registered: OAuthApp | None = None, keep: list[str] | None = None, **kept: str
) -> ApiClientFactory:
    keep = [] if keep is None else keep
    return ApiClientFactory(
        profile_of(superid, registered), Credentials(**kept), on_new_refresh_token=keep.append
    )


def sign_in(access: ApiClientFactory, browser_user: BrowserUser | None = None) -> BrowserUser:
    browser_user = browser_user or BrowserUser()
    try:
        access.sign_in_with_browser(browser_user.open, CancelToken())
    finally:
        browser_user.join()
    return browser_user


@pytest.mark.parametrize("by_form", [False, True])
def test_sign_in_and_work(superid: SuperId, by_form: bool) -> None:
    superid.by_form = by_form
    kept: list[str] = []
    access = access_of(superid, keep=kept)
    browser_user = sign_in(access)
    with access.client() as client:
        assert len(client.mailboxes().rows) >= 40
        assert client.current_principal().user_name
    assert "signed in" in browser_user.seen
    assert len(kept) == 1
    assert superid.count("/api/state/Cust12345") == 1


def test_what_the_browser_shows(superid: SuperId) -> None:
    access = access_of(superid, app(path="/so/back"))
    [url] = sign_in(access).pages
    query = dict(parse_qsl(urlsplit(url).query))
    assert urlsplit(url).path == "/login/common/oauth/authorize"
    assert query["acr_values"] == f"tenant:{TENANT}"
    assert query["code_challenge_method"] == "S256"
    assert (query["client_id"], query["scope"]) == (CLIENT, "openid")
    assert query["redirect_uri"].startswith("http://127.0.0.1:")
    assert query["redirect_uri"].endswith("/so/back")
    assert len(query["state"]) > 40
    assert len(query["nonce"]) > 40
    [form] = superid.forms
    assert form["code_verifier"] not in url


def test_a_port_of_ones_own(superid: SuperId) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        error = error_of(lambda: sign_in(access_of(superid, app(port))))
        assert kind_of(error) is BrowserSignInFailure.PORT_IN_USE
    for _ in range(2):  # the second at once, though the first one's connections linger
        [url] = sign_in(access_of(superid, app(port))).pages
        assert f"127.0.0.1%3A{port}%2Fcallback" in url


def test_a_client_secret_where_it_is_demanded(superid: SuperId) -> None:
    superid.secret = "the-secret"
    error = error_of(lambda: sign_in(access_of(superid)))
    assert kind_of(error) is BrowserSignInFailure.INVALID_REGISTRATION
    access = access_of(superid, client_secret="the-secret")
    sign_in(access)
    with access.client() as client:
        assert client.current_principal().user_name


def kind_of(error: BaseException) -> BrowserSignInFailure:
    assert isinstance(error, BrowserSignInFailed), error
    return error.kind


def test_a_refusal_in_the_browser(superid: SuperId) -> None:
    error = error_of(lambda: sign_in(access_of(superid), BrowserUser(denies=True)))
    assert kind_of(error) is BrowserSignInFailure.DENIED


def test_nobody_signs_in(superid: SuperId, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(oidc_sign_in.sign_in_with_browser, "__defaults__", (SignInPrompts(), 0.05))
    access = access_of(superid)
    assert access._token_cache is not None
    server, browser_user = access._token_cache.server, BrowserUser(stays_away=True)
    error = error_of(
        lambda: oidc_sign_in.sign_in_with_browser(server, browser_user.open, CancelToken())
    )
    assert kind_of(error) is BrowserSignInFailure.TIMED_OUT


def test_no_browser(superid: SuperId) -> None:
    error = error_of(
        lambda: access_of(superid).sign_in_with_browser(lambda _url: False, CancelToken())
    )
    assert kind_of(error) is BrowserSignInFailure.NO_BROWSER


def test_cancelled_while_the_person_thinks(superid: SuperId) -> None:
    access, browser_user = access_of(superid), BrowserUser(stays_away=True)
    call = Background(lambda cancel: access.sign_in_with_browser(browser_user.open, cancel))
    while not browser_user.opened:
        call.cancel.wait(0.001)
    call.cancel.cancel()
    assert isinstance(call.outcome(), Cancelled)


@pytest.mark.parametrize("phase", ["tokens", "jwks"])
def test_cancelled_while_the_sign_in_server_is_silent(phase: str) -> None:
    tokens = {"access_token": "8A:x", "refresh_token": "r", "id_token": "a.b.c"}
    plan = {"tokens": reply(tokens), "jwks": reply({"keys": []}), phase: silence()}
    with HostileServer(plan) as server:
        login, state = f"{server.origin}/login", f"{server.origin}/api/state"
        tenant = Tenant(TENANT, OnlineEnvironment.CUSTOM, login, state)
        profile = Profile("p", "Acme", "", "", tenant, SignInKind.OAUTH, oauth=app())
        kept: list[str] = []
        access = ApiClientFactory(profile, Credentials(), on_new_refresh_token=kept.append)
        call = Background(lambda cancel: access.sign_in_with_browser(_answers, cancel))
        while not server.count(phase):
            call.cancel.wait(0.001)
        call.cancel.cancel()
        assert isinstance(call.outcome(), Cancelled)
        assert not kept
        with access.client() as client:
            assert isinstance(error_of(client.current_principal), SignInNeeded), (
                "nobody is signed in by half"
            )


def _answers(url: str) -> bool:
    """A browser in which somebody is signed in already: it comes back at once."""
    query = dict(parse_qsl(urlsplit(sign_in_page(url)).query))
    answer = urlencode({"code": "c", "state": query["state"]})
    return visit("GET", f"{query['redirect_uri']}?{answer}")[0] == 200


def test_a_token_that_was_refused_is_not_sent_again_while_none_can_be_had(superid: SuperId) -> None:
    """The sign-in server fails just then: later calls ask it first."""
    access = access_of(superid)
    sign_in(access)
    with access.client() as client:
        client.current_principal()
        superid.living.clear()
        superid.tokens_fail = True
        for _ in range(3):
            assert isinstance(error_of(client.version), ServerFailure)
        assert superid.count(f"/{TENANT}/api") == 1
        superid.tokens_fail = False
        assert client.version().version


def test_an_answer_to_another_sign_in_is_passed_over(superid: SuperId) -> None:
    def stray(start: str) -> bool:
        url = sign_in_page(start)
        back = dict(parse_qsl(urlsplit(url).query))["redirect_uri"]
        for answer in ("?code=stolen&state=other", "?code=stolen", "/elsewhere?code=x", ""):
            status, _, page = visit("GET", back + answer)
            assert status in (400, 404)
            assert "signed in" not in page
        assert visit("POST", back, {"code": "stolen", "state": "other"})[0] == 400
        return browser_user.open(url)

    browser_user, access = BrowserUser(), access_of(superid)
    access.sign_in_with_browser(stray, CancelToken())
    browser_user.join()
    assert [form["code"] for form in superid.forms] != ["stolen"]


def test_what_is_asked_of_the_listener_by_others_is_refused(superid: SuperId) -> None:
    """Pages of other sites, requests for another host, frames and pictures."""

    def stray(start: str) -> bool:
        page = sign_in_page(start)
        query = dict(parse_qsl(urlsplit(page).query))
        back, state = query["redirect_uri"], query["state"]
        good = {"code": "stolen", "state": state}
        host = f"evil.example.com:{urlsplit(back).port}"
        foreign: list[dict[str, str]] = [
            {"Host": host},
            {"Origin": "https://evil.example.com"},
            {"Origin": "http://127.0.0.1.evil.example.com"},
            {"Sec-Fetch-Dest": "image"},
            {"Sec-Fetch-Dest": "iframe"},
            {"Sec-Fetch-Dest": "empty"},
        ]
        for more in foreign:
            statuses.append(visit("GET", f"{back}?{urlencode(good)}", more=more)[0])
            statuses.append(visit("POST", back, good, more)[0])
            statuses.append(visit("POST", back, {"error": "access_denied"}, more)[0])
        no_origin = {"Origin": "null"}
        statuses.append(visit("POST", back, {"error": "access_denied"}, no_origin)[0])
        assert set(statuses) == {403, 400}
        return browser_user.open(page)

    statuses: list[int] = []
    browser_user, access = BrowserUser(), access_of(superid)
    access.sign_in_with_browser(stray, CancelToken())
    browser_user.join()
    assert "stolen" not in [form["code"] for form in superid.forms]


@pytest.mark.parametrize("origin", ["null", "the sign-in server's"])
def test_the_sign_in_server_may_bring_the_answer_as_a_form(superid: SuperId, origin: str) -> None:
    def posts(start: str) -> bool:
        query = dict(parse_qsl(urlsplit(sign_in_page(start)).query))
        own = superid.origin if "server" in origin else origin
        form = {"code": "c", "state": query["state"]}
        return visit("POST", query["redirect_uri"], form, {"Origin": own})[0] == 200

    error = error_of(lambda: access_of(superid).sign_in_with_browser(posts, CancelToken()))
    assert kind_of(error) is BrowserSignInFailure.INVALID_REGISTRATION, (
        "the code reached the server"
    )


def test_the_start_address_works_once_and_leads_to_this_sign_in_only(superid: SuperId) -> None:
    """Whoever reads it among the arguments of a process, after the browser, learns nothing."""

    def watched(start: str) -> bool:
        opened = browser_user.open(start)
        browser_user.join()
        starts.append(start)
        return opened

    def steals(start: str) -> bool:
        starts.append(start)
        taken.append(sign_in_page(start))
        status, headers, page = visit("GET", start)
        assert (status, "location" in headers) == (410, False)
        assert "used already" in page
        assert visit("GET", f"{start}x")[0] == 404
        assert visit("POST", start, {"a": "b"})[0] == 404
        return False

    browser_user = BrowserUser()
    starts: list[str] = []
    taken: list[str] = []
    access_of(superid).sign_in_with_browser(watched, CancelToken())
    error_of(lambda: access_of(superid).sign_in_with_browser(steals, CancelToken()))
    assert starts[0] != starts[1]
    for query in superid.authorized:
        assert not any(query[name] in starts[0] for name in ("state", "nonce"))


def test_another_user_of_this_computer_is_refused(
    superid: SuperId, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not even the address that is read first is of use to them."""

    def steals(start: str) -> bool:
        monkeypatch.setattr(redirect_listener, "is_from_another_user", lambda _sock: True)
        for url in (start, f"{start.rpartition('/')[0]}/callback?error=access_denied"):
            with pytest.raises(OSError, match=r"closed|reset"):
                visit("GET", url)
            refused.append(url)
        monkeypatch.undo()
        return browser_user.open(start)

    refused: list[str] = []
    browser_user, access = BrowserUser(), access_of(superid)
    access.sign_in_with_browser(steals, CancelToken())
    browser_user.join()
    assert len(refused) == 2


def test_a_nonce_of_somebody_else(superid: SuperId) -> None:
    superid.swapped_nonce = "another"
    error = error_of(lambda: sign_in(access_of(superid)))
    assert kind_of(error) is BrowserSignInFailure.INVALID_ID_TOKEN


def test_another_tenant(superid: SuperId) -> None:
    profile = profile_of(superid)
    other = replace(profile, tenant=replace(superid.tenant, id="Cust99999"))
    error = error_of(lambda: sign_in(ApiClientFactory(other, Credentials())))
    assert kind_of(error) is BrowserSignInFailure.WRONG_TENANT


def test_a_kept_refresh_token_is_enough(superid: SuperId) -> None:
    kept: list[str] = []
    sign_in(access_of(superid, keep=kept))
    later: list[str] = []
    with access_of(superid, keep=later, refresh_token=kept[0]).client() as client:
        assert client.current_principal().user_name
        assert client.mailbox(1).id == 1
    assert superid.count("/oauth/tokens") == 2
    assert later == [], "the reply to a refresh brings none, and the old one stays"


def test_a_dead_token_is_renewed_once_for_all_clients(superid: SuperId) -> None:
    access = access_of(superid)
    sign_in(access)
    with access.client() as one, access.client() as two:
        one.current_principal(), two.current_principal()
        superid.living.clear()
        calls = [Background(one.mailboxes), Background(two.mailboxes)]
        for call in calls:
            assert not isinstance(call.outcome(), Exception)
    assert superid.count("/oauth/tokens") == 2


def test_a_token_that_dies_before_a_save(superid: SuperId, crm: DemoServer) -> None:
    access = access_of(superid)
    sign_in(access)
    with access.client() as client:
        box = client.mailbox(1)
        superid.living.clear()
        assert client.save(Draft(box, {Field.PORT: 1993})).values[Field.PORT] == 1993
    assert crm.request_count("SaveMailboxEntity") == 1
    assert superid.count("/SaveMailboxEntity") == 2


def test_a_token_near_its_end_is_renewed_before(superid: SuperId) -> None:
    superid.life = 0
    access = access_of(superid)
    sign_in(access)
    with access.client() as client:
        client.current_principal()
        client.current_principal()
    assert superid.count("/currentPrincipal") == 2
    assert superid.count("/oauth/tokens") == 3


def test_403_for_a_dead_token_reads_again_and_saves_not(superid: SuperId, crm: DemoServer) -> None:
    superid.expired_status = 403
    access = access_of(superid)
    sign_in(access)
    with access.client() as client:
        box = client.mailbox(1)
        superid.living.clear()
        assert client.mailbox(1) == box
        superid.living.clear()
        assert isinstance(error_of(lambda: client.save(Draft(box, {Field.PORT: 1}))), Forbidden)
    assert crm.request_count("SaveMailboxEntity") == 0
    assert superid.count("/SaveMailboxEntity") == 1


def test_withdrawn_consent_needs_a_person_and_nothing_more_is_sent(superid: SuperId) -> None:
    access = access_of(superid)
    sign_in(access)
    with access.client() as client:
        client.current_principal()
        superid.revoke()
        for _ in range(3):
            assert isinstance(error_of(client.mailboxes), SignInNeeded)
        assert superid.count("/GetMailboxes") == 1
        assert superid.count("/oauth/tokens") == 2
        sign_in(access)
        assert client.mailboxes().rows


def test_never_signed_in(superid: SuperId) -> None:
    with access_of(superid).client() as client:
        assert isinstance(error_of(client.mailboxes), SignInNeeded)
    assert superid.seen == []


def test_no_secret_is_reported_or_stands_in_an_address(
    superid: SuperId, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    superid.secret = secrets.token_urlsafe(16)
    kept: list[str] = []
    access = access_of(superid, keep=kept, client_secret=superid.secret)
    sign_in(access)
    with access.client() as client:
        client.current_principal()
        tokens = {*superid.living, *kept}
        superid.revoke()
        told = text_of(error_of(client.current_principal))
    verifier = superid.forms[0]["code_verifier"]
    out = capfd.readouterr()
    known = {superid.secret, verifier, *tokens}
    assert_unseen(known, caplog.text, out.out, out.err, told, repr(access), *superid.lines)


def test_patience_is_longer_than_the_tests() -> None:
    assert oidc_sign_in.SIGN_IN_SECONDS > PATIENCE

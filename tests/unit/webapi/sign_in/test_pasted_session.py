"""A browser's session as its developer tools copy it: every form gives the same cookies."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.errors import SignInRefused
from desktop_app.ui.text.errors.explain import explain
from desktop_app.webapi.sign_in.auth_schemes import (
    BearerScheme,
    BrowserSessionScheme,
    TicketScheme,
)

COOKIES = 'ASP.NET_SessionId=abc123def; XSRF-TOKEN=xyz%2F1; odd="a b"; list=x$y`z!^|&\''
PLAIN = "ASP.NET_SessionId=abc123def; XSRF-TOKEN=xyz%2F1"
TOKEN = "xyz/1"

BASH = f"""curl 'https://crm.example.com/api/v1/Agents/CustomerService/GetMailboxes' \\
  -X 'POST' \\
  -H 'accept: */*' \\
  -b '{PLAIN}; odd="a b"' \\
  -H 'x-xsrf-token: {TOKEN}' \\
  --data-raw $'{{"a":"cookie: b=\\'c\\'"}}' \\
  --compressed"""
BASH_HEADER = (
    f"curl 'https://crm.example.com/' --header 'Cookie: {PLAIN}' -H 'X-XSRF-TOKEN: {TOKEN}'"
)
BASH_ANSI = "curl 'https://x/' -H $'cookie: a=it\\'s\\u0021; b=\\x41\\\\'"
CMD = """curl ^"https://crm.example.com/api^" ^
  -H ^"accept: */*^" ^
  -b ^"ASP.NET_SessionId=abc123def; XSRF-TOKEN=xyz^%^2F1; odd=^\\^"a b^\\^"^" ^
  -H ^"x-xsrf-token: xyz/1^" ^
  --data-raw ^"^{^\\^"a^\\^":1^}^\""""
CMD_OLD = f'curl "https://crm.example.com/" -H "Cookie: {PLAIN}" -H "X-XSRF-TOKEN: {TOKEN}" -v'
FIREFOX_CMD = f'curl.exe "https://crm/" --compressed -H "Accept: */*" -H "Cookie: {PLAIN}"'
POWERSHELL = """$session = New-Object Microsoft.PowerShell.Commands.WebRequestSession
$session.UserAgent = "Mozilla/5.0 (Windows NT 10.0; Win64; x64)"
$session.Cookies.Add((New-Object System.Net.Cookie("ASP.NET_SessionId", "abc123def", "/", "crm")))
$session.Cookies.Add((New-Object System.Net.Cookie("XSRF-TOKEN", "xyz%2F1", "/", "crm")))
$session.Cookies.Add((New-Object System.Net.Cookie("odd", "`"a b`"", "/", "crm")))
Invoke-WebRequest -UseBasicParsing -Uri "https://crm.example.com/api?cookie=1" `
-Method "POST" `
-WebSession $session `
-Headers @{
"authority"="crm.example.com"
  "x-xsrf-token"="xyz/1"
}"""
FETCH = f"""fetch("https://crm.example.com/api", {{
  "headers": {{
    "accept": "*/*",
    "cookie": "{PLAIN}",
    "x-xsrf-token": "{TOKEN}"
  }},
  "body": null,
  "method": "GET"
}});"""
HEADERS = [
    {"name": "Accept", "value": "*/*"},
    {"name": "Cookie", "value": PLAIN},
    {"name": "X-XSRF-TOKEN", "value": TOKEN},
]
HAR = {
    "log": {
        "entries": [
            {
                "request": {
                    "headers": HEADERS,
                    "queryString": [{"name": "cookie", "value": "c=d"}],
                    "cookies": [{"name": "ASP.NET_SessionId", "value": "abc123def"}],
                },
                "response": {"headers": [{"name": "Set-Cookie", "value": "e=f"}]},
            },
            {"request": {"headers": [{"name": "Cookie", "value": "g=h"}]}},
        ]
    }
}
EXPORTED = [
    {"domain": "crm", "name": "ASP.NET_SessionId", "value": "abc123def", "path": "/"},
    {"domain": "crm", "name": "XSRF-TOKEN", "value": "xyz%2F1", "path": "/"},
]
TABLE = (
    "ASP.NET_SessionId\tabc123def\tcrm.example.com\t/\tSession\t26\t✓\n"
    "XSRF-TOKEN\txyz%2F1\tcrm.example.com\t/\tSession\t19"
)

FORMS: dict[str, tuple[str, str]] = {
    "cookies alone": (COOKIES, COOKIES),
    "one header a line": (f"accept: */*\ncookie: {COOKIES}\nx-xsrf-token: {TOKEN}", COOKIES),
    "a whole request": (f"GET /api HTTP/1.1\r\nHost: crm\r\nCookie: {PLAIN}\r\n\r\n", PLAIN),
    "several cookie headers": ("cookie: a=1\ncookie: b=2\n", "a=1; b=2"),
    "name, then value": (f":authority\ncrm:443\naccept\n*/*\ncookie\n{COOKIES}\nx\ny", COOKIES),
    "name with a colon, then value": (f"accept:\n*/*\ncookie:\n{COOKIES}\n", COOKIES),
    "curl for bash": (BASH, f'{PLAIN}; odd="a b"'),
    "curl with a header": (BASH_HEADER, PLAIN),
    "curl with escapes": (BASH_ANSI, "a=it's!; b=A\\"),
    "curl for cmd": (CMD, f'{PLAIN}; odd="a b"'),
    "curl for cmd, as it was": (CMD_OLD, PLAIN),
    "curl of Firefox": (FIREFOX_CMD, PLAIN),
    "curl --cookie=": (f"curl --cookie='{PLAIN}' https://crm", PLAIN),
    "curl -bTEXT": (f"curl -b'{PLAIN}' https://crm", PLAIN),
    "PowerShell": (POWERSHELL, f'{PLAIN}; odd="a b"'),
    "fetch": (FETCH, PLAIN),
    "await fetch": (f"await {FETCH}", PLAIN),
    "HAR": (json.dumps(HAR), PLAIN),
    "headers of Firefox": (json.dumps({"Request Headers (1 kB)": {"headers": HEADERS}}), PLAIN),
    "headers as an object": (json.dumps({"Cookie": PLAIN}, indent=2), PLAIN),
    "exported cookies": (json.dumps(EXPORTED), PLAIN),
    "cookies by name": (json.dumps({"cookies": {"a": "1", "b": "2"}}), "a=1; b=2"),
    "the table of cookies": (TABLE, PLAIN),
    "with a BOM and blank lines": (f"\ufeff\n\n  {PLAIN}  \n\n", PLAIN),
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_every_form_gives_the_cookies(form: str, newline: str) -> None:
    copied, cookies = FORMS[form]
    assert cookies_of(copied.replace("\r\n", "\n").replace("\n", newline)) == cookies


def cookies_of(pasted: str) -> str:
    """The cookies that would be sent, or why nothing would be."""
    try:
        return BrowserSessionScheme(pasted).headers()["Cookie"]
    except SignInRefused as error:
        return f"refused: {error.detail}"


@pytest.mark.parametrize("form", ["curl for bash", "curl for cmd", "PowerShell", "fetch", "HAR"])
def test_the_token_is_read_as_well(form: str) -> None:
    assert BrowserSessionScheme(FORMS[form][0]).headers()["X-XSRF-TOKEN"] == TOKEN


@pytest.mark.parametrize("form", FORMS)
def test_each_secret_is_known_to_the_redaction(form: str) -> None:
    copied, cookies = FORMS[form]
    known = BrowserSessionScheme(copied).secrets()
    assert cookies in known
    assert "abc123def" in known or "abc123def" not in copied


NO_SESSION = {
    "a command without cookies": "curl 'https://crm.example.com/?a=b' -H 'accept: */*'",
    "a command that was cut": "curl 'https://crm.example.com/' -b 'hidden=abcdefgh",
    "PowerShell without cookies": POWERSHELL.replace("System.Net.Cookie", "System.Net.Other"),
    "one line of PowerShell": '$session.UserAgent = "hidden=abc"',
    "fetch without cookies": 'fetch("https://crm/?a=b", {"credentials": "include"});',
    "JSON of something else": '{"a": "hidden=abc"}',
    "JSON that was cut": '{"cookie": "hidden=abc',
    "deep JSON": "[" * 100_000,
    "an address": "https://crm.example.com/?hidden=abc",
    "a password": "hidden pass word",
    "a token": "8A:Cust12345.hidden",
    "a word": "hidden",
    "headers without a cookie": "accept: */*\nx-hidden: a=b",
    "lines of names": "accept\n*/*\nx-hidden\na=b",
    "a name without a value": "cookie\n",
    "=": "=hidden",
    "two lines": "hidden=abc\nother=def",
    "HTML": "<a href='x'>hidden</a>",
    "nothing": "",
    "far too long": "hidden=" + "x" * (2 << 20),
}


@pytest.mark.parametrize("text", NO_SESSION)
def test_what_holds_no_cookie_is_never_sent(text: str) -> None:
    with pytest.raises(SignInRefused) as caught:
        BrowserSessionScheme(NO_SESSION[text]).headers()
    message = explain(caught.value)
    assert "no cookies" in message.what
    assert "did not accept" not in message.what, "SuperOffice was not asked"
    assert "hidden" not in f"{caught.value!r} {message}"


@pytest.mark.parametrize(
    "text", ["hidden=å", json.dumps({"cookie": "hidden=a\r\nX-Evil: 1"})], ids=["å", "line break"]
)
def test_cookies_that_no_header_can_carry_are_never_sent(text: str) -> None:
    with pytest.raises(SignInRefused) as caught:
        BrowserSessionScheme(text).headers()
    message = explain(caught.value)
    assert "pasted cookies cannot be sent" in message.what
    assert "hidden" not in f"{caught.value!r} {message}"


WORDS = st.sampled_from(["cookie", "cookies", "headers", "name", "value", "domain", "a=b"])
LEAVES = st.none() | st.booleans() | st.integers() | WORDS
VALUES = st.recursive(
    LEAVES, lambda inner: st.lists(inner) | st.dictionaries(WORDS, inner), max_leaves=20
)
CUT = st.sampled_from([FETCH, BASH, CMD, POWERSHELL]).flatmap(
    lambda text: st.integers(0, len(text)).map(lambda end: text[:end])
)


@given(st.text(max_size=300) | CUT | VALUES.map(json.dumps))
def test_any_text_ends_in_cookies_or_a_refusal(text: str) -> None:
    try:
        sent = BrowserSessionScheme(text).headers()["Cookie"]
    except SignInRefused:
        return
    assert "=" in sent
    assert sent.isascii()
    assert sent.isprintable()


@pytest.mark.parametrize(
    "pasted",
    [
        "Bearer 8A:Cust1.x",
        "bearer  8A:Cust1.x\n",
        "Authorization: Bearer 8A:Cust1.x",
        "authorization\nBearer 8A:Cust1.x",
        '"Bearer 8A:Cust1.x"',
        "'8A:Cust1.x'",
        " 8A:Cust1.x ",
    ],
)
def test_a_token_with_what_stands_before_it(pasted: str) -> None:
    assert token_of(BearerScheme(pasted)) == "Bearer 8A:Cust1.x"
    assert "8A:Cust1.x" in BearerScheme(pasted).secrets()


def token_of(scheme: BearerScheme | TicketScheme) -> str:
    try:
        return scheme.headers()["Authorization"]
    except SignInRefused as error:
        return f"refused: {error.detail}"


@pytest.mark.parametrize("pasted", ["SOTicket 7T:abc=", "Authorization: SOTicket 7T:abc="])
def test_a_ticket_with_what_stands_before_it(pasted: str) -> None:
    assert token_of(TicketScheme(pasted)) == "SOTicket 7T:abc="
    assert "7T:abc=" in TicketScheme(pasted).secrets()


@pytest.mark.parametrize("pasted", ["Bearer", "Bearer ", "Basic a2FyaTp4", "Bearer a b"])
def test_what_is_no_token(pasted: str) -> None:
    assert token_of(BearerScheme(pasted)).startswith("refused: ")

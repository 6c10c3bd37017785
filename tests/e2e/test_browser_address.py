"""What other users of the computer could read while somebody signs in in the browser."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_app.demo import DemoServer
from tests.e2e.conftest import Start
from tests.e2e.program import PROJECT
from tests.e2e.steps import sees_list, writes
from tests.e2e.test_sign_ins import blank_profile, keeps, leads_to
from tests.servers.openid_provider import openid_provider
from tests.servers.superid import CLAIMS, CLIENT, SuperId

BROWSER = f"""#!{sys.executable}
import pathlib, subprocess, sys

def told():
    for file in pathlib.Path("/proc").glob("[0-9]*/cmdline"):
        try:
            yield file.read_bytes().replace(b"\\0", b" ")
        except OSError:
            pass  # it has ended meanwhile

seen = pathlib.Path(__file__).with_name("seen")
command = [sys.executable, "-m", "tests.servers.browser_user", sys.argv[1]]
browser = subprocess.Popen(command, cwd={str(PROJECT)!r})
with seen.open("ab") as stream:
    while browser.poll() is None:
        stream.write(b"\\n".join(told()))
"""
"""A command that opens pages, and notes the arguments of all processes while it does."""


@pytest.fixture
def superid() -> Iterator[SuperId]:
    with (
        DemoServer() as crm,
        openid_provider(CLAIMS) as provider,
        SuperId(provider, (crm.url, crm.credentials.token)) as superid,
    ):
        yield superid


@pytest.mark.parametrize("by_form", [False, True])
def test_no_process_has_the_secrets_of_the_sign_in_among_its_arguments(
    start: Start, bus: str, tmp_path: Path, superid: SuperId, by_form: bool
) -> None:
    superid.by_form = by_form
    folder = tmp_path / "browser"
    folder.mkdir()
    (command := folder / "xdg-open").write_text(BROWSER)
    command.chmod(0o755)
    user = start(session_bus=bus, path=str(folder))
    dialog = blank_profile(user)
    leads_to(user, dialog, superid)
    writes(user, dialog, "Client ID", CLIENT)
    keeps(user)
    user.clicks(user.finds("push button", "Sign in in the browser…"))
    assert sees_list(user).rows == 43
    arguments = (folder / "seen").read_text("utf-8", "replace")
    assert "xdg-open http://" in arguments
    for query in superid.authorized:
        for name in ("state", "nonce", "code_challenge"):
            assert query[name] not in arguments, name
    user.ends()

"""A keyring that asks for its password: a person takes time, cancels, or has no database open."""

from __future__ import annotations

from desktop_app.demo import DemoServer
from tests.e2e.conftest import Start
from tests.e2e.steps import NAME, TITLE, encoded, fills_profile, holds_no_secret, sees_list
from tests.e2e.user import DesktopUser
from tests.servers.prompting_secret_service import PromptingService, prompting_secret_service

WAITING = "Waiting for the keyring"


def bus_of(service: PromptingService) -> str:
    return service.env["DBUS_SESSION_BUS_ADDRESS"]


def kept(service: PromptingService) -> list[str]:
    """The sign-in passwords that the keyring holds."""
    users = service.secrets().items()
    return [secret for user, secret in users if user.endswith("/sign-in password")]


def fills_first_profile(user: DesktopUser, crm: DemoServer) -> None:
    """Type the first profile, and press Return."""
    user.sees("No profile yet")
    user.window("Mailbox Admin")
    user.presses("ctrl+shift+n")
    user.window("New profile")
    login = crm.credentials
    for key, text in (
        ("alt+n", NAME),
        ("alt+a", crm.url),
        ("alt+u", login.username),
        ("alt+p", login.password),
    ):
        user.presses(key)
        user.types(text)
    user.presses("Return")


def test_answered_after_nine_seconds(start: Start) -> None:
    with DemoServer() as crm, prompting_secret_service(answer_after=9) as service:
        user = start(session_bus=bus_of(service))
        fills_first_profile(user, crm)
        user.sees("The keyring is asking you for something")
        user.window(TITLE)
        user.no_window(WAITING)
        assert sees_list(user).rows == 43
        assert kept(service) == [crm.credentials.password]
        assert not user.sees_now("does not answer")
        assert service.count("Prompt") == 1
        holds_no_secret(user, *encoded(crm.credentials.password))
        user.ends()


def test_cancelled_in_the_window(start: Start) -> None:
    with DemoServer() as crm, prompting_secret_service() as service:
        user = start(session_bus=bus_of(service))
        fills_first_profile(user, crm)
        waiting = user.until(
            lambda: next((w for w in user.windows() if w.name == WAITING), None), WAITING
        )
        user.clicks(user.finds("push button", "Cancel", within=waiting))
        user.no_window(WAITING)
        user.window(TITLE)
        assert sees_list(user).rows == 43, "the password is used for this session"
        user.sees("The keyring is locked.")
        assert (service.count("Prompt"), service.count("Dismiss"), kept(service)) == (1, 1, [])
        user.ends()


def test_no_database_is_created_unasked(start: Start) -> None:
    """KeePassXC while no database is open."""
    with DemoServer() as crm, prompting_secret_service(collection=False) as service:
        user = start(session_bus=bus_of(service))
        user.sees("No profile yet")
        user.window("Mailbox Admin")
        login = crm.credentials
        fills_profile(user, NAME, crm.url, login.username, login.password)
        user.window(TITLE)
        assert sees_list(user).rows == 43
        user.sees("The keyring has no open password database.")
        assert (service.count("CreateCollection"), service.count("Prompt")) == (0, 0)
        user.ends()

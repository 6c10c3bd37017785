"""What a person confirmed is kept by profile and day, and goes with the profile."""

from __future__ import annotations

import sqlite3

from desktop_app.storage.server_facts import ServerFactStore

TODAY, TOMORROW = "2026-11-30", "2026-12-01"


def test_choices_hold_for_their_profile_and_day(connection: sqlite3.Connection) -> None:
    facts = ServerFactStore(connection)
    for choice in ("keep", "type MAPI", "keep"):
        facts.set_choice("acme", choice, TODAY)
    facts.set_choice("acme%", "keep", TODAY)
    assert facts.choices_on("acme", TODAY) == {"keep", "type MAPI"}
    assert facts.choices_on("acme", TOMORROW) == frozenset()
    facts.set_choice("acme", "keep", TOMORROW)
    assert facts.choices_on("acme", TODAY) == {"type MAPI"}
    assert facts.choices_on("acme", TOMORROW) == {"keep"}


def test_choices_go_with_their_profile_alone(connection: sqlite3.Connection) -> None:
    facts = ServerFactStore(connection)
    for profile in ("acme", "beta"):
        facts.set_choice(profile, "keep", TODAY)
    facts.delete_profile("acme")
    assert facts.choices_on("acme", TODAY) == frozenset()
    assert facts.choices_on("beta", TODAY) == {"keep"}

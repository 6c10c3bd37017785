"""What a server tells of itself and of the person who is signed in."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Principal:
    """Who is signed in. ``anonymous`` means that the server took us for nobody."""

    full_name: str
    user_name: str
    anonymous: bool
    function_rights: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ServerVersion:
    """The server's own words about its version; empty where it said nothing."""

    version: str
    label: str = ""

from __future__ import annotations

import ipaddress
import json
import re

import pytest

from desktop_app.demo.carriers import SERVER_TYPES
from desktop_app.demo.samples.rights_scenarios import SCENARIOS
from desktop_app.demo.samples.sample_mailboxes import DEFAULT_SIZE, sample_mailboxes
from desktop_app.demo.samples.store import StoredMailbox

BOXES = tuple(sample_mailboxes())
RESERVED = re.compile(r"(^|\.)(example|example\.(com|net|org))$")


def hosts(box: StoredMailbox) -> list[str]:
    """The host names in the address, the user name and the server."""
    texts = (box.address, box.username)
    found = [text.rpartition("@")[2].partition(">")[0] for text in texts if "@" in text]
    if ":" not in box.server or "/" in box.server:
        found.append(box.server.partition(":")[0])
    return [host for host in found if host and not re.fullmatch(r"[\d.]+", host)]


def test_it_is_the_same_every_time_and_large_enough() -> None:
    assert tuple(sample_mailboxes()) == BOXES
    assert len(BOXES) == DEFAULT_SIZE >= 40
    assert [box.id for box in BOXES] == list(range(1, DEFAULT_SIZE + 1))


@pytest.mark.parametrize("size", [0, 1, 20, 43, 44, 500])
def test_any_size_begins_with_the_same_mailboxes(size: int) -> None:
    boxes = tuple(sample_mailboxes(size))
    assert len(boxes) == size
    assert boxes[:DEFAULT_SIZE] == BOXES[:size]
    assert len({box.address for box in boxes}) == size


def test_every_server_type_and_every_situation_of_rights_is_there() -> None:
    assert {box.server_type for box in BOXES} == set(SERVER_TYPES)
    shown = {(box.table_right, box.field_properties) for box in BOXES}
    assert shown == {(each.table_right, each.field_properties) for each in SCENARIOS.values()}


def test_only_names_that_nobody_owns_are_used() -> None:
    named = [(box.id, host) for box in sample_mailboxes(200) for host in hosts(box)]
    assert len(named) > 500
    assert [each for each in named if not RESERVED.search(each[1])] == []


def test_odd_values_are_there() -> None:
    servers = [box.server for box in BOXES]
    assert any(server.startswith("imap.xn--") for server in servers)
    assert any(not server.isascii() for server in servers)
    assert any(server.startswith("[") for server in servers)
    assert ipaddress.IPv6Address("2001:db8::143") in {
        ipaddress.ip_address(server)
        for server in servers
        if server.count(":") > 2 and "[" not in server
    }
    assert any(re.search(r":\d+/", server) for server in servers)
    assert {0, -1, 70000, 1143} <= {box.port for box in BOXES}
    assert any(len(box.address) > 255 for box in BOXES)
    assert BOXES[0].address == "<info@example.com> (Example Ltd)"


def test_readings_of_the_password_are_of_three_kinds() -> None:
    assert {box.password_reading for box in BOXES} == {None, "", "********"}
    assert not [box for box in BOXES if box.password and box.password == box.password_reading]
    assert [box for box in BOXES if not box.password.isascii()]


def test_rights_are_shaped_as_in_captures() -> None:
    for box in BOXES:
        right = json.loads(box.table_right)
        assert right is None or set(right) == {"Mask", "Reason"}
        for stated in (json.loads(box.field_properties) or {}).values():
            assert set(stated) == {"FieldRight", "FieldType", "FieldLength"}
            inner = stated["FieldRight"]
            assert inner is None or set(inner) == {"Mask", "Reason"}


def test_lengths_as_in_captures_are_there() -> None:
    lengths = {
        (stated["FieldType"], stated["FieldLength"])
        for box in BOXES
        for stated in (json.loads(box.field_properties) or {}).values()
    }
    assert {
        ("System.String", 255), ("System.String", 219), ("System.String", 0),
        ("System.String", -1), ("System.Int32", 4), ("System.Int16", 2),
    } <= lengths  # fmt: skip

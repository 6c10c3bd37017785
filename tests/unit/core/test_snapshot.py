"""What is new, gone or different between two looks."""

from __future__ import annotations

import pytest

from desktop_app.core.mailbox.mailbox import Field, Value
from desktop_app.core.snapshot import (
    Difference,
    DifferenceKind,
    FieldChange,
    SnapshotRow,
    by_address,
    compare,
    search,
)


def seen(number: int, address: str = "", port: Value = None, **more: str) -> SnapshotRow:
    address = address or f"box{number}@example.com"
    values = None if port is None else {Field.ADDRESS: address, Field.PORT: port}
    return SnapshotRow(number, address, more.get("category", ""), more.get("priority", ""), values)


def test_what_is_equal_is_not_reported() -> None:
    some = [seen(1, port=993), seen(2)]
    assert compare(some, some) == []


def test_new_gone_and_different() -> None:
    before = [seen(1, port=993), seen(2), seen(3, category="Support")]
    after = [seen(4), seen(3, category="Sales"), seen(1, port=143)]
    assert compare(before, after) == [
        Difference(DifferenceKind.NEW, "box4@example.com", 0, 4),
        Difference(
            *(DifferenceKind.DIFFERENT, "box3@example.com", 3, 3),
            (FieldChange("category", "Support", "Sales"),),
        ),
        Difference(
            DifferenceKind.DIFFERENT, "box1@example.com", 1, 1, (FieldChange(Field.PORT, 993, 143),)
        ),
        Difference(DifferenceKind.GONE, "box2@example.com", 2, 0),
    ]


def test_details_of_one_side_only_are_no_difference() -> None:
    assert compare([seen(1, port=993)], [seen(1)]) == []
    (found,) = compare([seen(1, port=993)], [seen(1, "other@example.com")])
    assert found.changes == (FieldChange(Field.ADDRESS, "box1@example.com", "other@example.com"),)


def test_a_changed_address_is_reported_once() -> None:
    (found,) = compare([seen(1, "a@example.com", port=1)], [seen(1, "b@example.com", port=1)])
    assert found.changes == (FieldChange(Field.ADDRESS, "a@example.com", "b@example.com"),)


def test_another_installation_is_compared_by_address() -> None:
    before = [seen(1, "<Info@Example.com> (Info)"), seen(2, "other@example.com")]
    after = [seen(77, "info@example.com")]
    found = compare(before, after, by_address)
    assert [(one.kind, one.before_id, one.after_id) for one in found] == [
        (DifferenceKind.DIFFERENT, 1, 77),
        (DifferenceKind.GONE, 2, 0),
    ]


def test_mailboxes_that_share_an_address_are_told_apart() -> None:
    before = [seen(1, "<a@example.com> (One)", 993), seen(2, "<a@example.com> (Two)", 993)]
    after = [seen(8, "<a@example.com> (Two)", 993), seen(9, "<a@example.com> (One)", 143)]
    assert compare(before, before, by_address) == []
    (found,) = compare(before, after, by_address)
    assert (found.before_id, found.after_id) == (1, 9)
    (gone,) = compare(before, [*after[1:], seen(7, "x@example.com")], by_address)[2:]
    assert (gone.kind, gone.before_id) == (DifferenceKind.GONE, 2)


def test_a_search_goes_through_all_that_is_known() -> None:
    some = [seen(1, port=993), seen(2, category="Oldhost"), seen(3)]
    assert [one.id for one in search(some, "993")] == [1]
    assert [one.id for one in search(some, "oldhost EXAMPLE")] == [2]
    assert search(some, "  ") == []


@pytest.mark.parametrize("query", ["J\u00f6rg", "Jo\u0308rg", "j\u00f6rg\u200b"])
def test_a_search_takes_both_forms_of_a_letter_for_one(query: str) -> None:
    assert search([seen(1, category="Jo\u0308rg")], query)

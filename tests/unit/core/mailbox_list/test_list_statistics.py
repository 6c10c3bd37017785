from __future__ import annotations

from desktop_app.core.mailbox.mailbox import ServerType
from desktop_app.core.mailbox_list.list_statistics import Census, take_census
from desktop_app.core.mailbox_list.quick_filter import Right, Security, Traits

TLS = Traits(ServerType.IMAPS, Security.TLS, "imap.acme.dk", Right.CHANGE)
PLAIN = Traits(ServerType.POP, Security.PLAIN, "pop.acme.dk", Right.CHANGE)


def test_what_is_known_is_counted_and_the_rest_is_said() -> None:
    census = take_census([TLS, TLS, PLAIN, Traits(), Traits(right=Right.NO_UPDATE)], 1)
    assert census == Census(
        total=5,
        unread=2,
        twins=1,
        types={ServerType.IMAPS: 2, ServerType.POP: 1},
        securities={Security.TLS: 2, Security.PLAIN: 1},
        servers={"imap.acme.dk": 2, "pop.acme.dk": 1},
        rights={Right.CHANGE: 3, Right.NO_UPDATE: 1},
    )


def test_nothing_is_nothing() -> None:
    assert take_census([], 0) == Census()

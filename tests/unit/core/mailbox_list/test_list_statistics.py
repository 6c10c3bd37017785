from __future__ import annotations

from desktop_app.core.mailbox.mailbox import ServerType
from desktop_app.core.mailbox_list.list_statistics import ListStatistics, count_mailboxes
from desktop_app.core.mailbox_list.quick_filter import EditRight, FilterTraits, Security

TLS = FilterTraits(ServerType.IMAPS, Security.TLS, "imap.acme.dk", EditRight.CHANGE)
PLAIN = FilterTraits(ServerType.POP, Security.PLAINTEXT, "pop.acme.dk", EditRight.CHANGE)


def test_what_is_known_is_counted_and_the_rest_is_said() -> None:
    statistics = count_mailboxes(
        [TLS, TLS, PLAIN, FilterTraits(), FilterTraits(right=EditRight.NO_UPDATE)], 1
    )
    assert statistics == ListStatistics(
        total=5,
        not_loaded=2,
        duplicates=1,
        types={ServerType.IMAPS: 2, ServerType.POP: 1},
        securities={Security.TLS: 2, Security.PLAINTEXT: 1},
        servers={"imap.acme.dk": 2, "pop.acme.dk": 1},
        rights={EditRight.CHANGE: 3, EditRight.NO_UPDATE: 1},
    )


def test_nothing_is_nothing() -> None:
    assert count_mailboxes([], 0) == ListStatistics()

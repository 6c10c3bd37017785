"""Mailbox Admin: administer the mailboxes of SuperOffice Service from the desktop.

The rooms, and the one way imports go (held by tests/unit/test_rooms.py)::

    app -> ui -> tasks -> {webapi, profiles, mailcheck, offline} -> net -> core
    demo -> core
"""

VERSION = "0.1.0"

"""Mailbox Admin: administer the mailboxes of SuperOffice Service from the desktop.

A layer imports only layers to its right (tests/unit/test_imports.py): app, ui, services, then
webapi, mailcheck, net; core comes last. The demo, profiles, storage and logs import core alone.
"""

VERSION = "0.1.0"

"""The sample mailboxes of an invented chain of outdoor shops, the same at every start.

The first 43 show every server type, every rights scenario and the odd values found in real
installations; any further mailboxes belong to one shop each.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from desktop_app.demo.samples.rights_scenarios import SCENARIOS, RightsScenario
from desktop_app.demo.samples.sample_rights import UNRESTRICTED, field_rules
from desktop_app.demo.samples.store import StoredMailbox
from desktop_app.demo.samples.translations import CATEGORIES, PRIORITIES

DEFAULT_SIZE = 43
PASSWORD_READINGS = (None, "", "********")

_SERVICE, _SALES, _INVOICES, _RETURNS, _SUPPORT, _PRESS, _SHOP, _NOWHERE = range(8)
_NORMAL, _HIGH, _LOW, _URGENT = range(4)
_LEGACY_ADDRESS = "kundeservice." + "arkiv." * 45 + "gammel@example.org"  # longer than 255


class _Row(NamedTuple):
    server_type: str
    address: str
    username: str
    server: str
    port: int
    category: int
    priority: int
    scenario: str


_SAMPLE_ROWS = (
    _Row("Imaps", "<info@example.com> (Example Ltd)", "info@example.com", "imap.example.com", 993,
         _SERVICE, _NORMAL, "nothing stated"),
    _Row("Imaps", "<kundeservice@example.com> (Example AS)", "kundeservice@example.com",
         "imap.example.com", 993, _SERVICE, _NORMAL, "everything"),
    _Row("Imaps", "<kundtjanst@example.com> (Example AB)", "kundtjanst@example.com",
         "imap.example.com", 993, _SERVICE, _NORMAL, "URI"),
    _Row("Imap", "<salg@example.com> (Example A/S)", "salg@example.com", "imap.example.com", 143,
         _SALES, _NORMAL, "Select, Update"),
    _Row("Pops", "<kundendienst@example.com> (Example GmbH)", "kundendienst", "pop.example.com",
         995, _SERVICE, _NORMAL, "null field properties"),
    _Row("Pop", "<klantenservice@example.com> (Example B.V.)", "klantenservice",
         "pop.example.com", 110, _SERVICE, _LOW, "empty dictionary"),
    _Row("Imaps", "direksjonen@example.com", "direksjonen", "imap.example.com", 993,
         _NOWHERE, _URGENT, "none"),
    _Row("Imaps", "hovedkontor@example.com", "hovedkontor", "imap.example.com", 993,
         _SERVICE, _HIGH, "row read-only"),
    _Row("Imaps", "faktura@example.com", "faktura", "imap.example.com", 993,
         _INVOICES, _HIGH, "field read-only"),
    _Row("Imaps", "rechnung@example.com", "rechnung", "imap.example.com", 993,
         _INVOICES, _HIGH, "field read-only by hint"),
    _Row("Imaps", "retur@example.com", "retur", "imap.example.com", 993,
         _RETURNS, _NORMAL, "mandatory"),
    _Row("Imaps", "personvern@example.com", "personvern", "imap.example.com", 993,
         _NOWHERE, _URGENT, "hidden"),
    _Row("Imaps", "varsling@example.com", "varsling", "imap.example.com", 993,
         _NOWHERE, _URGENT, "write-only"),
    _Row("Imaps", "returns@example.com", "returns", "imap.example.com", 993,
         _RETURNS, _NORMAL, "null field rights"),
    _Row("Imaps", "nettbutikk@example.com", "nettbutikk", "imap.example.com", 993,
         _SHOP, _NORMAL, "some names unknown"),
    _Row("Imaps", "webshop@example.com", "webshop", "imap.example.com", 993,
         _SHOP, _NORMAL, "no name known in a field"),
    _Row("Imaps", "webshop-de@example.com", "webshop-de", "imap.example.com", 993,
         _SHOP, _NORMAL, "no name known in the row"),
    _Row("Pops", "teknisk@example.com", "EXAMPLE\\teknisk", "pop.example.com", 995,
         _SUPPORT, _NORMAL, "database keys"),
    _Row("Pops", "technik@example.com", "EXAMPLE\\technik", "pop.example.com", 995,
         _SUPPORT, _NORMAL, "two keys for one field"),
    _Row("Imaps", "support@example.com", "support", "imap.example.com", 993,
         _SUPPORT, _HIGH, "RestrictedUpdate"),
    _Row("Imaps", "ondersteuning@example.com", "ondersteuning", "imap.example.com", 993,
         _SUPPORT, _NORMAL, "Uninitialized"),
    _Row("Imaps", "presse@example.com", "presse", "imap.example.com", 993,
         _PRESS, _LOW, "empty masks"),
    _Row("Imaps", "press@example.com", "press", "imap.example.com", 993,
         _PRESS, _LOW, "odd lengths"),
    _Row("Imaps", "jobb@example.com", "jobb", "imap.example.com", 993,
         _NOWHERE, _LOW, "some keys missing"),
    _Row("Imaps", "revisjon@example.com", "revisjon", "imap.example.com", 993,
         _INVOICES, _HIGH, "password locked"),
    _Row("Imaps", "bokforing@example.com", "bokforing", "imap.example.com", 993,
         _INVOICES, _NORMAL, "both hints"),
    _Row("Unknown", "ny-butikk@example.com", "", "", 0, _NOWHERE, _NORMAL, "everything"),
    _Row("Mapi", "exchange@example.org", "EXAMPLE\\exchange", "exchange.example.org", 0,
         _SERVICE, _LOW, "everything"),
    _Row("Facebook", "https://social.example/example-outdoor", "example-outdoor", "", 0,
         _PRESS, _LOW, "everything"),
    _Row("SmsPlugin", "+47 00 00 00 00", "", "sms-gateway.example.net", 0,
         _SERVICE, _HIGH, "nothing stated"),
    _Row("Mailgun", "service@mail.example.net", "", "", 0, _SERVICE, _NORMAL, "nothing stated"),
    _Row("ImapOAuth", "<help@example.com> (Example Ltd – Help desk)", "help@example.com",
         "outlook.mail.example", 993, _SUPPORT, _NORMAL, "everything"),
    _Row("Imaps", "<post@blåbær.example> (Blåbær & Co «Fjellutstyr»)", "post@blåbær.example",
         "imap.blåbær.example", 993, _SALES, _NORMAL, "FULL fields"),
    _Row("Imaps", "<post@xn--blbr-roah.example> (Blåbær, gammel adresse)",
         "post@xn--blbr-roah.example", "imap.xn--blbr-roah.example", 993,
         _SALES, _LOW, "everything"),
    _Row("Pops", "<grüße@münchen.example> (Filiale München – Straße & Söhne)", "grüße",
         "post.münchen.example", 995, _SALES, _NORMAL, "locked and mandatory"),
    _Row("Imaps", "<店舗@例え.example> (東京支店)", "店舗@例え.example", "例え.example", 993,
         _SALES, _NORMAL, "everything"),
    _Row("Imaps", "lager@example.net", "lager", "2001:db8::143", 993,
         _RETURNS, _NORMAL, "everything"),
    _Row("Imap", "magasin@example.net", "magasin", "[2001:db8:0:5::25]", 1143,
         _RETURNS, _NORMAL, "URI"),
    _Row("Imap", "magazijn@example.net", "magazijn", "192.0.2.25", 143,
         _RETURNS, _NORMAL, "everything"),
    _Row("Imaps", "arkiv@example.org", "arkiv", "imap.example.org:993/Innboks/Kunder", 0,
         _SERVICE, _LOW, "everything"),
    _Row("Imap", "import@example.org", "import", "imap.example.org", 70000,
         _NOWHERE, _LOW, "everything"),
    _Row("Pop", _LEGACY_ADDRESS, "gammel", "pop.example.org", -1,
         _SERVICE, _LOW, "everything"),
    _Row("Imaps", "<aktion@example.com> (<b>50 %</b> & =1+1 \"Outlet\")", "aktion@example.com",
         "imap.example.com", 993, _SALES, _NORMAL, "everything"),
)  # fmt: skip

_TOWNS = ("Bergen", "Göteborg", "Aarhus", "Hamburg", "Utrecht", "York", "Tromsø", "Malmö", "Köln")
_SHOP_TYPES = (("Imaps", "imap", 993), ("Imap", "imap", 143), ("Pops", "pop", 995),
               ("Pop", "pop", 110))  # fmt: skip
_SHOP_SCENARIOS = ("everything", "URI", "everything", "nothing stated", "everything",
                    "row read-only", "everything", "field read-only", "mandatory",
                    "everything")  # fmt: skip


def sample_mailboxes(size: int = DEFAULT_SIZE) -> Iterator[StoredMailbox]:
    """Yield the first `size` sample mailboxes, with ids from 1."""
    for mailbox_id in range(1, size + 1):
        yield _make_mailbox(mailbox_id)


def _make_mailbox(mailbox_id: int) -> StoredMailbox:
    row = _SAMPLE_ROWS[mailbox_id - 1] if mailbox_id <= DEFAULT_SIZE else _make_shop_row(mailbox_id)
    situation = SCENARIOS[row.scenario]
    return StoredMailbox(
        id=mailbox_id,
        server_type=row.server_type,
        address=row.address,
        username=row.username,
        password=_make_password(mailbox_id) if row.username else "",
        server=row.server,
        port=row.port,
        category=CATEGORIES[row.category],
        priority=PRIORITIES[row.priority],
        table_right=situation.table_right,
        field_properties=situation.field_properties,
        password_reading=_password_reading(mailbox_id, situation),
    )


def _password_reading(mailbox_id: int, scenario: RightsScenario) -> str | None:
    """Return what a read shows as the password; None if the password is locked.

    With any other text a client that posts back all it read could never save.
    """
    password = field_rules(scenario.field_properties).get("Password", UNRESTRICTED)
    return PASSWORD_READINGS[mailbox_id % len(PASSWORD_READINGS)] if password.writable else None


def _make_shop_row(mailbox_id: int) -> _Row:
    """Return the mailbox of a shop; its town, type and rights depend on the id."""
    server_type, host, port = _SHOP_TYPES[mailbox_id % len(_SHOP_TYPES)]
    town = _TOWNS[mailbox_id % len(_TOWNS)]
    name = f"shop{mailbox_id:05d}"
    return _Row(
        server_type,
        f"<{name}@example.com> (Example Outdoor {town})",
        f"{name}@example.com",
        f"{host}{mailbox_id % 7}.example.com",
        port,
        mailbox_id % len(CATEGORIES),
        mailbox_id % len(PRIORITIES),
        _SHOP_SCENARIOS[mailbox_id % len(_SHOP_SCENARIOS)],
    )


def _make_password(mailbox_id: int) -> str:
    """Return a password; every fifth has letters outside ASCII and outside Latin-1."""
    tail = "-blåbær-€" if mailbox_id % 5 == 0 else "-tent"
    return f"Ridge{mailbox_id * 7919 % 10007:05d}{tail}"

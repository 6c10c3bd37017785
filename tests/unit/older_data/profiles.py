"""The profiles, settings and column layouts in the data folder of version 0.1.0."""

from __future__ import annotations

from desktop_app.core.mailbox_list.column_layout import ColumnLayout
from desktop_app.core.profiles.policy import JournalPolicy, Policy
from desktop_app.core.profiles.profile import (
    Environment,
    OAuthApp,
    OnlineEnvironment,
    Profile,
    Proxy,
    ProxyKind,
    SignInKind,
    Tenant,
)
from desktop_app.core.secrets.secret import StorageKind
from desktop_app.core.settings import Settings

ACME = Profile(
    id="10000000-0000-4000-8000-000000000001",
    name="Acme",
    address="http://127.0.0.1:9/api",
    user_name="kim",
    sign_in=SignInKind.BASIC,
    environment=Environment.PRODUCTION,
    group="Østen & Søn",
    note="The mail server moves in May.\nAsk Kim first.",
    proxy=Proxy(ProxyKind.NONE),
    language="nb-NO",
    culture="en-GB",
    time_zone="NO",
    read_only=False,
    tested=True,
    lock_after=15,
    plain_http=True,
)
"""The profile of which most is stored. Nothing ever answers at its address."""
ACME_TEST = Profile(
    id="10000000-0000-4000-8000-000000000002",
    name="Acme test – Prøve",
    address="https://crm.example.com:8443/service/api",
    user_name="KIM@example.com",
    sign_in=SignInKind.TICKET,
    environment=Environment.TEST,
    proxy=Proxy(ProxyKind.CUSTOM, "http://proxy.example.com:3128", "proxy user"),
    ca_file="/srv/certificates/acme.pem",
    read_only=True,
)
BETA = Profile(
    id="10000000-0000-4000-8000-000000000003",
    name="Beta",
    address="",
    user_name="kim@example.com",
    tenant=Tenant("Cust12345", OnlineEnvironment.PRODUCTION),
    sign_in=SignInKind.OAUTH,
    oauth=OAuthApp("client-of-production", "localhost", 45899, "/back"),
    tested=True,
)
BETA_STAGE = Profile(
    id="10000000-0000-4000-8000-000000000004",
    name="Beta stage",
    address="",
    user_name="kim@example.com",
    tenant=Tenant("Cust23456", OnlineEnvironment.STAGING),
    sign_in=SignInKind.BROWSER,
    environment=Environment.TEST,
)
BETA_DEVELOPMENT = Profile(
    id="10000000-0000-4000-8000-000000000005",
    name="Beta development",
    address="",
    user_name="kim@example.com",
    tenant=Tenant("Cust34567", OnlineEnvironment.DEVELOPMENT),
    sign_in=SignInKind.BEARER,
    environment=Environment.DEVELOPMENT,
    lock_after=1440,
)
GAMMA = Profile(
    id="10000000-0000-4000-8000-000000000006",
    name="Gamma",
    address="",
    user_name="kim",
    tenant=Tenant(
        "Cust45678",
        OnlineEnvironment.CUSTOM,
        "https://login.example.com/login",
        "https://login.example.com/api/state",
    ),
    sign_in=SignInKind.OAUTH,
    oauth=OAuthApp("client-of-gamma"),
)
PROFILES = (ACME_TEST, ACME, BETA, BETA_STAGE, BETA_DEVELOPMENT, GAMMA)
"""In the user's order, which is not that of their names or ids."""
BACKUP = (ACME, ACME_TEST, BETA, BETA_STAGE, BETA_DEVELOPMENT, GAMMA)
"""As they were before the last save."""

MACHINE_WIDE = Profile(
    id="20000000-0000-4000-8000-000000000001",
    name="Delta",
    address="https://delta.example.com/api",
    user_name="kim.delta",
    tested=True,
    read_only=False,
    is_machine_wide=True,
)
"""A profile from the administrator's file, with the user name that the user gave it."""
POLICY = Policy(
    write=True,
    create=False,
    store_secrets=True,
    vault=True,
    plain_http=True,
    discovery=False,
    mail_check=False,
    journal=JournalPolicy(365, "/srv/journals", True),
)
FORBIDS_ALL = Policy(
    own_profiles=False,
    write=False,
    create=False,
    store_secrets=False,
    vault=False,
    plain_http=False,
    discovery=False,
    mail_check=False,
)

SETTINGS = Settings(StorageKind.VAULT, 20)
OTHER_SETTINGS = (Settings(StorageKind.KEYRING, 0), Settings(StorageKind.SESSION, 1440))

COLUMNS = (
    *("address", "type", "security", "server", "port", "user_name", "category", "priority"),
    *("checked", "rights", "id"),
)
"""The columns as the file names them, in the order that the user gave them."""
LAYOUTS: dict[str, ColumnLayout] = {
    ACME.id: ColumnLayout(
        order=COLUMNS,
        widths={"address": 301, "server": 222, "port": 77, "rights": 123},
        hidden=frozenset({"category", "priority", "rights", "id"}),
        sort="port",
        descending=True,
        grouped=False,
        side_pane="details",
    ),
    BETA.id: ColumnLayout(sort="address", grouped=True, side_pane="overview"),
    GAMMA.id: ColumnLayout(),
}

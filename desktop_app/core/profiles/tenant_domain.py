"""The domain in which a tenant's API must be, so that no token follows a state out of it.

The state endpoint names the host of the API, and may name another one at any time. What it names
gets the user's token, so it must belong to whoever owns the state endpoint.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from desktop_app.core.profiles.profile import OnlineEnvironment, Tenant
from desktop_app.core.profiles.urls import is_this_computer
from desktop_app.core.profiles.web_hosts import canonical_host, is_ip_address

VENDOR_DOMAIN = "superoffice.com"
"""The domain of all environments of SuperOffice Online."""

_SECOND_LEVEL = re.compile(
    "ac|asn|asso|co|com|dep|edu|fhs|folkebibl|fylkeskommune|gob|gouv|gov|go|gv|herad|id|idrett"
    "|info|kommune|ltd|me|mil|museum|net?|nhs|nic|nom|org?|parliament|plc|police|press|priv"
    "|sch|school|stat|tm|vgs|web"
)
"""Labels below a country's domain under which anybody, or each authority, gets a name of its own.

This and the next one are a part of https://publicsuffix.org/list/. What they lack makes the check
less strict; what they have too much only refuses a move within a domain.
"""

_SHARED_SUFFIX = re.compile(
    r".*\.(amazonaws\.com|appspot\.com|azure-api\.net|azureedge\.net|azurefd\.net"
    r"|azurewebsites\.net|cloudapp\.azure\.com|cloudapp\.net|cloudfront\.net|core\.windows\.net"
    r"|duckdns\.org|dyndns\.org|elasticbeanstalk\.com|firebaseapp\.com|fly\.dev|github\.io"
    r"|gitlab\.io|herokuapp\.com|netlify\.app|ngrok\.app|ngrok\.io|ngrok-free\.app|no-ip\.org"
    r"|onrender\.com|pages\.dev|run\.app|trafficmanager\.net|trycloudflare\.com|vercel\.app"
    r"|web\.app|workers\.dev)"
)
"""Domains of hosting providers, whose customers are strangers to each other."""


def api_domain(tenant: Tenant) -> str:
    """Return the domain that the tenant's API must be in; a host or IP address if there is none."""
    if tenant.online_environment is not OnlineEnvironment.CUSTOM:
        return VENDOR_DOMAIN
    host = canonical_host(urlsplit(tenant.state_url).hostname or "")
    return host if is_ip_address(host) else _registrable_domain(host)


def is_in_domain(host: str, tenant: Tenant) -> bool:
    """Return whether a tenant's state may send this program to ``host``, given without brackets."""
    host, domain = canonical_host(host), api_domain(tenant)
    if not host or (is_this_computer(host) and is_this_computer(domain)):
        return bool(host)
    return host == domain or (not is_ip_address(domain) and host.endswith(f".{domain}"))


def _registrable_domain(host: str) -> str:
    """Return the part of a host name that one owner holds, such as ``example.co.uk``.

    A name of one label, and any name below a shared domain, only stands for itself.
    """
    labels = host.split(".")
    is_country = len(labels) > 1 and len(labels[-1]) == 2  # ISO 3166
    suffix_length = 2 if is_country and _SECOND_LEVEL.fullmatch(labels[-2]) else 1
    if len(labels) <= suffix_length or _SHARED_SUFFIX.fullmatch(host):
        return host
    return ".".join(labels[-suffix_length - 1 :])

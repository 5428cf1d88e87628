"""Host names: which of them only this machine can mean, and what stands in a Host or an Origin header."""

from __future__ import annotations

import ipaddress
from functools import lru_cache
from typing import Final
from urllib.parse import urlsplit

ANY_HOST: Final = "*"


@lru_cache(maxsize=64)  # a server hears the same few names over and over
def is_loopback(host: str) -> bool:
    """Whether only this machine can reach a host; of names other than ``localhost`` nobody knows."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@lru_cache(maxsize=64)
def host_of(authority: str) -> str | None:
    """Return the host of ``host:port``, an IPv6 address without its brackets; None for what is no such thing."""
    try:
        parts = urlsplit(f"//{authority}")
        parts.port  # noqa: B018 (reading it is what checks it)
    except ValueError:
        return None
    clean = parts.netloc == authority and not parts.username and parts.password is None
    return parts.hostname if clean else None


def authority_of(origin: str) -> str | None:
    """Return the ``host:port`` of an Origin header, in small letters; None for ``null`` and other non-origins."""
    try:
        parts = urlsplit(origin)
    except ValueError:
        return None
    return parts.netloc.lower() if parts.scheme in {"http", "https"} and parts.netloc else None

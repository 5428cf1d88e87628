from __future__ import annotations

import pytest

from hwasil.server.hosts import authority_of, host_of, is_loopback


@pytest.mark.parametrize("host", ["localhost", "LocalHost", "127.0.0.1", "127.255.255.254", "::1"])
def test_hosts_that_only_this_machine_can_mean(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["", "example.com", "0.0.0.0", "::", "192.168.0.1", "localhost.", "127.1"])  # noqa: S104
def test_hosts_that_others_can_mean(host: str) -> None:
    assert not is_loopback(host)


@pytest.mark.parametrize(
    ("authority", "host"),
    [
        ("localhost:80", "localhost"),
        ("LOCALHOST", "localhost"),
        ("[::1]:80", "::1"),
        ("a.example", "a.example"),
        ("", None),
        ("a:b", None),
        ("a:99999", None),
        ("[::1", None),
        ("user@a", None),
        ("a/b", None),
        ("a?b", None),
        ("a#b", None),
    ],
)
def test_the_host_of_an_authority(authority: str, host: str | None) -> None:
    assert host_of(authority) == host


@pytest.mark.parametrize(
    ("origin", "authority"),
    [
        ("http://Localhost:80", "localhost:80"),
        ("https://a.example", "a.example"),
        ("null", None),
        ("", None),
        ("file://", None),
        ("chrome-extension://abc", None),
        ("http://[", None),
    ],
)
def test_the_authority_of_an_origin(origin: str, authority: str | None) -> None:
    assert authority_of(origin) == authority

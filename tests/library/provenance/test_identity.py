from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.x509.oid import ExtendedKeyUsageOID
from tests.library.provenance.signing import marked, picture, problems, read_by_c2pa

from hwasil.core.errors import InvalidInput
from hwasil.library.place import library_folder
from hwasil.library.provenance.credentials import credentials_of
from hwasil.library.provenance.identity import CERTIFICATE, KEY, authority, identity

KEYS: dict[str, Callable[[], PrivateKeyTypes]] = {
    "es256": lambda: ec.generate_private_key(ec.SECP256R1()),
    "es384": lambda: ec.generate_private_key(ec.SECP384R1()),
    "es512": lambda: ec.generate_private_key(ec.SECP521R1()),
    "ed25519": ed25519.Ed25519PrivateKey.generate,
    "ps256": lambda: rsa.generate_private_key(65537, 2048),
}


def pem(key: PrivateKeyTypes, password: bytes | None = None) -> bytes:
    how = serialization.BestAvailableEncryption(password) if password else serialization.NoEncryption()
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, how)


def issued(key: PrivateKeyTypes) -> bytes:
    """Return a certificate chain for a key, as a small authority would issue it."""
    above = ec.generate_private_key(ec.SECP256R1())
    issuer = x509.Name([x509.NameAttribute(x509.NameOID.ORGANIZATION_NAME, "Paper & Ink")])
    name = x509.Name(
        [
            x509.NameAttribute(x509.NameOID.ORGANIZATION_NAME, "Studio 9"),
            x509.NameAttribute(x509.NameOID.COMMON_NAME, "그림 가게"),
        ]
    )
    now = datetime.now(UTC)
    usage = {
        one: one == "digital_signature"
        for one in (
            "digital_signature content_commitment key_encipherment data_encipherment key_agreement key_cert_sign "
            "crl_sign encipher_only decipher_only"
        ).split()
    }
    leaf = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(issuer)
        .public_key(key.public_key())  # type: ignore[arg-type]  # of no kind that cannot be certified
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=30))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(**usage), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(above.public_key()), critical=False)
        .sign(above, hashes.SHA256())
    )
    return leaf.public_bytes(serialization.Encoding.PEM)


def test_it_is_made_once_and_nobody_else_can_read_the_key() -> None:
    first = identity()
    folder = library_folder() / "signing"
    assert identity() == first
    assert "PRIVATE" not in repr(first)
    own, public = folder / "identity.pem", folder / "authority.pem"
    if os.name == "posix":
        assert own.stat().st_mode & 0o777 == 0o600
    assert "PRIVATE KEY" in own.read_text()
    assert "PRIVATE KEY" not in public.read_text()
    assert authority() == public.read_text()


def test_threads_and_processes_that_need_it_at_once_get_the_same() -> None:
    code = "from hwasil.library.provenance.identity import identity; print(identity().chain)"
    others = [subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) for _ in range(2)]
    with ThreadPoolExecutor(4) as pool:
        chains = {one.chain for one in pool.map(lambda _: identity(), range(8))}
    for other in others:
        said, _ = other.communicate()
        chains.add(said[:-1])
    assert len(chains) == 1


def test_a_library_that_cannot_be_written_signs_as_long_as_the_process_lives(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("HWASIL_LIBRARY", str(tmp_path / "file"))
    assert identity() == identity()
    found = credentials_of(marked(picture()))
    assert found
    assert (found.holds, found.own) == (True, True)


@pytest.mark.parametrize("algorithm", KEYS)
def test_the_users_own_certificate_signs(algorithm: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key = KEYS[algorithm]()
    (tmp_path / "chain.pem").write_bytes(issued(key))
    (tmp_path / "key.pem").write_bytes(pem(key))
    monkeypatch.setenv(CERTIFICATE, str(tmp_path / "chain.pem"))
    monkeypatch.setenv(KEY, str(tmp_path / "key.pem"))
    assert identity().algorithm == algorithm
    signed = marked(picture())
    assert problems(read_by_c2pa(signed)) == set()
    found = credentials_of(signed)
    assert found
    assert (found.holds, found.own, found.signer) == (True, False, "그림 가게")
    assert not (library_folder() / "signing").exists()


def test_what_cannot_sign_is_told_before_anything_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key = KEYS["es256"]()
    (tmp_path / "chain.pem").write_bytes(issued(key))
    (tmp_path / "other.pem").write_bytes(pem(KEYS["es256"]()))
    (tmp_path / "locked.pem").write_bytes(pem(key, b"secret"))
    (tmp_path / "curve.pem").write_bytes(pem(ec.generate_private_key(ec.SECP256K1())))
    monkeypatch.setenv(CERTIFICATE, str(tmp_path / "chain.pem"))
    for name, said in {
        "": "provenance_half_identity",
        "missing.pem": "provenance_identity_unreadable",
        "chain.pem": "provenance_identity_unreadable",
        "locked.pem": "provenance_identity_unreadable",
        "other.pem": "provenance_identity_unfit",
        "curve.pem": "provenance_identity_unfit",
    }.items():
        monkeypatch.setenv(KEY, str(tmp_path / name) if name else "")
        with pytest.raises(InvalidInput) as caught:
            identity()
        assert caught.value.key == said
        assert "secret" not in caught.value.message

"""Who signs: a certificate of the user's own, or one that is made for this library when it is first needed.

C2PA wants a certificate that another one has issued, for signing and nothing else (C2PA 2.2, 14.5.1). So two are
made: an authority, whose key is forgotten at once, and one that signs. Both are ECDSA on P-256. They name nobody, and
no computer trusts them unless its owner says so; what they show is that a picture has not changed since it was signed.
"""

from __future__ import annotations

import os
import secrets
import threading
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from hwasil.core.errors import InvalidInput
from hwasil.core.reasons import reason
from hwasil.library.place import library_folder

if TYPE_CHECKING:
    from cryptography.x509 import Certificate, Name

CERTIFICATE: Final = "HWASIL_C2PA_CERT"
KEY: Final = "HWASIL_C2PA_KEY"

_FOLDER: Final = "signing"
_OWN: Final = "identity.pem"
_PUBLIC: Final = "authority.pem"
# There is no time stamp beside a signature, so that it is good only as long as its certificate.
_VALID: Final = timedelta(days=36_525)
_CLOCKS_DIFFER: Final = timedelta(days=1)
_CLAIM_SIGNING: Final = "1.3.6.1.4.1.62558.2.1"  # C2PA 2.2, 14.5.1: c2pa-kp-claimSigning
_EMAIL_PROTECTION: Final = "1.3.6.1.5.5.7.3.4"  # validators before C2PA 2.1 know only this and document signing

_making = threading.Lock()
_unkept: dict[Path, Identity] = {}


@dataclass(frozen=True, slots=True)
class Identity:
    """A private key and its chain of certificates, the signer's own first, as PEM; ``algorithm`` is C2PA's name."""

    key: str
    chain: str
    algorithm: str

    def __repr__(self) -> str:
        return f"Identity({self.algorithm})"  # never the key


def identity() -> Identity:
    """Return who signs here: the user's own certificate if the environment names one, else the library's.

    The library's is made when it is not there yet. In a folder that cannot be written it lasts as long as the process.
    Raises InvalidInput for a certificate and key that cannot be used.
    """
    certificate, key = os.environ.get(CERTIFICATE, ""), os.environ.get(KEY, "")
    if certificate or key:
        return _given(certificate, key)
    folder = library_folder() / _FOLDER
    with _making:
        try:
            return _kept(folder)
        except OSError:
            if folder not in _unkept:
                _unkept[folder] = _made()[0]
            return _unkept[folder]


def require_fit() -> None:
    """Raise InvalidInput for a certificate of the user's own that cannot be used. Makes nothing."""
    certificate, key = os.environ.get(CERTIFICATE, ""), os.environ.get(KEY, "")
    if certificate or key:
        _given(certificate, key)


def authority() -> str | None:
    """Return the certificate, as PEM, that issued the library's own; None when none was made yet."""
    folder = library_folder() / _FOLDER
    try:
        return (folder / _PUBLIC).read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError):
        unkept = _unkept.get(folder)
        return _certificates(unkept.chain)[-1] if unkept else None


def _kept(folder: Path) -> Identity:
    """Return the identity that a folder keeps, making it if need be. Raises OSError."""
    from filelock import FileLock

    file = folder / _OWN
    if not file.exists():
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / "identity.lock"):
            if not file.exists():
                made, issuer = _made()
                _write(folder / _PUBLIC, issuer, 0o644)
                _write(file, made.key + made.chain, 0o600)
    key, end, chain = file.read_text(encoding="ascii").partition("-----END PRIVATE KEY-----\n")
    return Identity(key + end, chain, "es256")


def _write(file: Path, text: str, mode: int) -> None:
    """Write a file whole or not at all, readable from its first byte for those who may read it, and no others."""
    part = file.with_name(f".{file.name}-{secrets.token_hex(6)}")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(handle, "w", encoding="ascii") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())
    part.replace(file)


def _made() -> tuple[Identity, str]:
    """Make an identity; return it and the certificate of the authority that issued it."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    above, own = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    issuer, subject = _name("Hwasil self-made authority"), _name("Hwasil")
    purposes = [x509.ObjectIdentifier(_CLAIM_SIGNING), x509.ObjectIdentifier(_EMAIL_PROTECTION)]
    root = (
        _certificate(issuer, issuer, above.public_key())
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage("key_cert_sign"), critical=True)
        .sign(above, hashes.SHA256())
    )
    leaf = (
        _certificate(subject, issuer, own.public_key())
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage("digital_signature"), critical=True)
        .add_extension(x509.ExtendedKeyUsage(purposes), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(above.public_key()), critical=False)
        .sign(above, hashes.SHA256())
    )
    key = own.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return Identity(key.decode(), _pem(leaf) + _pem(root), "es256"), _pem(root)


def _certificate(subject: Name, issuer: Name, key: Any) -> Any:
    from cryptography import x509

    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _CLOCKS_DIFFER)
        .not_valid_after(now + _VALID)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _name(common: str) -> Name:
    from cryptography import x509

    organization = x509.NameAttribute(x509.NameOID.ORGANIZATION_NAME, "Hwasil (self-made certificate)")
    return x509.Name([organization, x509.NameAttribute(x509.NameOID.COMMON_NAME, common)])


def _usage(one: str) -> Any:
    from cryptography import x509

    names = ("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement")
    more = ("key_cert_sign", "crl_sign", "encipher_only", "decipher_only")
    return x509.KeyUsage(**{name: name == one for name in (*names, *more)})


def _pem(certificate: Certificate) -> str:
    from cryptography.hazmat.primitives import serialization

    return certificate.public_bytes(serialization.Encoding.PEM).decode()


def _certificates(chain: str) -> list[str]:
    end = "-----END CERTIFICATE-----\n"
    return [one + end for one in chain.split(end) if one.strip()]


def _given(certificate: str, key: str) -> Identity:
    """Read the user's own certificates and key. Raises InvalidInput."""
    from cryptography import x509
    from cryptography.hazmat.primitives import serialization

    if not certificate or not key:
        missing = KEY if certificate else CERTIFICATE
        raise InvalidInput("provenance_half_identity", missing=missing)
    path = certificate
    try:
        chain = x509.load_pem_x509_certificates(Path(certificate).expanduser().read_bytes())
        path = key
        secret = serialization.load_pem_private_key(Path(key).expanduser().read_bytes(), password=None)
    except (OSError, ValueError, TypeError, RuntimeError) as problem:  # a RuntimeError: nobody has that home
        said = reason(problem).partition("\n")[0][:200]
        raise InvalidInput("provenance_identity_unreadable", path=path[:200], reason=said) from problem
    algorithm = _algorithm(secret)
    if algorithm is None or secret.public_key() != chain[0].public_key():
        raise InvalidInput("provenance_identity_unfit", certificate=certificate[:200], key=key[:200])
    own = secret.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return Identity(own.decode(), "".join(_pem(one) for one in chain), algorithm)


def _algorithm(key: object) -> str | None:
    """Return C2PA's name of how a key signs (C2PA 2.2, 13.2.1); None for a kind that it does not allow."""
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

    match key:
        case ec.EllipticCurvePrivateKey():
            return {"secp256r1": "es256", "secp384r1": "es384", "secp521r1": "es512"}.get(key.curve.name)
        case ed25519.Ed25519PrivateKey():
            return "ed25519"
        case rsa.RSAPrivateKey():
            return "ps256"
    return None

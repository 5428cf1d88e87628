"""Addresses at CloudFront, plain or signed.

https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-creating-signed-url-canned-policy.html
"""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from hwasil.core.errors import AccessDenied, InvalidInput, NotSupported, Unavailable
from hwasil.library.gallery.aws.address import Address

PRIVATE_KEY: Final = "HWASIL_CLOUDFRONT_KEY"
_LONGEST: Final = 7 * 24 * 3600  # seconds


def url(at: Address, key: str, *, seconds: int) -> str:
    """Return the address of an object; signed, and good for so many seconds, where the gallery has a key pair.

    The private key is read from the PEM file that `PRIVATE_KEY` names. Raises NotSupported without a distribution,
    AccessDenied without that key, Unavailable without the package ``cryptography``, InvalidInput for a time that is
    not from a second to a week.
    """
    if at.cdn is None:
        raise NotSupported("aws_no_distribution", bucket=at.bucket)
    if not 1 <= seconds <= _LONGEST:
        raise InvalidInput("aws_link_time", limit=_LONGEST)
    plain = f"{at.cdn.rstrip('/')}/{key}"
    return plain if at.key_pair is None else _signed(plain, at.key_pair, datetime.now(UTC), seconds)


def _signed(plain: str, key_pair: str, now: datetime, seconds: int) -> str:
    if find_spec("cryptography") is None:
        raise Unavailable("aws_sdk_missing", module="cryptography")
    from botocore.signers import CloudFrontSigner
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import padding, rsa

    file = os.environ.get(PRIVATE_KEY, "")
    try:
        key = serialization.load_pem_private_key(Path(file).read_bytes(), password=None)
    except (OSError, ValueError, TypeError, UnsupportedAlgorithm) as problem:
        raise AccessDenied("aws_no_signing_key", variable=PRIVATE_KEY, file=file) from problem
    if not isinstance(key, rsa.RSAPrivateKey):
        raise AccessDenied("aws_no_signing_key", variable=PRIVATE_KEY, file=file)
    # CloudFront knows RSA keys with PKCS #1 v1.5 and SHA-1 alone.
    signer = CloudFrontSigner(key_pair, lambda message: key.sign(message, padding.PKCS1v15(), hashes.SHA1()))  # noqa: S303
    return str(signer.generate_presigned_url(plain, date_less_than=now + timedelta(seconds=seconds)))

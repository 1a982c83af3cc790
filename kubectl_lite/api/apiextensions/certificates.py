"""Bundles of certificate authorities in definitions. Mirrors apiserver's util/webhook ValidateCABundle."""
from __future__ import annotations

import re

from kubectl_lite.machinery import field

TEXT = "unable to load root certificates: data does not contain any valid RSA or ECDSA certificates"
BLOCK = re.compile(rb"-----BEGIN CERTIFICATE-----\s+([A-Za-z0-9+/=\s]+?)-----END CERTIFICATE-----")


def bundle(encoded: str, path) -> list:
    """The field errors of a bundle (PEM in base64) that holds no certificate."""
    return [] if sound(encoded) else [field.invalid(path, encoded, TEXT)]


def sound(encoded: str) -> bool:
    """Whether a bundle holds at least one certificate."""
    import binascii
    try:
        return BLOCK.search(binascii.a2b_base64(encoded)) is not None
    except (ValueError, TypeError):
        return False

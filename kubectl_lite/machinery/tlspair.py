"""Whether a certificate and a key belong together, with the complaints of Go's tls.X509KeyPair. Pure."""
from __future__ import annotations

import re
from base64 import b64decode

_BLOCK = re.compile(rb"-----BEGIN ([^\n-]+)-----\r?\n(.*?)\r?\n?-----END \1-----", re.S)
CERTIFICATE, KEY = "CERTIFICATE", "PRIVATE KEY"


def problem(cert: bytes, key: bytes) -> str:
    """What is wrong with the pair of PEM texts, "" when they fit."""
    certs, keys = blocks(cert), blocks(key)
    certificate = next((body for kind, body in certs if kind == CERTIFICATE), None)
    if certificate is None:
        return _missing(certs, "certificate", f'"{CERTIFICATE}" PEM block in certificate input')
    private = next((body for kind, body in keys if kind == KEY or kind.endswith(" " + KEY)), None)
    if private is None:
        if [kind for kind, _ in keys] == [CERTIFICATE]:
            return "tls: found a certificate rather than a key in the PEM for the private key"
        return _missing(keys, "key", f'PEM block with type ending in "{KEY}" in key input')
    return _match(certificate, private)


def blocks(text: bytes) -> list[tuple[str, bytes]]:
    """(type, content) of the well-formed PEM blocks."""
    found = []
    for kind, body in _BLOCK.findall(text):
        try:
            found.append((kind.decode(), b64decode(b"".join(body.split()), validate=True)))
        except ValueError:
            continue
    return found


def _missing(found, what, wanted):
    if not found:
        return f"tls: failed to find any PEM data in {what} input"
    return f"tls: failed to find {wanted} after skipping PEM blocks of the following types: [{' '.join(kind for kind, _ in found)}]"


def _match(certificate, key):
    from cryptography import x509
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.serialization import load_der_private_key
    try:
        theirs = x509.load_der_x509_certificate(certificate).public_key()
    except (ValueError, TypeError, UnsupportedAlgorithm):
        return "x509: malformed certificate"
    try:
        ours = load_der_private_key(key, None).public_key()
    except (ValueError, TypeError, UnsupportedAlgorithm):
        return "tls: failed to parse private key"
    if type(theirs) is not type(ours):
        return "tls: private key type does not match public key type"
    return "" if theirs == ours else "tls: private key does not match public key"

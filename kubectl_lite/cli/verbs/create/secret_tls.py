"""`create secret tls`: a certificate and its key, which must belong together."""
from __future__ import annotations

import base64
import binascii
import re

from kubectl_lite.cli import contenthash, generate, secretdata
from kubectl_lite.cli.errors import CommandError

_BLOCK = re.compile(rb"-----BEGIN ([^\n-]+)-----\r?\n(.*?)\r?\n?-----END \1-----", re.S)


def run(ctx, flags, args):
    return generate.create(ctx, flags, args, "secrets", build, "failed to create secret ")


def build(ctx, flags, name):
    if not flags["key"] or not flags["cert"]:
        raise CommandError("key and cert must be specified")
    cert, key = _read(flags["cert"]), _read(flags["key"])
    check_pair(flags["cert"], cert, flags["key"], key)
    data = {"tls.crt": secretdata.encode(cert), "tls.key": secretdata.encode(key)}
    return contenthash.appended(secretdata.secret(name, data, "kubernetes.io/tls"), flags["append-hash"])


def _read(path):
    try:
        with open(path, "rb") as f:
            return f.read()
    except OSError as e:
        raise CommandError(f"Cannot read file {path}, open {path}: {e.strerror.lower()}") from None


def check_pair(cert_path: str, cert: bytes, key_path: str, key: bytes) -> None:
    """tls.X509KeyPair's checks: both are PEM, and the key is the certificate's."""
    certs, keys = blocks(cert), blocks(key)
    if "CERTIFICATE" not in certs:
        raise CommandError("tls: failed to find any PEM data in certificate input" if not certs else
                           "tls: failed to find \"CERTIFICATE\" PEM block in certificate input after skipping PEM blocks of the following types: ["
                           + " ".join(certs) + "]")
    if not any(t == "PRIVATE KEY" or t.endswith(" PRIVATE KEY") for t in keys):
        raise CommandError("tls: failed to find any PEM data in key input" if not keys else
                           "tls: found a certificate rather than a key in the PEM for the private key" if keys == ["CERTIFICATE"] else
                           "tls: failed to find PEM block with type ending in \"PRIVATE KEY\" in key input after skipping PEM blocks of the following types: ["
                           + " ".join(keys) + "]")
    _match(cert_path, key_path)


def _match(cert_path, key_path):
    import ssl
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(cert_path, key_path, password=lambda: "")
    except ssl.SSLError as e:
        if "MISMATCH" in str(e):
            raise CommandError("tls: private key does not match public key") from None
        raise CommandError("tls: failed to parse private key") from None


def blocks(text: bytes) -> list[str]:
    """The types of the well-formed PEM blocks."""
    found = []
    for kind, body in _BLOCK.findall(text):
        try:
            base64.b64decode(b"".join(body.split()), validate=True)
        except binascii.Error:
            continue
        found.append(kind.decode())
    return found

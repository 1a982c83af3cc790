"""What is wrong with a certificate request or with certificates in PEM form, as Go's readers say it; "" when nothing is."""
from __future__ import annotations

import re
from base64 import b64decode

BLOCK = re.compile(rb"-----BEGIN ([^\n]*?)-----\s*\n((?:[^\n:]+: [^\n]*\n)*)([A-Za-z0-9+/=\s]*)-----END \1-----")
REQUEST, CERTIFICATE = b"CERTIFICATE REQUEST", b"CERTIFICATE"


def request_problem(data: bytes) -> str:
    """Of a certificate request: the first block must be one, whole, and signed with its own key."""
    block = BLOCK.search(data)
    der = _content(block) if block and block[1] == REQUEST else None
    if der is None:
        return "PEM block type must be CERTIFICATE REQUEST"
    return _der_problem(der) or _signature_problem(der)


def _content(block) -> bytes | None:
    try:
        return b64decode(block[3])
    except ValueError:
        return None


def _signature_problem(der):
    from cryptography import x509
    from cryptography.hazmat.primitives.asymmetric import ec, rsa
    try:
        request = x509.load_der_x509_csr(der)
        if request.is_signature_valid:
            return ""
    except ValueError:
        return "asn1: structure error: malformed certificate request"
    key = request.public_key()
    if isinstance(key, rsa.RSAPublicKey):
        return "crypto/rsa: verification error"
    return f"x509: {'ECDSA' if isinstance(key, ec.EllipticCurvePublicKey) else 'Ed25519'} verification failure"


def _der_problem(data):
    """What Go's ASN.1 reader says of an outer sequence that is not whole."""
    if len(data) < 2:
        return "asn1: syntax error: truncated tag or length"
    length, start = data[1], 2
    if length & 0x80:
        start += length & 0x7F
        length = int.from_bytes(data[2:start], "big")
    if start + length > len(data):
        return "asn1: syntax error: data truncated"
    if data[0] != 0x30:
        return "asn1: structure error: tags don't match"
    return "asn1: syntax error: trailing data" if start + length < len(data) else ""


def certificates_problem(data: bytes) -> str:
    """Of what a signer answers: nothing but certificates, one at least."""
    blocks = [block for block in BLOCK.finditer(data) if _content(block) is not None]
    for block in blocks:
        if block[1] != CERTIFICATE:
            return f'only CERTIFICATE PEM blocks are allowed, found "{block[1].decode(errors="replace")}"'
        if block[2]:
            return "no PEM block headers are permitted"
        problem = _certificate_problem(_content(block))
        if problem:
            return problem
    return "" if blocks else "must contain at least one CERTIFICATE PEM block"


def _certificate_problem(der):
    from cryptography import x509
    if not der:
        return "found CERTIFICATE PEM block containing 0 certificates"
    try:
        x509.load_der_x509_certificate(der)
    except ValueError:
        return "x509: malformed certificate"
    return ""

"""Keys, certificates and signed tokens: the little of public-key infrastructure a control plane needs. Pure; keeps nothing.

Keys and certificates are PEM texts. Built on the `cryptography` package, which is imported when a function is called.
"""
from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections import namedtuple

YEAR = 365 * 24 * 3600
COMMON_NAME, ORGANISATION = "2.5.4.3", "2.5.4.10"

# Whom a client certificate speaks for: common name, organisations, and the SHA-256 of the certificate in hexadecimal.
Client = namedtuple("Client", "name groups fingerprint")


def new_key() -> str:
    """A new private key (on the curve P-256) as PEM."""
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    key = ec.generate_private_key(ec.SECP256R1())
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()).decode()


def self_signed_ca(key_pem: str, common_name: str, now: float, seconds: float = 10 * YEAR) -> str:
    """A certificate authority's own certificate."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    key = load_key(key_pem)
    name = x509.Name([x509.NameAttribute(x509.oid.NameOID.COMMON_NAME, common_name)])
    builder = _validity(x509.CertificateBuilder(), now, seconds).subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(x509.random_serial_number()).add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    builder = builder.add_extension(_key_usage(("digital_signature", "key_encipherment", "key_cert_sign")), critical=True)
    return _pem(builder.sign(key, hashes.SHA256()))


def sign_request(ca_cert: str, ca_key: str, csr_pem: str, usages: list[str], now: float, seconds: float) -> str:
    """The certificate for a PEM certificate request, with Kubernetes' usage names."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes
    csr = x509.load_pem_x509_csr(csr_pem.encode())
    ca = x509.load_pem_x509_certificate(ca_cert.encode())
    builder = _validity(x509.CertificateBuilder(), now, seconds).subject_name(_ordered(csr.subject)).issuer_name(ca.subject)
    builder = builder.public_key(csr.public_key()).serial_number(x509.random_serial_number())
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    builder = builder.add_extension(_key_usage([KEY_USAGES[u] for u in usages if u in KEY_USAGES]), critical=True)
    extended = [x509.ObjectIdentifier(EXTENDED_USAGES[u]) for u in usages if u in EXTENDED_USAGES]
    if extended:
        builder = builder.add_extension(x509.ExtendedKeyUsage(extended), critical=False)
    for extension in csr.extensions:
        if isinstance(extension.value, x509.SubjectAlternativeName):
            builder = builder.add_extension(extension.value, critical=False)
    return _pem(builder.sign(load_key(ca_key), hashes.SHA256()))


KEY_USAGES = {
    "signing": "digital_signature", "digital signature": "digital_signature", "content commitment": "content_commitment",
    "key encipherment": "key_encipherment", "key agreement": "key_agreement", "data encipherment": "data_encipherment",
    "cert sign": "key_cert_sign", "crl sign": "crl_sign",
}
EXTENDED_USAGES = {
    "any": "2.5.29.37.0", "server auth": "1.3.6.1.5.5.7.3.1", "client auth": "1.3.6.1.5.5.7.3.2", "code signing": "1.3.6.1.5.5.7.3.3",
    "email protection": "1.3.6.1.5.5.7.3.4", "timestamping": "1.3.6.1.5.5.7.3.8", "ocsp signing": "1.3.6.1.5.5.7.3.9",
}


# The order in which Go's pkix.Name writes the parts of a name; several values of one part share a set.
NAME_PARTS = ("2.5.4.6", "2.5.4.10", "2.5.4.11", "2.5.4.7", "2.5.4.8", "2.5.4.9", "2.5.4.17", "2.5.4.3", "2.5.4.5")


def _ordered(name):
    """A subject as Go writes it again after having read it."""
    from cryptography import x509
    parts = [[a for a in name if a.oid.dotted_string == part] for part in NAME_PARTS]
    others = [[a] for a in name if a.oid.dotted_string not in NAME_PARTS]
    return x509.Name([x509.RelativeDistinguishedName(found) for found in parts + others if found])


def load_key(pem: str):
    """A private key object."""
    from cryptography.hazmat.primitives import serialization
    return serialization.load_pem_private_key(pem.encode(), None)


def sign_token(key_pem: str, claims: dict) -> str:
    """A JSON Web Token signed with ES256."""
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
    key = load_key(key_pem)
    text = ".".join(_b64(json.dumps(part, separators=(",", ":")).encode()) for part in ({"alg": "ES256", "kid": _key_id(key)}, claims))
    r, s = decode_dss_signature(key.sign(text.encode(), ec.ECDSA(hashes.SHA256())))
    return f"{text}.{_b64(r.to_bytes(32, 'big') + s.to_bytes(32, 'big'))}"


def token_claims(key_pem: str, token: str) -> dict | None:
    """The claims of a token that this key signed; None for any other text. Expiry is the caller's matter."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
    try:
        text, _, signature = token.rpartition(".")
        raw = _unb64(signature)
        der = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
        load_key(key_pem).public_key().verify(der, text.encode(), ec.ECDSA(hashes.SHA256()))
        return json.loads(_unb64(text.split(".")[1]))
    except (InvalidSignature, ValueError, IndexError):
        return None


def public_jwk(key_pem: str) -> dict:
    """The public half of a key as a JSON Web Key."""
    key = load_key(key_pem)
    numbers = key.public_key().public_numbers()
    x, y = (_b64(n.to_bytes(32, "big")) for n in (numbers.x, numbers.y))
    return {"use": "sig", "kty": "EC", "kid": _key_id(key), "crv": "P-256", "alg": "ES256", "x": x, "y": y}


def _key_id(key) -> str:
    """What tokens and key sets call a key: the hash of its public half."""
    from hashlib import sha256
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
    return _b64(sha256(key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).digest())


def _validity(builder, now, seconds):
    from datetime import datetime, timezone
    start, end = (datetime.fromtimestamp(t, timezone.utc).replace(tzinfo=None, microsecond=0) for t in (now - 300, now + seconds))
    return builder.not_valid_before(start).not_valid_after(end)


def _key_usage(names):
    from cryptography import x509
    fields = ("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
              "key_cert_sign", "crl_sign", "encipher_only", "decipher_only")
    return x509.KeyUsage(**{f: f in names for f in fields})


def _pem(certificate):
    from cryptography.hazmat.primitives import serialization
    return certificate.public_bytes(serialization.Encoding.PEM).decode()


def _b64(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def _unb64(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def client_of(ca_pem: str, cert_pem: str, now: float) -> Client | None:
    """Whom a client certificate speaks for; None when this authority did not sign it, it is not valid now, or it is made for no client."""
    from cryptography import x509
    from cryptography.exceptions import InvalidSignature
    try:
        certificate = x509.load_pem_x509_certificate(cert_pem.encode())
        certificate.verify_directly_issued_by(x509.load_pem_x509_certificate(ca_pem.encode()))
    except (ValueError, TypeError, InvalidSignature):
        return None
    if not certificate.not_valid_before_utc.timestamp() <= now <= certificate.not_valid_after_utc.timestamp() or not _for_clients(certificate):
        return None
    def of(part):
        return [attribute.value for attribute in certificate.subject if attribute.oid.dotted_string == part]
    from hashlib import sha256
    from cryptography.hazmat.primitives.serialization import Encoding
    return Client((of(COMMON_NAME) or [""])[-1], of(ORGANISATION), sha256(certificate.public_bytes(Encoding.DER)).hexdigest())


def key_fits(cert_pem: str, key_pem: str) -> bool:
    """Whether a private key is the one of a certificate; ValueError when either is no PEM."""
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
    public = (x509.load_pem_x509_certificate(cert_pem.encode()).public_key(), load_key(key_pem).public_key())
    theirs, ours = (key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo) for key in public)
    return theirs == ours


def _for_clients(certificate):
    from cryptography import x509
    try:
        usages = certificate.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except x509.ExtensionNotFound:
        return True
    return any(usage.dotted_string in (EXTENDED_USAGES["client auth"], EXTENDED_USAGES["any"]) for usage in usages)

import pytest

from kubectl_lite.machinery import pki, tlspair

KEY, OTHER = pki.new_key(), pki.new_key()
CERT = pki.self_signed_ca(KEY, "x", 0)
GARBAGE = "-----BEGIN {0}-----\nYQ==\n-----END {0}-----\n"


@pytest.mark.parametrize("cert, key, want", [
    (CERT, KEY, ""),
    (CERT, OTHER, "tls: private key does not match public key"),
    ("x", KEY, "tls: failed to find any PEM data in certificate input"),
    (CERT, "x", "tls: failed to find any PEM data in key input"),
    (CERT, CERT, "tls: found a certificate rather than a key in the PEM for the private key"),
    (KEY, KEY, 'tls: failed to find "CERTIFICATE" PEM block in certificate input after skipping PEM blocks of the following types: [PRIVATE KEY]'),
    (GARBAGE.format("CERTIFICATE"), KEY, "x509: malformed certificate"),
    (CERT, GARBAGE.format("PRIVATE KEY"), "tls: failed to parse private key"),
])
def test_problems(cert, key, want):
    assert tlspair.problem(cert.encode(), key.encode()) == want

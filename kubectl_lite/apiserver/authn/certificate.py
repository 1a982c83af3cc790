"""Client certificates: signed by this cluster's authority, valid now, made for clients; the common name is the user, organisations are groups."""
from __future__ import annotations

from kubectl_lite.apiserver import keys
from kubectl_lite.machinery import pki
from kubectl_lite.machinery.wire import UserInfo

CREDENTIAL = "authentication.kubernetes.io/credential-id"


def authenticate(server, certificate) -> UserInfo | None:
    """The user of a wire.ClientCertificate, or None. That the caller holds its key is the transport's matter."""
    found = pki.client_of(keys.authority(server)[0], certificate.pem, server.env.now())
    if found is None or not found.name:
        return None
    return UserInfo(found.name, found.groups, extra={CREDENTIAL: [f"X509SHA256={found.fingerprint}"]})

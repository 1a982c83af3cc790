"""The cluster's own keys and certificate authority. Kept in the store as no API objects (Store.OWN), made on first need."""
from __future__ import annotations

from kubectl_lite.machinery import pki
from kubectl_lite.storage.protocol import CompareFailed, Put

SERVICE_ACCOUNT, CA = "service-account", "ca"


def service_account_key(server) -> str:
    """The PEM private key that signs service-account tokens."""
    return _entry(server, SERVICE_ACCOUNT, lambda: {"key": pki.new_key()})["key"]


def authority(server) -> tuple[str, str]:
    """(certificate, private key) of the cluster's certificate authority, as PEM."""
    made = _entry(server, CA, lambda: _new_authority(server))
    return made["certificate"], made["key"]


def _new_authority(server):
    key = pki.new_key()
    return {"key": key, "certificate": pki.self_signed_ca(key, "kubernetes", server.env.now())}


def _entry(server, name, make):
    """The stored value, or a new one; of two processes that make it at once the first wins."""
    key = server.store.OWN + name
    found = server.store.get(key)
    if found is None:
        try:
            server.store.commit([Put(key, {"kind": "Key", "metadata": {"name": name}, **make()}, 0)],
                                {"time": server.env.micro_timestamp(), "user": "system:apiserver", "verb": "create"})
        except CompareFailed:
            pass
        found = server.store.get(key)
    return found.value

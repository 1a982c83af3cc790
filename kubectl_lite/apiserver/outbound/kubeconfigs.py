"""Kubeconfigs: whom a kubeconfig file of the API server's own names: the remote server of an authorisation or authentication webhook."""
from __future__ import annotations

import os
from base64 import b64decode

from kubectl_lite.apiserver.outbound.call import Target

_known: dict = {}  # path -> Target; a server reads its file once


class BadKubeconfig(ValueError):
    """A kubeconfig that cannot be used; the text names the file."""

    clear = True


def target(path: str) -> Target:
    """The server and the credentials of a kubeconfig file's current context (else of its first entries)."""
    if path not in _known:
        _known[path] = _target(path)
    return _known[path]


def _target(path):
    from kubectl_lite.machinery import manifests
    try:
        with open(path, encoding="utf-8") as f:
            config = manifests.load(f.read())
        context = _entry(config, "contexts", config.get("current-context") or "")
        cluster, user = _entry(config, "clusters", context.get("cluster", "")), _entry(config, "users", context.get("user", ""))
        server = cluster["server"]
    except (OSError, ValueError, KeyError, AttributeError, TypeError) as e:
        raise BadKubeconfig(f"{path}: no kubeconfig with a cluster that has a server ({e})") from None
    folder = os.path.dirname(path)
    authorities = _text(cluster, "certificate-authority", folder)
    token = user.get("token") or _file(user.get("tokenFile"), folder).strip()
    return Target(server, authorities=authorities, headers={"Authorization": f"Bearer {token}"} if token else {}, identity=_identity(user, folder))


def _entry(config, kind, name):
    """The named entry of a list (else the first), {} when there is none."""
    rows = config.get(kind) or []
    row = next((row for row in rows if row.get("name") == name), rows[0] if rows else {})
    return row.get(kind[:-1]) or {}


def _text(entry, key, folder):
    """PEM text that stands in the entry itself or in a file it names."""
    data = entry.get(f"{key}-data")
    return b64decode(data).decode() if data else _file(entry.get(key), folder)


def _file(name, folder):
    if not name:
        return ""
    with open(os.path.join(folder, name), encoding="utf-8") as f:
        return f.read()


def _identity(user, folder):
    """A file with the client certificate and its key, which is what TLS loads them from; None without them."""
    certificate, key = _text(user, "client-certificate", folder), _text(user, "client-key", folder)
    if not certificate:
        return None
    from tempfile import NamedTemporaryFile
    kept = NamedTemporaryFile("w", suffix=".pem")  # readable by its owner only, and gone with the process
    kept.write(f"{certificate}\n{key}")
    kept.flush()
    _known[kept.name] = kept
    return kept.name

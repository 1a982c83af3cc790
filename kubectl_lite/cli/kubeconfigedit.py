"""Changes to kubeconfig files: every value is changed in the file that defines it (clientcmd's ModifyConfig).

Owns the shape of what is written: lists sorted by name, fields in clientcmd's order, fields that clientcmd always writes present.
"""
from __future__ import annotations

import json
import os

from kubectl_lite.cli.kubeconfig import LISTS

FIELDS = {
    "clusters": ("server", "tls-server-name", "insecure-skip-tls-verify", "certificate-authority", "certificate-authority-data",
                 "proxy-url", "disable-compression"),
    "users": ("client-certificate", "client-certificate-data", "client-key", "client-key-data", "token", "tokenFile", "as", "as-uid",
              "as-groups", "as-user-extra", "username", "password", "auth-provider", "exec"),
    "contexts": ("cluster", "user", "namespace"),
}
ALWAYS = {"clusters": ("server",), "contexts": ("cluster", "user"), "users": ()}
BOOLEANS = ("insecure-skip-tls-verify", "disable-compression")
PATHS = ("certificate-authority", "client-certificate", "client-key", "tokenFile")
DATA = ("certificate-authority-data", "client-certificate-data", "client-key-data")


def default_file(config) -> str:
    """Where new entries go: --kubeconfig, else the first file that exists, else the last of the list."""
    if config.explicit:
        return config.explicit
    paths = list(config.files)
    return next((p for p in paths if os.path.exists(p)), paths[-1])


def file_of(config, kind: str, name: str) -> str:
    """The file that defines an entry, or the one a new entry goes to."""
    for path, content in config.files.items():
        if any(e.get("name") == name for e in content.get(kind) or []):
            return path
    return default_file(config)


def put(config, kind: str, name: str, entry: dict) -> None:
    """Write one entry, new or changed."""
    path = file_of(config, kind, name)
    content = config.files[path]
    others = [e for e in content.get(kind) or [] if e.get("name") != name]
    entry = {key: _relative(value, path) if key in PATHS else value for key, value in entry.items()}
    save(config, path, {**content, kind: [*others, {"name": name, LISTS[kind]: entry}]})


def _relative(path: str, config_file: str) -> str:
    """A path as seen from the kubeconfig's directory, where it lies in it."""
    if not os.path.isabs(path):
        return path
    near = os.path.relpath(path, os.path.dirname(os.path.abspath(config_file)))
    return path if near.startswith("..") else near


def remove(config, kind: str, name: str) -> str:
    """Take an entry out of its file; the file's path."""
    path = file_of(config, kind, name)
    content = config.files[path]
    save(config, path, {**content, kind: [e for e in content.get(kind) or [] if e.get("name") != name]})
    return path


def set_current(config, name: str) -> None:
    """Choose the current context, in the file that names one already."""
    path = next((p for p, c in config.files.items() if c.get("current-context")), None) or default_file(config)
    save(config, path, {**config.files[path], "current-context": name})


def set_top(config, key: str, value) -> None:
    """Set a whole section, or take it away (None), in every file that has it, or else in the one for new entries."""
    having = [path for path, content in config.files.items() if content.get(key)]
    for path in having or [default_file(config)] if value else having:
        save(config, path, {**config.files[path], key: value})


def save(config, path: str, content: dict) -> None:
    """Write a file whole or not at all, if anything changes; readable by its owner alone, as it may hold keys."""
    content = ordered(content)
    if content == ordered(config.files[path]):
        return
    config.files[path] = content
    os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
    text = json.dumps(content, indent=2, ensure_ascii=False) + "\n" if config.builtin else yaml_text(content)
    temporary = f"{path}.tmp{os.getpid()}"
    try:
        with open(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as f:
            f.write(text)
        os.replace(temporary, path)
    except OSError as e:
        raise OSError(e.errno, e.strerror, path) from None


def yaml_text(content: dict) -> str:
    from kubectl_lite.printers.formats import yaml
    return yaml.text(content)


def ordered(content: dict) -> dict:
    """The content as clientcmd encodes it."""
    out = {"kind": "Config", "apiVersion": "v1"}
    if content.get("preferences"):
        out["preferences"] = content["preferences"]
    for kind in ("clusters", "users", "contexts"):
        entries = sorted(content.get(kind) or [], key=lambda e: e.get("name") or "")
        out[kind] = [{"name": e.get("name") or "", LISTS[kind]: entry(kind, e.get(LISTS[kind]) or {})} for e in entries] or None
    out["current-context"] = content.get("current-context") or ""
    if content.get("extensions"):
        out["extensions"] = content["extensions"]
    return out


def entry(kind: str, values: dict) -> dict:
    """One cluster, user or context with its fields in order; what is empty is left out."""
    out = {name: values.get(name) or "" for name in FIELDS[kind] if values.get(name) or name in ALWAYS[kind]}
    return {**out, **{k: v for k, v in values.items() if k not in FIELDS[kind]}}

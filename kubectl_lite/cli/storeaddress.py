"""The address of a store in etcd, as the command line, the address itself and the environment say it together; the first to name a thing wins.
How long a request may take is --request-timeout, as for any server.

Also how an address is shown: without its password.
"""
from __future__ import annotations

import re

# (flag, environment variable, what it is called in the query of an address)
FILES = (
    ("etcd-cafile", "KUBECTL_LITE_ETCD_CAFILE", "cacert"),
    ("etcd-certfile", "KUBECTL_LITE_ETCD_CERTFILE", "cert"),
    ("etcd-keyfile", "KUBECTL_LITE_ETCD_KEYFILE", "key"),
)
USER = ("etcd-user", "KUBECTL_LITE_ETCD_USER")  # name:password
_ENTRANCE = re.compile(r"(?<=://)([^:/?#]*):[^/?#]*@")


def is_address(state: str) -> bool:
    """Whether a state is a store that is spoken to, and no directory."""
    return "://" in state and not state.startswith("file://")


def completed(address: str, flags, environ) -> str:
    """The address with what flags and environment say of its certificates and its user."""
    from urllib.parse import parse_qsl, quote, urlencode, urlsplit
    try:
        parts = urlsplit(address)
    except ValueError:
        return address  # the store says what is wrong with it
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    for flag, variable, name in FILES:
        path = _said(flags, flag) or query.get(name) or environ.get(variable, "")
        query.update({name: path} if path else {})
    seconds = _patience(flags)
    query.update({"timeout": f"{seconds:g}"} if seconds else {})
    entrance, at, hosts = parts.netloc.rpartition("@")
    named = _said(flags, USER[0]) or ("" if at else environ.get(USER[1], ""))
    if named:
        entrance, at = ":".join(quote(part, safe="") for part in named.split(":", 1)), "@"
    return parts._replace(netloc=entrance + at + hosts, query=urlencode(query, safe="/")).geturl()


def _patience(flags):
    """--request-timeout in seconds; 0: not said, or without limit."""
    text = _said(flags, "request-timeout")
    if text in ("", "0"):
        return 0
    from kubectl_lite.cli import goparse
    return goparse.timeout(text)


def _said(flags, name):
    return flags[name] if flags else ""


def shown(state: str) -> str:
    """A state as people may see it."""
    return _ENTRANCE.sub(r"\1@", state) if is_address(state) else state

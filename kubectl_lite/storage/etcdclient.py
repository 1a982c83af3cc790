"""Speaks to an etcd cluster: endpoints, TLS, user and password, failing over, and what its errors mean. The only importer of etcd3gw.

etcd3gw (kept by OpenStack) speaks etcd's JSON gateway. It knows one member only and does not tell why a watch ended, so this module
gives it a member at a time and reads watch streams itself.
"""
from __future__ import annotations

import json
from base64 import b64decode, b64encode
from time import monotonic, sleep

from kubectl_lite.storage.protocol import StoreError

CONNECT_SECONDS, ANSWER_SECONDS = 2.0, 8.0
PATIENCE_SECONDS = 10.0  # so long a request is tried on all members: an election takes one or two seconds
_PAUSE = 0.1


class Unsettled(StoreError):
    """A request whose outcome is unknown: it was sent, and no member could tell what became of it."""


class Refused(StoreError):
    """etcd understood the request and refused it. `code` is the gRPC code."""

    def __init__(self, text, code):
        super().__init__(text)
        self.code = code


class Address:
    """A parsed etcd://[user:password@]host:port[,host:port…][?cacert=FILE&cert=FILE&key=FILE]; etcds:// speaks TLS."""

    __slots__ = ("hosts", "tls", "user", "password", "options")

    def __init__(self, url: str):
        from urllib.parse import parse_qs, unquote, urlsplit

        parts = urlsplit(url)
        user, _, hosts = parts.netloc.rpartition("@")
        self.options = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        strange = sorted(self.options.keys() - {"cacert", "cert", "key"})
        self.hosts = [_host(text, url) for text in hosts.split(",")]
        if parts.scheme not in ("etcd", "etcds") or strange or parts.path not in ("", "/"):
            raise StoreError(f"{url!r}: expected etcd://[user:password@]host:port[,host:port…][?cacert=FILE&cert=FILE&key=FILE] (etcds:// for TLS)")
        self.tls = parts.scheme == "etcds" or bool(self.options)
        name, _, password = user.partition(":")
        self.user, self.password = unquote(name), unquote(password)


def _host(text, url):
    host, _, port = text.rpartition(":")
    if not host or not port.isdigit():
        raise StoreError(f"{url!r}: {text!r} is not host:port")
    return host.strip("[]"), int(port)


class Etcd:
    """One etcd cluster; requests go to the member that answered last, and on to the next when it does not."""

    def __init__(self, url: str, patience: float = PATIENCE_SECONDS):
        try:
            from etcd3gw.client import Etcd3Client
        except ImportError:
            raise StoreError("a store in etcd needs the package etcd3gw: pip install 'kubectl-lite[etcd]'") from None
        import requests

        self.address, self.patience = Address(url), patience
        self.session = requests.Session()
        self.session.trust_env = False
        options = self.address.options
        if "cacert" in options:
            self.session.verify = options["cacert"]
        if "cert" in options:
            self.session.cert = (options["cert"], options.get("key", options["cert"]))
        protocol = "https" if self.address.tls else "http"
        self.members = [Etcd3Client(host, port, protocol, timeout=(CONNECT_SECONDS, ANSWER_SECONDS), api_path="/v3/", session=self.session)
                        for host, port in self.address.hosts]
        self._signed_in = False

    @property
    def member(self) -> str:
        """host:port of the member that is asked first."""
        return f"{self.members[0].host}:{self.members[0].port}"

    def call(self, path: str, body: dict, patience: float | None = None) -> dict:
        """One request, on whichever member answers. StoreError when none does within the patience; Unsettled when one may have done it."""
        end = monotonic() + (self.patience if patience is None else patience)
        sent, why = False, ""
        while True:
            for _ in self.members:
                try:
                    return self._ask(path, body)
                except _NotReached as error:
                    why = str(error)
                except _NoAnswer as error:
                    sent, why = True, str(error)
                self.members.append(self.members.pop(0))
                if sent and path == "kv/txn":
                    raise Unsettled(f"etcd did not say what became of a write ({why})")
            if monotonic() >= end:
                raise StoreError(f"no member of etcd at {self._names()} can serve this: {why}")
            sleep(_PAUSE)

    def _names(self):
        return ",".join(sorted(f"{member.host}:{member.port}" for member in self.members))

    def _ask(self, path, body, again=True):
        from etcd3gw import exceptions

        self._sign_in()
        member = self.members[0]
        try:
            return member.post(member.get_url(path), json=body)
        except exceptions.ConnectionTimeoutError as error:
            raise _NoAnswer(f"{self.member}: no answer within {ANSWER_SECONDS:.0f} s") from error
        except exceptions.ConnectionFailedError as error:
            raise self._failed(error) from error
        except exceptions.Etcd3Exception as error:
            text, code = _meaning(error)
            if again and self.address.user and "auth token" in text:
                self._signed_in = False
                return self._ask(path, body, again=False)
            if "too many requests" in text or "leader" in text or "timed out" in text:
                raise _NoAnswer(f"{self.member}: {text}") from error
            raise Refused(text, code) from error

    def _failed(self, error):
        text, code = _meaning(error)
        if code == 14 and "no leader" in text:
            return _NotReached(f"{self.member}: {text}")
        if code:
            return _NoAnswer(f"{self.member}: {text}")
        reached = not any(word in text for word in ("NewConnectionError", "Failed to establish", "ConnectTimeout", "Connection refused", "SSLError"))
        return (_NoAnswer if reached else _NotReached)(f"{self.member}: cannot be reached")

    def _sign_in(self):
        if not self.address.user or self._signed_in:
            return
        self.session.headers.pop("Authorization", None)
        self._signed_in = True  # before asking, or asking would sign in
        try:
            answer = self._ask("auth/authenticate", {"name": self.address.user, "password": self.address.password}, again=False)
        except StoreError as error:
            self._signed_in = False
            if isinstance(error, Refused):
                raise StoreError(f"etcd does not let user {self.address.user!r} in: {error}") from None
            raise
        self.session.headers["Authorization"] = answer["token"]

    def stream(self, path: str, body: dict):
        """The open response of a streaming request to the first member that takes it; the caller closes it."""
        import requests

        self._sign_in()
        why = ""
        for _ in self.members:
            member = self.members[0]
            try:
                response = self.session.post(member.get_url(path), json=body, stream=True, timeout=(CONNECT_SECONDS, None))
                if response.status_code == 200:
                    return response
                why = response.text[:200]
                response.close()
            except requests.exceptions.RequestException:
                why = "cannot be reached"
            self.members.append(self.members.pop(0))
        raise StoreError(f"no member of etcd at {self._names()} can serve a watch: {why}")

    def close(self):
        """Close the connections."""
        self.session.close()


class _NotReached(StoreError):
    """The member has certainly not seen the request."""


class _NoAnswer(StoreError):
    """The member may have seen the request."""


def _meaning(error):
    """(text, gRPC code) of a gateway's error; code 0 when it is none."""
    text = getattr(error, "detail_text", None) or str(error)
    try:
        content = json.loads(text)
        return content.get("message") or content.get("error") or text, int(content.get("code", 0))
    except (ValueError, TypeError, AttributeError):
        return text, 0


def encoded(text: str) -> str:
    """A key or value as the gateway wants it."""
    return b64encode(text.encode()).decode()


def decoded(text: str) -> bytes:
    """A key or value as the gateway gives it."""
    return b64decode(text)


def end_of(prefix: str) -> str:
    """The range_end for all keys with a prefix: the prefix with its last byte one greater."""
    raw = prefix.encode()
    return b64encode(raw[:-1] + bytes([raw[-1] + 1]) if raw else b"\0").decode()

"""Speaks to an etcd cluster: TLS, user and password, member after member until one answers. The only importer of etcd3gw.

etcd3gw (kept by OpenStack) speaks etcd's JSON gateway. It knows one member only and does not tell why a watch ended, so this module
gives it a member at a time and reads watch streams itself. What the errors mean is in etcderrors.py.
"""
from __future__ import annotations

from base64 import b64decode, b64encode
from time import monotonic, sleep

from kubectl_lite.storage.etcdaddress import Address
from kubectl_lite.storage.etcderrors import TOKENS, Failure, Refused, Unavailable, Unsettled, judged
from kubectl_lite.storage.protocol import StoreError

CONNECT_SECONDS, ANSWER_SECONDS = 2.0, 8.0
PATIENCE_SECONDS = 10.0  # so long a request is tried on all members unless the address says otherwise: an election takes one or two seconds
UNREACHED_SECONDS = 3.0  # the patience with members none of which seems to be there: the address may well be wrong
QUIET_SECONDS = 30.0  # a stream that is silent for so long is opened again: its member may be gone without a word
_PAUSE = 0.1
_CONNECTIONS = 100  # kept open to one member: each watch has its own
_LED = {"Grpc-Metadata-hasleader": "true"}  # a member without a leader refuses at once, so the request was certainly not done


class Etcd:
    """One etcd cluster; requests go to the member that answered last, and on to the next when it does not."""

    def __init__(self, url: str, patience: float | None = None):
        try:
            from etcd3gw.client import Etcd3Client
        except ImportError:
            raise StoreError("a store in etcd needs the package etcd3gw: pip install 'kubectl-lite[etcd]'") from None
        self.address = Address(url)
        self.patience = next(seconds for seconds in (patience, self.address.timeout, PATIENCE_SECONDS) if seconds is not None)
        self.session = _session(self.address)
        protocol = "https" if self.address.tls else "http"
        once = tuple(min(seconds, self.address.timeout or seconds) for seconds in (CONNECT_SECONDS, ANSWER_SECONDS))
        self.members = tuple(Etcd3Client(host, port, protocol, timeout=once, api_path="/v3/", session=self.session)
                             for host, port in self.address.hosts)
        self._first = 0  # which member is asked first; threads may move it at once, which does no harm
        self._signed_in = not self.address.user
        self._taken = not self.address.tls  # whether a member is known to take this client

    @property
    def member(self) -> str:
        """host:port of the member that is asked first."""
        return _name(self._member())

    def _member(self):
        return self.members[self._first % len(self.members)]

    def call(self, path: str, body: dict, patience: float | None = None, led: bool = True) -> dict:
        """One request, on whichever member answers.

        Refused when etcd says no; Unavailable when none serves it within the patience (seconds); Unsettled when a transaction may have
        been done. `led`: only a member that has a leader may answer.
        """
        if path == "kv/txn" and not self._taken:
            self._introduce()
        start, patience, sent = monotonic(), self.patience if patience is None else patience, False
        while True:
            failures = []
            for _ in self.members:
                try:
                    answer = self._ask(path, body, led)
                    self._taken = True
                    return answer
                except Failure as failure:
                    failures.append(failure)
                self._first += 1
                sent = sent or failures[-1].sent
                if sent and path == "kv/txn":
                    raise Unsettled(str(failures[-1]))
            if monotonic() >= start + self._patience(failures, patience):
                raise Unavailable(f"no member of etcd at {self.address.names()} can serve this: {_told(failures)}")
            sleep(_PAUSE)

    def _introduce(self):
        """Ask something harmless: over TLS 1.3 a member turns a client away after it took the first request, and a write would be left in doubt."""
        self.call("maintenance/status", {}, led=False)

    @staticmethod
    def _patience(failures, patience):
        if all(failure.hopeless for failure in failures):
            return 0
        return min(patience, UNREACHED_SECONDS) if all(failure.absent for failure in failures) else patience

    def _ask(self, path, body, led, again=True):
        from etcd3gw.exceptions import Etcd3Exception

        self._sign_in()
        member = self._member()
        try:
            return member.post(member.get_url(path), json=body, headers=_LED if led else None)
        except Etcd3Exception as error:
            found = judged(error, _name(member), self.address.tls)
        if again and isinstance(found, Refused) and any(words in str(found) for words in TOKENS) and self.address.user:
            self._signed_in = False
            return self._ask(path, body, led, again=False)
        raise found

    def _sign_in(self):
        """Get the token that stands for user and password; etcd forgets it after some minutes without use."""
        if self._signed_in:
            return
        self.session.headers.pop("Authorization", None)
        self._signed_in = True  # before asking, or asking would sign in
        try:
            answer = self._ask("auth/authenticate", {"name": self.address.user, "password": self.address.password}, True, again=False)
        except Refused as error:
            if "authentication is not enabled" in str(error):
                return
            self._signed_in = False
            raise
        except StoreError:
            self._signed_in = False
            raise
        self.session.headers["Authorization"] = answer["token"]

    def stream(self, path: str, body: dict):
        """The open response of a streaming request to the first member that takes it; the caller closes it. Unavailable when none does."""
        failures = []
        for _ in self.members:
            try:
                return self._open(self._member(), path, body)
            except Failure as failure:
                failures.append(failure)
            self._first += 1
        raise Unavailable(f"no member of etcd at {self.address.names()} can serve a watch: {_told(failures)}")

    def _open(self, member, path, body):
        import requests
        from etcd3gw.exceptions import ConnectionFailedError, Etcd3Exception

        self._sign_in()
        try:
            response = self.session.post(member.get_url(path), json=body, stream=True, headers=_LED, timeout=(CONNECT_SECONDS, QUIET_SECONDS))
        except requests.exceptions.RequestException as error:
            raise judged(ConnectionFailedError(str(error)), _name(member), self.address.tls) from None
        if response.status_code == 200:
            return response
        found = judged(Etcd3Exception(response.text), _name(member), self.address.tls)
        response.close()
        raise found

    def sign_in_again(self) -> None:
        """The token is not good any more."""
        self._signed_in = not self.address.user

    def close(self):
        """Close the connections."""
        self.session.close()


def _session(address):
    """The HTTP session that all members share; what the environment says of proxies does not concern a store."""
    import requests

    session = requests.Session()
    session.trust_env = False
    for scheme in ("http://", "https://"):
        session.mount(scheme, requests.adapters.HTTPAdapter(pool_maxsize=_CONNECTIONS))
    if address.cacert:
        session.verify = address.cacert
    if address.cert:
        session.cert = (address.cert, address.key or address.cert)
    return session


def _name(member):
    return f"{member.host}:{member.port}"


def _told(failures):
    """What the members said, each text once."""
    return "; ".join(dict.fromkeys(map(str, failures)))


def encoded(data) -> str:
    """A key (text) or value (bytes) as the gateway wants it."""
    return b64encode(data.encode() if isinstance(data, str) else data).decode()


def decoded(text: str) -> bytes:
    """A key or value as the gateway gives it."""
    return b64decode(text)


def end_of(prefix: str) -> str:
    """The range_end for all keys with a prefix: the prefix with its last byte one greater."""
    raw = prefix.encode()
    return b64encode(raw[:-1] + bytes([raw[-1] + 1]) if raw else b"\0").decode()

"""What etcd's errors mean: whether a request may have been done, whether another member may do better, and what people can do about it.

Pure: it reads exceptions and texts, and speaks to nobody.
"""
from __future__ import annotations

import json

from kubectl_lite.storage.protocol import StoreError, TooLarge


class Unavailable(StoreError):
    """No member can serve the request now; it was not done."""

    final = True  # what is asked next would not be answered either


class Unsettled(StoreError):
    """A request whose outcome is unknown: it was sent, and no member could tell what became of it."""

    final = True


class Refused(StoreError):
    """etcd understood the request and refused it. `code` is the gRPC code."""

    def __init__(self, text: str, code: int = 0):
        super().__init__(text)
        self.code = code


class Failure(StoreError):
    """One member did not serve a request, another may. `sent`: it may have been done; `hopeless`: asking the same member again is in vain;
    `absent`: nobody seems to be there."""

    def __init__(self, text: str, sent: bool = False, hopeless: bool = False, absent: bool = False):
        super().__init__(text)
        self.sent, self.hopeless, self.absent = sent, hopeless, absent


# (what the text of a refusal holds, what to do about it)
REMEDIES = (
    ("permission denied", "the user needs a role that may read and write the prefixes /registry/ and /kubectl-lite/"),
    ("user name is empty", "this etcd asks who you are: name a user and a password (etcd://user:password@…, --etcd-user or $KUBECTL_LITE_ETCD_USER)"),
    ("invalid user ID or password", "look at the user and the password (etcd://user:password@…, --etcd-user or $KUBECTL_LITE_ETCD_USER)"),
    ("database space exceeded", "make room: `kubectl-lite store compact`, then `etcdctl defrag` and `etcdctl alarm disarm`"),
)
TOKENS = ("invalid auth token", "revision of auth store is old")
_LARGE = ("request is too large", "larger than max")

# What the TLS library says of a connection that can never come about, and what it means.
_TLS = (
    ("certificate verify failed", "is not trusted ({why}): name the authority that signed its certificate (--etcd-cafile or cacert=FILE)"),
    ("certificate required", "asks for a client certificate: name yours (--etcd-certfile and --etcd-keyfile, or cert=FILE&key=FILE)"),
    ("unknown ca", "does not trust the client certificate"),
    ("bad certificate", "does not accept the client certificate, or asks for one (--etcd-certfile and --etcd-keyfile, or cert=FILE&key=FILE)"),
    ("wrong version number", "does not speak TLS: its address begins with etcd://, and no certificates are needed"),
    ("record layer failure", "does not speak TLS: its address begins with etcd://, and no certificates are needed"),
)
_PLAIN = ("HTTP request to an HTTPS server", "speaks TLS: its address begins with etcds://")
# What the text of a closed connection holds, and whether the request may have been done.
_CLOSED = (("RemoteDisconnected", True), ("ConnectionResetError", True), ("UNEXPECTED_EOF", False))
_CLOSED_PLAIN = "closed the connection without a word (if it speaks TLS its address begins with etcds://)"
_CLOSED_TLS = "closed the connection (if it does not speak TLS its address begins with etcd://, without certificates)"
_NEVER_CONNECTED = ("NewConnectionError", "Failed to establish", "ConnectTimeout", "Connection refused", "NameResolutionError")
_PASSING = ("too many requests", "leader", "timed out", "Unavailable")


def judged(error, member: str, tls: bool):
    """The exception that a failed request to a member comes to: a Failure, or a Refused that no member would see otherwise.

    `tls`: whether it was asked over TLS. `error` is one of etcd3gw's; what it says is the HTTP answer, or the text of the connection's error.
    """
    text, code = _content(getattr(error, "detail_text", None) or str(error))
    if type(error).__name__ == "ConnectionTimeoutError":
        return Failure(f"{member} does not answer", sent="ConnectTimeout" not in text)
    if _PLAIN[0] in text:
        return Failure(f"{member} {_PLAIN[1]}", hopeless=True)
    if type(error).__name__ == "ConnectionFailedError" and not code:
        return _unconnected(text, member, tls)
    if code == 14 and "no leader" in text:
        return Failure(f"{member}: {text}")
    if code == 14 or any(word in text for word in _PASSING):
        return Failure(f"{member}: {text}", sent=True)
    if any(words in text for words in _LARGE):
        return TooLarge("etcdserver: request is too large")
    return refused(text, code)


def refused(text: str, code: int = 0) -> Refused:
    """A refusal with what can be done about it."""
    remedy = next((remedy for words, remedy in REMEDIES if words in text), "")
    return Refused(f"etcd: {text.removeprefix('etcdserver: ')}" + (f"; {remedy}" if remedy else ""), code)


def ended(reason: str) -> StoreError:
    """Why etcd itself ended a watch: Refused when asking again is in vain, unless the token is old."""
    if any(words in reason for words in ("permission denied", "user name is empty", *TOKENS)):
        return refused(reason)
    return Failure(f"etcd ended the watch: {reason or 'it does not say why'}")


def _unconnected(text, member, tls):
    for words, meaning in _TLS:
        if words.upper().replace(" ", "") in text.upper().replace(" ", "").replace("_", ""):
            return Failure(f"{member} " + meaning.format(why=_why(text)), hopeless=True)
    for words, sent in _CLOSED:
        if words in text:
            return Failure(f"{member} {_CLOSED_TLS if tls else _CLOSED_PLAIN}", sent=sent, absent=True)
    return Failure(f"{member} cannot be reached", absent=True, sent=not any(word in text for word in _NEVER_CONNECTED))


def _why(text):
    """The TLS library's own reason: `… certificate verify failed: REASON (_ssl.c:1006)`."""
    return text.partition("verify failed")[2].partition("(_ssl")[0].strip(": ") or "its certificate is not valid"


def _content(text):
    """(text, gRPC code) of an answer of the gateway; code 0 when it is none."""
    try:
        content = json.loads(text)
        return content.get("message") or content.get("error") or text, int(content.get("code", 0))
    except (ValueError, TypeError, AttributeError):
        return text, 0

"""Where an etcd cluster is and how one gets in: an etcd:// address taken apart, its TLS files looked at before anything is sent.

    etcd://[user:password@]host:port[,host:port…][?cacert=FILE&cert=FILE&key=FILE&timeout=SECONDS]

etcds:// speaks TLS, and so does any of the three files. The timeout bounds how long a request is tried on all members together.
"""
from __future__ import annotations

from kubectl_lite.storage.protocol import StoreError

FORM = "etcd://[user:password@]host:port[,host:port…][?cacert=FILE&cert=FILE&key=FILE&timeout=SECONDS] (etcds:// for TLS)"
FILES = ("cacert", "cert", "key")


class Address:
    """A parsed address. `user` is "" where none is named; `cacert`, `cert` and `key` are paths or ""; `timeout` is None where none is said."""

    __slots__ = ("hosts", "tls", "user", "password", "timeout", *FILES)

    def __init__(self, url: str):
        from urllib.parse import parse_qs, unquote, urlsplit

        try:
            parts = urlsplit(url)
        except ValueError:
            raise StoreError(f"expected {FORM}") from None
        entrance, _, hosts = parts.netloc.rpartition("@")
        options = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        if parts.scheme not in ("etcd", "etcds") or options.keys() - {"timeout", *FILES} or parts.path not in ("", "/"):
            raise StoreError(f"{_shown(parts)}: expected {FORM}")
        self.hosts = tuple(_host(text, parts) for text in hosts.split(","))
        self.cacert, self.cert, self.key = (options.get(name, "") for name in FILES)
        self.timeout = _seconds(options["timeout"], parts) if "timeout" in options else None
        self.tls = parts.scheme == "etcds" or any(name in options for name in FILES)
        name, _, password = entrance.partition(":")
        self.user, self.password = unquote(name), unquote(password)
        if self.tls:
            self._check_files()

    def names(self) -> str:
        """The members as people write them."""
        return ",".join(f"{host}:{port}" for host, port in self.hosts)

    def _check_files(self):
        """Refuse what cannot be used, with the name of the file: later nobody could tell which one it was."""
        import ssl

        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        if self.key and not self.cert:
            raise StoreError(f"the key {self.key} is of no use without its certificate (cert=FILE)")
        if self.cacert:
            _load(context.load_verify_locations, self.cacert)
        if self.cert:  # an empty password, or the library would ask for one on the terminal
            _load(lambda cert, key=None: context.load_cert_chain(cert, key, password=""), self.cert, *([self.key] if self.key else []))


def _load(take, *paths):
    """Let the TLS library read files; StoreError names them where it cannot."""
    import ssl

    for path in paths:
        try:
            open(path, "rb").close()
        except OSError as error:
            raise StoreError(f"cannot read {path}: {error.strerror}") from None
    try:
        take(*paths)
    except (ssl.SSLError, OSError, ValueError) as error:
        what = "do not belong together" if "MISMATCH" in str(error).upper() else "cannot be used for TLS: PEM is expected"
        raise StoreError(f"{' and '.join(paths)} {what}") from None


def _host(text, parts):
    host, _, port = text.rpartition(":")
    if not host or not port.isdigit():
        raise StoreError(f"{_shown(parts)}: {text!r} is not host:port")
    return host.strip("[]"), int(port)


def _seconds(text, parts):
    try:
        return max(0.0, float(text))
    except ValueError:
        raise StoreError(f"{_shown(parts)}: the timeout {text!r} is not a number of seconds") from None


def _shown(parts):
    """The address without what only its owner may see."""
    user, at, hosts = parts.netloc.rpartition("@")
    return parts._replace(netloc=user.partition(":")[0] + at + hosts).geturl()

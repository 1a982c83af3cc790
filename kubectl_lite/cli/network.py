"""Addresses on the network: what kubectl says of a server that cannot be reached, and the refusal of one that can.

Requests go to a state directory; a server that the user names on the command line is tried, so that a wrong address is told as kubectl tells it.
"""
from __future__ import annotations

import os
from urllib.parse import urlsplit

from kubectl_lite.cli.errors import CommandError, PlainError

PATIENCE = 10.0  # seconds for a connection
TRIES = 5        # times that discovery is tried and logged before a command gives up
PORTS = {"http": 80, "https": 443}


def is_address(server: str) -> bool:
    """Whether --server names a machine and not a directory."""
    return not server.startswith("file://") and ("://" in server or "/" not in server and not os.path.isdir(server))


def refuse(ctx, server: str) -> None:
    """Raise what comes of talking to a server of the network."""
    url = server if "://" in server else f"http://{server}"
    parts = urlsplit(url)
    try:
        port = parts.port or PORTS.get(parts.scheme, 80)
    except ValueError:
        raise PlainError(f'Unable to connect to the server: invalid port ":{parts.netloc.rpartition(":")[2]}" after host') from None
    import socket
    try:
        socket.create_connection((parts.hostname or "", port), PATIENCE).close()
    except OSError as e:
        for _ in range(TRIES):
            ctx.klog(f'"Unhandled Error" err="couldn\'t get current server API group list: Get \\"{url}/api?timeout=32s\\": {reason(parts, port, e)}"',
                     "E", "memcache.go:265")
        raise unreachable(url, e) from None
    raise CommandError(f"{server} is a server of the network: kubectl-lite works on state directories, use kubectl for it")


def unreachable(url: str, why) -> CommandError:
    """The last line about a server that does not answer."""
    parts = urlsplit(url)
    if isinstance(why, ConnectionRefusedError):
        return PlainError(f"The connection to the server {parts.netloc} was refused - did you specify the right host or port?")
    if isinstance(why, OSError):
        return PlainError(f"Unable to connect to the server: {reason(parts, parts.port or PORTS.get(parts.scheme, 80), why)}")
    return CommandError(f'Get "{url}": {why}')


def reason(parts, port: int, why: OSError) -> str:
    """The words of Go's net package."""
    import socket
    if isinstance(why, socket.gaierror):
        return f"dial tcp: lookup {parts.hostname}: no such host"
    if isinstance(why, TimeoutError):
        return f"dial tcp {parts.hostname}:{port}: i/o timeout"
    return f"dial tcp {parts.hostname}:{port}: connect: {(why.strerror or str(why)).lower()}"

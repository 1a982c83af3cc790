"""--raw: one request as it stands, the answer's body on stdout."""
from __future__ import annotations

from kubectl_lite.api import wiretext
from kubectl_lite.cli.errors import CommandError


def send(ctx, method: str, uri: str, body=None) -> None:
    """Send and print; the body of the answer as the server would write it over the network."""
    path, query = split(uri)
    headers = {"content-type": "application/json"} if body is not None else {}
    response = ctx.client.request(method, path, query, body, headers)
    if response.stream:
        _follow(ctx, response.stream)
    else:
        ctx.write(wiretext.text(response.body, query.get("pretty", ["false"])[0] not in ("false", "0")))


def _follow(ctx, stream) -> None:
    """A watch: a line for each event, until the server ends it."""
    from kubectl_lite.cli import following
    for event in following.events(ctx, stream, raw=True):
        ctx.write(wiretext.event(event))
        ctx.flush()


def split(uri: str) -> tuple[str, dict]:
    """Path and query of a URL path."""
    if not uri.startswith("/") and "://" not in uri:
        raise CommandError(f'--raw must be a valid URL path: parse "{uri}": invalid URI for request')
    from urllib.parse import parse_qs, urlsplit
    parts = urlsplit(uri)
    return parts.path, parse_qs(parts.query, keep_blank_values=True)


def read_source(ctx, filenames: list[str]) -> bytes:
    """The one file (or `-`) that goes with --raw."""
    name = filenames[0]
    if name == "-":
        return ctx.read_stdin()
    try:
        with open(name, "rb") as f:
            return f.read()
    except OSError as e:
        raise CommandError(f"open {name}: {e.strerror.lower()}") from None


def check(flags) -> None:
    """What cannot go with --raw."""
    if flags.get("edit"):
        raise CommandError("--raw and --edit are mutually exclusive")
    if len(flags["filename"]) != 1:
        raise CommandError("--raw can only use a single local file or stdin")
    if flags["filename"][0].startswith(("http://", "https://")):
        raise CommandError("--raw cannot read from a url")
    if flags["recursive"]:
        raise CommandError("--raw and --recursive are mutually exclusive")
    if flags.get("selector"):
        raise CommandError("--raw and --selector (-l) are mutually exclusive")
    if flags["output"]:
        raise CommandError("--raw and --output are mutually exclusive")

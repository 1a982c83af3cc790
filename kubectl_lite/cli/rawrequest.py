"""--raw: one request as it stands, the answer's body on stdout."""
from __future__ import annotations

from kubectl_lite.cli.errors import CommandError


def send(ctx, method: str, uri: str, body=None) -> None:
    """Send and print; the body of the answer as the server would write it over the network."""
    path, query = split(uri)
    headers = {"content-type": "application/json"} if body is not None else {}
    response = ctx.client.request(method, path, query, body, headers)
    ctx.write(text_of(response.body))


def split(uri: str) -> tuple[str, dict]:
    """Path and query of a URL path."""
    if not uri.startswith("/") and "://" not in uri:
        raise CommandError(f'--raw must be a valid URL path: parse "{uri}": invalid URI for request')
    from urllib.parse import parse_qs, urlsplit
    parts = urlsplit(uri)
    return parts.path, parse_qs(parts.query, keep_blank_values=True)


def text_of(body) -> str:
    """JSON as the API server encodes it: one line and a newline; text as it is."""
    if isinstance(body, bytes):
        return body.decode("utf-8", "replace")
    if isinstance(body, str):
        return body
    from kubectl_lite.machinery import gojson
    return gojson.compact(body, sort=False) + "\n"


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

"""Manifests: YAML and JSON text to JSON values, as kubectl and the API server read it.

`load` reads one document, `load_all` a stream of them, `parse_body` a request body. Errors are ManifestError (a ValueError) with Go's text.
Plain YAML is read by simple.py, all other by ruamel.yaml (nodes.py, which alone imports it) and decode.py; JSON loads none of them.
"""
from __future__ import annotations

from kubectl_lite.machinery.manifests import gojson
from kubectl_lite.machinery.manifests.errors import ManifestError

__all__ = ["ManifestError", "doubles", "load", "load_all", "parse_body", "split"]

_CONVERTING = "error converting YAML to JSON: "


def load(text: str):
    """The value of one YAML (or JSON) document, None for an empty one."""
    if is_json(text):
        try:
            return gojson.loads(text)[0]
        except ManifestError:
            pass  # flow style YAML, or YAML's words for what is wrong
    return _yaml(text)[0]


def load_all(text: str):
    """The values of a stream of documents; empty documents give None.

    A stream that begins with `{` is JSON until that fails: after the second document the failure counts, before it what is left is YAML.
    """
    if is_json(text):
        rest = yield from _json_documents(text)
        if not rest:
            return
        text = rest
    for document in split(text):
        try:
            value = _yaml(document)[0]
        except ManifestError as e:
            raise ManifestError(_CONVERTING + str(e)) from None
        yield value


def _json_documents(text: str):
    """Yields JSON documents; answers the text that is to be read as YAML, "" when all was JSON."""
    count, at = 0, 0
    while True:
        try:
            value, at = gojson.next_document(text, at)
        except gojson.SyntaxProblem:
            if count > 1:
                raise
            return text[at:]
        if at < 0:
            return ""
        count += 1
        yield value


def parse_body(body) -> tuple:
    """(the value of a request body, the texts of its duplicate fields as strict decoding reports them)."""
    text = body.decode("utf-8", "replace") if isinstance(body, bytes) else body
    if is_json(text):
        value, paths = gojson.loads(text)
        return value, tuple(f'duplicate field "{path}"' for path in paths)
    value, duplicates = _yaml(text)
    return value, _doubles(duplicates)


def doubles(text: str) -> tuple:
    """The text of the duplicate keys of a document, in the words of strict YAML decoding whatever it is written in; () when there are none."""
    return _doubles(_yaml(text)[1])


def _doubles(duplicates):
    return ("yaml: unmarshal errors:\n  " + "\n  ".join(duplicates),) if duplicates else ()


def is_json(text: str) -> bool:
    """What GuessJSONStream takes for JSON."""
    return text.lstrip(" \t\r\n\v\f\x85\xa0")[:1] == "{"


def _yaml(text: str) -> tuple:
    """(value, complaints about duplicate keys) of the first document."""
    from kubectl_lite.machinery.manifests import decode, simple
    try:
        return simple.read(text), []
    except simple.NotSimple:
        from kubectl_lite.machinery.manifests import nodes
    root = nodes.compose(text)
    if root is None:
        return None, []
    decoder = decode.Decoder()
    return decode.as_json(decoder.value(root)), decoder.duplicates


def split(text: str):
    """The documents of a YAML stream: texts between lines that begin with `---`, as apimachinery's YAMLReader cuts them."""
    buffer: list[str] = []
    lines = text.split("\n")
    for line in lines if lines[-1] else lines[:-1]:
        line = line.removesuffix("\r") + "\n"
        if line.startswith("---"):
            rest = line[3:].strip()
            if rest and rest[0] != "#":
                raise ManifestError(f"invalid Yaml document separator: {rest}")
            if buffer:
                yield "".join(buffer)
                buffer = []
                continue
        buffer.append(line)
    if buffer:
        yield "".join(buffer)

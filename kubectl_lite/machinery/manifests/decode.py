"""YAML nodes -> JSON values by the rules of go-yaml v2 and sigs.k8s.io/yaml: YAML 1.1 words, merge keys, anchors, keys turned into texts.

Owns the meaning of nodes. Raises ManifestError with Go's text.
"""
from __future__ import annotations

from kubectl_lite.machinery import gofloat, gofmt, yamlscalars
from kubectl_lite.machinery.field import go_quote
from kubectl_lite.machinery.manifests.errors import ManifestError

_SHORT = "tag:yaml.org,2002:"
_RESOLVED = ("str", "bool", "int", "float", "timestamp", "null", "binary", "merge")
FEW, MANY = 400_000, 4_000_000  # decoded nodes between which the allowed share of aliased ones falls from 99 to 10 percent


class Decoder:
    """One document; `duplicates` are go-yaml's complaints about keys set twice."""
    __slots__ = ("duplicates", "decoded", "aliased", "depth", "open")

    def __init__(self):
        self.duplicates: list[str] = []
        self.decoded = self.aliased = self.depth = 0
        self.open: set[int] = set()

    def value(self, node):
        """The JSON value of a node."""
        self.decoded += 1
        self.aliased += self.depth > 0
        if self.aliased > 100 and self.decoded > 1000 and self.aliased / self.decoded > self._allowed():
            raise ManifestError("yaml: document contains excessive aliasing")
        kind = node[0]
        if kind == "scalar":
            return scalar(node)
        if kind == "map":
            return self._map(node)
        if kind == "list":
            return [self.value(child) for child in node[2]]
        return self._alias(node)

    def _allowed(self) -> float:
        if self.decoded <= FEW:
            return 0.99
        return 0.10 if self.decoded >= MANY else 0.99 - 0.89 * (self.decoded - FEW) / (MANY - FEW)

    def _alias(self, node):
        target = node[2]
        if id(target) in self.open:
            raise ManifestError(f"yaml: anchor '{node[1]}' value contains itself")
        self.open.add(id(target))
        self.depth += 1
        value = self.value(target)
        self.depth -= 1
        self.open.discard(id(target))
        return value

    def _map(self, node):
        self.open.add(id(node))
        out: dict = {}
        seen: set = set()
        children = node[2]
        for key_node, value_node in zip(children[::2], children[1::2]):
            if key_node[0] == "scalar" and key_node[2] == "<<" and (key_node[3] or key_node[1] == _SHORT + "merge"):
                self._merge(value_node, out)
                continue
            key = self.value(key_node)
            if isinstance(key, (dict, list)):
                raise ManifestError(f"yaml: invalid map key: {gofmt.syntax(key).replace('map[string]', 'map[interface {}]')}")
            value = self.value(value_node)
            if (type(key), key) in seen:
                shown = go_quote(key) if isinstance(key, str) else gofmt.text(key)
                self.duplicates.append(f"line {key_node[4] + 1}: key {shown} already set in map")
            seen.add((type(key), key))
            out[key_text(key, value)] = value
        self.open.discard(id(node))
        return out

    def _merge(self, node, out: dict) -> None:
        nodes = [node] if node[0] != "list" else reversed(node[2])
        for item in nodes:
            if (item[2] if item[0] == "alias" else item)[0] != "map":
                raise ManifestError("yaml: map merge requires map or sequence of maps as the value")
            out.update(self.value(item))


def key_text(key, value) -> str:
    """A map key as JSON has it."""
    if isinstance(key, str):
        return key
    if isinstance(key, bool):
        return "true" if key else "false"
    if isinstance(key, float):
        return gofloat.special(key, ".inf") or gofloat.text(key)
    if key is None:
        raise ManifestError(f"unsupported map key of type: %!s(<nil>), key: <nil>, value: {gofmt.syntax(value)}")
    return str(key)


def scalar(node):
    """The value of a scalar node."""
    _, tag, text, plain, _ = node
    if not tag and not plain:
        return text
    name = tag.removeprefix(_SHORT)
    if not tag or name in _RESOLVED and tag.startswith(_SHORT):
        return _resolved(name, text)
    return text


def _resolved(tag: str, text: str):
    if tag == "str":
        return text
    if tag == "binary":
        return _binary(text)
    kind, value = yamlscalars.resolve(text)
    if tag == "float" and kind == "int":
        kind, value = "float", float(value)
    if tag and tag != kind:
        raise ManifestError(f"yaml: cannot decode !!{kind} `{text}` as a !!{tag}")
    return value


def _binary(text: str) -> str:
    import base64
    import binascii
    try:
        return base64.b64decode("".join(text.split()), validate=True).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        raise ManifestError("yaml: !!binary value contains invalid base64 data") from None


def as_json(value):
    """The value after a trip through JSON text: whole floats are integers, integers too large are floats; infinities have no text."""
    if isinstance(value, dict):
        return {key: as_json(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_json(item) for item in value]
    if isinstance(value, float):
        return _json_number(value)
    if isinstance(value, int) and not isinstance(value, bool) and not -(1 << 63) <= value < 1 << 63:
        return float(value)
    return value


def _json_number(value: float):
    special = gofloat.special(value)
    if special:
        raise ManifestError(f"json: unsupported value: {special}")
    text = gofloat.json_text(value)
    if "." in text or "e" in text:
        return value
    return int(text) if -(1 << 63) <= int(text) < 1 << 63 else value

"""/openapi/v2 in the one form that clients ask for, protobuf: as much of it as they need to learn that the server validates fields itself.

Field numbers are those of gnostic's OpenAPIv2.proto.
"""
from __future__ import annotations

MEDIA_TYPE = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf"


def document(paths: dict) -> bytes:
    """The Document of operations as the version 3 documents have them: path -> {method: operation}; only PATCH operations are told."""
    items = b"".join(_part(2, _text(1, path) + _part(2, _part(8, _operation(methods["patch"]))))
                     for path, methods in paths.items() if "patch" in methods)
    return _text(1, "2.0") + _part(2, _text(1, "Kubernetes") + _text(2, "v1.36.0")) + _part(8, items)


def _operation(operation: dict) -> bytes:
    gvk = "".join(f"{key}: {value or chr(34) * 2}\n" for key, value in operation["x-kubernetes-group-version-kind"].items())
    extension = _part(13, _text(1, "x-kubernetes-group-version-kind") + _part(2, _text(2, gvk)))
    return b"".join(_part(8, _query_parameter(p["name"])) for p in operation["parameters"]) + extension


def _query_parameter(name: str) -> bytes:
    """ParametersItem > Parameter > NonBodyParameter > QueryParameterSubSchema"""
    return _part(1, _part(2, _part(3, _text(2, "query") + _text(4, name) + _text(6, "string"))))


def _text(number: int, text: str) -> bytes:
    return _part(number, text.encode())


def _part(number: int, content: bytes) -> bytes:
    """A length-delimited field."""
    return _varint(number << 3 | 2) + _varint(len(content)) + content


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    return bytes(out) + bytes([value])

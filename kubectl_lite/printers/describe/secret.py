"""kubectl describe secret: sizes only, but for the token of a service account."""
from __future__ import annotations

from kubectl_lite.printers.describe.writer import Writer, head

TOKEN_TYPE, TOKEN_KEY = "kubernetes.io/service-account-token", "token"


def related(obj: dict) -> dict:
    return {}


def describe(obj: dict, related: dict, now: float) -> str:
    from base64 import b64decode
    data, type_, w = obj.get("data") or {}, obj.get("type", ""), Writer()
    head(w, obj)
    w.write(0, f"\nType:\t{type_}\n")
    w.write(0, "\nData\n====\n")
    for key in sorted(data):
        value = b64decode(data[key])
        shown = value.decode(errors="replace") if key == TOKEN_KEY and type_ == TOKEN_TYPE else f"{len(value)} bytes"
        w.field(key, shown)
    return w.text()

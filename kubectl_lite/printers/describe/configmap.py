"""kubectl describe configmap."""
from __future__ import annotations

from kubectl_lite.printers.describe import fetching
from kubectl_lite.printers.describe.events import events
from kubectl_lite.printers.describe.writer import Writer, head


def related(obj: dict) -> dict:
    return {"events": fetching.events(obj)}


def describe(obj: dict, related: dict, now: float) -> str:
    from base64 import b64decode
    data, binary, w = obj.get("data") or {}, obj.get("binaryData") or {}, Writer()
    head(w, obj)
    w.write(0, "\nData\n====\n")
    for key in sorted(data):
        w.write(0, f"{key}:\n----\n{data[key]}\n\n")
    w.write(0, "\nBinaryData\n====\n")
    for key in sorted(binary):
        w.line(0, f"{key}: {len(b64decode(binary[key]))} bytes")
    w.line(0)
    events(w, {name: fetching.body(answer) for name, answer in related.items()}, now)
    return w.text()

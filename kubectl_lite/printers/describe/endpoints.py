"""kubectl describe endpoints."""
from __future__ import annotations

from kubectl_lite.printers.describe import fetching
from kubectl_lite.printers.describe.events import events
from kubectl_lite.printers.describe.writer import Writer, head


def related(obj: dict) -> dict:
    return {"events": fetching.events(obj)}


def describe(obj: dict, related: dict, now: float) -> str:
    w = Writer()
    head(w, obj)
    w.line(0, "Subsets:")
    for subset in obj.get("subsets") or ():
        _subset(w, subset)
    events(w, related, now)
    return w.text()


def _subset(w: Writer, subset: dict) -> None:
    for title, key in (("Addresses", "addresses"), ("NotReadyAddresses", "notReadyAddresses")):
        w.field(title, ",".join(address["ip"] for address in subset.get(key) or ()) or "<none>", 1)
    ports = subset.get("ports")
    if ports:
        w.line(1, "Ports:")
        w.rows(2, ("Name", "Port", "Protocol"), ("----", "----", "--------"),
               *((port.get("name") or "<unset>", port.get("port", 0), port.get("protocol", "")) for port in ports))
    w.line(0)

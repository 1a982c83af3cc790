"""kubectl describe csinode."""
from __future__ import annotations

from kubectl_lite.printers.ages import rfc1123z
from kubectl_lite.printers.describe import fetching
from kubectl_lite.printers.describe.events import events
from kubectl_lite.printers.describe.writer import Writer, go_list, head


def related(obj: dict) -> dict:
    return {"events": fetching.events(obj)}


def describe(obj: dict, related: dict, now: float) -> str:
    drivers, w = (obj.get("spec") or {}).get("drivers"), Writer()
    head(w, obj, namespaced=False)
    w.field("CreationTimestamp", rfc1123z(obj["metadata"].get("creationTimestamp")))
    w.line(0, "Spec:")
    if drivers is not None:
        w.line(1, "Drivers:")
    for driver in drivers or ():
        _driver(w, driver)
    events(w, related, now)
    return w.text()


def _driver(w: Writer, driver: dict) -> None:
    w.line(2, f"{driver['name']}:")
    w.field("Node ID", driver.get("nodeID", ""), 3)
    count = (driver.get("allocatable") or {}).get("count")
    if count is not None:
        w.line(3, "Allocatables:")
        w.field("Count", count, 4)
    if driver.get("topologyKeys") is not None:
        w.field("Topology Keys", go_list(driver["topologyKeys"]), 3)

"""kubectl describe endpointslice."""
from __future__ import annotations

from kubectl_lite.printers.describe import fetching
from kubectl_lite.printers.describe.events import events
from kubectl_lite.printers.describe.volumes import go_bool, or_unset
from kubectl_lite.printers.describe.writer import Writer, head


def related(obj: dict) -> dict:
    return {"events": fetching.events(obj)}


def describe(obj: dict, related: dict, now: float) -> str:
    ports, endpoints, w = obj.get("ports"), obj.get("endpoints"), Writer()
    head(w, obj)
    w.field("AddressType", obj.get("addressType", ""))
    w.line(0, "Ports:" if ports else "Ports: <unset>")
    if ports:
        w.rows(1, ("Name", "Port", "Protocol"), ("----", "----", "--------"),
               *((port.get("name") or "<unset>", or_unset(port.get("port")), port.get("protocol", "")) for port in ports))
    w.line(0, "Endpoints:" if endpoints else "Endpoints: <none>")
    for endpoint in endpoints or ():
        _endpoint(w, endpoint)
    events(w, related, now)
    return w.text()


def _endpoint(w: Writer, endpoint: dict) -> None:
    ready, target = (endpoint.get("conditions") or {}).get("ready"), endpoint.get("targetRef")
    w.field("- Addresses", ", ".join(endpoint.get("addresses") or ()) or "<none>", 1)
    w.line(2, "Conditions:")
    w.field("Ready", "<unset>" if ready is None else go_bool(ready), 3)
    w.field("Hostname", or_unset(endpoint.get("hostname")), 2)
    if target is not None:
        w.field("TargetRef", f"{target.get('kind', '')}/{target.get('name', '')}", 2)
    w.rows(2, ("NodeName:", or_unset(endpoint.get("nodeName"))), ("Zone:", or_unset(endpoint.get("zone"))))

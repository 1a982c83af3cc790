"""The ready endpoints of a service's endpoint slices on one line: kubectl's formatEndpointSlices."""
from __future__ import annotations

from kubectl_lite.printers.text import host_port

SHOWN = 3


def endpoints_text(slices: list[dict], port_name: str) -> str:
    """"10.0.0.1:80,10.0.0.2:80 + 3 more..." of the ports with a name; slices without ports give addresses alone."""
    if not slices:
        return "<none>"
    found, more = [], False
    for ready, text in (pair for s in slices for pair in _of_slice(s, port_name)):
        more = more or len(found) >= SHOWN
        if ready:
            found.append(text)
    shown = ",".join(found[:SHOWN])
    return f"{shown} + {len(found) - SHOWN} more..." if more else shown


def _of_slice(listed: dict, port_name: str):
    endpoints = [((e.get("conditions") or {}).get("ready") is not False, e["addresses"][0]) for e in listed.get("endpoints") or ()]
    ports = listed.get("ports")
    if not ports:
        return endpoints
    return [(ready, host_port(address, port.get("port", 0))) for port in ports if (port.get("name") or "") == port_name
            for ready, address in endpoints]

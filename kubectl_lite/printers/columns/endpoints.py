"""Columns of endpoints: printEndpoints, with the first three addresses."""
from __future__ import annotations

from kubectl_lite.printers.ages import age
from kubectl_lite.printers.text import host_port

COLUMNS = (
    ("Name", "string", "name", 0),
    ("Endpoints", "string", "", 0),
    ("Age", "string", "", 0),
)
SHOWN = 3


def cells(obj: dict, now: float) -> list:
    return [obj["metadata"]["name"], _addresses(obj.get("subsets") or ()), age(obj, now)]


def _addresses(subsets) -> str:
    if not subsets:
        return "<none>"
    found = [text for subset in subsets for text in _of_subset(subset)]
    text = ",".join(found[:SHOWN])
    return f"{text} + {len(found) - SHOWN} more..." if len(found) > SHOWN else text


def _of_subset(subset: dict) -> list[str]:
    addresses = [address["ip"] for address in subset.get("addresses") or ()]
    ports = subset.get("ports")
    return [host_port(ip, port["port"]) for port in ports for ip in addresses] if ports else addresses

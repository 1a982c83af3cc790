"""Columns of endpoint slices: printEndpointSlice, with three ports and three addresses at most."""
from __future__ import annotations

from kubectl_lite.printers.ages import age

COLUMNS = (
    ("Name", "string", "name", 0),
    ("AddressType", "string", "", 0),
    ("Ports", "string", "", 0),
    ("Endpoints", "string", "", 0),
    ("Age", "string", "", 0),
)
SHOWN = 3


def cells(obj: dict, now: float) -> list:
    ports = [_port(port) for port in obj.get("ports") or ()]
    addresses = [address for endpoint in obj.get("endpoints") or () for address in endpoint.get("addresses") or ()]
    return [obj["metadata"]["name"], obj.get("addressType", ""), _some(ports), _some(addresses), age(obj, now)]


def _port(port: dict) -> str:
    return str(port["port"]) if port.get("port") is not None else port.get("name") if port.get("name") is not None else "*"


def _some(texts: list[str]) -> str:
    text = ",".join(texts[:SHOWN])
    return f"{text} + {len(texts) - SHOWN} more..." if len(texts) > SHOWN else text or "<unset>"

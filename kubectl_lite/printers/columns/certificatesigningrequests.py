"""Columns of certificate signing requests: printCertificateSigningRequest."""
from __future__ import annotations

from kubectl_lite.printers.ages import age, human_duration
from kubectl_lite.printers.text import csr_status

COLUMNS = (
    ("Name", "string", "name", 0),
    ("Age", "string", "", 0),
    ("SignerName", "string", "", 0),
    ("Requestor", "string", "", 0),
    ("RequestedDuration", "string", "", 0),
    ("Condition", "string", "", 0),
)


def cells(obj: dict, now: float) -> list:
    spec = obj.get("spec") or {}
    seconds = spec.get("expirationSeconds")
    return [obj["metadata"]["name"], age(obj, now), spec.get("signerName") or "<none>", spec.get("username", ""),
            "<none>" if seconds is None else human_duration(seconds), csr_status(obj.get("status") or {})]

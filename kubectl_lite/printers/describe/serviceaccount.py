"""kubectl describe serviceaccount."""
from __future__ import annotations

from kubectl_lite.printers.describe import fetching
from kubectl_lite.printers.describe.events import events
from kubectl_lite.printers.describe.writer import Writer, head

PULL_SECRETS = "Image pull secrets:"


def related(obj: dict) -> dict:
    return {"events": fetching.events(obj)}


def describe(obj: dict, related: dict, now: float) -> str:
    w = Writer()
    head(w, obj)
    names = [secret.get("name", "") for secret in obj.get("imagePullSecrets") or ()] or ["<none>"]
    w.rows(0, (PULL_SECRETS, names[0]), *((" " * len(PULL_SECRETS), name) for name in names[1:]))
    events(w, related, now)
    return w.text()

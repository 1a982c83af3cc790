"""kubectl describe storageclass."""
from __future__ import annotations

from kubectl_lite.printers.describe import fetching
from kubectl_lite.printers.describe.events import events
from kubectl_lite.printers.describe.persistentvolume import requirements
from kubectl_lite.printers.describe.writer import Writer
from kubectl_lite.printers.labels import format_labels
from kubectl_lite.printers.storage import is_default_class
from kubectl_lite.printers.text import title_bool


def related(obj: dict) -> dict:
    return {"events": fetching.events(obj)}


def describe(obj: dict, related: dict, now: float) -> str:
    meta, options, w = obj["metadata"], obj.get("mountOptions"), Writer()
    w.rows(0, ("Name:", meta["name"]), ("IsDefaultClass:", "Yes" if is_default_class(obj) else "No"),
           ("Annotations:", format_labels(meta.get("annotations"))), ("Provisioner:", obj.get("provisioner", "")),
           ("Parameters:", format_labels(obj.get("parameters"))), ("AllowVolumeExpansion:", title_bool(obj.get("allowVolumeExpansion"))))
    w.line(0, "MountOptions:" if options else "MountOptions:\t<none>")
    for option in options or ():
        w.line(1, option)
    for title, key in (("ReclaimPolicy", "reclaimPolicy"), ("VolumeBindingMode", "volumeBindingMode")):
        if obj.get(key) is not None:
            w.field(title, obj[key])
    if obj.get("allowedTopologies") is not None:
        _topologies(w, obj["allowedTopologies"])
    events(w, related, now)
    return w.text()


def _topologies(w: Writer, terms: list[dict]) -> None:
    w.field("AllowedTopologies", "" if terms else "<none>")
    for i, term in enumerate(terms):
        texts = [f"{r.get('key', '')} in" + (f" [{', '.join(r['values'])}]" if r.get("values") else "")
                 for r in term.get("matchLabelExpressions") or ()]
        requirements(w, f"Term {i}", texts, level=1)

"""NodeName: a pod that names its node runs there or nowhere."""
from __future__ import annotations

from kubectl_lite.scheduler.framework import hopeless

NAME = "NodeName"
REASON = "node(s) didn't match the requested node name"


def filter(cycle, info):
    wanted = cycle.pod["spec"].get("nodeName")
    return hopeless(REASON) if wanted and wanted != info.name else None

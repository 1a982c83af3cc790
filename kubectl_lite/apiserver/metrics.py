"""/metrics in Prometheus' text format: what a server without a life of its own can truly tell, its store."""
from __future__ import annotations

from kubectl_lite.api import resources


def text(server) -> str:
    """The number of stored objects of each resource, and the store's revision."""
    lines = ["# HELP apiserver_resource_objects [ALPHA] Number of stored objects at the time of last check split by kind.",
             "# TYPE apiserver_resource_objects gauge"]
    for row in resources.all_stored():
        count = len(server.store.range(row.prefix()).entries)
        lines.append(f'apiserver_resource_objects{{group="{row.group}",resource="{row.name}"}} {count}')
    lines += ["# HELP kubectl_lite_store_revision The revision of the last commit.", "# TYPE kubectl_lite_store_revision counter",
              f"kubectl_lite_store_revision {server.store.revision()}"]
    return "\n".join(lines) + "\n"

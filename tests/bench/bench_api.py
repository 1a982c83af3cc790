"""What a write through the whole API-server pipeline costs: CPU time of one process, store in memory. Run: python tests/bench/bench_api.py [count]

Prints the median CPU time of a create, its goal, and its ratio to json.loads(json.dumps(obj)) of the object that was stored. The two are
measured in turn, so that on a machine whose speed changes the ratio holds.
"""
from __future__ import annotations

import json
import sys
import time

from kubectl_lite import cluster
from kubectl_lite.machinery.env import FixedEnv
from kubectl_lite.machinery.wire import Request, UserInfo

ADMIN = UserInfo("kubernetes-admin", ("system:masters", "system:authenticated"))
COUNT, WARM = 400, 30
# name: (path, goal in milliseconds)
WRITES = {"ConfigMap": ("/api/v1/namespaces/default/configmaps", 0.3), "Pod": ("/api/v1/namespaces/default/pods", 1.2)}


def config_map(n: int) -> dict:
    """A ConfigMap as an application has it."""
    return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": f"settings-{n}", "labels": {"app": "web"}},
            "data": {"LOG_LEVEL": "debug", "DATABASE_HOST": "db.default.svc", "nginx.conf": "server {\n  listen 80;\n}\n"}}


def pod(n: int) -> dict:
    """A Pod as a Deployment's template has it."""
    probe = {"httpGet": {"path": "/healthz", "port": "http"}, "periodSeconds": 5}
    container = {"name": "web", "image": "nginx:1.27", "ports": [{"name": "http", "containerPort": 80}],
                 "env": [{"name": "LOG_LEVEL", "value": "debug"}, {"name": "POD_IP", "valueFrom": {"fieldRef": {"fieldPath": "status.podIP"}}}],
                 "resources": {"requests": {"cpu": "100m", "memory": "64Mi"}, "limits": {"memory": "128Mi"}},
                 "readinessProbe": probe, "volumeMounts": [{"name": "settings", "mountPath": "/etc/web"}]}
    return {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": f"web-{n}", "labels": {"app": "web", "tier": "front"}},
            "spec": {"containers": [container], "volumes": [{"name": "settings", "configMap": {"name": "settings"}}]}}


MAKERS = {"ConfigMap": config_map, "Pod": pod}


def median(times: list) -> float:
    return sorted(times)[len(times) // 2]


def creates(kind: str, count: int = COUNT) -> list[tuple]:
    """(seconds of CPU time of a create, of encoding and decoding what it stored), one by one."""
    place = cluster.in_memory(FixedEnv(seed=1))
    account = {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "default"}}
    send(place.server, "/api/v1/namespaces/default/serviceaccounts", account)
    path, make, times = WRITES[kind][0], MAKERS[kind], []
    for n in range(count + WARM):
        obj = make(n)
        start = time.process_time()
        stored = send(place.server, path, obj)
        middle = time.process_time()
        json.loads(json.dumps(stored))
        times.append((middle - start, time.process_time() - middle))
    return times[WARM:]


def send(server, path: str, obj: dict) -> dict:
    """POST as the administrator; what was stored."""
    response = server.handle(Request("POST", path, {"fieldManager": ["bench"]}, {"content-type": "application/json"}, obj, ADMIN))
    if response.status != 201:
        raise SystemExit(f"{path}: {response.body.get('message')}")
    return response.body


def main(argv: list[str]) -> int:
    count = int(argv[0]) if argv else COUNT
    missed = 0
    for kind, (_, goal) in WRITES.items():
        times = creates(kind, count)
        ours, theirs = (median(column) * 1e3 for column in zip(*times))
        ratio = median([create / copy for create, copy in times])
        missed += ours > goal
        print(f"{kind + ' create':20} {ours:8.3f} ms   json copy {theirs:7.4f} ms   ratio {ratio:6.1f}   (goal {goal} ms)", flush=True)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

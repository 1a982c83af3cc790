"""kubectl describe node, with its lease, its pods and what they ask for."""
from __future__ import annotations

from kubectl_lite.machinery.quantity import ZERO, parse
from kubectl_lite.printers.ages import rfc1123z, since
from kubectl_lite.printers.describe import fetching
from kubectl_lite.printers.describe.events import events
from kubectl_lite.printers.describe.podresources import totals
from kubectl_lite.printers.describe.volumes import go_bool
from kubectl_lite.printers.describe.writer import Writer, annotations, labels, lines_under
from kubectl_lite.printers.text import node_roles

SYSTEM = (("Machine ID", "machineID"), ("System UUID", "systemUUID"), ("Boot ID", "bootID"), ("Kernel Version", "kernelVersion"),
          ("OS Image", "osImage"), ("Operating System", "operatingSystem"), ("Architecture", "architecture"),
          ("Container Runtime Version", "containerRuntimeVersion"), ("Kubelet Version", "kubeletVersion"))
ALWAYS = ("cpu", "memory", "ephemeral-storage")
STANDARD = (*ALWAYS, "pods")
POOLS_SHOWN = 10
NOT_A_NUMBER = -1 << 63  # what Go makes of an infinite or undefined share


def related(obj: dict) -> dict:
    name = obj["metadata"]["name"]
    running = f"spec.nodeName={name},status.phase!=Failed,status.phase!=Succeeded"
    return {"lease": (f"/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/{name}", {}),
            "pods": fetching.collection("/api/v1", "pods", fieldSelector=running),
            "slices": fetching.collection("/apis/resource.k8s.io/v1", "resourceslices", fieldSelector=f"spec.nodeName={name}"),
            "events": fetching.events(obj), "events by name": fetching.events(obj, uid=name)}


def describe(obj: dict, related: dict, now: float) -> str:
    spec, status, w = obj.get("spec") or {}, obj.get("status") or {}, Writer()
    _head(w, obj, spec)
    _lease(w, related["lease"])
    _conditions(w, status.get("conditions") or ())
    w.line(0, "Addresses:")
    w.rows(1, *((f"{a.get('type', '')}:", a.get("address", "")) for a in status.get("addresses") or ()))
    _amounts(w, status)
    _pools(w, fetching.items(related["slices"]))
    _system(w, spec, status.get("nodeInfo") or {})
    _pods(w, related["pods"], status.get("allocatable") or status.get("capacity") or {}, now)
    events(w, related, now)
    return w.text()


def _head(w: Writer, obj: dict, spec: dict) -> None:
    meta = obj["metadata"]
    w.rows(0, ("Name:", meta["name"]), ("Roles:", ",".join(node_roles(obj)) or "<none>"))
    labels(w, "Labels", meta.get("labels"))
    annotations(w, "Annotations", meta.get("annotations"))
    w.field("CreationTimestamp", rfc1123z(meta.get("creationTimestamp")))
    taints = sorted(spec.get("taints") or (), key=lambda t: f"{t.get('effect', '')},{t.get('key', '')}")
    lines_under(w, "Taints", [taint_text(taint) for taint in taints])
    w.field("Unschedulable", go_bool(spec.get("unschedulable")))


def taint_text(taint: dict) -> str:
    """Taint.ToString(): key=value:effect, without the parts that are empty."""
    key, value, effect = taint.get("key", ""), taint.get("value"), taint.get("effect")
    if not effect:
        return f"{key}={value}:" if value else key
    return f"{key}={value}:{effect}" if value else f"{key}:{effect}"


def _lease(w: Writer, lease) -> None:
    if isinstance(lease, Exception):
        w.field("Lease", f"Failed to get lease: {lease}")
        return
    spec = lease.get("spec") or {}
    w.line(0, "Lease:")
    w.rows(1, ("HolderIdentity:", spec.get("holderIdentity", "<unset>")),
           *((f"{title}:", rfc1123z(spec[key]) if spec.get(key) else "<unset>") for title, key in (("AcquireTime", "acquireTime"), ("RenewTime", "renewTime"))))


def _conditions(w: Writer, listed) -> None:
    if listed:
        w.write(0, "Conditions:\n")
        w.rows(1, ("Type", "Status", "LastHeartbeatTime", "LastTransitionTime", "Reason", "Message"),
               ("----", "------", "-----------------", "------------------", "------", "-------"))
    for c in listed:
        cells = (c.get("type", ""), c.get("status", ""), rfc1123z(c.get("lastHeartbeatTime")), rfc1123z(c.get("lastTransitionTime")), c.get("reason", ""))
        w.line(1, "".join(f"{cell} \t" for cell in cells) + c.get("message", ""))


def _amounts(w: Writer, status: dict) -> None:
    for title, key in (("Capacity", "capacity"), ("Allocatable", "allocatable")):
        listed = status.get(key)
        if listed:
            w.line(0, f"{title}:")
            w.rows(1, *((f"{name}:", listed[name]) for name in sorted(listed)))


def _pools(w: Writer, slices: list[dict]) -> None:
    """The node's own devices by driver and pool."""
    pools: dict[tuple, list[int]] = {}
    for spec in (s.get("spec") or {} for s in slices):
        count = pools.setdefault((spec.get("driver", ""), (spec.get("pool") or {}).get("name", "")), [0, 0])
        count[0] += 1
        count[1] += len(spec.get("devices") or ())
    if not pools:
        return
    w.line(0, "Node-Local ResourceSlices:")
    w.rows(1, ("Driver", "Pool", "Slices", "Devices"), ("------", "----", "------", "-------"))
    keys = sorted(pools, key="/".join)
    w.rows(1, *((*key, *pools[key]) for key in keys[:POOLS_SHOWN]))
    if len(keys) > POOLS_SHOWN:
        w.line(1, f"...and {len(keys) - POOLS_SHOWN} more pools")


def _system(w: Writer, spec: dict, info: dict) -> None:
    w.line(0, "System Info:")
    w.rows(1, *((f"{title}:", info.get(key, "")) for title, key in SYSTEM))
    for title, text in (("PodCIDR", spec.get("podCIDR")), ("PodCIDRs", ",".join(spec.get("podCIDRs") or ())), ("ProviderID", spec.get("providerID"))):
        if text:
            w.field(title, text)


def _pods(w: Writer, answer, allocatable: dict, now: float) -> None:
    if getattr(answer, "reason", "") == "Forbidden":
        w.field("Pods", "not authorized")
        return
    pods = fetching.body(answer).get("items") or []
    available = {name: parse(value) for name, value in allocatable.items()}
    w.field("Non-terminated Pods", f"({len(pods)} in total)")
    w.rows(1, ("Namespace", "Name", "", "CPU Requests", "CPU Limits", "Memory Requests", "Memory Limits", "Age"),
           ("---------", "----", "", "------------", "----------", "---------------", "-------------", "---"))
    asked = [(totals(pod, "requests"), totals(pod, "limits")) for pod in pods]
    for pod, (requests, limits) in zip(pods, asked):
        shares = [_share(amounts, available, name) for name in ("cpu", "memory") for amounts in (requests, limits)]
        w.rows(1, (pod["metadata"].get("namespace", ""), pod["metadata"]["name"], "", *shares, since(pod["metadata"].get("creationTimestamp"), now)))
    _allocated(w, _sum(r for r, _ in asked), _sum(l for _, l in asked), available)


def _allocated(w: Writer, requests: dict, limits: dict, available: dict) -> None:
    w.write(0, "Allocated resources:\n  (Total limits may be over 100 percent, i.e., overcommitted.)\n")
    w.rows(1, ("Resource", "Requests", "Limits"), ("--------", "--------", "------"))
    huge = sorted(name for name in available if name.startswith("hugepages-"))
    other = sorted(name for name in available if name not in STANDARD and name not in huge)
    for name in (*ALWAYS, *huge):
        w.rows(1, (name, *(_share(amounts, available, name, undefined=0) for amounts in (requests, limits))))
    w.rows(1, *((name, requests.get(name, ZERO), limits.get(name, ZERO)) for name in other))


def _sum(parts) -> dict:
    total: dict = {}
    for amounts in parts:
        for name, value in amounts.items():
            total[name] = total[name] + value if name in total else value
    return total


def _share(amounts: dict, available: dict, name: str, undefined: int = NOT_A_NUMBER) -> str:
    """"500m (12%)": an amount and its share of what the node has."""
    measure = "milli_value" if name == "cpu" else "value"
    amount, whole = amounts.get(name, ZERO), getattr(available.get(name, ZERO), measure)()
    percent = int(getattr(amount, measure)() / whole * 100) if whole else undefined
    return f"{amount} ({percent}%)"

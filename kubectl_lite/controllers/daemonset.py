"""DaemonSet controller: one pod on every node that can have it. Mirrors pkg/controller/daemon."""
from __future__ import annotations

from kubectl_lite.api import placement
from kubectl_lite.controllers import owners, pods, revisions
from kubectl_lite.controllers.hashing import template_hash
from kubectl_lite.machinery import intstr
from kubectl_lite.machinery.errors import ApiError

NAME, USER = "daemonset-controller", "system:serviceaccount:kube-system:daemon-set-controller"
SETS, PODS, NODES = "daemonsets.apps", "pods", "nodes"
GENERATION, TEMPLATE_GENERATION = "deprecated.daemonset.template.generation", "pod-template-generation"
# (taint key, effect) that daemon pods bear; the last one only those on the host's network.
BORNE = (
    ("node.kubernetes.io/not-ready", "NoExecute"), ("node.kubernetes.io/unreachable", "NoExecute"),
    ("node.kubernetes.io/disk-pressure", "NoSchedule"), ("node.kubernetes.io/memory-pressure", "NoSchedule"),
    ("node.kubernetes.io/pid-pressure", "NoSchedule"), ("node.kubernetes.io/unschedulable", "NoSchedule"),
)
HOST_NETWORK_BORNE = ("node.kubernetes.io/network-unavailable", "NoSchedule")


def _all_keys(_obj, cache):
    """A node concerns every daemon set."""
    return [owners.own_key(ds, cache)[0] for ds in cache.list(SETS)]


WATCHES = {SETS: owners.own_key, PODS: owners.selector_owner_keys(SETS, "DaemonSet", "apps"), NODES: _all_keys,
           revisions.REVISIONS: owners.controller_keys("DaemonSet", "apps")}


def reconcile(key, ctx):
    """One daemon set; seconds until a ready pod counts as available."""
    found = ctx.cache.get(SETS, *key)
    if found is None:
        return None
    selector = owners.object_selector(found)
    if selector.empty():
        ctx.events.warning(found, "SelectingAll", "This daemon set is selecting all pods. A non-empty selector is required.", once=True)
        return None
    if owners.is_deleted(found):
        return None
    history = revisions.claimed(ctx, found)
    labels = (found["spec"]["template"].get("metadata") or {}).get("labels") or {}
    current, history = revisions.current(ctx, SETS, found, history, labels, revisions.HASH, _hash)
    hash_ = current["metadata"]["labels"][revisions.HASH]
    mine = owners.claim(ctx, PODS, found, selector, ctx.cache.list(PODS, key[0]))
    nodes = sorted(ctx.cache.list(NODES), key=lambda n: n["metadata"]["name"])
    failure = _manage(ctx, found, mine, nodes, hash_)
    _roll(ctx, found, nodes, hash_)
    _clean_up(ctx, found, history, current)
    mine = ctx.cache.controlled(PODS, found["metadata"]["uid"])
    ctx.update_status(SETS, found, next_status(found, mine, nodes, hash_, ctx.now))
    if failure:
        raise failure
    return pods.available_in(mine, found["spec"].get("minReadySeconds", 0), ctx.now)


def _hash(found, collisions):
    return template_hash(found["spec"]["template"], collisions)


def _manage(ctx, found, mine, nodes, hash_):
    """Make what is missing and remove what should not be; a refusal or None."""
    missing, surplus, failed = plan(found, mine, nodes, hash_)
    for pod in failed:
        text = f"Found failed daemon pod {pod['metadata']['namespace']}/{pod['metadata']['name']} on node {node_of(pod)}, will try to kill it"
        ctx.events.warning(found, "FailedDaemonPod", text)
    for node in missing:
        try:
            pod = ctx.create(PODS, new_pod(found, node, hash_))
        except ApiError as e:
            ctx.events.warning(found, "FailedCreate", f"Error creating: {e.message}")
            return e
        ctx.events.normal(found, "SuccessfulCreate", f"Created pod: {pod['metadata']['name']}")
    for pod in [*surplus, *failed]:
        _delete(ctx, found, pod)
    return None


def _delete(ctx, found, pod):
    ctx.delete(PODS, pod)
    ctx.events.normal(found, "SuccessfulDelete", f"Deleted pod: {pod['metadata']['name']}")


def plan(found: dict, mine, nodes, hash_: str = ""):
    """(node names without their pod, pods to remove, failed pods to remove). A rollout with a surge may have an old pod beside the new one."""
    by_node = on_nodes(mine)
    missing, surplus, failed = [], [], []
    for node in nodes:
        name = node["metadata"]["name"]
        here = by_node.pop(name, [])
        should_run, should_stay = decide(found, node)
        if should_run and not here:
            missing.append(name)
        elif should_stay:
            bad = [pod for pod in here if pods.phase(pod) == "Failed" and not owners.is_deleted(pod)]
            failed += bad
            good = [pod for pod in here if pod not in bad and not owners.is_deleted(pod)]
            surplus += _doubled(found, good, hash_)
        else:
            surplus += [pod for pod in here if not owners.is_deleted(pod)]
    for name, lost in by_node.items():
        surplus += [pod for pod in lost if not pod["spec"].get("nodeName") and not owners.is_deleted(pod)]
    return missing, surplus, failed


def _doubled(found, here, hash_):
    """The pods of a node beyond the oldest; with a surge beyond the oldest of the new and of the old template."""
    oldest_first = sorted(here, key=_age)
    if not surge(found, len(here)):
        return oldest_first[1:]
    return [p for p in oldest_first if _is_new(p, hash_)][1:] + [p for p in oldest_first if not _is_new(p, hash_)][1:]


def surge(found: dict, desired: int) -> int:
    """How many nodes may have two pods during a rollout."""
    strategy = found["spec"].get("updateStrategy") or {}
    return intstr.scaled((strategy.get("rollingUpdate") or {}).get("maxSurge", 0), desired, True)


def _age(pod):
    return not pod["spec"].get("nodeName"), pod["metadata"]["creationTimestamp"], pod["metadata"]["name"]


def on_nodes(mine) -> dict:
    """Pods by the node they run on or are meant for."""
    found: dict[str, list] = {}
    for pod in mine:
        found.setdefault(node_of(pod), []).append(pod)
    return found


def node_of(pod: dict) -> str:
    """The node a daemon pod runs on, or is meant for by its affinity."""
    if pod["spec"].get("nodeName"):
        return pod["spec"]["nodeName"]
    for term in (placement.required_node_selector(pod) or {}).get("nodeSelectorTerms") or ():
        for field in term.get("matchFields") or ():
            if field["key"] == "metadata.name" and field["operator"] == "In" and len(field.get("values") or ()) == 1:
                return field["values"][0]
    return ""


def decide(found: dict, node: dict) -> tuple[bool, bool]:
    """(should a pod run there, may one that runs there stay)."""
    pod = new_pod(found, node["metadata"]["name"], "")
    wanted = found["spec"]["template"]["spec"].get("nodeName")
    if wanted and wanted != node["metadata"]["name"] or not placement.fits_affinity(pod, node):
        return False, False
    taints, tolerations = node["spec"].get("taints"), pod["spec"]["tolerations"]
    fits = placement.untolerated(taints, tolerations, (placement.NO_SCHEDULE, placement.NO_EXECUTE)) is None
    return fits, placement.untolerated(taints, tolerations, (placement.NO_EXECUTE,)) is None


def new_pod(found: dict, node: str, hash_: str) -> dict:
    """The pod of the daemon set for a node: its affinity names the node, its tolerations let it stay."""
    template = found["spec"]["template"]
    pod = pods.from_template(template, found)
    labels = {**(pod["metadata"].get("labels") or {}), revisions.HASH: hash_}
    generation = (found["metadata"].get("annotations") or {}).get(GENERATION)
    if generation:
        labels[TEMPLATE_GENERATION] = generation
    pod["metadata"]["labels"] = labels
    spec = pod["spec"]
    spec["affinity"] = _pinned(spec.get("affinity") or {}, node)
    spec["tolerations"] = _bearing(spec)
    return pod


def _pinned(affinity, node):
    """The affinity with every required term replaced by "this node"."""
    fields = [{"key": "metadata.name", "operator": "In", "values": [node]}]
    node_affinity = affinity.get("nodeAffinity") or {}
    required = (node_affinity.get("requiredDuringSchedulingIgnoredDuringExecution") or {}).get("nodeSelectorTerms")
    terms = [{**term, "matchFields": (term.get("matchFields") or []) + fields} for term in required or [{}]]
    return {**affinity, "nodeAffinity": {**node_affinity, "requiredDuringSchedulingIgnoredDuringExecution": {"nodeSelectorTerms": terms}}}


def _bearing(spec):
    borne = BORNE + ((HOST_NETWORK_BORNE,) if spec.get("hostNetwork") else ())
    own = list(spec.get("tolerations") or ())
    return own + [t for t in ({"key": key, "operator": "Exists", "effect": effect} for key, effect in borne) if t not in own]


def _roll(ctx, found, nodes, hash_):
    """Replace pods of older templates: as many at a time as may be unavailable, or as may be doubled."""
    if (found["spec"].get("updateStrategy") or {}).get("type", "RollingUpdate") != "RollingUpdate":
        return
    running = [node["metadata"]["name"] for node in nodes if decide(found, node)[0]]
    by_node = on_nodes(ctx.cache.controlled(PODS, found["metadata"]["uid"]))
    here = {name: [p for p in by_node.get(name, ()) if not owners.is_deleted(p)] for name in running}
    if surge(found, len(running)):
        places, victims = plan_surge(found, here, hash_, ctx.now)
    else:
        places, victims = [], plan_roll(found, here, hash_, ctx.now)
    for name in places:
        pod = ctx.create(PODS, new_pod(found, name, hash_))
        ctx.events.normal(found, "SuccessfulCreate", f"Created pod: {pod['metadata']['name']}")
    for pod in victims:
        _delete(ctx, found, pod)


def _sorted_out(found, pods_here, hash_, now):
    """(old pods, new pods, the available ones) of a node."""
    min_ready = found["spec"].get("minReadySeconds", 0)
    available = [p for p in pods_here if pods.is_available(p, min_ready, now)]
    return [p for p in pods_here if not _is_new(p, hash_)], [p for p in pods_here if _is_new(p, hash_)], available


def plan_roll(found: dict, here: dict, hash_: str, now: float) -> list:
    """The pods to remove now so that their nodes get new ones; `here` are the pods by node."""
    limits = (found["spec"].get("updateStrategy") or {}).get("rollingUpdate") or {}
    room = intstr.scaled(limits.get("maxUnavailable", 1), len(here), True)
    unavailable, broken, candidates = 0, [], []
    for pods_here in here.values():
        old, _, available = _sorted_out(found, pods_here, hash_, now)
        if not available:
            unavailable += 1
            broken += old
        elif old:
            candidates += old
    return broken + candidates[:max(room - unavailable, 0)]


def plan_surge(found: dict, here: dict, hash_: str, now: float) -> tuple[list, list]:
    """(nodes that get a second pod now, old pods whose successor is available or that are not available themselves)."""
    doubled, places, candidates, victims = 0, [], [], []
    for name, pods_here in here.items():
        old, new, available = _sorted_out(found, pods_here, hash_, now)
        if not old:
            continue
        if not new:
            (candidates if old[0] in available else places).append(name)
            continue
        doubled += 1
        if old[0] not in available or new[0] in available:
            victims.append(old[0])
    return places + candidates[:max(surge(found, len(here)) - doubled, 0)], victims


def _is_new(pod, hash_):
    return (pod["metadata"].get("labels") or {}).get(revisions.HASH) == hash_


def _clean_up(ctx, found, history, current):
    live = {(p["metadata"].get("labels") or {}).get(revisions.HASH) for p in ctx.cache.controlled(PODS, found["metadata"]["uid"])}
    names = {r["metadata"]["name"] for r in history if r["metadata"]["labels"].get(revisions.HASH) in live}
    revisions.truncate(ctx, found, history, names | {current["metadata"]["name"]})


def next_status(found: dict, mine, nodes, hash_: str, now: float) -> dict:
    """The counts over the nodes."""
    by_node, min_ready = on_nodes(mine), found["spec"].get("minReadySeconds", 0)
    desired = current = misscheduled = ready = available = updated = 0
    for node in nodes:
        here = sorted((p for p in by_node.get(node["metadata"]["name"], ()) if not owners.is_deleted(p)), key=_age)
        if not decide(found, node)[0]:
            misscheduled += bool(here)
            continue
        desired += 1
        if here:
            current += 1
            ready += pods.is_ready(here[0])
            available += pods.is_available(here[0], min_ready, now)
            updated += _is_new(here[0], hash_)
    status = {"currentNumberScheduled": current, "numberMisscheduled": misscheduled, "desiredNumberScheduled": desired, "numberReady": ready,
              "observedGeneration": found["metadata"].get("generation", 0)}
    optional = {"updatedNumberScheduled": updated, "numberAvailable": available, "numberUnavailable": desired - available}
    status.update((name, count) for name, count in optional.items() if count)
    old = found.get("status") or {}
    status.update((name, old[name]) for name in ("collisionCount", "conditions") if name in old)
    return status

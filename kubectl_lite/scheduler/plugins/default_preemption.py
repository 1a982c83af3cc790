"""DefaultPreemption: where pods of lower priority stand in the way, the cheapest set of them is removed from one node."""
from __future__ import annotations

from kubectl_lite.machinery import labels
from kubectl_lite.machinery.env import parse_time
from kubectl_lite.machinery.wire import STRATEGIC_PATCH
from kubectl_lite.scheduler.cycle import Cycle, fit_message
from kubectl_lite.scheduler.framework import hopeless

NAME = "DefaultPreemption"
NEVER = "not eligible due to preemptionPolicy=Never."
TERMINATING = "not eligible due to a terminating pod on the nominated node."
NOT_HELPFUL, NO_VICTIMS = "Preemption is not helpful for scheduling", "No preemption victims found for incoming pod"
CONDITION = {"type": "DisruptionTarget", "status": "True", "reason": "PreemptionByScheduler",
             "message": "default-scheduler: preempting to accommodate a higher priority pod"}


def post_filter(cycle, rejections, refusal):
    """(nominated node, message): free a node for the pod, or say why that is not possible."""
    if refusal is not None or rejections is None:
        return "", ""
    obstacle = _obstacle(cycle)
    if obstacle:
        return "", f"preemption: {obstacle}"
    candidates, reasons = {}, {}
    for info in cycle.snapshot.nodes():
        if not rejections[info.name].resolvable:
            reasons[info.name] = hopeless(NOT_HELPFUL)
            continue
        victims, why = _victims(cycle, info)
        if victims is None:
            reasons[info.name] = why
        else:
            candidates[info.name] = victims
    if not candidates:
        return "", f"preemption: {fit_message(reasons)}"
    name = min(candidates, key=lambda n: _cost(candidates[n]))
    _evict(cycle, name, candidates[name][0])
    return name, ""


def _obstacle(cycle):
    pod = cycle.pod
    if pod["spec"].get("preemptionPolicy") == "Never":
        return NEVER
    nominated = (pod.get("status") or {}).get("nominatedNodeName")
    info = cycle.snapshot.infos.get(nominated or "")
    going = info and any(p["metadata"].get("deletionTimestamp") and _priority(p) < _priority(pod) for p in info.pods)
    return TERMINATING if going else ""


def _priority(pod):
    return pod["spec"].get("priority", 0)


def _importance(pod):
    """Who stays first: higher priority, then the earlier start."""
    started = (pod.get("status") or {}).get("startTime") or pod["metadata"]["creationTimestamp"]
    return -_priority(pod), parse_time(started), pod["metadata"]["name"]


def _victims(cycle, info):
    """((victims, how many violate a budget), None), or (None, Rejection). Everything lower goes, then as much as possible comes back."""
    lower = [p for p in info.pods if _priority(p) < _priority(cycle.pod)]
    if not lower:
        return None, hopeless(NO_VICTIMS)
    trial = info.copy()
    for pod in lower:
        trial.remove(pod)
    why = _fits(cycle, trial)
    if why is not None:
        return None, why
    violating, others = _split_by_budget(cycle, sorted(lower, key=_importance))
    victims, broken = [], 0
    for pod, breaks in [(p, True) for p in violating] + [(p, False) for p in others]:
        trial.add(pod)
        if _fits(cycle, trial) is not None:
            trial.remove(pod)
            victims.append(pod)
            broken += breaks
    return (sorted(victims, key=_importance), broken), None


def _fits(cycle, trial):
    attempt = Cycle(cycle.pod, cycle.snapshot.with_node(trial), cycle.ctx, cycle.plugins)
    return attempt.pre_filter() or attempt.filter(trial)


def _split_by_budget(cycle, pods):
    """(pods whose eviction would break a disruption budget, the others)."""
    budgets = {}
    for budget in cycle.cache.list("poddisruptionbudgets.policy"):
        budgets[budget["metadata"]["namespace"], budget["metadata"]["name"]] = [budget, (budget.get("status") or {}).get("disruptionsAllowed", 0)]
    violating, others = [], []
    for pod in pods:
        breaks = False
        for row in budgets.values():
            if _guards(row[0], pod):
                row[1] -= 1
                breaks = breaks or row[1] < 0
        (violating if breaks else others).append(pod)
    return violating, others


def _guards(budget, pod):
    selector = labels.from_object(budget["spec"].get("selector"))
    disrupted = (budget.get("status") or {}).get("disruptedPods") or {}
    return (budget["metadata"]["namespace"] == pod["metadata"]["namespace"] and not selector.empty()
            and selector.matches(pod["metadata"].get("labels")) and pod["metadata"]["name"] not in disrupted)


def _cost(candidate):
    """Fewest broken budgets, lowest highest priority, lowest sum of priorities, fewest pods, latest start of the most important."""
    victims, broken = candidate
    priorities = [_priority(p) for p in victims]
    starts = [_importance(p)[1] for p in victims if _priority(p) == max(priorities)]
    return broken, max(priorities, default=-2 ** 31), sum(p + 2 ** 31 for p in priorities), len(victims), -min(starts, default=0)


def _evict(cycle, node, victims):
    for victim in victims:
        patch = {"status": {"conditions": [{**CONDITION, "lastProbeTime": None, "lastTransitionTime": cycle.ctx.timestamp}]}}
        cycle.ctx.patch("pods", victim, patch, STRATEGIC_PATCH, subresource="status")
        cycle.ctx.delete("pods", victim)
        cycle.ctx.events.normal(victim, "Preempted", f"Preempted by pod {cycle.pod['metadata']['uid']} on node {node}", action="Preempting")

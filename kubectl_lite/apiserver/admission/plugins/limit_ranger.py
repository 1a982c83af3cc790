"""LimitRanger: a namespace's LimitRanges give containers their defaults and bound what containers, pods and claims may ask for.

Mirrors plugin/pkg/admission/limitranger.
"""
from __future__ import annotations

from kubectl_lite.api import resources
from kubectl_lite.api.podspec.totals import of_pod
from kubectl_lite.machinery import quantity

RESOURCES = (("", "pods"), ("", "persistentvolumeclaims"))

ANNOTATION = "kubernetes.io/limit-ranger"


def admit(attributes) -> None:
    """Give defaults to the containers of new pods."""
    if attributes.operation != "CREATE" or not attributes.is_("", "pods"):
        return
    pod = attributes.obj
    for ranges in _ranges(attributes):
        done = _default_containers(pod["spec"], _defaults(ranges))
        if done:
            annotations = pod["metadata"]["annotations"] = dict(pod["metadata"].get("annotations") or {})
            annotations[ANNOTATION] = "LimitRanger plugin set: " + "; ".join(done)


def validate(attributes) -> None:
    """Refuse what is outside the limits."""
    if attributes.is_("", "pods") and attributes.operation == "CREATE" or attributes.is_("", "pods", "resize") and attributes.operation == "UPDATE":
        check = _pod_problems
    elif attributes.is_("", "persistentvolumeclaims") and attributes.operation in ("CREATE", "UPDATE"):
        check = _claim_problems
    else:
        return
    if attributes.old and attributes.old["metadata"].get("deletionTimestamp"):
        return
    for ranges in _ranges(attributes):
        problems = list(dict.fromkeys(check(ranges, attributes.obj)))
        if problems:
            raise attributes.forbidden(problems[0] if len(problems) == 1 else "[" + ", ".join(problems) + "]")


def _ranges(attributes):
    return attributes.objects.standing(resources.find("", "v1", "limitranges"), attributes.namespace)


def _of_type(ranges, type_):
    return [limit for limit in ranges["spec"].get("limits") or [] if limit.get("type") == type_]


def _defaults(ranges):
    """(default requests, default limits) of containers."""
    requests, limits = {}, {}
    for limit in _of_type(ranges, "Container"):
        requests.update(limit.get("defaultRequest") or {})
        limits.update(limit.get("default") or {})
    return requests, limits


def _default_containers(spec, defaults):
    """Texts of what was set."""
    done = []
    for key, kind in (("containers", "container"), ("initContainers", "init container")):
        for container in spec.get(key) or []:
            for what, values in zip(("requests", "limits"), defaults):
                names = _merge(container, what, values)
                if names:
                    done.append(f"{', '.join(names)} {what[:-1]} for {kind} {container['name']}")
    return done


def _merge(container, what, values):
    held = container.setdefault("resources", {})
    missing = sorted(name for name in values if name not in (held.get(what) or {}))
    if missing:
        held[what] = {**(held.get(what) or {}), **{name: values[name] for name in missing}}
    return missing


def _pod_problems(ranges, pod):
    spec, problems = pod["spec"], []
    for limit in ranges["spec"].get("limits") or []:
        if limit.get("type") == "Container":
            for container in (spec.get("containers") or []) + (spec.get("initContainers") or []):
                held = container.get("resources") or {}
                problems += _bounds(limit, _parsed(held.get("requests")), _parsed(held.get("limits")))
        elif limit.get("type") == "Pod":
            problems += _bounds(limit, of_pod(spec, "requests"), of_pod(spec, "limits"))
    return problems


def _claim_problems(ranges, claim):
    requests = _parsed((claim["spec"].get("resources") or {}).get("requests"))
    problems = []
    for limit in _of_type(ranges, "PersistentVolumeClaim"):
        for name, bound in _sorted(limit.get("min")):
            if name in requests and requests[name] < bound:
                problems.append(f"minimum {name} usage per PersistentVolumeClaim is {bound}, but request is {requests[name]}")
            elif name not in requests:
                problems.append(f"minimum {name} usage per PersistentVolumeClaim is {bound}.  No request is specified")
        for name, bound in _sorted(limit.get("max")):
            if name in requests and requests[name] > bound:
                problems.append(f"maximum {name} usage per PersistentVolumeClaim is {bound}, but request is {requests[name]}")
            elif name not in requests:
                problems.append(f"maximum {name} usage per PersistentVolumeClaim is {bound}.  No request is specified")
    return problems


def _bounds(limit, requests, limits):
    """minConstraint, maxConstraint and limitRequestRatioConstraint of one limit."""
    type_ = limit["type"]
    problems = [p for name, bound in _sorted(limit.get("min")) for p in _minimum(type_, name, bound, requests, limits)]
    problems += [p for name, bound in _sorted(limit.get("max")) for p in _maximum(type_, name, bound, requests, limits)]
    return problems + [p for name, bound in _sorted(limit.get("maxLimitRequestRatio")) for p in _ratio(type_, name, bound, requests, limits)]


def _minimum(type_, name, bound, requests, limits):
    text = f"minimum {name} usage per {type_} is {bound}"
    if name not in requests:
        yield f"{text}.  No request is specified"
    elif requests[name] < bound:
        yield f"{text}, but request is {requests[name]}"
    elif name in limits and limits[name] < bound:
        yield f"{text}, but limit is {limits[name]}"


def _maximum(type_, name, bound, requests, limits):
    text = f"maximum {name} usage per {type_} is {bound}"
    if name not in limits:
        yield f"{text}.  No limit is specified"
    elif limits[name] > bound:
        yield f"{text}, but limit is {limits[name]}"
    elif name in requests and requests[name] > bound:
        yield f"{text}, but request is {requests[name]}"


def _ratio(type_, name, bound, requests, limits):
    text = f"{name} max limit to request ratio per {type_} is {bound}"
    if name not in requests or not float(requests[name]):
        yield f"{text}, but no request is specified or request is 0"
    elif name not in limits or not float(limits[name]):
        yield f"{text}, but no limit is specified or limit is 0"
    else:
        ratio = float(limits[name]) / float(requests[name])
        if ratio > float(bound):
            yield f"{text}, but provided ratio is {ratio:f}"


def _parsed(values):
    return {name: quantity.parse(text) for name, text in (values or {}).items()}


def _sorted(values):
    return sorted(_parsed(values).items())

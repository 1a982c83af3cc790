"""kubectl describe role and clusterrole: rules broken down to single resources and put together again by verb (kubectl's util/rbac)."""
from __future__ import annotations

from itertools import product

from kubectl_lite.printers.describe.writer import Writer, go_list, head


def related(obj: dict) -> dict:
    return {}


def describe(obj: dict, related: dict, now: float) -> str:
    w = Writer()
    head(w, obj, namespaced=False)
    w.line(0, "PolicyRule:")
    w.rows(1, ("Resources", "Non-Resource URLs", "Resource Names", "Verbs"), ("---------", "-----------------", "--------------", "-----"),
           *((_resource(rule), go_list(rule["urls"]), go_list(rule["names"]), go_list(rule["verbs"])) for rule in rules(obj)))
    return w.text()


def rules(role: dict) -> list[dict]:
    """The rules in the order they are printed: by the text that Kubernetes gives a rule, which begins with its verbs."""
    single = [part for rule in role.get("rules") or () for part in _breakdown(rule)]
    return sorted(_compact(single), key=_go_text)


def _rule(verbs, groups=(), resources=(), names=(), urls=()) -> dict:
    return {"verbs": list(verbs), "groups": list(groups), "resources": list(resources), "names": list(names), "urls": list(urls)}


def _breakdown(rule: dict) -> list[dict]:
    verbs, names = rule.get("verbs") or (), rule.get("resourceNames") or ()
    parts = [_rule([verb], [group], [resource], [name] if names else ())
             for group, resource, verb, name in product(rule.get("apiGroups") or (), rule.get("resources") or (), verbs, names or ("",))]
    return parts + [_rule([verb], urls=[url]) for url, verb in product(rule.get("nonResourceURLs") or (), verbs)]


def _compact(single: list[dict]) -> list[dict]:
    """Joins the verbs of rules about the same resource; rules about URLs stay apart."""
    merged: dict[tuple, dict] = {}
    rest = []
    for rule in single:
        if rule["urls"]:
            rest.append(rule)
            continue
        key = (rule["groups"][0], rule["resources"][0], tuple(rule["names"]))
        if key in merged:
            merged[key]["verbs"] += rule["verbs"]
        else:
            merged[key] = rule
    return rest + list(merged.values())


def _go_text(rule: dict) -> str:
    return "&PolicyRule{Verbs:%s,APIGroups:%s,Resources:%s,ResourceNames:%s,NonResourceURLs:%s,}" % tuple(
        go_list(rule[key]) for key in ("verbs", "groups", "resources", "names", "urls"))


def _resource(rule: dict) -> str:
    """"deployments.apps/scale"."""
    if not rule["resources"]:
        return ""
    name, slash, sub = rule["resources"][0].partition("/")
    group = rule["groups"][0]
    return (f"{name}.{group}" if group else name) + slash + sub

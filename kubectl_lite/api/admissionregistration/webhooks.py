"""What validating and mutating webhook configurations share: defaults and validation of each webhook."""
from __future__ import annotations

from kubectl_lite.api.admissionregistration import clientconfig, rules
from kubectl_lite.api.validation import empties, meta, selectors, text
from kubectl_lite.machinery import field, names
from kubectl_lite.machinery.field import Path

WEBHOOKS = Path("webhooks")
SIDE_EFFECTS, VERSIONS = ("None", "NoneOnDryRun"), ("v1", "v1beta1")
REINVOCATION = ("IfNeeded", "Never")


def default(obj: dict, mutating: bool) -> None:
    for hook in obj.get("webhooks") or ():
        for name, value in (("failurePolicy", "Fail"), ("matchPolicy", "Equivalent"), ("timeoutSeconds", 10)):
            if hook.get(name) is None:
                hook[name] = value
        for name in ("namespaceSelector", "objectSelector"):
            hook.setdefault(name, {})
        if mutating and hook.get("reinvocationPolicy") is None:
            hook["reinvocationPolicy"] = "Never"
        rules.default_rules(hook.get("rules"))
        clientconfig.default(hook.get("clientConfig"))


def bumps_generation(obj: dict, old: dict) -> bool:
    """Go's plain comparison, for which an empty list is not nothing."""
    hooks = obj.get("webhooks") or []
    return hooks != (old.get("webhooks") or []) or empties.sent_anywhere(hooks)


def validate(obj: dict, mutating: bool) -> list:
    problems, seen = [], set()
    for i, hook in enumerate(obj.get("webhooks") or ()):
        path, name = WEBHOOKS.index(i), hook.get("name") or ""
        problems += _webhook(hook, path, mutating) + _versions(hook.get("admissionReviewVersions") or [], path / "admissionReviewVersions")
        if name and name in seen:
            problems.append(field.duplicate(path / "name", name))
        seen.add(name)
    return problems


def validate_update(obj: dict, old: dict, mutating: bool) -> list:
    return meta.validate_meta(obj["metadata"], False, kube_finalizers=False) + validate(obj, mutating)


def _webhook(hook, path, mutating):
    problems = text.fully_qualified_name(hook.get("name") or "", path / "name")
    for i, rule in enumerate(hook.get("rules") or ()):
        problems += rules.rule(rule, (path / "rules").index(i))
    problems += text.one_of(hook.get("failurePolicy"), rules.FAILURE_POLICIES, path / "failurePolicy")
    problems += text.one_of(hook.get("matchPolicy"), rules.MATCH_POLICIES, path / "matchPolicy")
    effects = hook.get("sideEffects")
    if effects is None:
        problems.append(field.required(path / "sideEffects", "must specify one of " + ", ".join(SIDE_EFFECTS)))
    problems += text.one_of(effects, SIDE_EFFECTS, path / "sideEffects")
    timeout = hook.get("timeoutSeconds")
    if timeout is not None and not 1 <= timeout <= 30:
        problems.append(field.invalid(path / "timeoutSeconds", timeout, "the timeout value must be between 1 and 30 seconds"))
    for name in ("namespaceSelector", "objectSelector"):
        problems += selectors.label_selector(hook.get(name), path / name)
    if mutating:
        problems += text.one_of(hook.get("reinvocationPolicy"), REINVOCATION, path / "reinvocationPolicy")
    problems += clientconfig.validate(hook.get("clientConfig") or {}, path / "clientConfig")
    return problems + rules.match_conditions(hook.get("matchConditions") or (), path / "matchConditions", params=False)


def _versions(versions, path):
    known = ", ".join(VERSIONS)
    if not versions:
        return [field.required(path, f"must specify one of {known}")]
    problems = []
    for i, version in enumerate(versions):
        if version in versions[:i]:
            problems.append(field.invalid(path.index(i), version, "duplicate version"))
        else:
            problems += text.each(names.dns1035_label(version), version, path.index(i))
    if not set(versions) & set(VERSIONS):
        problems.append(field.invalid(path, versions, f"must include at least one of {known}"))
    return problems

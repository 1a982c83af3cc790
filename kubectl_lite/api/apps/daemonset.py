"""DaemonSet: defaults and validation. Mirrors pkg/apis/apps and pkg/registry/apps/daemonset."""
from __future__ import annotations

from kubectl_lite.api.podspec.encoding import settle as canonicalize  # noqa: F401 (a slot)
from kubectl_lite.api import internal
from kubectl_lite.api.validation import selectors, text, workloads
from kubectl_lite.machinery import field, labels
from kubectl_lite.machinery.field import Path

HAS_GENERATION = True
SPEC, STATUS = Path("spec"), Path("status")
TEMPLATE_GENERATION = "deprecated.daemonset.template.generation"
STRATEGY = SPEC / "updateStrategy"
COUNTS = ("currentNumberScheduled", "numberMisscheduled", "desiredNumberScheduled", "numberReady", "observedGeneration",
          "updatedNumberScheduled", "numberAvailable", "numberUnavailable", "collisionCount")


def default(obj):
    """SetDefaults_DaemonSet; the annotation that stands for the template's generation must be a number."""
    given = ((obj.get("metadata") or {}).get("annotations") or {}).get(TEMPLATE_GENERATION)
    workloads.number_annotation("DaemonSet", given)
    if given is None:  # as the internal type writes it, so that its owner is whoever writes the object
        _set_template_generation(obj, 0)
    spec = obj.setdefault("spec", {})
    strategy = spec.setdefault("updateStrategy", {})
    strategy["type"] = strategy.get("type") or "RollingUpdate"
    if strategy["type"] == "RollingUpdate":
        strategy.setdefault("rollingUpdate", {}).setdefault("maxUnavailable", 1)
    rolling = strategy.get("rollingUpdate")
    if rolling is not None:
        rolling.update({name: value for name, value in (("maxUnavailable", 0), ("maxSurge", 0)) if rolling.get(name) is None})
    if spec.get("revisionHistoryLimit") is None:
        spec["revisionHistoryLimit"] = 10
    workloads.default_template(spec)


def prepare_for_create(obj):
    obj["status"] = {name: 0 for name in ("currentNumberScheduled", "numberMisscheduled", "desiredNumberScheduled", "numberReady")}
    given = (obj["metadata"].get("annotations") or {}).get(TEMPLATE_GENERATION, "")
    _set_template_generation(obj, max(1, int(given or 1)))


def prepare_for_update(obj, old):
    """The generation of the template counts its changes; nobody else sets it."""
    obj["status"] = old.get("status") or {}
    was = (old["metadata"].get("annotations") or {}).get(TEMPLATE_GENERATION, "")
    changed = (obj.get("spec") or {}).get("template") != (old.get("spec") or {}).get("template")
    _set_template_generation(obj, int(was or 0) + changed)


def _set_template_generation(obj, number):
    metadata = obj.setdefault("metadata", {})
    metadata["annotations"] = {**(metadata.get("annotations") or {}), TEMPLATE_GENERATION: str(number)}


def validate(obj, old=None):
    spec = obj.get("spec") or {}
    template, at = spec.get("template") or {}, SPEC / "template"
    problems = selectors.label_selector(spec.get("selector"), SPEC / "selector")
    problems += _selected(spec, template, at)
    problems += workloads.template_problems(template, ((old or {}).get("spec") or {}).get("template"), at)
    problems += workloads.always_restarted(template, at, "activeDeadlineSeconds in DaemonSet is not Supported")
    problems += text.non_negative(spec.get("minReadySeconds"), SPEC / "minReadySeconds")
    problems += _strategy(spec.get("updateStrategy") or {})
    return problems + text.non_negative(spec.get("revisionHistoryLimit"), SPEC / "revisionHistoryLimit")


def _selected(spec, template, at):
    selector, problems = spec.get("selector"), []
    try:
        found = labels.from_object(selector)
    except labels.SelectorError:
        found = None
    if found is not None:
        problems += workloads.selected(template, found, at)
    if selector is not None and selectors.is_empty(selector):
        problems.append(field.invalid(SPEC / "selector", selectors.selector_value(selector), "empty selector is invalid for daemonset"))
    return problems


def _strategy(strategy):
    kind, rolling, path = strategy.get("type", ""), strategy.get("rollingUpdate"), STRATEGY / "rollingUpdate"
    if kind == "OnDelete":
        return []
    if kind != "RollingUpdate":
        return [field.not_supported(STRATEGY, internal.value(strategy, "io.k8s.api.apps.v1.DaemonSetUpdateStrategy"), ("RollingUpdate", "OnDelete"))]
    if rolling is None:
        return [field.required(path)]
    unavailable, surge = rolling.get("maxUnavailable", 0), rolling.get("maxSurge", 0)
    problems = workloads.positive_int_or_percent(unavailable, path / "maxUnavailable")
    problems += workloads.positive_int_or_percent(surge, path / "maxSurge")
    problems += workloads.at_most_100_percent(unavailable, path / "maxUnavailable")
    problems += workloads.at_most_100_percent(surge, path / "maxSurge")
    has_unavailable, has_surge = workloads.amount(unavailable) != 0, workloads.amount(surge) != 0
    if has_unavailable and has_surge:
        problems.append(field.invalid(path / "maxSurge", surge, "may not be set when maxUnavailable is non-zero"))
    elif not has_unavailable and not has_surge:
        problems.append(field.required(path / "maxUnavailable", "cannot be 0 when maxSurge is 0"))
    return problems


def validate_update(obj, old):
    return workloads.immutable_selector(obj["spec"], old["spec"]) + validate(obj, old)


def validate_status_update(obj, old):
    status = obj.get("status") or {}
    return workloads.counts(status, COUNTS, STATUS) + workloads.never_decremented(status, old.get("status") or {}, STATUS)


def warnings(obj, old):
    return workloads.template_warnings(obj, old, obj["spec"].get("template"), SPEC / "template", name_in_pods=False)

"""What the workload kinds share: the selector and the pods it must select, rolling updates, replica counts in status."""
from __future__ import annotations

import re

from kubectl_lite.api.codec_types import as_sent
from kubectl_lite.api.validation import selectors, text
from kubectl_lite.machinery import errors, field, intstr, names
from kubectl_lite.machinery import labels as labelselectors
from kubectl_lite.machinery.field import Path

SPEC = Path("spec")
NAME_WARNING = ("metadata.name: this is used in Pod names and hostnames, which can result in surprising behavior; "
                "a DNS label is recommended")


def default_template(spec: dict) -> None:
    """The defaults of the pods that a workload makes."""
    from kubectl_lite.api.podspec import defaults
    template = spec.setdefault("template", {})
    defaults.default_spec(template.setdefault("spec", {}))


def template_problems(template: dict, old: dict | None, path: Path) -> list:
    """ValidatePodTemplateSpec."""
    from kubectl_lite.api.podspec import options
    from kubectl_lite.api.podspec import template as podtemplate
    old = old or {}
    return podtemplate.validate(template, path, options.for_update(old.get("spec"), old.get("metadata")))


def selector(spec: dict, path: Path, kind: str) -> tuple[list, object]:
    """(problems, the Selector or None where it cannot be read) of a required LabelSelector that must not be empty."""
    at, value = path / "selector", spec.get("selector")
    if value is None:
        return [field.required(at)], labelselectors.NOTHING
    problems = selectors.label_selector(value, at)
    if selectors.is_empty(value):
        problems.append(field.invalid(at, selectors.selector_value(value), f"empty selector is invalid for {kind}"))
    try:
        return problems, labelselectors.from_object(value)
    except labelselectors.SelectorError:
        return problems, None


def unreadable(spec: dict, path: Path, why: str = "invalid label selector"):
    return field.invalid(path / "selector", selectors.selector_value(spec["selector"]), why)


def selected(template: dict, selector_, path: Path) -> list:
    """The template's labels must be selected."""
    labels = as_sent(template.get("metadata"), "labels")
    if selector_.empty() or selector_.matches(labels):
        return []
    return [field.invalid(path.child("metadata", "labels"), labels, "`selector` does not match template `labels`")]


def always_restarted(template: dict, path: Path, deadline_text: str) -> list:
    """Pods of a controller are restarted and have no deadline."""
    spec, problems = template.get("spec") or {}, []
    if spec.get("restartPolicy") != "Always":
        problems.append(field.not_supported(path.child("spec", "restartPolicy"), spec.get("restartPolicy", ""), ("Always",)))
    if spec.get("activeDeadlineSeconds") is not None:
        problems.append(field.forbidden(path.child("spec", "activeDeadlineSeconds"), deadline_text))
    return problems


def replicated(spec: dict, old: dict | None, path: Path) -> list:
    """The selector and template of ReplicaSets and Deployments."""
    problems, found = selector(spec, path, "deployment")
    if found is None:
        return problems + [unreadable(spec, path)]
    template, at = spec.get("template") or {}, path / "template"
    problems += selected(template, found, at) + template_problems(template, (old or {}).get("template"), at)
    return problems + always_restarted(template, at, "activeDeadlineSeconds in ReplicaSet is not Supported")


def positive_int_or_percent(value, path: Path) -> list:
    """ValidatePositiveIntOrPercent."""
    if isinstance(value, str):
        return text.each(names.percent(value), value, path)
    return text.non_negative(value, path)


def at_most_100_percent(value, path: Path) -> list:
    """IsNotMoreThan100Percent."""
    percentage = percent(value)
    return [field.invalid(path, value, "must not be greater than 100%")] if percentage is not None and percentage > 100 else []


def percent(value) -> int | None:
    return int(value[:-1]) if intstr.is_percent(value) else None


def amount(value) -> int:
    """getIntOrPercentValue: the number of either form."""
    percentage = percent(value)
    return intstr.int_value(value) if percentage is None else percentage


def immutable_selector(spec: dict, old: dict, path: Path = SPEC) -> list:
    new, was = spec.get("selector"), old.get("selector")
    if new == was:
        return []
    shown = None if new is None else selectors.selector_value(new)
    return [field.invalid(path / "selector", shown, "field is immutable")]


def template_warnings(obj: dict, old: dict | None, template: dict | None, path: Path, name_in_pods: bool = True) -> list[str]:
    """What a kind with a pod template warns of, on creation and when its spec changes."""
    found = name_warnings(obj, old) if name_in_pods else []
    if not spec_changed(obj, old):
        return found
    from kubectl_lite.api.podspec.warnings import for_template
    return found + for_template(template, path)


def name_warnings(obj: dict, old: dict | None) -> list[str]:
    """Of a new object whose name will be part of the names of pods."""
    bad = names.dns_label(obj["metadata"].get("name", "")) if old is None else []
    return [f"{NAME_WARNING}: [{' '.join(bad)}]"] if bad else []


def spec_changed(obj: dict, old: dict | None) -> bool:
    return old is None or obj["metadata"].get("generation") != old["metadata"].get("generation")


def counts(status: dict, names_: tuple, path: Path) -> list:
    """None of the counts may be negative."""
    problems = []
    for name in names_:
        problems += text.non_negative(status.get(name), path / name)
    return problems


def bounded(status: dict, names_: tuple, path: Path, by: str = "replicas", shown: str = "status.replicas") -> list:
    """None of the counts may be above another one."""
    limit = status.get(by) or 0
    return [field.invalid(path / name, status.get(name) or 0, f"cannot be greater than {shown}") for name in names_ if (status.get(name) or 0) > limit]


def never_decremented(status: dict, old: dict, path: Path, name: str = "collisionCount") -> list:
    """IsDecremented: a count that was there may grow, and stay, but not go."""
    if old.get(name) is None or (status.get(name) is not None and status[name] >= old[name]):
        return []
    return [field.invalid(path / name, status.get(name) or 0, "cannot be decremented")]


def number_annotation(kind: str, value: str | None) -> None:
    """BadRequest where an annotation that stands for a field of the internal type is no 64-bit number."""
    if value is None or re.fullmatch(r"[+-]?[0-9]+", value) and -(1 << 63) <= int(value) < 1 << 63:
        return
    why = "value out of range" if re.fullmatch(r"[+-]?[0-9]+", value) else "invalid syntax"
    raise errors.bad_request(f'{kind} in version "v1" cannot be handled as a {kind}: strconv.ParseInt: parsing {field.go_quote(value)}: {why}')

"""Validation of resource requirements: names, amounts, requests against limits, claims. Pods and containers differ in the names allowed.

Mirrors validateResourceRequirements and the helpers on resource names in pkg/apis/core/helper. Resources are checked in order of their names.
"""
from __future__ import annotations

from kubectl_lite.api.codec_types import as_sent
from kubectl_lite.api.podspec.totals import aggregate
from kubectl_lite.api.validation import text
from kubectl_lite.api.validation.remembered import remembered
from kubectl_lite.machinery import field, names, quantity

STANDARD = {"cpu", "memory", "ephemeral-storage", "requests.cpu", "requests.memory", "requests.ephemeral-storage", "limits.cpu", "limits.memory",
            "limits.ephemeral-storage", "pods", "resourcequotas", "services", "replicationcontrollers", "secrets", "configmaps",
            "persistentvolumeclaims", "storage", "requests.storage", "services.nodeports", "services.loadbalancers"}
CONTAINER = {"cpu", "memory", "ephemeral-storage"}
POD = {"cpu", "memory"}
INTEGERS = {"pods", "resourcequotas", "services", "replicationcontrollers", "secrets", "configmaps", "persistentvolumeclaims",
            "services.nodeports", "services.loadbalancers"}
HUGE_PAGES = "hugepages-"
INT64 = 1 << 63
DOMAIN = "kubernetes.io/"
NOT_NEGATIVE = "must be greater than or equal to 0"
NO_STANDARD = "must be a standard resource type or fully qualified"
NO_CONTAINER = "must be a standard resource for containers"
NO_EXTENDED = "doesn't follow extended resource name standard"


def is_huge_page(name: str) -> bool:
    return name.startswith(HUGE_PAGES)


def is_native(name: str) -> bool:
    """Without a domain, or in Kubernetes' own."""
    return "/" not in name or DOMAIN in name


def is_extended(name: str) -> bool:
    """IsExtendedResourceName."""
    return not is_native(name) and not name.startswith("requests.") and not names.label_key("requests." + name)


def may_overcommit(name: str) -> bool:
    return is_native(name) and not is_huge_page(name)


def is_integer(name: str) -> bool:
    """IsIntegerResourceName."""
    return name in INTEGERS or is_extended(name)


def resource_name(name, path) -> list:
    """validateResourceName: a standard name or a qualified one."""
    problems = text.qualified_name(name, path)
    if not problems and "/" not in name and name not in STANDARD and not is_huge_page(name.removeprefix("requests.")):
        return [field.invalid(path, name, NO_STANDARD)]
    return problems


def container_resource_name(name, path) -> list:
    """validateContainerResourceName."""
    problems = resource_name(name, path)
    if "/" not in name:
        if name not in CONTAINER and not is_huge_page(name):
            problems.append(field.invalid(path, name, NO_CONTAINER))
    elif not is_native(name) and not is_extended(name):
        problems.append(field.invalid(path, name, NO_EXTENDED))
    return problems


def pod_resource_name(name, path) -> list:
    """validatePodResourceName: what may be asked for the pod as a whole."""
    problems = resource_name(name, path)
    if not problems and name not in POD and not is_huge_page(name):
        return [field.not_supported(path, name, POD | {HUGE_PAGES})]
    return problems


def wrapped_milli(value) -> int:
    """Thousandths as Go has them where they do not fit into 64 bits: the low bits of a binary amount, nothing of a decimal one."""
    milli = value.milli_value()
    if -INT64 <= milli < INT64:
        return milli
    return (milli + INT64) % (2 * INT64) - INT64 if value.format == quantity.BINARY_SI else 0


def is_fractional(value: str) -> bool:
    """Whether an amount is no whole number. One too large for thousandths of it wraps in Go, and is called fractional too."""
    return bool(wrapped_milli(quantity.parse(value)) % 1000)


def amount(name, value, path) -> list:
    """ValidateResourceQuantityValue: not negative, whole for what is counted."""
    parsed, problems = quantity.parse(value), []
    if parsed < quantity.ZERO:
        problems.append(field.invalid(path, value, NOT_NEGATIVE))
    if is_integer(name) and is_fractional(value):
        problems.append(field.invalid(path, value, "must be an integer"))
    return problems


@remembered
def validate(requirements, path, options, claim_names=(), check_name=container_resource_name) -> list:
    """validateResourceRequirements; `claim_names` are the names of the pod's resource claims."""
    limits, requests = requirements.get("limits") or {}, requirements.get("requests") or {}
    problems = []
    for name in sorted(limits):
        problems += _one(name, limits[name], (path / "limits").key(name), options, check_name)
    for name in sorted(requests):
        at = (path / "requests").key(name)
        problems += check_name(name, at) + amount(name, requests[name], at)
        problems += _against_limit(name, requests[name], limits, path)
        problems += _huge_pages(name, requests[name], at, options)
    used = limits.keys() | requests.keys()
    if any(map(is_huge_page, used)) and not used & POD:
        problems.append(field.forbidden(path, "HugePages require cpu or memory"))
    return problems + _claims(requirements.get("claims") or (), claim_names, path / "claims")


def _one(name, value, path, options, check_name):
    return check_name(name, path) + amount(name, value, path) + _huge_pages(name, value, path, options)


def _against_limit(name, value, limits, path):
    if name not in limits:
        return [] if may_overcommit(name) else [field.required(path / "limits", "Limit must be set for non overcommitable resources")]
    request, limit = quantity.parse(value), quantity.parse(limits[name])
    if request != limit and not may_overcommit(name):
        return [field.invalid(path / "requests", value, f"must be equal to {name} limit of {limits[name]}")]
    if request > limit:
        return [field.invalid(path / "requests", value, f"must be less than or equal to {name} limit of {limits[name]}")]
    return []


def _huge_pages(name, value, path, options):
    if not is_huge_page(name) or options.indivisible_huge_pages or is_divisible(name, value):
        return []
    return [field.invalid(path, value, f"{value} is not positive integer multiple of {name}")]


def is_divisible(name: str, value: str) -> bool:
    """IsHugePageResourceValueDivisible: a whole number of pages."""
    try:
        page = quantity.parse(name.removeprefix(HUGE_PAGES)).value()
    except ValueError:
        return False
    return page > 0 and quantity.parse(value).value() % page == 0


def _claims(claims, known, path):
    """validateResourceClaimNames: every claim is one of the pod's, and named once."""
    problems, seen = [], set()
    for i, claim in enumerate(claims):
        name, request, at = claim.get("name", ""), claim.get("request", ""), path.index(i)
        if not name:
            problems.append(field.required(at))
            continue
        if request and name not in seen:
            problems += text.dns_label(request, at / "request")
        problems += _claim_repeats(name, request, seen, at)
        if name not in known:
            problems.append(_unknown_claim(name, known, at))
    return problems


def _claim_repeats(name, request, seen, path):
    key = f"{name}/{request}" if request else name
    if name in seen:
        return [field.duplicate(path, name)]
    if key in seen:
        return [field.duplicate(path, key)]
    earlier = [] if request else [k for k in seen if k.partition("/")[0] == name and "/" in k]
    seen.add(key)
    return [field.duplicate(path, name) for _ in earlier]


def _unknown_claim(name, known, path):
    error = field.not_found(path, name)
    rest = ": " + ", ".join(sorted(known)) if known else " which is empty"
    error.detail = "must be one of the names in pod.spec.resourceClaims" + rest
    return error


def validate_pod(spec, path, options, claim_names) -> list:
    """validatePodResources: the requirements of the pod as a whole, and that its containers fit into them."""
    requirements = spec.get("resources")
    if requirements is None:
        return []
    if (spec.get("os") or {}).get("name") == "windows":
        return [field.forbidden(path, "may not be set for a windows pod")]
    problems = []
    if as_sent(requirements, "claims") is not None:
        problems.append(field.forbidden(path / "claims", "claims may not be set for Resources at pod-level"))
    problems += validate(requirements, path, options, claim_names, pod_resource_name)
    return problems + _consistency(spec, requirements, path) if requirements.get("requests") or requirements.get("limits") else problems


def _consistency(spec, requirements, path):
    limits = requirements.get("limits") or {}
    problems = _covers(requirements, aggregate(spec, "requests"), path, "requests")
    problems += _covers(requirements, {name: total for name, total in aggregate(spec, "limits").items() if is_huge_page(name)}, path, "limits")
    for i, container in enumerate(spec.get("containers") or ()):
        for name, value in sorted(((container.get("resources") or {}).get("limits") or {}).items()):
            if name in limits and quantity.parse(value) > quantity.parse(limits[name]):
                at = (path / "containers").index(i).key(name) / "limits"
                problems.append(field.invalid(at, value, f"must be less than or equal to pod limits of {limits[name]}"))
    return problems


def _covers(requirements, totals, path, part):
    """What the pod has must be enough for its containers together."""
    own = requirements.get(part) or {}
    return [field.invalid((path / part).key(name), own[name], f"must be greater than or equal to aggregate container {part} of {totals[name]}")
            for name in sorted(totals) if name in own and totals[name] > quantity.parse(own[name])]


RESIZE_POLICIES = ("NotRequired", "RestartContainer")
RESIZABLE = ("cpu", "memory")


def resize_policies(policies, path, pod_restart_policy) -> list:
    """validateResizePolicy."""
    problems, seen = [], set()
    for i, policy in enumerate(policies):
        name, restart = policy.get("resourceName", ""), policy.get("restartPolicy", "")
        if name in seen:
            problems.append(field.duplicate(path.index(i), name))
        seen.add(name)
        problems += _required_one_of(name, RESIZABLE, path) + _required_one_of(restart, RESIZE_POLICIES, path)
        if pod_restart_policy == "Never" and restart != "NotRequired":
            problems.append(field.invalid(path, restart, "must be 'NotRequired' when `restartPolicy` is 'Never'"))
    return problems


def _required_one_of(value, allowed, path):
    if not value:
        return [field.required(path)]
    return [] if value in allowed else [field.not_supported(path, value, allowed)]

"""IP families: which families a service uses and by which policy, inferred from what it says and what the cluster has."""
from __future__ import annotations

from kubectl_lite.api.core.service_ips import is_headless, related_fields
from kubectl_lite.apiserver.allocation import addresses
from kubectl_lite.machinery import errors, field

NONE = "None"
SPEC = field.Path("spec")


def complete(scope, service, old) -> None:
    """initIPFamilyFields: fill ipFamilies and ipFamilyPolicy; Invalid when they do not fit together or the cluster."""
    spec = service["spec"]
    if spec.get("type") == "ExternalName":
        return
    if old is not None and _unchanged_prefer_dual(spec, old["spec"]):
        return
    _refuse(service, related_fields(spec))
    configured = addresses.configured_families(scope)
    _trim_single_stack(spec, old)
    _refuse(service, _infer_families(spec, configured))
    if is_headless(spec) and not spec.get("selector"):
        _complete_selectorless(spec)
        return
    _refuse(service, _not_configured(spec, configured))
    if not spec.get("ipFamilies"):
        spec["ipFamilies"] = [configured[0]]
    if len(spec["ipFamilies"]) == 1 and spec.get("ipFamilyPolicy") in ("PreferDualStack", "RequireDualStack") and len(configured) == 2:
        spec["ipFamilies"] = [*spec["ipFamilies"], *[f for f in configured if f not in spec["ipFamilies"]]]
    if not spec.get("ipFamilyPolicy"):
        spec["ipFamilyPolicy"] = "RequireDualStack" if len(spec["ipFamilies"]) > 1 else "SingleStack"


def _unchanged_prefer_dual(spec, old):
    """A PreferDualStack service is not up- or downgraded by updates that do not touch these fields."""
    keys = ("ipFamilyPolicy", "ipFamilies", "clusterIPs", "type")
    return spec.get("ipFamilyPolicy") == "PreferDualStack" and all(spec.get(k) == old.get(k) for k in keys)


def _trim_single_stack(spec, old):
    """Going back to one family drops the second address and family."""
    if old is None or spec.get("ipFamilyPolicy") != "SingleStack" or old["spec"].get("ipFamilyPolicy") == "SingleStack":
        return
    for key in ("clusterIPs", "ipFamilies"):
        if len(spec.get(key) or []) == 2 and spec[key] == old["spec"].get(key):
            spec[key] = spec[key][:1]


def _infer_families(spec, configured):
    problems, families = [], list(spec.get("ipFamilies") or [])
    ips = spec.get("clusterIPs") or []
    for i, ip in enumerate(ips):
        if ip == NONE:
            break
        if i < len(families):
            continue
        family = "IPv6" if ":" in ip else "IPv4"
        if family not in configured:
            problems.append(field.invalid(SPEC.child("clusterIPs").index(i), ips, f"{family} is not configured on this cluster"))
        else:
            families.append(family)
    if families:
        spec["ipFamilies"] = families
    return problems


def _complete_selectorless(spec):
    """A headless service without selector may have both families on any cluster."""
    spec.setdefault("ipFamilyPolicy", "RequireDualStack")
    families = list(spec.get("ipFamilies") or ["IPv4"])
    if spec["ipFamilyPolicy"] != "SingleStack" and len(families) < 2:
        families.append("IPv6" if families[0] == "IPv4" else "IPv4")
    spec["ipFamilies"] = families


def _not_configured(spec, configured):
    problems = []
    if spec.get("ipFamilyPolicy") == "RequireDualStack" and len(configured) < 2:
        problems.append(field.invalid(SPEC.child("ipFamilyPolicy"), "RequireDualStack", "this cluster is not configured for dual-stack services"))
    for i, family in enumerate(spec.get("ipFamilies") or []):
        if family not in configured:
            problems.append(field.invalid(SPEC.child("ipFamilies").index(i), family, "not configured on this cluster"))
    return problems


def _refuse(service, problems):
    if problems:
        raise errors.invalid("Service", service["metadata"].get("name", ""), problems)

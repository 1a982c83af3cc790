"""IP families: which families a service uses and by which policy, inferred from what it says and what the cluster has."""
from __future__ import annotations

from kubectl_lite.api.core.service_ips import is_headless, related_fields
from kubectl_lite.apiserver.allocation import addresses
from kubectl_lite.machinery import errors, field

SINGLE, PREFER, REQUIRE = "SingleStack", "PreferDualStack", "RequireDualStack"
SPEC = field.Path("spec")
POLICY = SPEC.child("ipFamilyPolicy")
LISTS = {"clusterIPs": "cluster IP", "ipFamilies": "IP family"}  # what there is one of for each family


def complete(scope, service, old) -> None:
    """initIPFamilyFields: fill ipFamilies and ipFamilyPolicy; Invalid when they do not fit together or the cluster."""
    spec, was = service["spec"], old["spec"] if old else None
    if spec.get("type") == "ExternalName" or was and unchanged_prefer_dual(spec, was):
        return
    open_ended = is_headless(spec) and not spec.get("selector")  # a headless service without selector may have both families on any cluster
    spec["ipFamilyPolicy"] = spec.get("ipFamilyPolicy") or (was or {}).get("ipFamilyPolicy") or (REQUIRE if open_ended else SINGLE)
    _refuse(service, related_fields(spec, was))
    configured = addresses.configured_families(scope)
    problems = _reduced(spec, was) if was else []
    _refuse(service, problems + _too_many(spec) + _infer_families(spec, configured))
    if not open_ended:
        _refuse(service, _not_configured(spec, configured))
    families = list(spec.get("ipFamilies") or configured[:1])
    if len(families) == 1 and spec["ipFamilyPolicy"] != SINGLE and (open_ended or len(configured) == 2):
        families.append("IPv6" if families[0] == "IPv4" else "IPv4")
    spec["ipFamilies"] = families


def unchanged_prefer_dual(spec, old) -> bool:
    """A PreferDualStack service is not up- or downgraded by updates that do not touch these fields, whatever became of the cluster."""
    if spec.get("type") != old.get("type") or spec.get("type") == "ExternalName" or spec.get("ipFamilyPolicy") != PREFER:
        return False
    return old.get("ipFamilyPolicy") in (None, PREFER) and all(_same(spec, old, name) for name in LISTS)


def _same(spec, old, name):
    return (spec.get(name) or []) == (old.get(name) or [])


def _reduced(spec, old):
    """Going back to one family drops the second address and family; who drops them must say so."""
    problems = []
    for name, what in LISTS.items():
        if spec["ipFamilyPolicy"] == SINGLE:
            if _same(spec, old, name) and len(spec.get(name) or ()) > 1:
                spec[name] = spec[name][:1]
        elif 0 < len(spec.get(name) or ()) < len(old.get(name) or ()):
            problems.append(field.invalid(POLICY, spec["ipFamilyPolicy"], f"must be 'SingleStack' to release the secondary {what}"))
    return problems


def _too_many(spec):
    return [field.invalid(POLICY, SINGLE, f"must be 'RequireDualStack' or 'PreferDualStack' when multiple {many} are specified")
            for name, many in (("clusterIPs", "cluster IPs"), ("ipFamilies", "IP families"))
            if spec["ipFamilyPolicy"] == SINGLE and len(spec.get(name) or ()) == 2]


def _infer_families(spec, configured):
    """The families that addresses have which the user did not name."""
    problems, families, ips = [], list(spec.get("ipFamilies") or ()), spec.get("clusterIPs") or ()
    for i in range(len(families), 0 if is_headless(spec) else len(ips)):
        family = "IPv6" if ":" in ips[i] else "IPv4"
        if family in configured:
            families.append(family)
        else:
            problems.append(field.invalid(SPEC.child("clusterIPs").index(i), ips, f"{family} is not configured on this cluster"))
    spec["ipFamilies"] = families
    return problems


def _not_configured(spec, configured):
    problems = []
    if spec["ipFamilyPolicy"] == REQUIRE and len(configured) < 2:
        problems.append(field.invalid(POLICY, REQUIRE, "this cluster is not configured for dual-stack services"))
    return problems + [field.invalid(SPEC.child("ipFamilies").index(i), family, "not configured on this cluster")
                       for i, family in enumerate(spec["ipFamilies"]) if family not in configured]


def _refuse(service, problems):
    if problems:
        raise errors.invalid("Service", service["metadata"].get("name", ""), problems)

"""The address fields of a Service: what follows from what, and their validation. Pure; allocation is the API server's.

`normalize` and the carry-over of allocated values mirror pkg/registry/core/service; the checks mirror ValidateServiceClusterIPsRelatedFields.
"""
from __future__ import annotations

from kubectl_lite.api.validation import text
from kubectl_lite.machinery import field, ips
from kubectl_lite.machinery.field import Path

NONE = "None"
FAMILIES = ("IPv4", "IPv6")
POLICIES = ("PreferDualStack", "RequireDualStack", "SingleStack")
CLUSTER_IPS, IP_FAMILIES, POLICY = Path("spec.clusterIPs"), Path("spec.ipFamilies"), Path("spec.ipFamilyPolicy")


WITH_NODE_PORTS = ("NodePort", "LoadBalancer")


def needs_cluster_ip(spec) -> bool:
    return spec.get("type") != "ExternalName"


def needs_node_port(spec) -> bool:
    if spec.get("type") == "NodePort":
        return True
    return spec.get("type") == "LoadBalancer" and spec.get("allocateLoadBalancerNodePorts", True) is not False


def needs_health_check_port(spec) -> bool:
    return spec.get("type") == "LoadBalancer" and spec.get("externalTrafficPolicy") == "Local"


def externally_accessible(spec) -> bool:
    return spec.get("type") in ("LoadBalancer", "NodePort") or (spec.get("type") == "ClusterIP" and bool(spec.get("externalIPs")))


def is_headless(spec) -> bool:
    addresses = spec.get("clusterIPs") or ()
    return len(addresses) == 1 and addresses[0] == NONE


def normalize(spec: dict, old: dict | None) -> None:
    """Keep clusterIP and clusterIPs in step when a client wrote only one of them."""
    one, many = spec.get("clusterIP") or "", spec.get("clusterIPs") or []
    if old is None:
        if one and not many:
            spec["clusterIPs"] = [one]
        return
    old_one, old_many = old.get("clusterIP") or "", old.get("clusterIPs") or []
    if one == old_one:
        if old_many and not many:
            spec["clusterIPs"] = old_many
    elif many in ([], old_many):  # a client that knows but one address
        spec.update({"clusterIPs": [one]} if one else {})
        if not one:
            spec.pop("clusterIPs", None)


def keep_allocated(spec: dict, old: dict) -> None:
    """What was allocated and is still needed stays when an update leaves it out."""
    if needs_cluster_ip(old) and needs_cluster_ip(spec):
        if not spec.get("clusterIP") and old.get("clusterIP"):
            spec["clusterIP"] = old["clusterIP"]
        if not spec.get("clusterIPs") and spec.get("clusterIP") == old.get("clusterIP") and old.get("clusterIPs"):
            spec["clusterIPs"] = old["clusterIPs"]
    if needs_node_port(old) and needs_node_port(spec):
        _keep_node_ports(spec, old)
    if needs_health_check_port(old) and needs_health_check_port(spec) and not spec.get("healthCheckNodePort"):
        if old.get("healthCheckNodePort"):
            spec["healthCheckNodePort"] = old["healthCheckNodePort"]


def _keep_node_ports(spec, old):
    was = {p.get("name", ""): p.get("nodePort", 0) for p in old.get("ports") or ()}
    used = {p.get("nodePort") for p in spec.get("ports") or ()} & set(was.values())
    ports = []
    for port in spec.get("ports") or ():
        known = was.get(port.get("name", ""), 0)
        if not port.get("nodePort") and known and known not in used:
            port = {**port, "nodePort": known}
            used.add(known)
        ports.append(port)
    if ports:
        spec["ports"] = ports


def drop_by_type(spec: dict, old: dict) -> None:
    """Fields that the new type does not have go when the user left them as they were."""
    if needs_cluster_ip(old) and not needs_cluster_ip(spec):
        if _same(spec, old, "clusterIP") and _same(spec, old, "clusterIPs"):
            spec.pop("clusterIP", None)
            spec.pop("clusterIPs", None)
        for name in ("ipFamilies", "ipFamilyPolicy", "internalTrafficPolicy"):
            _drop_same(spec, old, name)
    if old.get("type") in WITH_NODE_PORTS and spec.get("type") not in WITH_NODE_PORTS and _node_ports(spec) == _node_ports(old):
        spec["ports"] = [{k: v for k, v in p.items() if k != "nodePort"} for p in spec.get("ports") or ()]
    if needs_health_check_port(old) and not needs_health_check_port(spec):
        _drop_same(spec, old, "healthCheckNodePort")
    if old.get("type") == "LoadBalancer" and spec.get("type") != "LoadBalancer":
        _drop_same(spec, old, "allocateLoadBalancerNodePorts")
        _drop_same(spec, old, "loadBalancerClass")
    if externally_accessible(old) and not externally_accessible(spec):
        _drop_same(spec, old, "externalTrafficPolicy")


def _same(spec, old, name):
    return (spec.get(name) or None) == (old.get(name) or None)


def _drop_same(spec, old, name):
    if spec.get(name) == old.get(name):
        spec.pop(name, None)


def _node_ports(spec):
    return {p.get("nodePort", 0) for p in spec.get("ports") or ()}


def related_fields(spec: dict, old: dict | None = None) -> list:
    """clusterIP, clusterIPs, ipFamilies and ipFamilyPolicy, each alone and together; addresses of the old spec may stay as they are written."""
    if spec.get("type") == "ExternalName":
        return []
    one, many = spec.get("clusterIP") or "", list(spec.get("clusterIPs") or ())
    problems = []
    if not one and many:
        problems.append(field.invalid(CLUSTER_IPS, many, "must be empty when `clusterIP` is not specified"))
    elif one and not many:
        problems.append(field.required(CLUSTER_IPS))
    elif many and many[0] != one:
        problems.append(field.invalid(CLUSTER_IPS, many, "first value must match `clusterIP`"))
    problems += _families(spec.get("ipFamilies") or ())
    policy = spec.get("ipFamilyPolicy")
    if policy is not None and policy not in POLICIES:
        problems.append(field.not_supported(POLICY, policy, POLICIES))
    bad = _addresses(many, (old or {}).get("clusterIPs") or ())
    problems += bad
    if len(many) > 2:
        problems.append(field.invalid(CLUSTER_IPS, many, "may only hold up to 2 values"))
    return problems if bad else problems + _together(spec, many)


def _families(families):
    problems = []
    for i, family in enumerate(families):
        if family not in FAMILIES:
            problems.append(field.not_supported(IP_FAMILIES.index(i), family, FAMILIES))
        if family in families[:i]:
            problems.append(field.duplicate(IP_FAMILIES.index(i), family))
    return problems


def _addresses(many, kept):
    problems = []
    for i, address in enumerate(many):
        if i == 0 and address == NONE:
            if len(many) > 1:
                problems.append(field.invalid(CLUSTER_IPS, many, "'None' must be the first and only value"))
        else:
            problems += text.ip(address, CLUSTER_IPS.index(i), kept)
    return problems


def _together(spec, many):
    problems, versions = [], [(ips.parse_ip(address) or (4,))[0] for address in many]
    if len(many) > 1 and set(versions) != {4, 6}:
        problems.append(field.invalid(CLUSTER_IPS, many, "may specify no more than one IP for each IP family"))
    if is_headless(spec):
        return problems
    return problems + [field.invalid(CLUSTER_IPS.index(i), address, f"expected an {family} value as indicated by `ipFamilies[{i}]`")
                       for i, (address, version, family) in enumerate(zip(many, versions, spec.get("ipFamilies") or ()))
                       if family in FAMILIES and family != f"IPv{version}"]


def changes(spec: dict, old: dict) -> list:
    """What an update may do to addresses and families: a second one may come and go, the first stays."""
    if "ExternalName" in (spec.get("type"), old.get("type")):
        return []
    problems = []
    if not (is_headless(old) and is_headless(spec)):
        problems += _changed_list(spec, "clusterIPs", old.get("clusterIPs") or [], "primary clusterIP can not be unset", "clusterIP")
    if not is_headless(old) and not is_headless(spec):
        problems += _changed_list(spec, "ipFamilies", old.get("ipFamilies") or [], "primary ipFamily can not be unset", "ipFamily")
    return problems


def _changed_list(spec, name, old, unset, what):
    """Of the families Kubernetes looks at, and shows, the addresses in some of its errors."""
    new, path, shown = spec.get(name) or [], Path("spec") / name, spec.get("clusterIPs") or []
    if len(new) == len(old):
        return [field.invalid(path.index(i if name == "clusterIPs" else 0), new, "may not change once set") for i in range(len(old)) if new[i] != old[i]]
    problems = []
    if len(new) < len(old) and not shown:
        problems.append(field.invalid(path.index(0), new or None, unset))
    if new and old and new[0] != old[0]:
        problems.append(field.invalid(path.index(0), shown or None, "may not change once set"))
    if len(new) < len(old) and len(new) == 1 and spec.get("ipFamilyPolicy") != "SingleStack":
        problems.append(field.invalid(POLICY, spec.get("ipFamilyPolicy"), f"must be set to 'SingleStack' when releasing the secondary {what}"))
    return problems

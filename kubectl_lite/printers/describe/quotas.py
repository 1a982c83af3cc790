"""Resource quotas and limit ranges as tables, alone and within a namespace (kubectl's DescribeResourceQuotas, DescribeLimitRanges)."""
from __future__ import annotations

from kubectl_lite.printers.describe.writer import Writer

SCOPES = {
    "Terminating": "Matches all pods that have an active deadline. These pods have a limited lifespan on a node before being actively "
                   "terminated by the system.",
    "NotTerminating": "Matches all pods that do not have an active deadline. These pods usually include long running pods whose container "
                      "command is not expected to terminate.",
    "BestEffort": "Matches all pods that do not have resource requirements set. These pods have a best effort quality of service.",
    "NotBestEffort": "Matches all pods that have at least one resource requirement set. These pods have a burstable or guaranteed quality of "
                     "service.",
}
LIMIT_HEADS = ("Type", "Resource", "Min", "Max", "Default Request", "Default Limit", "Max Limit/Request Ratio")
LIMIT_RULES = ("----", "--------", "---", "---", "---------------", "-------------", "-----------------------")
LIMITS = ("min", "max", "defaultRequest", "default", "maxLimitRequestRatio")


def scopes(w: Writer, quota: dict, level: int, bullet: str) -> None:
    """The scopes of a quota with what they mean."""
    listed = sorted((quota.get("spec") or {}).get("scopes") or ())
    if listed:
        w.field("Scopes", ", ".join(listed), level)
    for scope in listed:
        if scope in SCOPES:
            w.line(level, f"{bullet}{SCOPES[scope]}")


def amounts(quota: dict) -> list[tuple[str, str, str]]:
    """(resource, used, hard), sorted; what is used is written as the hard amount is."""
    status = quota.get("status") or {}
    used, hard = status.get("used") or {}, status.get("hard") or {}
    return [(name, used.get(name, "0"), hard[name]) for name in sorted(hard)]


def in_format_of(used: str, hard: str) -> str:
    """The used amount in the format (binary or decimal) of the hard one."""
    from kubectl_lite.machinery.quantity import from_value, parse
    amount, limit = parse(used), parse(hard)
    return str(amount) if amount.format == limit.format else str(from_value(amount.value(), limit.format))


def namespace_quotas(w: Writer, quotas: list[dict]) -> None:
    """All quotas of a namespace."""
    w.line(0, "Resource Quotas" if quotas else "No resource quota.")
    for quota in sorted(quotas, key=lambda q: q["metadata"]["name"]):
        w.field("Name", quota["metadata"]["name"], 1)
        scopes(w, quota, 1, "* ")
        w.rows(1, ("Resource", "Used", "Hard"), ("--------", "---", "---"), *amounts(quota))


def namespace_limits(w: Writer, ranges: list[dict]) -> None:
    """All limit ranges of a namespace."""
    if not ranges:
        w.line(0, "No LimitRange resource.")
        return
    w.write(0, "Resource Limits\n")
    for cells in [LIMIT_HEADS, LIMIT_RULES] + [row for item in ranges for row in limits(item)]:
        w.line(0, " " + "\t".join(cells))


def limits(limit_range: dict) -> list[tuple]:
    """The rows of one limit range; resources are sorted (kubectl takes them in the random order of a Go map)."""
    rows = []
    for item in (limit_range.get("spec") or {}).get("limits") or ():
        names = {name for key in LIMITS for name in item.get(key) or ()}
        for name in sorted(names):
            rows.append((item.get("type", ""), name, *((item.get(key) or {}).get(name, "-") for key in LIMITS)))
    return rows

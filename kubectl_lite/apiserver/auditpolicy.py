"""The audit policy: how much of which requests is told. Of its rules the first that fits a request counts. Pure.

Mirrors apiserver/pkg/audit/policy and pkg/apis/audit/validation.
"""
from __future__ import annotations

from kubectl_lite.machinery import field, names
from kubectl_lite.machinery.field import Path

API_VERSION = "audit.k8s.io/v1"
NONE, METADATA, REQUEST, RESPONSE = LEVELS = ("None", "Metadata", "Request", "RequestResponse")
RECEIVED, STARTED, COMPLETE, PANIC = STAGES = ("RequestReceived", "ResponseStarted", "ResponseComplete", "Panic")
LISTS = ("users", "userGroups", "verbs", "namespaces", "nonResourceURLs", "omitStages")  # of texts
RULE = {"level", "resources", "omitManagedFields", *LISTS}


class Policy:
    """The rules of an audit policy. ValueError for what is no policy."""
    __slots__ = ("rules", "omitted", "unmanaged")

    def __init__(self, policy: dict):
        _check_form(policy)
        problems = [problem for i, rule in enumerate(policy["rules"]) for problem in _problems(rule, Path("rules").index(i))]
        if problems:
            texts = [str(problem) for problem in problems]
            raise ValueError(texts[0] if len(texts) == 1 else f"[{', '.join(texts)}]")
        self.rules, self.omitted = policy["rules"], tuple(policy.get("omitStages") or ())
        self.unmanaged = bool(policy.get("omitManagedFields"))

    def decide(self, user, info) -> tuple[str, tuple, bool]:
        """(level, omitted stages, whether managedFields are left out) for a request; user None: nobody knows who it is."""
        for rule in self.rules:
            if matches(rule, user, info):
                unmanaged = rule.get("omitManagedFields")
                return rule["level"], (*self.omitted, *(rule.get("omitStages") or ())), self.unmanaged if unmanaged is None else bool(unmanaged)
        return NONE, (), False


def matches(rule: dict, user, info) -> bool:
    """Whether a rule is about a request."""
    if user is not None and (_misses(rule, "users", user.name) or rule.get("userGroups") and not set(rule["userGroups"]) & set(user.groups)):
        return False
    if _misses(rule, "verbs", info.verb):
        return False
    if rule.get("namespaces") or rule.get("resources"):
        return info.is_resource and not _misses(rule, "namespaces", info.namespace) and _resource_matches(rule.get("resources"), info)
    if rule.get("nonResourceURLs"):
        return not info.is_resource and any(_path_matches(url, info.path) for url in rule["nonResourceURLs"])
    return True


def _misses(rule, name, value):
    return bool(rule.get(name)) and value not in rule[name]


def _path_matches(url, path):
    return url in ("*", path) or url.endswith("*") and path.startswith(url.rstrip("*"))


def _resource_matches(rows, info):
    return not rows or any((row.get("group") or "") == info.group and _named(row, info) for row in rows)


def _named(row, info):
    resources = row.get("resources")
    if not resources:
        return True
    if _misses(row, "resourceNames", info.name or info.selected):
        return False
    combined = f"{info.resource}/{info.subresource}" if info.subresource else info.resource
    return ("*" in resources or combined in resources or f"{info.resource}/*" in resources
            or bool(info.subresource) and f"*/{info.subresource}" in resources)


# ---- what is wrong with a policy


def _check_form(policy):
    """ValueError for what does not even have the form of a policy."""
    if not isinstance(policy, dict) or policy.get("kind", "Policy") != "Policy" or policy.get("apiVersion", API_VERSION) != API_VERSION:
        raise ValueError(f"must be a Policy of {API_VERSION}")
    unknown = sorted(policy.keys() - {"apiVersion", "kind", "metadata", "rules", "omitStages", "omitManagedFields"})
    if unknown:
        raise ValueError(f"unknown field {unknown[0]!r}")
    rules = policy.get("rules")
    if not isinstance(rules, list) or not rules:
        raise ValueError('a policy needs a list of rules, such as [{"level": "Metadata"}]')
    _check_lists(policy, ("omitStages",), "")
    for i, rule in enumerate(rules):
        _check_rule(rule, f"rules[{i}]")


def _check_rule(rule, where):
    if not isinstance(rule, dict) or rule.keys() - RULE:
        raise ValueError(f"{where}: must be an object of {', '.join(sorted(RULE))}")
    _check_lists(rule, LISTS, f"{where}.")
    for row in rule.get("resources") or ():
        if not isinstance(row, dict) or row.keys() - {"group", "resources", "resourceNames"}:
            raise ValueError(f"{where}.resources: must be a list of objects of group, resources and resourceNames")
        _check_lists(row, ("resources", "resourceNames"), f"{where}.resources.")


def _check_lists(holder, fields, where):
    for name in fields:
        value = holder.get(name)
        if value is not None and not (isinstance(value, list) and all(isinstance(item, str) for item in value)):
            raise ValueError(f"{where}{name}: must be a list of texts")


def _problems(rule, path):
    """ValidatePolicy, of one rule."""
    level, urls = rule.get("level") or "", rule.get("nonResourceURLs") or []
    problems = [] if level in LEVELS else [field.not_supported(path / "level", level, LEVELS) if level else field.required(path / "level")]
    problems += [problem for i, url in enumerate(urls) for problem in _url(url, (path / "nonResourceURLs").index(i))]
    problems += [problem for row in rule.get("resources") or () for problem in _resources(row, path / "resources")]
    problems += [field.invalid((path / "omitStages").index(i), stage, f"allowed stages are {','.join(STAGES)}")
                 for i, stage in enumerate(rule.get("omitStages") or ()) if stage not in STAGES]
    if urls and (rule.get("resources") or rule.get("namespaces")):
        problems.append(field.invalid(path / "nonResourceURLs", urls, "rules cannot apply to both regular resources and non-resource URLs"))
    return problems


def _url(url, path):
    if url == "*":
        return
    if not url.startswith("/"):
        yield field.invalid(path, url, "non-resource URL rules must begin with a '/' character")
    if "*" in url[:-1]:
        yield field.invalid(path, url, "non-resource URL wildcards '*' must be the final character of the rule")


def _resources(row, path):
    wrong = names.dns_subdomain(row["group"]) if row.get("group") else ()
    if wrong:
        yield field.invalid(path / "group", row["group"], ",".join(wrong))
    if row.get("resourceNames") and not row.get("resources"):
        yield field.invalid(path / "resourceNames", row["resourceNames"], "using resourceNames requires at least one resource")

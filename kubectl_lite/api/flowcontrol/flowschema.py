"""FlowSchema: which requests go to which priority level. Mirrors pkg/apis/flowcontrol/validation."""
from __future__ import annotations

from kubectl_lite.api import internal
from kubectl_lite.api.flowcontrol import bootstrap, conditions
from kubectl_lite.api.strategy import USERS_METADATA, status_alone
from kubectl_lite.api.validation import meta, text
from kubectl_lite.machinery import field, names
from kubectl_lite.machinery.field import Path

HAS_GENERATION = True
SPEC = Path("spec")
MAX_PRECEDENCE, DEFAULT_PRECEDENCE = 10000, 1000
METHODS, KINDS = ("ByNamespace", "ByUser"), ("Group", "ServiceAccount", "User")
VERBS = ("create", "delete", "deletecollection", "get", "list", "patch", "proxy", "update", "watch")
NAMESPACE_TEXT = "each member of this list must be '*' or a DNS-1123 label; "
# kind of a subject: its field
PARTS = {"User": "user", "Group": "group", "ServiceAccount": "serviceAccount"}


def default(obj):
    spec = obj.setdefault("spec", {})
    spec["matchingPrecedence"] = spec.get("matchingPrecedence") or DEFAULT_PRECEDENCE


def prepare_for_create(obj):
    obj["status"] = {}


prepare_for_status_update = status_alone(*USERS_METADATA)
validate_status_update = conditions.validate


def validate(obj):
    spec = obj.get("spec") or {}
    problems = _precedence(spec.get("matchingPrecedence") or 0, obj["metadata"].get("name"))
    method = spec.get("distinguisherMethod")
    if method is not None and method.get("type") not in METHODS:
        problems.append(field.not_supported(SPEC.child("distinguisherMethod", "type"), field.Raw(f'{{"Type":{field.go_json(method.get("type") or "")}}}'), METHODS))
    name, path = (spec.get("priorityLevelConfiguration") or {}).get("name") or "", SPEC.child("priorityLevelConfiguration", "name")
    problems += text.dns_subdomain(name, path) if name else [field.required(path, "must reference a priority level")]
    for i, rule in enumerate(spec.get("rules") or ()):
        problems += _rule(rule, (SPEC / "rules").index(i))
    return problems + _mandatory(spec, obj["metadata"].get("name", ""))


def _mandatory(spec, name):
    fixed = bootstrap.mandatory("FlowSchema", name, default)
    if fixed in (None, spec):
        return []
    return [field.invalid(SPEC, internal.value(spec, "io.k8s.api.flowcontrol.v1.FlowSchemaSpec"), f"spec of '{name}' must equal the fixed value")]


def _precedence(value, name):
    path, problems = SPEC / "matchingPrecedence", []
    if value <= 0:
        problems.append(field.invalid(path, value, "must be a positive value"))
    if value > MAX_PRECEDENCE:
        problems.append(field.invalid(path, value, f"must not be greater than {MAX_PRECEDENCE}"))
    if value == 1 and name != "exempt":
        problems.append(field.invalid(path, value, "only the schema named 'exempt' may have matchingPrecedence 1"))
    return problems


def _rule(rule, path):
    subjects, resources, others = rule.get("subjects") or (), rule.get("resourceRules") or (), rule.get("nonResourceRules") or ()
    problems = [] if subjects else [field.required(path / "subjects", "subjects must contain at least one value")]
    for i, subject in enumerate(subjects):
        problems += _subject(subject, (path / "subjects").index(i))
    if not resources and not others:
        problems.append(field.required(path, "at least one of resourceRules and nonResourceRules has to be non-empty"))
    for i, item in enumerate(resources):
        problems += _resource_rule(item, (path / "resourceRules").index(i))
    for i, item in enumerate(others):
        problems += _other_rule(item, (path / "nonResourceRules").index(i))
    return problems


def _subject(subject, path):
    kind = subject.get("kind") or ""
    if kind not in PARTS:
        return [field.not_supported(path / "kind", kind, KINDS)]
    part = PARTS[kind]
    if subject.get(part) is None:
        problems = [field.required(path / part, f"{part} is required when subject kind is '{kind}'")]
    elif part == "serviceAccount":
        problems = _service_account(subject[part], path / part)
    else:
        problems = [] if subject[part].get("name") else [field.required(path / part / "name")]
    for other_kind, other in (("ServiceAccount", "serviceAccount"), ("User", "user"), ("Group", "group")):
        if other != part and subject.get(other) is not None:
            problems.append(field.forbidden(path / other, f"{other} is forbidden when subject kind is not '{other_kind}'"))
    return problems


def _service_account(account, path):
    name, namespace = account.get("name") or "", account.get("namespace") or ""
    problems = [] if name else [field.required(path / "name")]
    if name and name != "*":
        problems += text.dns_subdomain(name, path / "name")
    return problems + (text.dns_label(namespace, path / "namespace") if namespace
                       else [field.required(path / "namespace", "must specify namespace for service account")])


def _list(rule, name, path, missing, what):
    """A list that must say something, and nothing beside a star."""
    found, at = rule.get(name) or [], path / name
    if not found:
        return [field.required(at, missing)]
    if "*" in found and len(found) > 1:
        return [field.invalid(at, found, f"if '*' is present, must not specify other {what}")]
    return []


def _verbs(rule, path):
    problems, found = _list(rule, "verbs", path, "verbs must contain at least one value", "verbs"), rule.get("verbs") or []
    if not problems and "*" not in found and not set(found) <= set(VERBS):
        problems.append(field.not_supported(path / "verbs", found, VERBS))
    return problems


def _resource_rule(rule, path):
    problems = _verbs(rule, path)
    problems += _list(rule, "apiGroups", path, "resource rules must supply at least one api group", "api groups")
    problems += _list(rule, "resources", path, "resource rules must supply at least one resource", "resources")
    namespaces, at = rule.get("namespaces") or [], path / "namespaces"
    if not namespaces:
        missing = "resource rules that are not cluster scoped must supply at least one namespace"
        return problems if rule.get("clusterScope") else [*problems, field.required(at, missing)]
    if "*" in namespaces:
        return problems + _list(rule, "namespaces", path, "", "namespaces")
    for i, namespace in enumerate(namespaces):
        problems += [field.invalid(at.index(i), namespace, NAMESPACE_TEXT + m) for m in names.dns_label(namespace)]
    return problems


def _other_rule(rule, path):
    problems, urls = _verbs(rule, path), rule.get("nonResourceURLs") or []
    problems += _list(rule, "nonResourceURLs", path, "nonResourceURLs must contain at least one value", "non-resource URLs")
    if "*" in urls:
        return problems
    for i, url in enumerate(urls):
        why = _url_problem(url)
        problems += [field.invalid((path / "nonResourceURLs").index(i), url, why)] if why else []
    return problems


def _url_problem(url):
    stars = url.count("*")
    checks = ((not url, "must not be empty"), (not url.startswith("/"), "must start with slash"), (" " in url, "must not contain white-space"),
              ("//" in url, "must not contain double slash"),
              (stars > 1 or (stars == 1 and not url.endswith("/*")), "wildcard can only do suffix matching"))
    return next((why for bad, why in checks if bad), "")


def validate_update(obj, old):
    return meta.validate_meta(obj["metadata"], False) + validate(obj)

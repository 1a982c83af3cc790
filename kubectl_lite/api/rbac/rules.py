"""What the four RBAC kinds share: rules, subjects, the reference to a role. Mirrors pkg/apis/rbac/validation."""
from __future__ import annotations

from kubectl_lite.api import internal
from kubectl_lite.api.validation import references, text
from kubectl_lite.machinery import field
from kubectl_lite.machinery.field import Path

GROUP = "rbac.authorization.k8s.io"
ROLE_REF, SUBJECTS = Path("roleRef"), Path("subjects")
SUBJECT_KINDS = ("ServiceAccount", "User", "Group")


def validate_rules(rules, namespaced: bool) -> list:
    """ValidatePolicyRule of each."""
    problems = []
    for i, rule in enumerate(rules or ()):
        problems += _rule(rule, namespaced, Path("rules").index(i))
    return problems


def _rule(rule, namespaced, path):
    problems, urls = [], rule.get("nonResourceURLs")
    if not rule.get("verbs"):
        problems.append(field.required(path / "verbs", "verbs must contain at least one value"))
    if urls:
        if namespaced:
            problems.append(field.invalid(path / "nonResourceURLs", urls, "namespaced rules cannot apply to non-resource URLs"))
        if any(rule.get(name) for name in ("apiGroups", "resources", "resourceNames")):
            problems.append(field.invalid(path / "nonResourceURLs", urls, "rules cannot apply to both regular resources and non-resource URLs"))
        return problems
    if not rule.get("apiGroups"):
        problems.append(field.required(path / "apiGroups", "resource rules must supply at least one api group"))
    if not rule.get("resources"):
        problems.append(field.required(path / "resources", "resource rules must supply at least one resource"))
    return problems


def default_binding(obj: dict) -> None:
    """Groups that need not be said."""
    reference = obj.get("roleRef")
    if reference is not None:
        reference["apiGroup"] = reference.get("apiGroup") or GROUP
    for subject in obj.get("subjects") or ():
        if not subject.get("apiGroup") and subject.get("kind") in ("User", "Group"):
            subject["apiGroup"] = GROUP


def validate_binding(obj: dict, namespaced: bool) -> list:
    """ValidateRoleBinding and ValidateClusterRoleBinding."""
    reference, kinds = obj.get("roleRef") or {}, ("Role", "ClusterRole") if namespaced else ("ClusterRole",)
    problems = [] if reference.get("apiGroup") == GROUP else [field.not_supported(ROLE_REF / "apiGroup", reference.get("apiGroup") or "", (GROUP,))]
    if reference.get("kind") not in kinds:
        problems.append(field.not_supported(ROLE_REF / "kind", reference.get("kind") or "", kinds))
    problems += references.segment(reference.get("name") or "", ROLE_REF / "name")
    for i, subject in enumerate(obj.get("subjects") or ()):
        problems += _subject(subject, namespaced, SUBJECTS.index(i))
    return problems


def _subject(subject, namespaced, path):
    kind, name, group = subject.get("kind") or "", subject.get("name") or "", subject.get("apiGroup") or ""
    problems = [] if name else [field.required(path / "name")]
    if kind == "ServiceAccount":
        problems += text.dns_subdomain(name, path / "name") if name else []
        if group:
            problems.append(field.not_supported(path / "apiGroup", group, ("",)))
        if not namespaced and not subject.get("namespace"):
            problems.append(field.required(path / "namespace"))
    elif kind in ("User", "Group"):
        if group != GROUP:
            problems.append(field.not_supported(path / "apiGroup", group, (GROUP,)))
    else:
        problems.append(field.not_supported(path / "kind", kind, SUBJECT_KINDS))
    return problems


def validate_binding_update(obj: dict, old: dict, namespaced: bool) -> list:
    """The role of a binding never changes."""
    problems = validate_binding(obj, namespaced)
    if obj.get("roleRef") != old.get("roleRef"):
        problems.append(field.invalid(ROLE_REF, internal.value(obj.get("roleRef") or {}, "io.k8s.api.rbac.v1.RoleRef"), "cannot change roleRef"))
    return problems

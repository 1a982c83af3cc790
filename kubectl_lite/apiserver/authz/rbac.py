"""RBAC: what Roles and ClusterRoles allow through RoleBindings and ClusterRoleBindings. Mirrors plugin/pkg/auth/authorizer/rbac."""
from __future__ import annotations

from kubectl_lite.api import resources

GROUP = "rbac.authorization.k8s.io"
SERVICE_ACCOUNT = "system:serviceaccount:"


def authorize(server, attributes):
    """(True, which rule), or (None, the bindings' roles that do not exist)."""
    unresolved: list[dict] = []
    for rule, source in rules_for(server, attributes.user, attributes.namespace, unresolved):
        if allows(rule, attributes):
            return True, source
    return None, f"RBAC: {not_found(unresolved)}" if unresolved else ""


def rules_of(server, user, namespace: str) -> tuple:
    """(rules, whether there may be more, what went wrong) of a user in a namespace."""
    unresolved: list[dict] = []
    rules = [rule for rule, _ in rules_for(server, user, namespace, unresolved)]
    return rules, False, not_found(unresolved) if unresolved else ""


def not_found(refs: list[dict], name: str = "{}") -> str:
    """That roles do not exist, as Go's aggregate of errors says it; `name` makes the name of their resource of their kind."""
    from kubectl_lite.apiserver.authz.chain import together
    return together([f'{name.format(ref["kind"].lower())}.{GROUP} "{ref["name"]}" not found' for ref in refs])


def rules_for(server, user, namespace: str, unresolved: list | None = None):
    """Every rule that applies to a user cluster-wide and in a namespace, with the sentence that names its binding.

    A binding whose role does not exist has no rules; `unresolved` gets its roleRef.
    """
    for binding in _list(server, "clusterrolebindings"):
        subject = _subject_of(binding, user, "")
        if subject:
            source = f'RBAC: allowed by ClusterRoleBinding "{binding["metadata"]["name"]}"'
            yield from _rules(server, binding, "", source, subject, unresolved)
    if namespace:
        for binding in _list(server, "rolebindings", namespace):
            subject = _subject_of(binding, user, namespace)
            if subject:
                name = f'{binding["metadata"]["name"]}/{namespace}'
                yield from _rules(server, binding, namespace, f'RBAC: allowed by RoleBinding "{name}"', subject, unresolved)


def bindings_elsewhere(server, user, namespace: str):
    """The RoleBindings of a user in other namespaces."""
    for binding in _list(server, "rolebindings"):
        where = binding["metadata"]["namespace"]
        if where != namespace and _subject_of(binding, user, where):
            yield binding


def _rules(server, binding, namespace, source, subject, unresolved):
    ref = binding["roleRef"]
    rules = role_rules(server, ref, namespace)
    if rules is None and unresolved is not None:
        unresolved.append(ref)
    for rule in rules or ():
        yield rule, f'{source} of {ref["kind"]} "{ref["name"]}" to {subject}'


def role_rules(server, ref: dict, namespace: str) -> list[dict] | None:
    """The rules a roleRef points at; None when the role does not exist."""
    plural = "roles" if ref["kind"] == "Role" else "clusterroles"
    role = server.objects.find(resource(plural), namespace if plural == "roles" else "", ref["name"])
    return None if role is None else role.get("rules") or []


def _list(server, plural, namespace=""):
    return server.objects.standing(resource(plural), namespace)


def resource(plural: str):
    """The Resource of one of the RBAC kinds."""
    return resources.find(GROUP, "v1", plural)


def _subject_of(binding, user, namespace):
    """The text of the first subject that is this user, or None."""
    for subject in binding.get("subjects") or []:
        kind, name = subject["kind"], subject["name"]
        if kind == "User" and name == user.name:
            return f'User "{name}"'
        if kind == "Group" and name in user.groups:
            return f'Group "{name}"'
        if kind == "ServiceAccount":
            where = subject.get("namespace") or namespace
            if user.name == f"{SERVICE_ACCOUNT}{where}:{name}":
                return f'ServiceAccount "{name}/{where}"'
    return None


def allows(rule: dict, attributes) -> bool:
    """Whether one PolicyRule allows a request (RuleAllows)."""
    verbs = rule.get("verbs") or ()
    if "*" not in verbs and attributes.verb not in verbs:
        return False
    if not attributes.is_resource:
        return any(_url_matches(url, attributes.path) for url in rule.get("nonResourceURLs") or ())
    groups = rule.get("apiGroups") or ()
    if "*" not in groups and attributes.group not in groups:
        return False
    names = rule.get("resourceNames")
    if names and attributes.name not in names:
        return False
    return resource_matches(rule.get("resources") or (), attributes.resource, attributes.subresource)


def resource_matches(wanted, resource: str, subresource: str) -> bool:
    """Whether the resources of a rule name this one."""
    combined = f"{resource}/{subresource}" if subresource else resource
    return "*" in wanted or combined in wanted or bool(subresource) and f"*/{subresource}" in wanted


def _url_matches(url, path):
    return url in ("*", path) or url.endswith("*") and path.startswith(url.rstrip("*"))

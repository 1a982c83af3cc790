"""Policy rules from --verb, --resource and --resource-name (kubectl create role and clusterrole)."""
from __future__ import annotations

from kubectl_lite.cli.errors import CommandError, PlainError
from kubectl_lite.client.mapper import NoResource

STANDARD = {"get", "list", "watch", "create", "update", "patch", "delete", "deletecollection", "use", "bind", "escalate", "impersonate", "*"}
# verbs that only some resources know
SPECIAL = {
    "use": {("policy", "podsecuritypolicies"), ("extensions", "podsecuritypolicies")},
    "bind": {("rbac.authorization.k8s.io", "roles"), ("rbac.authorization.k8s.io", "clusterroles")},
    "escalate": {("rbac.authorization.k8s.io", "roles"), ("rbac.authorization.k8s.io", "clusterroles")},
    "impersonate": {("", "users"), ("", "serviceaccounts"), ("", "groups"), ("authentication.k8s.io", "userextras")},
}


def verbs(flags) -> list[str]:
    """The verbs once each; `*` swallows the others."""
    given = list(dict.fromkeys(flags["verb"]))
    return ["*"] if "*" in given else given


def split_resource(text: str) -> tuple[str, str]:
    """(resource, subresource) of "pods/log"."""
    name, _, sub = text.partition("/")
    if not name.partition(".")[0]:
        raise CommandError("resource must be specified if apiGroup/subresource specified")
    return name, sub


def resources(flags) -> list[str]:
    """--resource texts once each; only `*` may stand alone for all."""
    given = list(dict.fromkeys(text.strip() for text in flags["resource"]))
    return ["*"] if "*" in given else given


def check(ctx, verbs_, resource_texts) -> None:
    """The checks that need no server (CreateRoleOptions.Validate)."""
    if not verbs_:
        raise CommandError("at least one verb must be specified")
    for verb in verbs_:
        if verb not in STANDARD:
            ctx.error(f"Warning: '{verb}' is not a standard resource verb\n")
    if not resource_texts:
        raise CommandError("at least one resource must be specified")


def mapped(ctx, verbs_, resource_texts) -> list[tuple[str, str]]:
    """(group, resource[/subresource]) of each text, found on the server."""
    out = []
    for text in resource_texts:
        name, sub = split_resource(text)
        group, plural = ("", "*") if name == "*" else _find(ctx, name, verbs_)
        out.append((group, f"{plural}/{sub}" if sub else plural))
    return list(dict.fromkeys(out))


def _find(ctx, name, verbs_) -> tuple[str, str]:
    """(group, plural); what only special verbs know (impersonate users) need not be served."""
    try:
        row = ctx.client.mapper.find(name, versioned=False)
        group, plural, missing = row.group, row.name, None
    except NoResource as e:
        plural, _, group = name.partition(".")
        where = f' in group "{group}"' if group else ""
        missing = PlainError(f'the server doesn\'t have a resource type "{plural}"{where}') if group else PlainError(str(e))
    for verb in verbs_:
        if verb in SPECIAL:
            if (group, plural) not in SPECIAL[verb]:
                raise CommandError(f"can not perform '{verb}' on '{plural}' in group '{group}'")
            missing = None
    if missing:
        raise missing
    return group, plural


def rules(pairs, verbs_, names) -> list[dict]:
    """One rule per API group, groups sorted."""
    groups: dict = {}
    for group, resource in pairs:
        groups.setdefault(group, []).append(resource)
    return [{"verbs": verbs_, "apiGroups": [group], "resources": groups[group], **({"resourceNames": names} if names else {})}
            for group in sorted(groups)]

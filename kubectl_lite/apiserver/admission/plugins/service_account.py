"""ServiceAccount: every pod runs as a service account that exists, with its pull secrets and its token mounted."""
from __future__ import annotations

from kubectl_lite.api import resources
from kubectl_lite.apiserver.authz import nodegraph
from kubectl_lite.machinery import names

RESOURCES = (("", "pods"),)

DEFAULT = "default"
MOUNT_PATH = "/var/run/secrets/kubernetes.io/serviceaccount"
VOLUME = "kube-api-access-"
MIRROR = "kubernetes.io/config.mirror"
TOKEN_SECONDS = 3607
ENFORCE_MOUNTABLE = "kubernetes.io/enforce-mountable-secrets"
TRUE = ("1", "t", "T", "TRUE", "true", "True")  # what Go reads as true
UNREFERENCED = "is not allowed because service account {} does not reference that {}"


def admit(attributes) -> None:
    """Name the default account, check that the account exists, add pull secrets and the token volume."""
    if attributes.operation != "CREATE" or not attributes.is_("", "pods"):
        return
    pod = attributes.obj
    if _is_mirror(pod):
        return _check_mirror(attributes, pod)
    spec = pod["spec"]
    if not spec.get("serviceAccountName"):
        spec["serviceAccountName"] = spec["serviceAccount"] = DEFAULT
    account = _account(attributes, spec["serviceAccountName"])
    if not _has_token(spec) and _automount(account, spec):
        _mount_token(spec, attributes.scope.env)
    if not spec.get("imagePullSecrets") and account.get("imagePullSecrets"):
        spec["imagePullSecrets"] = [dict(s) for s in account["imagePullSecrets"]]
    _refuse(attributes, account, _unmountable(account, spec))


def validate(attributes) -> None:
    """A mirror pod may not use an account or secrets; every other pod's account must exist, and may limit the secrets that are used."""
    if attributes.operation == "UPDATE" and attributes.is_("", "pods", "ephemeralcontainers"):
        account = _named_account(attributes)
        _refuse(attributes, account, _unmountable_ephemeral(account, attributes.obj["spec"]))
    elif attributes.operation == "CREATE" and attributes.is_("", "pods"):
        if _is_mirror(attributes.obj):
            return _check_mirror(attributes, attributes.obj)
        account = _named_account(attributes)
        _refuse(attributes, account, _unmountable(account, attributes.obj["spec"]))


def _is_mirror(pod):
    return MIRROR in (pod["metadata"].get("annotations") or {})


def _named_account(attributes):
    name = attributes.obj["spec"].get("serviceAccountName")
    if not name:
        raise attributes.forbidden(f"no service account specified for pod {attributes.namespace}/{attributes.obj['metadata'].get('name', '')}")
    return _account(attributes, name)


def _check_mirror(attributes, pod):
    if pod["spec"].get("serviceAccountName"):
        raise attributes.forbidden("a mirror pod may not reference service accounts")
    if nodegraph.references(pod)["secrets"]:
        raise attributes.forbidden("a mirror pod may not reference secrets")
    sources = (source for volume in pod["spec"].get("volumes") or () for source in (volume.get("projected") or {}).get("sources") or ())
    if any(source.get("serviceAccountToken") for source in sources):
        raise attributes.forbidden("a mirror pod may not use ServiceAccountToken volume projections")


def _refuse(attributes, account, problems):
    """Forbidden with the first problem, for accounts that limit the secrets of their pods."""
    if (account["metadata"].get("annotations") or {}).get(ENFORCE_MOUNTABLE) in TRUE:
        for problem in problems:
            raise attributes.forbidden(problem)


def _account(attributes, name):
    problem = names.unrequestable(name)
    if problem:
        raise attributes.forbidden(f"error looking up service account {attributes.namespace}/{name}: {problem}")
    accounts = resources.find("", "v1", "serviceaccounts")
    found = attributes.objects.find(accounts, attributes.namespace, name)
    wait = attributes.scope.server.settings.await_accounts
    if found is None and name == DEFAULT and wait is not None:  # its controller may not have seen the namespace yet
        wait()
        found = attributes.objects.find(accounts, attributes.namespace, name)
    if found is None:
        raise attributes.forbidden(f'error looking up service account {attributes.namespace}/{name}: serviceaccount "{name}" not found')
    return found


def _automount(account, spec):
    if "automountServiceAccountToken" in spec:
        return spec["automountServiceAccountToken"]
    return account.get("automountServiceAccountToken", True)


def _has_token(spec):
    """Whether every container already mounts something at the token's path."""
    containers = (spec.get("initContainers") or []) + (spec.get("containers") or [])
    return bool(containers) and all(_mounted(c) for c in containers)


def _mounted(container):
    return any(m.get("mountPath") == MOUNT_PATH for m in container.get("volumeMounts") or [])


def _mount_token(spec, env):
    """Mount the token where nothing is mounted, from a volume that the pod may bring along."""
    present = next((v["name"] for v in spec.get("volumes") or () if v["name"].startswith(VOLUME)), "")
    name = present or VOLUME + env.suffix()
    mount = {"name": name, "readOnly": True, "mountPath": MOUNT_PATH}
    for container in (spec.get("initContainers") or []) + (spec.get("containers") or []):
        if not _mounted(container):
            container.setdefault("volumeMounts", []).append(dict(mount))
    if not present:
        spec.setdefault("volumes", []).append({"name": name, "projected": _token_sources()})


def _token_sources():
    return {"defaultMode": 420, "sources": [
        {"serviceAccountToken": {"expirationSeconds": TOKEN_SECONDS, "path": "token"}},
        {"configMap": {"name": "kube-root-ca.crt", "items": [{"key": "ca.crt", "path": "ca.crt"}]}},
        {"downwardAPI": {"items": [{"path": "namespace", "fieldRef": {"apiVersion": "v1", "fieldPath": "metadata.namespace"}}]}},
    ]}


def _unmountable(account, spec):
    """What a pod uses that its account does not list."""
    name, allowed = account["metadata"]["name"], {s.get("name") for s in account.get("secrets") or ()}
    for volume in spec.get("volumes") or ():
        secret = (volume.get("secret") or {}).get("secretName")
        if volume.get("secret") and secret not in allowed:
            yield f'volume with secret.secretName="{secret}" {UNREFERENCED.format(name, "secret")}'
    for key, kind in (("initContainers", "init container"), ("containers", "container")):
        yield from _unmountable_variables(name, allowed, spec.get(key) or (), kind)
    pull = {s.get("name") for s in account.get("imagePullSecrets") or ()}
    for i, secret in enumerate(spec.get("imagePullSecrets") or ()):
        if secret.get("name") not in pull:
            yield f'imagePullSecrets[{i}].name="{secret.get("name", "")}" {UNREFERENCED.format(name, "imagePullSecret")}'


def _unmountable_ephemeral(account, spec):
    allowed = {s.get("name") for s in account.get("secrets") or ()}
    yield from _unmountable_variables(account["metadata"]["name"], allowed, spec.get("ephemeralContainers") or (), "ephemeral container")


def _unmountable_variables(account, allowed, containers, kind):
    for container in containers:
        for variable in container.get("env") or ():
            reference = (variable.get("valueFrom") or {}).get("secretKeyRef")
            if reference and reference.get("name") not in allowed:
                yield (f'{kind} {container["name"]} with envVar {variable["name"]} referencing secret.secretName="{reference.get("name", "")}" '
                       f'{UNREFERENCED.format(account, "secret")}')
        for source in container.get("envFrom") or ():
            reference = source.get("secretRef")
            if reference and reference.get("name") not in allowed:
                yield f'{kind} {container["name"]} with envFrom referencing secret.secretName="{reference.get("name", "")}" {UNREFERENCED.format(account, "secret")}'

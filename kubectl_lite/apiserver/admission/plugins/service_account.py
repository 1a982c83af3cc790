"""ServiceAccount: every pod runs as a service account that exists, with its pull secrets and its token mounted."""
from __future__ import annotations

from kubectl_lite.api import resources
from kubectl_lite.machinery import names

RESOURCES = (("", "pods"),)

DEFAULT = "default"
MOUNT_PATH = "/var/run/secrets/kubernetes.io/serviceaccount"
MIRROR = "kubernetes.io/config.mirror"
TOKEN_SECONDS = 3607
ENFORCE_MOUNTABLE = "kubernetes.io/enforce-mountable-secrets"


def admit(attributes) -> None:
    """Name the default account, check that the account exists, add pull secrets and the token volume."""
    if attributes.operation != "CREATE" or not attributes.is_("", "pods"):
        return
    pod = attributes.obj
    if MIRROR in (pod["metadata"].get("annotations") or {}):
        return
    spec = pod["spec"]
    if not spec.get("serviceAccountName"):
        spec["serviceAccountName"] = spec["serviceAccount"] = DEFAULT
    account = _account(attributes, spec["serviceAccountName"])
    if not _has_token(spec) and _automount(account, spec):
        _mount_token(spec, attributes.scope.env)
    if not spec.get("imagePullSecrets") and account.get("imagePullSecrets"):
        spec["imagePullSecrets"] = [dict(s) for s in account["imagePullSecrets"]]


def validate(attributes) -> None:
    """A mirror pod may not use an account or secrets; every other pod's account must exist."""
    if not attributes.is_("", "pods") or attributes.operation != "CREATE":
        return
    pod = attributes.obj
    spec = pod["spec"]
    if MIRROR in (pod["metadata"].get("annotations") or {}):
        if spec.get("serviceAccountName"):
            raise attributes.forbidden("a mirror pod may not reference service accounts")
        return
    account = _account(attributes, spec.get("serviceAccountName", ""))
    if (account["metadata"].get("annotations") or {}).get(ENFORCE_MOUNTABLE, "").lower() == "true":
        _check_mountable(attributes, account, spec)


def _account(attributes, name):
    bad = names.path_segment(name)
    if bad:  # no request can be made for such a name
        raise attributes.forbidden(f'error looking up service account {attributes.namespace}/{name}: invalid resource name "{name}": [{", ".join(bad)}]')
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
    name = f"kube-api-access-{env.suffix()}"
    mount = {"name": name, "readOnly": True, "mountPath": MOUNT_PATH}
    for container in (spec.get("initContainers") or []) + (spec.get("containers") or []):
        if not _mounted(container):
            container.setdefault("volumeMounts", []).append(dict(mount))
    spec.setdefault("volumes", []).append({"name": name, "projected": _token_sources()})


def _token_sources():
    return {"defaultMode": 420, "sources": [
        {"serviceAccountToken": {"expirationSeconds": TOKEN_SECONDS, "path": "token"}},
        {"configMap": {"name": "kube-root-ca.crt", "items": [{"key": "ca.crt", "path": "ca.crt"}]}},
        {"downwardAPI": {"items": [{"path": "namespace", "fieldRef": {"apiVersion": "v1", "fieldPath": "metadata.namespace"}}]}},
    ]}


def _check_mountable(attributes, account, spec):
    allowed = {s["name"] for s in account.get("secrets") or []}
    name = account["metadata"]["name"]
    for volume in spec.get("volumes") or []:
        secret = (volume.get("secret") or {}).get("secretName")
        if secret and secret not in allowed:
            raise attributes.forbidden(f'volume with secret.secretName="{secret}" is not allowed because service account {name} does not reference that secret')
    for container in (spec.get("initContainers") or []) + spec["containers"]:
        for variable in container.get("env") or []:
            secret = ((variable.get("valueFrom") or {}).get("secretKeyRef") or {}).get("name")
            if secret and secret not in allowed:
                raise attributes.forbidden(f'container {container["name"]} with envVar {variable["name"]} referencing secret.secretName="{secret}" '
                                           f'is not allowed because service account {name} does not reference that secret')

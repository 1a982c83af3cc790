"""References follow the objects they name when those are renamed or moved."""
from __future__ import annotations

from kubectl_lite.cli.kustomize import fields

CONTAINERS = (("containers", "*"), ("initContainers", "*"))
# referred kind -> paths below a pod spec of the mapping that holds the name, and the field of the name
IN_PODS = {
    "ConfigMap": [(("volumes", "*", "configMap"), "name"), (("volumes", "*", "projected", "sources", "*", "configMap"), "name")]
    + [((*c, "env", "*", "valueFrom", "configMapKeyRef"), "name") for c in CONTAINERS]
    + [((*c, "envFrom", "*", "configMapRef"), "name") for c in CONTAINERS],
    "Secret": [(("volumes", "*", "secret"), "secretName"), (("volumes", "*", "projected", "sources", "*", "secret"), "name"),
               (("imagePullSecrets", "*"), "name")]
    + [((*c, "env", "*", "valueFrom", "secretKeyRef"), "name") for c in CONTAINERS]
    + [((*c, "envFrom", "*", "secretRef"), "name") for c in CONTAINERS],
    "PersistentVolumeClaim": [(("volumes", "*", "persistentVolumeClaim"), "claimName")],
    "ServiceAccount": [((), "serviceAccountName")],
    "PriorityClass": [((), "priorityClassName")],
}
# referring kind -> (referred kind, path of the mapping, field of the name)
ELSEWHERE = {
    "ServiceAccount": [("Secret", ("secrets", "*"), "name"), ("Secret", ("imagePullSecrets", "*"), "name")],
    "Ingress": [("Secret", ("spec", "tls", "*"), "secretName"), ("Service", ("spec", "defaultBackend", "service"), "name"),
                ("Service", ("spec", "rules", "*", "http", "paths", "*", "backend", "service"), "name"), ("IngressClass", ("spec",), "ingressClassName")],
    "StatefulSet": [("Service", ("spec",), "serviceName"), ("StorageClass", ("spec", "volumeClaimTemplates", "*", "spec"), "storageClassName")],
    "PersistentVolumeClaim": [("PersistentVolume", ("spec",), "volumeName"), ("StorageClass", ("spec",), "storageClassName")],
    "PersistentVolume": [("StorageClass", ("spec",), "storageClassName")],
    "APIService": [("Service", ("spec", "service"), "name")],
    "MutatingWebhookConfiguration": [("Service", ("webhooks", "*", "clientConfig", "service"), "name")],
    "ValidatingWebhookConfiguration": [("Service", ("webhooks", "*", "clientConfig", "service"), "name")],
}


def fix(resources: list) -> None:
    """Rewrite every reference to an object of this list that has another name now."""
    index = _Index(resources)
    for res in resources:
        _pod(res, index)
        for kind, path, field in ELSEWHERE.get(res.obj.get("kind"), ()):
            _rewrite(res, index, kind, path, field)
        _by_kind(res, index)


class _Index:
    """Who had which name once."""

    def __init__(self, resources):
        self.names: dict = {}
        for res in resources:
            for _, kind, _, name in res.ids:
                known = self.names.setdefault((kind, name), [])
                if res not in known:
                    known.append(res)

    def now(self, kind: str, name: str, namespace: str) -> str | None:
        """The present name of what `name` means, seen from a namespace (None: from none, so any will do)."""
        found = self.names.get((kind, name)) or []
        near = found if namespace is None else [r for r in found if r.id[2] in ("", namespace)]
        return near[0].id[3] if len(near) == 1 else None


def _pod(res, index) -> None:
    path = fields.template_of(res.obj)
    if path is None:
        return
    for kind, places in IN_PODS.items():
        for below, field in places:
            _rewrite(res, index, kind, (*path, "spec", *below), field)


def _rewrite(res, index, kind, path, field) -> None:
    for holder in fields.values(res.obj, path):
        if isinstance(holder, dict) and isinstance(holder.get(field), str):
            holder[field] = index.now(kind, holder[field], _namespace(res)) or holder[field]


def _namespace(res) -> str | None:
    """Where an object is, None for one of the cluster."""
    from kubectl_lite.cli.kustomize import transforms
    return res.id[2] if transforms.namespaced(res.obj) else None


def _by_kind(res, index) -> None:
    """References that say what kind they mean: roleRef, subjects, scaleTargetRef."""
    places = {"RoleBinding": (("roleRef",), ("subjects", "*")), "ClusterRoleBinding": (("roleRef",), ("subjects", "*")),
              "HorizontalPodAutoscaler": (("spec", "scaleTargetRef"),)}
    for path in places.get(res.obj.get("kind"), ()):
        for holder in fields.values(res.obj, path):
            if isinstance(holder, dict) and isinstance(holder.get("name"), str) and holder.get("kind") not in ("User", "Group"):
                holder["name"] = index.now(holder.get("kind"), holder["name"], holder.get("namespace") or _namespace(res)) or holder["name"]

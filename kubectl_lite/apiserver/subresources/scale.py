"""scale: the replicas of an object as an autoscaling/v1 Scale, whatever its kind."""
from __future__ import annotations

from importlib import import_module

from kubectl_lite.apiserver import decoding
from kubectl_lite.apiserver.options import check_write
from kubectl_lite.apiserver.representation import TABLE, wanted
from kubectl_lite.apiserver.verbs.update import change
from kubectl_lite.machinery import errors, field
from kubectl_lite.machinery.wire import Response

SCHEMA = "io.k8s.api.autoscaling.v1.Scale"
API_VERSION = "autoscaling/v1"


def run(scope) -> Response:
    """GET, PUT or PATCH of an object's scale."""
    verb = scope.info.verb
    if verb == "get":
        return Response(200, _answer(scope, scope.objects.get(scope.resource, scope.namespace, scope.name)))
    if verb == "patch":
        return import_module("kubectl_lite.apiserver.verbs.patch").run_scale(scope)
    check_write(scope, "UpdateOptions")
    body, duplicates = decoding.parse_body(scope.request)
    scale = decoding.typed(scope, body, "Scale", API_VERSION, SCHEMA, duplicates)
    return Response(200, write(scope, lambda _old: scale))


def _answer(scope, obj):
    if wanted(scope.request) == TABLE:
        from kubectl_lite.printers.columns import scales
        return scales.table(of(scope.resource, obj), scope.env.now())
    return of(scope.resource, obj)


def of(resource, obj: dict) -> dict:
    """The Scale of an object."""
    spec, status = paths(resource)
    replicas = _at(obj, spec) or 0
    metadata = {k: obj["metadata"][k] for k in ("name", "namespace", "uid", "resourceVersion", "creationTimestamp") if k in obj["metadata"]}
    scale = {"kind": "Scale", "apiVersion": API_VERSION, "metadata": metadata,
             "spec": {"replicas": replicas} if replicas else {}, "status": {"replicas": _at(obj, status) or 0}}
    selector = _selector(resource, obj)
    if selector:
        scale["status"]["selector"] = selector
    return scale


def paths(resource) -> tuple[list, list]:
    """Where replicas stand in spec and status: fixed for the built-in kinds, named by a CustomResourceDefinition."""
    if not resource.crd:
        return ["spec", "replicas"], ["status", "replicas"]
    scale = _custom(resource)
    return scale["specReplicasPath"].strip(".").split("."), scale["statusReplicasPath"].strip(".").split(".")


def _custom(resource):
    return next(v for v in resource.crd["spec"]["versions"] if v["name"] == resource.version)["subresources"]["scale"]


def _at(obj, path):
    for key in path:
        obj = obj.get(key) if isinstance(obj, dict) else None
    return obj


def _selector(resource, obj):
    """The pods' label selector as text."""
    if resource.crd:
        path = _custom(resource).get("labelSelectorPath")
        return _at(obj, path.strip(".").split(".")) if path else ""
    from kubectl_lite.machinery import labels
    selector = obj["spec"].get("selector")
    if resource.kind == "ReplicationController":
        selector = {"matchLabels": selector or {}}
    return str(labels.from_object(selector))


def write(scope, build, anew: bool = False) -> dict:
    """Change the replicas to those of build(the present Scale); the new Scale."""
    resource = scope.resource

    def rescaled(old):
        scale = build(of(resource, old))
        _check(scope, scale)
        return _with_replicas(old, paths(resource)[0], (scale.get("spec") or {}).get("replicas", 0), scale["metadata"])

    return of(resource, change(scope, rescaled, anew=anew))


def _check(scope, scale):
    metadata = scale.setdefault("metadata", {})
    if metadata.get("name") and metadata["name"] != scope.name:
        raise errors.bad_request(f"the name of the object ({metadata['name']}) does not match the name on the URL ({scope.name})")
    replicas = (scale.get("spec") or {}).get("replicas", 0)
    if replicas < 0:
        problem = field.invalid(field.Path("spec.replicas"), replicas, "must be greater than or equal to 0")
        raise errors.invalid("Scale.autoscaling", scope.name, [problem])


def _with_replicas(old, path, replicas, metadata):
    """A private copy of the object with other replicas, pinned to the Scale's resourceVersion and uid."""
    obj = {**old, "metadata": {**old["metadata"], "resourceVersion": metadata.get("resourceVersion", "")}}
    if metadata.get("uid") and metadata["uid"] != old["metadata"]["uid"]:
        obj["metadata"]["uid"] = metadata["uid"]
    at = obj
    for key in path[:-1]:
        at[key] = dict(at.get(key) or {})
        at = at[key]
    at[path[-1]] = replicas
    return obj

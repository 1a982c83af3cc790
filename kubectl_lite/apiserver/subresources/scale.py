"""scale: the replicas of an object as an autoscaling/v1 Scale, whatever its kind."""
from __future__ import annotations

from importlib import import_module

from kubectl_lite.api import resources
from kubectl_lite.apiserver import decoding, ownership, rest
from kubectl_lite.apiserver.admission import chain as admission
from kubectl_lite.apiserver.options import check_write
from kubectl_lite.apiserver.negotiation import TABLE, form
from kubectl_lite.apiserver.verbs.update import change
from kubectl_lite.machinery import errors, field
from kubectl_lite.machinery.managedfields import scales
from kubectl_lite.machinery.managedfields.sets import from_paths
from kubectl_lite.machinery.wire import Response

SCHEMA = "io.k8s.api.autoscaling.v1.Scale"
API_VERSION = "autoscaling/v1"


def run(scope) -> Response:
    """GET, PUT or PATCH of an object's scale."""
    verb = scope.info.verb
    if verb == "get":
        obj = scope.objects.get(scope.resource, scope.namespace, scope.name)
        if _unset(scope.resource, obj):
            raise errors.internal(f"the spec replicas field {field.go_quote(_custom(scope.resource)['specReplicasPath'])} does not exist")
        return Response(200, _answer(scope, obj))
    if verb == "patch":
        return import_module("kubectl_lite.apiserver.verbs.patch").run_scale(scope)
    check_write(scope, "UpdateOptions")
    body, duplicates = decoding.parse_body(scope.request)
    scale = decoding.typed(scope, body, "Scale", API_VERSION, SCHEMA, duplicates)

    def build(_view, old):
        rest.check_stored(scope, old, scale["metadata"].get("uid"))
        return {**scale, "metadata": dict(scale["metadata"])}
    return Response(200, write(scope, build))


def _answer(scope, obj):
    if form(scope).kind == TABLE:
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


def _unset(resource, obj):
    """Whether a custom object has no replicas at all, so that it has no scale either."""
    return bool(resource.crd) and _at(obj, paths(resource)[0]) is None


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


def write(scope, build, own: bool = True) -> dict:
    """Change the replicas to those of build(the scope as one about Scales, the present Scale); the new Scale. `own`: record the writer; an apply has done so."""
    resource, view = scope.resource, _view(scope)

    def rescaled(old):
        entries, owning = old["metadata"].get("managedFields"), replicas_paths(resource)
        present = of(resource, old)
        present["metadata"]["managedFields"] = scales.to_scale(entries, owning)
        scale = build(view, present)
        rest.check_identity(scope, scale)
        if scope.info.verb == "patch" and _unset(resource, old) and (scale.get("spec") or {}).get("replicas") is None:
            raise errors.bad_request(f"the spec replicas field {field.go_quote(_custom(resource)['specReplicasPath'])} cannot be empty")
        if own:
            ownership.on_update(view, scale, present)
        admission.admit(scope, "UPDATE", scale, present)  # which is asked about the Scale, not about what is scaled
        _check(scope, scale)
        admission.validate(scope, "UPDATE", scale, present)
        _check_uid(resource, scale["metadata"].get("uid"), old["metadata"])
        obj = _with_replicas(old, paths(resource)[0], (scale.get("spec") or {}).get("replicas", 0), scale["metadata"])
        obj["metadata"]["managedFields"] = scales.to_parent(entries, scale["metadata"].get("managedFields"), resource.api_version, owning)
        return obj

    return of(resource, change(scope, rescaled, own=False, admit=False, anew=True))


def replicas_paths(resource) -> dict:
    """The set of the replicas field in each version of the resource's kind; None where a version of a custom kind has no scale."""
    if not resource.crd:
        return {f"{resource.group}/{version}".lstrip("/"): scales.REPLICAS for version in resources.versions(resource.group)}
    from kubectl_lite.apiserver.crd import versions
    found = {}
    for version in resource.crd["spec"]["versions"]:
        scale = versions.scale(resource.crd, version["name"])
        path = scale["specReplicasPath"].strip(".").split(".") if scale else None
        found[f"{resource.group}/{version['name']}"] = from_paths([tuple(f"f:{name}" for name in path)]) if path else None
    return found


def _view(scope):
    """The scope of a request as one about autoscaling/v1 Scales."""
    from kubectl_lite.api.strategy import GENERIC
    from kubectl_lite.apiserver.scope import Scope
    from kubectl_lite.machinery.resource import Resource
    resource = Resource("autoscaling", "v1", scope.resource.name, "Scale", scope.resource.namespaced, schema=SCHEMA)
    view = Scope(scope.server, scope.request, scope.info, resource, GENERIC, scope.user, scope.trace, scope.audit)
    view.warnings = scope.warnings
    return view


def _check(scope, scale):
    replicas = (scale.get("spec") or {}).get("replicas", 0)
    if replicas < 0:
        problem = field.invalid(field.Path("spec.replicas"), replicas, "must be greater than or equal to 0")
        raise errors.invalid("Scale.autoscaling", scope.name, [problem])


def _check_uid(resource, uid, metadata):
    """A patch may name the object's uid, but no other."""
    if uid and uid != metadata["uid"]:
        raise errors.conflict(f"{resource.name}/scale" + (f".{resource.group}" if resource.group else ""), metadata["name"],
                              f"Precondition failed: UID in precondition: {uid}, UID in object meta: {metadata['uid']}")


def _with_replicas(old, path, replicas, metadata):
    """A private copy of the object with other replicas, pinned to the Scale's resourceVersion if it names one."""
    obj = {**old, "metadata": {**old["metadata"], "resourceVersion": metadata.get("resourceVersion") or old["metadata"]["resourceVersion"]}}
    at = obj
    for key in path[:-1]:
        at[key] = dict(at.get(key) or {})
        at = at[key]
    at[path[-1]] = replicas
    return obj

"""binding: put a pod on a node. Sets spec.nodeName and the PodScheduled condition in one write; a bound pod stays where it is."""
from __future__ import annotations

from kubectl_lite.api import resources
from kubectl_lite.apiserver import decoding, rest
from kubectl_lite.apiserver.admission import chain as admission
from kubectl_lite.apiserver.options import check_write
from kubectl_lite.apiserver.verbs.update import change
from kubectl_lite.machinery import errors, field
from kubectl_lite.machinery.wire import Response

SCHEMA = "io.k8s.api.core.v1.Binding"
SUCCESS = {"kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Success", "code": 201}


def run(scope) -> Response:
    """POST pods/NAME/binding."""
    check_write(scope, "CreateOptions")
    body, duplicates = decoding.parse_body(scope.request)
    bind(scope, decoding.typed(scope, body, "Binding", "v1", SCHEMA, duplicates))
    return Response(201, dict(SUCCESS))


def bind(scope, binding: dict) -> None:
    """Admit and validate the binding and write it to the pod that the scope names, else the binding."""
    metadata, target = binding.setdefault("metadata", {}), binding.get("target") or {}
    rest.ensure_namespace(scope, metadata)
    admission.admit(scope, "CREATE", binding, None)
    name = metadata.get("name", "")
    if (scope.name or name) != name:
        raise errors.bad_request("name in URL does not match name in Binding object")
    problems = _problems(target)
    if problems:
        raise errors.internal_text("[" + ", ".join(map(str, problems)) + "]" if len(problems) > 1 else str(problems[0]))
    admission.validate(scope, "CREATE", binding, None)
    if not name:
        raise errors.bad_request("Name parameter required.")
    scope.resource, scope.name = resources.find("", "v1", "pods"), name
    change(scope, lambda pod: _assigned(scope, pod, metadata, target["name"]), part="binding", versioned=False, own=False, admit=False)


def _problems(target):
    path, problems = field.Path("target"), []
    if target.get("kind", "") not in ("", "Node"):
        problems.append(field.not_supported(path / "kind", target["kind"], ("Node", "<empty>")))
    if not target.get("name"):
        problems.append(field.required(path / "name"))
    return problems


def _assigned(scope, pod, metadata, node):
    """A private copy of the pod, bound; `metadata` is the binding's, whose uid and version are preconditions."""
    rest.check_stored(scope, pod, metadata.get("uid"), metadata.get("resourceVersion"))
    spec, name = pod["spec"], scope.name
    if pod["metadata"].get("deletionTimestamp"):
        raise errors.conflict("pods/binding", name, f"pod {name} is being deleted, cannot be assigned to a host")
    if spec.get("nodeName"):
        raise errors.conflict("pods/binding", name, f"pod {name} is already assigned to node \"{spec['nodeName']}\"")
    if spec.get("schedulingGates"):
        raise errors.conflict("pods/binding", name, f"pod {name} has non-empty .spec.schedulingGates")
    bound = {**pod, "metadata": dict(pod["metadata"]), "spec": {**spec, "nodeName": node}, "status": dict(pod.get("status") or {})}
    for key in ("labels", "annotations"):
        if metadata.get(key):
            bound["metadata"][key] = {**(bound["metadata"].get(key) or {}), **metadata[key]}
    _mark_scheduled(bound, scope.env)
    return bound


def _mark_scheduled(pod, env):
    generation = pod["metadata"].get("generation")
    condition = {"type": "PodScheduled", "status": "True", "lastProbeTime": None, "lastTransitionTime": env.timestamp()}
    if generation:
        condition["observedGeneration"] = generation
    others = [c for c in pod["status"].get("conditions") or [] if c["type"] != "PodScheduled"]
    pod["status"]["conditions"] = others + [condition]

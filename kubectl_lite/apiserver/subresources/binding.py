"""binding: put a pod on a node. Sets spec.nodeName and the PodScheduled condition in one write; a bound pod stays where it is."""
from __future__ import annotations

from kubectl_lite.apiserver import decoding
from kubectl_lite.apiserver.admission import chain as admission
from kubectl_lite.apiserver.verbs.update import change
from kubectl_lite.machinery import errors, field
from kubectl_lite.machinery.wire import Response

SCHEMA = "io.k8s.api.core.v1.Binding"
SUCCESS = {"kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Success", "code": 201}


def run(scope) -> Response:
    """POST pods/NAME/binding."""
    body, duplicates = decoding.parse_body(scope.request)
    binding = decoding.typed(scope, body, "Binding", "v1", SCHEMA, duplicates)
    admission.both(scope, "CREATE", binding)
    bind(scope, binding)
    return Response(201, dict(SUCCESS))


def bind(scope, binding: dict) -> None:
    """Validate the binding and write it to the pod."""
    target = binding.get("target") or {}
    problems = _problems(target)
    if problems:
        raise errors.internal_text("[" + ", ".join(map(str, problems)) + "]" if len(problems) > 1 else str(problems[0]))
    name = scope.name or binding["metadata"]["name"]
    change(scope, lambda pod: _assigned(scope, pod, name, binding, target["name"]), part="binding", versioned=False, own=False, admit=False)


def _problems(target):
    path, problems = field.Path("target"), []
    if target.get("kind", "") not in ("", "Node"):
        problems.append(field.not_supported(path / "kind", target["kind"], ("Node", "<empty>")))
    if not target.get("name"):
        problems.append(field.required(path / "name"))
    return problems


def _assigned(scope, pod, name, binding, node):
    """A private copy of the pod, bound."""
    spec, metadata = pod["spec"], binding.get("metadata") or {}
    if metadata.get("uid") and metadata["uid"] != pod["metadata"]["uid"]:
        raise errors.conflict("pods/binding", name, f"Precondition failed: UID in precondition: {metadata['uid']}, UID in object meta: {pod['metadata']['uid']}")
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

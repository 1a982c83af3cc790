"""eviction: delete a pod if its disruption budget allows. Mirrors pkg/registry/core/pod/storage/eviction.go."""
from __future__ import annotations

from kubectl_lite.api import resources
from kubectl_lite.apiserver import decoding
from kubectl_lite.apiserver.admission import chain as admission
from kubectl_lite.apiserver.options import DeleteOptions
from kubectl_lite.apiserver.verbs.delete import remove
from kubectl_lite.machinery import errors, labels
from kubectl_lite.machinery.wire import Response

SCHEMA = "io.k8s.api.policy.v1.Eviction"
SUCCESS = {"kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Success", "code": 201}
REFUSED = "Cannot evict pod as it would violate the pod's disruption budget."
DONE_PHASES = ("Succeeded", "Failed", "Pending")
MAX_DISRUPTED = 2000


def run(scope) -> Response:
    """POST pods/NAME/eviction."""
    body, duplicates = decoding.parse_body(scope.request)
    if isinstance(body, dict):  # policy/v1beta1 is taken as well
        body = {**body, "apiVersion": "policy/v1"}
    eviction = decoding.typed(scope, body, "Eviction", "policy/v1", SCHEMA, duplicates)
    if (eviction.get("metadata") or {}).get("name") != scope.name:
        raise errors.bad_request("name in URL does not match name in Eviction object")
    admission.both(scope, "CREATE", eviction)
    options = _options(eviction)
    pod = scope.objects.get(scope.resource, scope.namespace, scope.name)
    if not _may_ignore_budget(pod):
        _spend_budget(scope, pod, options)
    if not options.dry_run and not scope.dry_run:
        remove(scope, scope.name, options, admit=False)  # the eviction has been admitted, its deletion is not asked about
    return Response(201, dict(SUCCESS))


def _options(eviction):
    given = eviction.get("deleteOptions") or {}
    pre = given.get("preconditions") or {}
    return DeleteOptions(given.get("gracePeriodSeconds"), given.get("propagationPolicy"), given.get("orphanDependents"),
                         pre.get("uid"), pre.get("resourceVersion"), given.get("dryRun") or ())


def _may_ignore_budget(pod):
    """Pods that do not run (or are going) are nobody's availability."""
    return pod.get("status", {}).get("phase") in DONE_PHASES or bool(pod["metadata"].get("deletionTimestamp"))


def _spend_budget(scope, pod, options):
    """Take one disruption from the pod's budget, or refuse."""
    budgets = [b for b in scope.objects.list(_row(), scope.namespace)[0] if _selects(b, pod)]
    if len(budgets) > 1:
        raise errors.internal_text("This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.")
    if not budgets:
        return
    budget = budgets[0]
    if _unready_may_go(pod, budget):
        return
    changed = _checked(scope, budget, pod)
    if not options.dry_run and not scope.dry_run:
        scope.objects.update(_row(), scope.namespace, budget["metadata"]["name"], changed, budget, scope.note())


def _selects(budget, pod):
    selector = budget["spec"].get("selector")
    return selector is not None and labels.from_object(selector).matches(pod["metadata"].get("labels") or {})


def _unready_may_go(pod, budget):
    """An unhealthy pod may be evicted when the budget is healthy (or always, if its policy says so)."""
    ready = any(c["type"] == "Ready" and c["status"] == "True" for c in pod.get("status", {}).get("conditions") or [])
    if ready:
        return False
    if budget["spec"].get("unhealthyPodEvictionPolicy") == "AlwaysAllow":
        return True
    status = budget.get("status") or {}
    return status.get("currentHealthy", 0) >= status.get("desiredHealthy", 0) > 0


def _checked(scope, budget, pod):
    """The budget with one disruption less; TooManyRequests when there is none."""
    status, name = dict(budget.get("status") or {}), budget["metadata"]["name"]
    if status.get("observedGeneration", 0) < budget["metadata"].get("generation", 0):
        raise _refused(f"The disruption budget {name} is still being processed by the server.", 10)
    if status.get("disruptionsAllowed", 0) < 0:
        raise errors.forbidden("poddisruptionbudgets.policy", name, "pdb disruptions allowed is negative")
    disrupted = dict(status.get("disruptedPods") or {})
    if len(disrupted) > MAX_DISRUPTED:
        raise errors.forbidden("poddisruptionbudgets.policy", name, "DisruptedPods map too big - too many evictions not confirmed by PDB controller")
    if not status.get("disruptionsAllowed"):
        raise _refused(f"The disruption budget {name} needs {status.get('desiredHealthy', 0)} healthy pods and has {status.get('currentHealthy', 0)} currently")
    disrupted[pod["metadata"]["name"]] = scope.env.timestamp()
    status.update(disruptionsAllowed=status["disruptionsAllowed"] - 1, disruptedPods=disrupted)
    return {**budget, "status": status}


def _refused(why, retry_after=0):
    return errors.too_many_requests(REFUSED, retry_after, [{"reason": "DisruptionBudget", "message": why}])


def _row():
    return resources.find("policy", "v1", "poddisruptionbudgets")

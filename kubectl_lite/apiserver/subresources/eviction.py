"""eviction: delete a pod if its disruption budget allows. Mirrors pkg/registry/core/pod/storage/eviction.go."""
from __future__ import annotations

from kubectl_lite.api import resources
from kubectl_lite.apiserver import decoding, rest
from kubectl_lite.apiserver.admission import chain as admission
from kubectl_lite.apiserver.options import check_delete, check_write, read_delete_options
from kubectl_lite.apiserver.verbs.delete import remove
from kubectl_lite.apiserver.verbs.update import change
from kubectl_lite.machinery import errors, labels
from kubectl_lite.machinery.wire import Response

SCHEMA = "io.k8s.api.policy.v1.Eviction"
SUCCESS = {"kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Success", "code": 201}
REFUSED = "Cannot evict pod as it would violate the pod's disruption budget."
DONE_PHASES = ("Succeeded", "Failed", "Pending")
MAX_DISRUPTED = 2000
BUDGET = "poddisruptionbudget.policy"
EVICTED = {"reason": "EvictionByEvictionAPI", "message": "Eviction API: evicting"}


def run(scope) -> Response:
    """POST pods/NAME/eviction."""
    check_write(scope, "CreateOptions")
    body, duplicates = decoding.parse_body(scope.request)
    if isinstance(body, dict):  # policy/v1beta1 is taken as well
        body = {**body, "apiVersion": "policy/v1"}
    eviction = decoding.typed(scope, body, "Eviction", "policy/v1", SCHEMA, duplicates)
    metadata = eviction.setdefault("metadata", {})
    rest.ensure_namespace(scope, metadata)
    admission.admit(scope, "CREATE", eviction, None)
    if metadata.get("name") != scope.name:
        raise errors.bad_request("name in URL does not match name in Eviction object")
    options = _options(scope, eviction)
    admission.validate(scope, "CREATE", eviction, None)
    pod = scope.objects.get(scope.resource, scope.namespace, scope.name)
    if not _may_ignore_budget(pod):
        _spend_budget(scope, pod, options)
    _evict(scope, options)
    return Response(201, dict(SUCCESS))


def _options(scope, eviction):
    """The options of the deletion; a dry run may be asked for there, in the request, or in both alike."""
    options = read_delete_options(eviction.get("deleteOptions") or {})
    asked = scope.request.query.get("dryRun") or []
    if asked and options.dry_run and asked != options.dry_run:
        raise errors.internal_text(f"Non-matching dry-run options in request and content: [{' '.join(asked)}] and [{' '.join(options.dry_run)}]")
    options.dry_run = options.dry_run or asked
    return options


def _evict(scope, options):
    """Say on the pod why it goes, and delete it. The eviction has been admitted, its deletion is not asked about."""
    def marked(pod):
        rest.check_preconditions(scope, pod, options.uid, options.resource_version)
        return {**pod, "metadata": dict(pod["metadata"]), "status": _disrupted(pod, scope.env)}
    if not options.dry_run:
        change(scope, marked, part="status", versioned=False, own=False, admit=False)
        options.resource_version = None  # which has moved now
    check_delete(options)
    remove(scope, scope.name, options, admit=False)


def _disrupted(pod, env):
    """The pod's status with the condition DisruptionTarget."""
    status = pod.get("status") or {}
    condition = {"type": "DisruptionTarget", "status": "True", "lastProbeTime": None, "lastTransitionTime": env.timestamp(), **EVICTED}
    if pod["metadata"].get("generation"):
        condition["observedGeneration"] = pod["metadata"]["generation"]
    present = next((c for c in status.get("conditions") or () if c["type"] == condition["type"]), None)
    if present and present["status"] == "True":
        condition["lastTransitionTime"] = present.get("lastTransitionTime")
    return {**status, "conditions": [*(c for c in status.get("conditions") or () if c is not present), condition]}


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
    wanted = labels.from_object(selector)
    return not wanted.empty() and wanted.matches(pod["metadata"].get("labels") or {})


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
        raise errors.forbidden(BUDGET, name, "pdb disruptions allowed is negative")
    disrupted = dict(status.get("disruptedPods") or {})
    if len(disrupted) > MAX_DISRUPTED:
        raise errors.forbidden(BUDGET, name, "DisruptedPods map too big - too many evictions not confirmed by PDB controller")
    if not status.get("disruptionsAllowed"):
        raise _refused(_why_none(name, status))
    disrupted[pod["metadata"]["name"]] = scope.env.timestamp()
    status.update(disruptionsAllowed=status["disruptionsAllowed"] - 1, disruptedPods=disrupted)
    if not status["disruptionsAllowed"]:
        status["conditions"] = _disallowed(status, scope.env)
    return {**budget, "status": status}


def _condition(status):
    return next((c for c in status.get("conditions") or () if c["type"] == "DisruptionAllowed"), {})


def _why_none(name, status):
    condition = _condition(status)
    if condition.get("reason") == "SyncFailed" and condition.get("message"):
        return f"The disruption budget {name} does not allow evicting pods currently because it failed sync: {condition['message']}"
    return f"The disruption budget {name} needs {status.get('desiredHealthy', 0)} healthy pods and has {status.get('currentHealthy', 0)} currently"


def _disallowed(status, env):
    """The budget's conditions once its last disruption is spent."""
    present = _condition(status)
    since = present["lastTransitionTime"] if present.get("status") == "False" else env.timestamp()
    condition = {**present, "type": "DisruptionAllowed", "status": "False", "reason": "InsufficientPods", "message": "", "lastTransitionTime": since,
                 "observedGeneration": status.get("observedGeneration", 0)}
    return [condition if c is present else c for c in status.get("conditions") or ()] or [condition]


def _refused(why, retry_after=0):
    return errors.too_many_requests(REFUSED, retry_after, [{"reason": "DisruptionBudget", "message": why}])


def _row():
    return resources.find("policy", "v1", "poddisruptionbudgets")

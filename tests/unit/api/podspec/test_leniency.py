from kubectl_lite.api.podspec import defaults, spec
from kubectl_lite.api.podspec.options import POD, for_update
from kubectl_lite.machinery.field import Path


def pod(**fields):
    value = {"containers": [{"name": "c", "image": "x:1"}], **fields}
    defaults.default_spec(value)
    return value


def node_values(value):
    return {"nodeAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": {"nodeSelectorTerms": [
        {"matchExpressions": [{"key": "k", "operator": "In", "values": [value]}]}]}}}


def test_what_was_stored_is_tolerated_and_only_that():
    bad = pod(affinity=node_values("-bad-"))
    assert spec.validate(bad, Path("spec"), POD)
    assert spec.validate(bad, Path("spec"), for_update(pod(), {}, is_pod=True))
    assert not spec.validate(bad, Path("spec"), for_update(bad, {}, is_pod=True))


def test_the_deletion_cost_of_the_old_pod_counts():
    notes = {"annotations": {"controller.kubernetes.io/pod-deletion-cost": "dear"}}
    assert for_update(pod(), notes).bad_deletion_cost and not for_update(pod(), {}).bad_deletion_cost


def test_host_sysctls_that_were_there_may_stay():
    old = pod(hostNetwork=True, securityContext={"sysctls": [{"name": "net.core.somaxconn", "value": "1"}]})
    assert spec.validate(old, Path("spec"), POD) and not spec.validate(old, Path("spec"), for_update(old, {}, is_pod=True))

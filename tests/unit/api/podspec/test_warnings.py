import pytest

from kubectl_lite.api.podspec.warnings import for_pod, for_template
from kubectl_lite.machinery.field import Path


def warned(annotations=None, **spec):
    return for_pod({"metadata": {"annotations": annotations or {}}, "spec": spec}, None)


@pytest.mark.parametrize("spec, want", [
    ({"nodeSelector": {"beta.kubernetes.io/os": "linux"}}, 'spec.nodeSelector[beta.kubernetes.io/os]: deprecated since v1.14; use "kubernetes.io/os" instead'),
    ({"volumes": [{"name": "a", "rbd": {}}]}, "spec.volumes[0].rbd: deprecated in v1.28, non-functional in v1.31+"),
    ({"containers": [{"resources": {"requests": {"memory": "1500m"}}}]},
     'spec.containers[0].resources.requests[memory]: fractional byte value "1500m" is invalid, must be an integer'),
    ({"containers": [{"resources": {"limits": {"memory": "1Ei"}}}]}, 'spec.containers[0].resources.limits[memory]: fractional byte value "1Ei" is invalid, must be an integer'),
    ({"containers": [{"env": [{"name": "A"}, {"name": "A"}]}]}, 'spec.containers[0].env[1]: hides previous definition of "A", which may be dropped when using apply'),
    ({"imagePullSecrets": [{"name": "a"}, {"name": "a"}]}, 'spec.imagePullSecrets[1].name: duplicate name "a"'),
    ({"terminationGracePeriodSeconds": -1}, "spec.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will be treated as 1"),
])
def test_warnings(spec, want):
    assert warned(**spec) == [want]


def test_a_variable_that_uses_its_former_self_is_fine():
    assert warned(containers=[{"env": [{"name": "A"}, {"name": "A", "value": "$(A):x"}]}]) == []


def test_templates_name_their_path():
    assert for_template({"spec": {"volumes": [{"name": "a", "glusterfs": {}}]}}, Path("spec.template")) == [
        "spec.template.spec.volumes[0].glusterfs: deprecated in v1.25, non-functional in v1.26+"]

import pytest


def test_a_field_of_a_built_in_kind(kubectl):
    assert kubectl("explain", "deploy.spec.replicas") == (
        0, "GROUP:      apps\nKIND:       Deployment\nVERSION:    v1\n\nFIELD: replicas <integer>\n\n\nDESCRIPTION:\n    <empty>\n\n", "")


def test_the_group_may_be_named(kubectl):
    assert kubectl("explain", "deployments.apps.spec.replicas") == kubectl("explain", "deployments.spec.replicas")


def test_another_version(kubectl):
    assert "targetCPUUtilizationPercentage\t<integer>" in kubectl("explain", "hpa.spec", "--api-version=autoscaling/v1")[1]
    assert "metrics\t<[]MetricSpec>" in kubectl("explain", "hpa.spec")[1]


def test_lists_and_maps_are_walked(kubectl):
    assert "FIELD: protocol <string>\nENUM:\n    SCTP\n    TCP\n    UDP\n" in kubectl("explain", "pod.spec.containers.ports.protocol")[1]


def test_recursive(kubectl):
    text = kubectl("explain", "cm", "--recursive")[1]
    assert "  metadata\t<ObjectMeta>\n    annotations\t<map[string]string>\n" in text and "<no description>" not in text


@pytest.mark.parametrize("args, out, err", [
    ([], "", 'error: You must specify the type of resource to explain. Use "kubectl api-resources" for a complete list of supported resources.\n'),
    (["pod", "more"], "", "error: We accept only this format: explain RESOURCE\n"), (["nosuch"], "", 'the server doesn\'t have a resource type "nosuch"\n'),
    (["pod.nosuch"], "KIND:       Pod\nVERSION:    v1\n\n", 'error: field "nosuch" does not exist\n'),
    (["deploy", "--api-version=apps/v9"], "", 'error: couldn\'t find resource for "apps/v9, Resource=deployments"\n'),
    (["po", "-o", "wrong"], "", "error: unrecognized format: wrong\n")])
def test_errors(kubectl, args, out, err):
    assert kubectl("explain", *args) == (1, out, err)

from kubectl_lite.api.core import node


def made(spec=None, status=None):
    obj = {"metadata": {"name": "n"}, "spec": spec or {}, "status": status or {}}
    node.default(obj)
    return obj


def texts(problems):
    return [str(p) for p in problems]


def test_what_can_be_allocated_is_the_capacity():
    assert made(status={"capacity": {"cpu": "2"}})["status"]["allocatable"] == {"cpu": "2"}


def test_pod_cidr_is_the_first_of_the_cidrs():
    assert made({"podCIDR": "10.0.0.0/24"})["spec"]["podCIDRs"] == ["10.0.0.0/24"]
    assert made({"podCIDRs": ["10.0.0.0/24", "fd00::/64"]})["spec"]["podCIDR"] == "10.0.0.0/24"


def test_taints_are_one_of_a_key_and_effect():
    taint = {"key": "a", "effect": "NoSchedule"}
    assert texts(node.validate(made({"taints": [taint, {**taint, "effect": "NoExecute"}]}))) == []
    (problem,) = texts(node.validate(made({"taints": [taint, {**taint, "value": "x"}]})))
    assert problem == ('metadata.taints[1]: Duplicate value: {"Key":"a","Value":"x","Effect":"NoSchedule","TimeAdded":null}: '
                       "taints must be unique by key and effect pair")


def test_cidrs_of_one_family_and_wrong_ones():
    assert texts(node.validate(made({"podCIDRs": ["10.0.0.0/24", "10.0.1.0/24"]})))[0].endswith("may specify no more than one CIDR for each IP family")
    assert texts(node.validate(made({"podCIDRs": ["x"]}))) == ['spec.podCIDRs[0]: Invalid value: "x": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)']


def test_what_is_set_once_stays():
    old = made({"podCIDR": "10.0.0.0/24", "providerID": "x://1"})
    new = made({"podCIDR": "10.0.1.0/24", "providerID": "x://2", "unschedulable": True})
    assert texts(node.validate_update(new, old)) == [
        'spec.podCIDRs: Forbidden: node updates may not change podCIDR except from "" to valid',
        'spec.providerID: Forbidden: node updates may not change providerID except from "" to valid']
    assert node.validate_update(made({"podCIDR": "10.0.0.0/24", "providerID": "x://1"}), made()) == []


def test_what_annotations_hold_is_checked():
    obj = made()
    obj["metadata"]["annotations"] = {"scheduler.alpha.kubernetes.io/taints": '[{"key": "a", "effect": "Odd"}]', "scheduler.alpha.kubernetes.io/preferAvoidPods": "{"}
    assert texts(node.validate(obj)) == [
        'metadata.annotations.scheduler.alpha.kubernetes.io/taints[0].effect: Unsupported value: "Odd": supported values: "NoSchedule", "PreferNoSchedule", "NoExecute"',
        'metadata.annotations.AvoidPods: Invalid value: "scheduler.alpha.kubernetes.io/preferAvoidPods": unexpected end of JSON input']

"""Claims, device classes and resource slices: what may be asked for, offered and allocated."""
import pytest

GROUP = "resource.k8s.io/v1"
EXACTLY = {"deviceClassName": "gpu.example.com"}


def claim(*requests, **devices):
    return {"apiVersion": GROUP, "kind": "ResourceClaim", "spec": {"devices": {"requests": list(requests) or [{"name": "r", "exactly": EXACTLY}], **devices}}}


def selecting(expression):
    return {"apiVersion": GROUP, "kind": "DeviceClass", "spec": {"selectors": [{"cel": {"expression": expression}}]}}


def offering(*devices, **spec):
    return {"apiVersion": GROUP, "kind": "ResourceSlice", "spec": {
        "driver": "gpu.example.com", "pool": {"name": "p", "resourceSliceCount": 1}, "nodeName": "n", "devices": list(devices), **spec}}


@pytest.mark.parametrize("change, wanted", [
    ({"exactly": EXACTLY, "firstAvailable": [{"name": "!"}]},
     "spec.devices.requests[0]: Invalid value: null: exactly one of `exactly` or `firstAvailable` is required, but multiple fields are set"),
    ({"firstAvailable": [{"name": "a", **EXACTLY}] * 9}, "spec.devices.requests[0].firstAvailable: Too many: 9: must have at most 8 items"),
    ({"firstAvailable": [{"name": "a", **EXACTLY}] * 2}, 'spec.devices.requests[0].firstAvailable[1]: Duplicate value: "a"'),
    ({"exactly": {**EXACTLY, "allocationMode": "All", "count": 1}},
     "spec.devices.requests[0].exactly.count: Invalid value: 1: must not be specified when allocationMode is 'All'"),
    ({"exactly": {**EXACTLY, "tolerations": [{"key": "k", "effect": "Evict"}]}},
     'spec.devices.requests[0].exactly.tolerations[0].effect: Unsupported value: "Evict": supported values: "NoExecute", "NoSchedule", "None"'),
    ({"exactly": {**EXACTLY, "tolerations": [{"operator": "Exists", "value": "v"}]}},
     'spec.devices.requests[0].exactly.tolerations[0].value: Invalid value: "v": must be empty for operator `Exists`'),
])
def test_what_a_request_may_not_say(rules, change, wanted):
    assert rules.create(claim({"name": "r", **change})) == [wanted]


@pytest.mark.parametrize("constraint, wanted", [
    ({}, '[0]: Required value: exactly one of "matchAttribute" or "distinctAttribute" is required, but multiple fields are set'),
    ({"matchAttribute": "model"}, '[0].matchAttribute: Invalid value: "model": a fully qualified name must be a domain and a name separated by a slash'),
    ({"distinctAttribute": "a/b/c"}, '[0].distinctAttribute: Invalid value: "a/b/c": must not contain more than one slash'),
    ({"matchAttribute": "/b"}, '[0].matchAttribute: Invalid value: "": the domain must not be empty'),
    ({"matchAttribute": "a/b", "requests": ["r", "r"]}, '[0].requests[1]: Duplicate value: "r"'),
    ({"matchAttribute": "a/b", "requests": ["r/a/b"]}, '[0].requests[0]: Invalid value: "r/a/b": must be the name of a request in the claim or the name '
                                                       "of a request and a subrequest separated by '/'"),
])
def test_constraints_name_attributes_and_requests(rules, constraint, wanted):
    assert rules.create(claim(constraints=[constraint])) == [f"spec.devices.constraints{wanted}"]


def test_configurations_are_objects_of_a_driver(rules):
    told = rules.create(claim(config=[{"opaque": {"driver": "", "parameters": "x"}}, {}, {"opaque": {"driver": "d", "parameters": {"a": "x" * 10240}}}]))
    assert told == ["spec.devices.config[0].opaque.driver: Required value",
                    'spec.devices.config[0].opaque.parameters: Invalid value: "<value omitted>": must be a valid JSON object',
                    "spec.devices.config[1].opaque: Required value",
                    "spec.devices.config[2].opaque.parameters: Too long: may not be more than 10240 bytes"]


@pytest.mark.parametrize("expression, wanted", [
    ("device.driver == 'gpu' && device.allowMultipleAllocations", None),
    ("device.capacity['d'].mem.compareTo(quantity('1Gi')) > 0", None),
    ("cel.bind(d, device.attributes['d'], d.model.startsWith('A'))", None),
    ("device.driver", 'Invalid value: "device.driver": must evaluate to bool or the unknown type, not string'),
    ("device.name == 'x'", "undefined field 'name'"),
    ("device.attributes.all(d, device.attributes.all(e, device.attributes.all(f, device.attributes.all(g, d.matches(e + f + g)))))",
     "spec.selectors[0].cel.expression: Forbidden: too complex, exceeds cost limit"),
])
def test_selectors_compile_and_are_cheap_enough(rules, expression, wanted):
    told = rules.create(selecting(expression))
    assert (told == []) if wanted is None else len(told) == 1 and wanted in told[0]


def test_selectors_that_stay_are_not_looked_at_again(rules):
    stored = selecting("device.renamed == 'x'")
    changed = {**stored, "spec": {**stored["spec"], "extendedResourceName": "cpu"}}
    assert rules.update(stored, changed) == ['spec.extendedResourceName: Invalid value: "cpu": must be a valid extended resource name']


@pytest.mark.parametrize("device, wanted", [
    ({"attributes": {"a/b/c": {"int": 1}}}, 'attributes: Invalid value: "a/b/c": must not contain more than one slash'),
    ({"attributes": {"a": {"ints": [1]}}}, 'attributes[a]: Invalid value: "": exactly one value must be specified'),
    ({"taints": [{"key": "", "effect": ""}]}, "taints[0].effect: Required value"),
    ({"consumesCounters": [{"counterSet": "s"}]}, "consumesCounters[0].counters: Required value"),
    ({"consumesCounters": [{"counterSet": "s", "counters": {"c": {"value": "1"}}}] * 3}, "consumesCounters: Too many: 3: must have at most 2 items"),
    ({"bindingConditions": ["a", "a"], "bindingFailureConditions": ["a"]},
     'bindingFailureConditions[0]: Invalid value: "a": bindingFailureConditions must not overlap with bindingConditions'),
    ({"bindingFailureConditions": ["a"]}, "bindingConditions: Invalid value: null: bindingConditions are required to use bindingFailureConditions"),
])
def test_what_a_device_may_not_be(rules, device, wanted):
    assert f"spec.devices[0].{wanted}" in rules.create(offering({"name": "d", **device}))


def capacity(policy, shared=True):
    return offering({"name": "d", "allowMultipleAllocations": shared, "capacity": {"mem": {"value": "10", "requestPolicy": policy}}})


@pytest.mark.parametrize("policy, wanted", [
    ({"validValues": ["1"]}, ".default: Required value: required when validValues is defined"),
    ({"validValues": ["1"], "validRange": {}}, ': Forbidden: exactly one policy can be specified, cannot specify "validValues" and "validRange" at the same time'),
    ({"default": "3", "validValues": ["2", "1"]}, '.validValues[1]: Invalid value: "1": values must be sorted in ascending order'),
    ({"default": "3", "validValues": ["1", "11"]}, '.validValues[1]: Invalid value: "11": option is larger than capacity value: 10'),
    ({"default": "3", "validValues": ["1", "2"]}, '.validValues: Invalid value: "3": default value is not valid according to the requestPolicy'),
    ({"default": "3", "validRange": {}}, ".validRange.min: Required value: required when validRange is defined"),
    ({"default": "3", "validRange": {"min": "4", "max": "2"}}, '.validRange.max: Invalid value: "4": min is larger than max: 2'),
    ({"default": "3", "validRange": {"min": "0", "step": "2"}}, '.validRange.step: Invalid value: "3": value is not a multiple of a given step (2) from (0)'),
    ({"default": "1", "validRange": {"min": "1", "step": "0"}}, '.validRange.step: Invalid value: "0": must be greater than zero'),
])
def test_policies_of_capacity(rules, policy, wanted):
    assert f"spec.devices[0].capacity[mem].requestPolicy{wanted}" in rules.create(capacity(policy))


def test_only_shared_devices_have_policies_of_capacity(rules):
    assert rules.create(capacity({}, shared=False)) == ["spec.devices[0].capacity[mem].requestPolicy: Forbidden: allowMultipleAllocations must be true"]
    assert rules.create(capacity({"default": "2", "validRange": {"min": "2", "max": "10", "step": "2"}})) == []


def test_counters_stand_in_slices_of_their_own(rules):
    counters = {"name": "s", "counters": {"c": {"value": "1"}}}
    shared = offering(sharedCounters=[counters])
    del shared["spec"]["devices"]
    assert rules.create(shared) == []
    assert rules.create(offering({"name": "d"}, sharedCounters=[counters])) == ['spec: Invalid value: "": only one of `sharedCounters` or `devices` is allowed']
    assert rules.create(offering(*({"name": f"d{i}", "taints": [{"key": "k", "effect": "None"}]} for i in range(65)))) == [
        "spec.devices: Too many: 65: must have at most 64 items"]


CLAIMS = "/apis/resource.k8s.io/v1/namespaces/demo/resourceclaims"
RESULT = {"request": "r", "driver": "gpu.example.com", "pool": "p", "device": "d"}


@pytest.fixture
def allocate(request):
    """allocate(status) writes the status of a new claim."""
    from tests.unit.apiserver.conftest import World
    world = World()
    body = claim()
    body["metadata"] = {"name": "c"}
    assert world.post(CLAIMS, body).status == 201

    def write(**status):
        return world.patch(f"{CLAIMS}/c/status", "merge", {"status": status})
    write.world = world
    return write


def test_the_status_tells_of_allocated_devices_alone(allocate):
    told = allocate(devices=[{**RESULT, "device": "e"}]).body["message"]
    assert told.endswith("status.devices[0]: Invalid value: gpu.example.com/p/e: must be an allocated device in the claim")
    assert allocate(reservedFor=[{"resource": "pods", "name": "p", "uid": "1"}]).body["message"].endswith(
        "status.reservedFor: Forbidden: may not be specified when `allocated` is not set")


def test_an_allocation_does_not_change_and_devices_go_with_it(allocate):
    assert allocate(allocation={"devices": {"results": [RESULT]}}, devices=[{"driver": "gpu.example.com", "pool": "p", "device": "d"}]).status == 200
    assert "status.allocation: Invalid value: {" in allocate(allocation={"devices": {"results": [{**RESULT, "device": "e"}]}}).body["message"]
    left = allocate(allocation=None)
    assert left.status == 200 and not left.body.get("status")


@pytest.mark.parametrize("change, wanted", [
    ({"request": "s"}, "request: Invalid value: \"s\": must be the name of a request in the claim"),
    ({"pool": ""}, "pool: Required value"),
    ({"shareID": "abc"}, 'shareID: Invalid value: "abc": error validating uid: invalid UUID length: 3'),
    ({"shareID": "0E9C6E4C-0A51-4C6B-9C49-5C6B5E7D7F10"}, "uid must be in RFC 4122 normalized form"),
    ({"adminAccess": True}, "adminAccess: Forbidden: admin access to devices requires the `resource.kubernetes.io/admin-access: true` label"),
])
def test_results_of_an_allocation(allocate, change, wanted):
    told = allocate(allocation={"devices": {"results": [{**RESULT, **change}]}}).body["message"]
    assert f"status.allocation.devices.results[0].{wanted}" in told or wanted in told


def test_data_of_networks(allocate):
    told = allocate(allocation={"devices": {"results": [RESULT]}}, devices=[{"driver": "gpu.example.com", "pool": "p", "device": "d", "networkData": {
        "interfaceName": "x" * 257, "ips": ["10.0.0.1", "10.0.0.01/24"]}, "conditions": [{"type": "Ready", "status": "Maybe", "reason": ""}]}]).body["message"]
    for wanted in ("networkData.interfaceName: Too long: may not be more than 256 bytes", 'ips[0]: Invalid value: "10.0.0.1": must be a valid address in CIDR form',
                   'ips[1]: Invalid value: "10.0.0.01/24": must be in canonical form ("10.0.0.1/24")', "conditions[0].reason: Required value: must be set",
                   'conditions[0].status: Unsupported value: "Maybe": supported values: "False", "True", "Unknown"'):
        assert wanted in told


def test_a_taint_was_added_when_it_was_written(allocate):
    world, slice_ = allocate.world, offering({"name": "d", "taints": [{"key": "k", "effect": "NoSchedule"}]})
    slice_["metadata"] = {"name": "s"}
    made = world.post("/apis/resource.k8s.io/v1/resourceslices", slice_)
    assert made.body["spec"]["devices"][0]["taints"][0]["timeAdded"] == world.env.timestamp()

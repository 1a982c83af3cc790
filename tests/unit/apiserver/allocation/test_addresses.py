"""Which cluster IPs and families a service gets, keeps, gives back and is refused."""
from __future__ import annotations

import pytest

PATH = "/api/v1/namespaces/demo/services"
ADDRESSES = "/apis/networking.k8s.io/v1/ipaddresses"


def service(type="ClusterIP", **spec):
    return {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "s"}, "spec": {"type": type, "selector": {"a": "b"}, "ports": [{"port": 80}], **spec}}


@pytest.fixture
def dual(world):
    world.server.settings.service_cidrs = ("10.0.0.0/24", "fd00::/112")
    return world


def held(world):
    """The addresses in use."""
    return sorted(a["metadata"]["name"] for a in world.get(ADDRESSES).body["items"])


def families(answer):
    spec = answer.body["spec"]
    return spec.get("ipFamilyPolicy"), spec.get("ipFamilies"), len(spec.get("clusterIPs") or ())


def refusal(answer):
    assert answer.status == 422, answer.body
    return answer.body["message"].partition("is invalid: ")[2]


def changed(world, **spec):
    return world.patch(f"{PATH}/s", "merge", {"spec": spec})


@pytest.mark.parametrize("spec, expected", [
    ({}, ("SingleStack", ["IPv4"], 1)),
    ({"ipFamilies": ["IPv6"]}, ("SingleStack", ["IPv6"], 1)),
    ({"clusterIP": "fd00::7"}, ("SingleStack", ["IPv6"], 1)),
    ({"ipFamilyPolicy": "PreferDualStack"}, ("PreferDualStack", ["IPv4", "IPv6"], 2)),
    ({"ipFamilyPolicy": "RequireDualStack", "ipFamilies": ["IPv6"]}, ("RequireDualStack", ["IPv6", "IPv4"], 2)),
    ({"ipFamilyPolicy": "RequireDualStack", "clusterIP": "fd00::7", "clusterIPs": ["fd00::7", "10.0.0.7"]}, ("RequireDualStack", ["IPv6", "IPv4"], 2)),
    ({"clusterIP": "None"}, ("SingleStack", ["IPv4"], 1)),
    ({"clusterIP": "None", "selector": None}, ("RequireDualStack", ["IPv4", "IPv6"], 1)),
    ({"clusterIP": "None", "selector": None, "ipFamilyPolicy": "SingleStack"}, ("SingleStack", ["IPv4"], 1)),
    ({"type": "ExternalName", "externalName": "x.example", "ports": None}, (None, None, 0)),
])
def test_families_and_policy_follow_what_is_said(dual, spec, expected):
    answer = dual.post(PATH, service(**spec))
    assert families(answer) == expected
    real = [ip for ip in answer.body["spec"].get("clusterIPs") or () if ip != "None"]
    assert held(dual) == sorted(real)


@pytest.mark.parametrize("spec, text", [
    ({"ipFamilies": ["IPv4", "IPv6"]},
     'spec.ipFamilyPolicy: Invalid value: "SingleStack": must be \'RequireDualStack\' or \'PreferDualStack\' when multiple IP families are specified'),
    ({"clusterIP": "10.0.0.9", "clusterIPs": ["10.0.0.9", "fd00::9"]},
     'spec.ipFamilyPolicy: Invalid value: "SingleStack": must be \'RequireDualStack\' or \'PreferDualStack\' when multiple cluster IPs are specified'),
    ({"clusterIP": "10.0.0.9", "ipFamilies": ["IPv6"]}, 'spec.clusterIPs[0]: Invalid value: "10.0.0.9": expected an IPv6 value as indicated by `ipFamilies[0]`'),
])
def test_contradictions_are_named_and_take_nothing(dual, spec, text):
    assert refusal(dual.post(PATH, service(**spec))) == text
    assert held(dual) == []


@pytest.mark.parametrize("spec, text", [
    ({"ipFamilyPolicy": "RequireDualStack"}, 'spec.ipFamilyPolicy: Invalid value: "RequireDualStack": this cluster is not configured for dual-stack services'),
    ({"ipFamilies": ["IPv6"]}, 'spec.ipFamilies[0]: Invalid value: "IPv6": not configured on this cluster'),
    ({"clusterIP": "fd00::1"}, 'spec.clusterIPs[0]: Invalid value: ["fd00::1"]: IPv6 is not configured on this cluster'),
])
def test_a_family_that_the_cluster_lacks_is_refused(world, spec, text):
    assert refusal(world.post(PATH, service(**spec))) == text
    extra = {"apiVersion": "networking.k8s.io/v1", "kind": "ServiceCIDR", "metadata": {"name": "six"}, "spec": {"cidrs": ["fd00::/112"]}}
    assert world.post("/apis/networking.k8s.io/v1/servicecidrs", extra).status == 201
    assert refusal(world.post(PATH, service(**spec))) == text  # a range more is no family more


def test_a_second_address_comes_and_goes(dual):
    first = dual.post(PATH, service()).body["spec"]["clusterIP"]
    up = changed(dual, ipFamilyPolicy="PreferDualStack")
    assert families(up) == ("PreferDualStack", ["IPv4", "IPv6"], 2) and up.body["spec"]["clusterIP"] == first
    assert held(dual) == sorted(up.body["spec"]["clusterIPs"])
    assert 'must be \'SingleStack\' to release the secondary cluster IP' in refusal(changed(dual, clusterIPs=[first]))
    assert 'must be \'SingleStack\' to release the secondary IP family' in refusal(changed(dual, ipFamilies=["IPv4"]))
    assert families(changed(dual, ipFamilyPolicy="SingleStack")) == ("SingleStack", ["IPv4"], 1)
    assert held(dual) == [first]


def test_a_named_second_address_is_taken_too(dual):
    first = dual.post(PATH, service()).body["spec"]["clusterIP"]
    assert families(changed(dual, ipFamilyPolicy="RequireDualStack", clusterIPs=[first, "fd00::42"])) == ("RequireDualStack", ["IPv4", "IPv6"], 2)
    assert held(dual) == sorted([first, "fd00::42"])
    other = service(clusterIP="fd00::42")
    other["metadata"]["name"] = "other"
    assert refusal(dual.post(PATH, other)) == 'spec.clusterIPs: Invalid value: ["fd00::42"]: failed to allocate IP fd00::42: provided IP is already allocated'


def test_a_failing_upgrade_takes_nothing(dual):
    first = dual.post(PATH, service()).body["spec"]["clusterIP"]
    assert "does not match the current range" in refusal(changed(dual, ipFamilyPolicy="RequireDualStack", clusterIPs=[first, "fd01::1"]))
    assert refusal(changed(dual, ipFamilyPolicy="RequireDualStack", sessionAffinity="Odd")).startswith("spec.sessionAffinity")
    assert held(dual) == [first]


def test_prefer_dual_stack_stays_what_it_is_when_the_cluster_changes(world):
    world.post(PATH, service(ipFamilyPolicy="PreferDualStack"))
    world.server.settings.service_cidrs = ("10.0.0.0/24", "fd00::/112")
    assert families(changed(world, sessionAffinity="ClientIP")) == ("PreferDualStack", ["IPv4"], 1)
    assert families(changed(world, ipFamilyPolicy="RequireDualStack")) == ("RequireDualStack", ["IPv4", "IPv6"], 2)


def test_addresses_go_and_come_with_the_type(dual):
    dual.post(PATH, service(ipFamilyPolicy="PreferDualStack"))
    gone = changed(dual, type="ExternalName", externalName="x.example")
    assert families(gone) == (None, None, 0) and "clusterIP" not in gone.body["spec"] and held(dual) == []
    back = changed(dual, type="NodePort", externalName=None)
    assert families(back) == ("SingleStack", ["IPv4"], 1) and held(dual) == back.body["spec"]["clusterIPs"]
    dual.send("DELETE", f"{PATH}/s")
    assert held(dual) == []


def test_what_an_old_client_leaves_out_stays(dual):
    made = dual.post(PATH, service(ipFamilyPolicy="PreferDualStack")).body
    answer = dual.send("PUT", f"{PATH}/s", service())
    assert families(answer) == ("PreferDualStack", ["IPv4", "IPv6"], 2) and answer.body["spec"]["clusterIPs"] == made["spec"]["clusterIPs"]
    single = service(clusterIP="10.0.0.99", ipFamilyPolicy="SingleStack")
    assert refusal(dual.send("PUT", f"{PATH}/s", single)) == 'spec.clusterIPs[0]: Invalid value: ["10.0.0.99"]: may not change once set'


def test_a_dry_run_takes_and_promises_nothing(world):
    made = world.post(PATH, service(), dryRun="All").body["spec"]
    assert (made["clusterIP"], held(world)) == ("10.0.0.0", [])
    taken = world.post(PATH, service()).body["spec"]["clusterIP"]
    other = service(clusterIP=taken)
    other["metadata"]["name"] = "other"
    assert world.post(PATH, other, dryRun="All").status == 201
    other["spec"]["clusterIP"] = "10.1.0.1"
    assert refusal(world.post(PATH, other, dryRun="All")).endswith(
        "failed to allocate IP 10.1.0.1: the provided IP (10.1.0.1) is not in the valid range. The range of valid IPs is 10.0.0.0/24")


def test_a_full_range_says_so_and_a_new_one_helps(world):
    world.server.settings.service_cidrs = ("10.0.0.0/30",)
    for name in "ab":
        made = service()
        made["metadata"]["name"] = name
        assert world.post(PATH, made).status == 201
    assert held(world) == ["10.0.0.1", "10.0.0.2"]
    answer = world.post(PATH, service())
    assert (answer.status, answer.body["message"]) == (500, "Internal error occurred: failed to allocate a serviceIP: range is full")
    for name, cidr in (("kubernetes", "10.0.0.0/30"), ("more", "10.5.0.0/30")):
        world.post("/apis/networking.k8s.io/v1/servicecidrs",
                   {"apiVersion": "networking.k8s.io/v1", "kind": "ServiceCIDR", "metadata": {"name": name}, "spec": {"cidrs": [cidr]}})
    assert world.post(PATH, service()).body["spec"]["clusterIP"].startswith("10.5.0.")


def test_the_lower_band_is_kept_for_those_who_choose(world):
    world.server.settings.service_cidrs = ("10.0.0.0/26",)  # 62 addresses, 16 of them in the lower band
    for number in range(62):
        made = service()
        made["metadata"]["name"] = f"s{number}"
        last = int(world.post(PATH, made).body["spec"]["clusterIP"].rpartition(".")[2])
        assert (last > 16) == (number < 46)

"""Ingress, NetworkPolicy, ServiceCIDR and IPAddress."""
import pytest

BACKEND = {"service": {"name": "s", "port": {"number": 80}}}


def ingress(**spec):
    return {"apiVersion": "networking.k8s.io/v1", "kind": "Ingress", "spec": spec}


def rule(path, kind="Prefix", **more):
    return {"http": {"paths": [{"path": path, "pathType": kind, "backend": BACKEND}]}, **more}


def policy(**spec):
    return {"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "spec": {"podSelector": {}, **spec}}


def test_a_plain_ingress_passes(rules):
    assert rules.create(ingress(rules=[rule("/"), rule("/a", host="*.b.example")], defaultBackend=BACKEND)) == []


@pytest.mark.parametrize("spec, wanted", [
    ({}, "spec: Invalid value: null: either `defaultBackend` or `rules` must be specified"),
    ({"rules": [rule("a")]}, 'spec.rules[0].http.paths[0].path: Invalid value: "a": must be an absolute path'),
    ({"rules": [rule("/a//b")]}, "spec.rules[0].http.paths[0].path: Invalid value: \"/a//b\": must not contain '//'"),
    ({"rules": [rule("/", host="1.2.3.4")]}, 'spec.rules[0].host: Invalid value: "1.2.3.4": must be a DNS name, not an IP address'),
    ({"rules": [rule("/", kind="Other")]},
     'spec.rules[0].http.paths[0].pathType: Unsupported value: "Other": supported values: "Exact", "ImplementationSpecific", "Prefix"'),
])
def test_what_an_ingress_may_not_say(rules, spec, wanted):
    assert wanted in rules.create(ingress(**spec))


def test_types_of_a_policy_follow_its_rules(rules):
    assert rules.written(policy())["spec"]["policyTypes"] == ["Ingress"]
    assert rules.written(policy(egress=[{}]))["spec"]["policyTypes"] == ["Ingress", "Egress"]


def test_excepted_blocks_lie_in_the_block(rules):
    told = rules.create(policy(ingress=[{"from": [{"ipBlock": {"cidr": "10.0.0.0/16", "except": ["10.1.0.0/24"]}}]}]))
    assert told == ['spec.ingress[0].from[0].ipBlock.except[0]: Invalid value: "10.1.0.0/24": must be a strict subset of `cidr`']


def test_an_address_is_named_as_itself(rules):
    address = {"apiVersion": "networking.k8s.io/v1", "kind": "IPAddress", "metadata": {"name": "10.0.0.1"},
               "spec": {"parentRef": {"resource": "services", "name": "s", "namespace": "d"}}}
    assert rules.create(address) == []
    name = rules.strategy(address).slot("NAME_CHECK")
    assert name("10.0.0.1") == [] and name("FD00:0::1") == ['must be in canonical form ("fd00::1")'] and name("10.0.0.01")

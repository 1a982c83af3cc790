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


def test_blocks_that_a_policy_had_may_stay(rules):
    old = policy(ingress=[{"from": [{"ipBlock": {"cidr": "010.0.0.0/8", "except": ["10.1.0.1/16"]}}]}])
    assert rules.create(old) == [
        'spec.ingress[0].from[0].ipBlock.cidr: Invalid value: "010.0.0.0/8": must not have leading 0s in IP or prefix length',
        'spec.ingress[0].from[0].ipBlock.except[0]: Invalid value: "10.1.0.1/16": must not have bits set beyond the prefix length']
    assert rules.update(old, old) == []


def test_an_address_is_named_as_itself(rules):
    address = {"apiVersion": "networking.k8s.io/v1", "kind": "IPAddress", "metadata": {"name": "10.0.0.1"},
               "spec": {"parentRef": {"resource": "services", "name": "s", "namespace": "d"}}}
    assert rules.create(address) == []
    name = rules.strategy(address).slot("NAME_CHECK")
    assert name("10.0.0.1") == [] and name("FD00:0::1") == ['must be in canonical form ("fd00::1")'] and name("10.0.0.01")


def test_a_wrong_block_hides_what_it_excepts(rules):
    block = {"cidr": "10.0.0.0/33", "except": ["x"]}
    told = rules.create(policy(ingress=[{"from": [{"ipBlock": block}]}]))
    assert [t.partition(":")[0] for t in told] == ["spec.ingress[0].from[0].ipBlock.cidr"]


def test_unusual_networks_are_warned_of(rules):
    block = {"cidr": "10.0.0.0/8", "except": ["10.1.2.3/16"]}
    [told] = rules.warnings(policy(egress=[{"to": [{"ipBlock": block}]}]))
    assert told.startswith('spec.egress[0].to[0].ipBlock.except[0]: CIDR value "10.1.2.3/16" is ambiguous')


def test_the_old_annotation_is_warned_of_unless_the_class_is_named(rules):
    plain = {**ingress(defaultBackend=BACKEND), "metadata": {"annotations": {"kubernetes.io/ingress.class": "x"}}}
    assert len(rules.warnings(plain)) == 1
    plain["spec"]["ingressClassName"] = "x"
    assert rules.warnings(plain) == []


def test_where_an_ingress_is_reached(rules):
    def balancer(*points):
        return {"loadBalancer": {"ingress": list(points)}}
    plain = ingress(defaultBackend=BACKEND)
    assert rules.status(plain, balancer({"ip": "1.2.3.4"}, {"hostname": "a.example"})) == []
    assert rules.status(plain, balancer({"ip": "x"}, {"hostname": "1.2.3.4"})) == [
        'status.loadBalancer.ingress[0].ip: Invalid value: "x": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)',
        'status.loadBalancer.ingress[1].hostname: Invalid value: "1.2.3.4": must be a DNS name, not an IP address']
    assert rules.status(plain, balancer({"ip": "x"}), balancer({"ip": "x"})) == []


def slice_of(*addresses, **metadata):
    return {"apiVersion": "discovery.k8s.io/v1", "kind": "EndpointSlice", "metadata": metadata, "addressType": "IPv4",
            "endpoints": [{"addresses": list(addresses), "deprecatedTopology": {"a": "b"}}]}


def test_unusual_addresses_of_slices_are_warned_of_unless_the_controller_copied_them(rules):
    [told] = rules.warnings(slice_of("1.2.3.04"))
    assert told.startswith('endpoints[0].addresses[0]: non-standard IP address "1.2.3.04"')
    assert rules.warnings(slice_of("1.2.3.04", labels={"endpointslice.kubernetes.io/managed-by": "endpointslice-controller.k8s.io"})) == []


def test_the_topology_of_the_beta_version_is_dropped(rules):
    assert "deprecatedTopology" not in rules.written(slice_of("1.2.3.4"))["endpoints"][0]

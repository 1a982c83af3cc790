import pytest

from kubectl_lite.api.core import service as rules_of_service
from kubectl_lite.api.core import service_ips

BASE = {"apiVersion": "v1", "kind": "Service", "spec": {"ports": [{"port": 80}], "clusterIP": "10.0.0.1"}}


def service(**spec):
    return {**BASE, "spec": {**BASE["spec"], **spec}}


def test_defaults(rules):
    spec = rules.written(BASE)["spec"]
    assert spec["ports"] == [{"protocol": "TCP", "port": 80, "targetPort": 80}]
    assert (spec["type"], spec["sessionAffinity"], spec["internalTrafficPolicy"], spec["clusterIPs"]) == ("ClusterIP", "None", "Cluster", ["10.0.0.1"])


def test_a_load_balancer_has_more_defaults(rules):
    spec = rules.written(service(type="LoadBalancer", sessionAffinity="ClientIP"))["spec"]
    assert spec["externalTrafficPolicy"] == "Cluster" and spec["allocateLoadBalancerNodePorts"] is True
    assert spec["sessionAffinityConfig"] == {"clientIP": {"timeoutSeconds": 10800}}


@pytest.mark.parametrize("change, wanted", [
    ({"ports": []}, ["spec.ports: Required value"]),
    ({"type": "Bogus"}, ['spec.type: Unsupported value: "Bogus": supported values: "ClusterIP", "ExternalName", "LoadBalancer", "NodePort"']),
    ({"type": "ExternalName", "clusterIP": ""}, ["spec.externalName: Required value"]),
    ({"externalTrafficPolicy": "Local"}, ['spec.externalTrafficPolicy: Invalid value: "Local": may only be set for externally-accessible services']),
    ({"loadBalancerClass": "a/b"}, ["spec.loadBalancerClass: Forbidden: may only be used when `type` is 'LoadBalancer'"]),
    ({"ports": [{"port": 80}, {"port": 80}]}, ["spec.ports[0].name: Required value", "spec.ports[1].name: Required value",
     'spec.ports[1]: Duplicate value: {"Name":"","Protocol":"TCP","AppProtocol":null,"Port":80,"TargetPort":0,"NodePort":0}']),
    ({"ports": [{"port": 80, "nodePort": 30000}]}, ["spec.ports[0].nodePort: Forbidden: may not be used when `type` is 'ClusterIP'"]),
    ({"clusterIP": "x"}, ['spec.clusterIPs[0]: Invalid value: "x": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)']),
])
def test_refusals(rules, change, wanted):
    assert rules.create(service(**change)) == wanted


def test_the_cluster_ip_does_not_change(rules):
    new = service(clusterIP="10.0.0.2", clusterIPs=["10.0.0.2"])
    assert rules.update(BASE, new) == ['spec.clusterIPs[0]: Invalid value: ["10.0.0.2"]: may not change once set']
    assert rules.update(BASE, service(clusterIP="")) == []


def test_allocated_values_are_kept_by_port_name():
    old = {"type": "NodePort", "clusterIP": "10.0.0.1", "clusterIPs": ["10.0.0.1"], "ports": [{"name": "a", "nodePort": 1}, {"name": "b", "nodePort": 2}]}
    spec = {"type": "NodePort", "ports": [{"name": "b"}, {"name": "c"}]}
    service_ips.keep_allocated(spec, old)
    assert spec["ports"] == [{"name": "b", "nodePort": 2}, {"name": "c"}] and spec["clusterIP"] == "10.0.0.1"


def test_what_the_new_type_lacks_is_dropped():
    old = {"type": "NodePort", "clusterIP": "10.0.0.1", "clusterIPs": ["10.0.0.1"], "externalTrafficPolicy": "Cluster", "ports": [{"port": 1, "nodePort": 5}]}
    spec = {**old, "type": "ClusterIP"}
    service_ips.drop_by_type(spec, old)
    assert "externalTrafficPolicy" not in spec and spec["ports"] == [{"port": 1}] and spec["clusterIP"] == "10.0.0.1"


@pytest.mark.parametrize("spec, wanted", [
    ({"clusterIP": "10.0.0.1", "clusterIPs": ["10.0.0.2"]}, "first value must match `clusterIP`"),
    ({"clusterIP": "10.0.0.1", "clusterIPs": ["10.0.0.1", "10.0.0.2"]}, "may specify no more than one IP for each IP family"),
    ({"clusterIP": "10.0.0.1", "clusterIPs": ["10.0.0.1"], "ipFamilies": ["IPv6"]}, "expected an IPv6 value as indicated by `ipFamilies[0]`"),
    ({"clusterIP": "None", "clusterIPs": ["None", "10.0.0.1"]}, "'None' must be the first and only value"),
])
def test_addresses_together(spec, wanted):
    assert [p.detail for p in service_ips.related_fields(spec)] == [wanted]


@pytest.mark.parametrize("change, wanted", [
    ({"externalIPs": ["01.2.3.4"]}, ['spec.externalIPs[0]: Invalid value: "01.2.3.4": must not have leading 0s']),
    ({"externalIPs": ["::ffff:1.2.3.4"]}, ['spec.externalIPs[0]: Invalid value: "::ffff:1.2.3.4": must not be an IPv4-mapped IPv6 address']),
    ({"type": "LoadBalancer", "loadBalancerSourceRanges": ["10.0.0.1/8"]},
     ['spec.LoadBalancerSourceRanges[0]: Invalid value: "10.0.0.1/8": must not have bits set beyond the prefix length']),
    ({"type": "LoadBalancer", "loadBalancerSourceRanges": [" 10.0.0.0/08 "]},
     ['spec.LoadBalancerSourceRanges[0]: Invalid value: "10.0.0.0/08": must not have leading 0s in IP or prefix length']),
])
def test_unusual_addresses_are_refused_unless_they_were_there(rules, change, wanted):
    assert rules.create(service(**change)) == wanted
    assert rules.update(service(**change), service(**change)) == []


@pytest.mark.parametrize("kind, ingress, wanted", [
    ("LoadBalancer", {"ip": "1.2.3.4", "ipMode": "VIP"}, []),
    ("ClusterIP", {"ip": "1.2.3.4"}, ["status.loadBalancer.ingress: Forbidden: may only be used when `spec.type` is 'LoadBalancer'"]),
    ("LoadBalancer", {"ip": "1.2.3.4"}, ["status.loadBalancer.ingress[0].ipMode: Required value: must be specified when `ip` is set"]),
    ("LoadBalancer", {"hostname": "a", "ipMode": "VIP"}, ["status.loadBalancer.ingress[0].ipMode: Forbidden: may not be specified when `ip` is not set"]),
    ("LoadBalancer", {"hostname": "1.2.3.4"}, ['status.loadBalancer.ingress[0].hostname: Invalid value: "1.2.3.4": must be a DNS name, not an IP address']),
])
def test_status_of_a_load_balancer(kind, ingress, wanted):
    obj = {"spec": {"type": kind}, "status": {"loadBalancer": {"ingress": [ingress]}}}
    assert [str(p) for p in rules_of_service.validate_status_update(obj, {"spec": {"type": kind}})] == wanted


@pytest.mark.parametrize("spec, wanted", [
    ({"clusterIP": "None", "externalIPs": ["1.2.3.4"], "sessionAffinity": "ClientIP"},
     ["spec.externalIPs is ignored for headless services", "spec.SessionAffinity is ignored for headless services"]),
    ({"externalIPs": ["1.2.3.4"]}, ["spec.externalIPs is deprecated and may no longer be implemented in some clusters"]),
    ({"externalName": "a"}, ['spec.externalName is ignored when spec.type is not "ExternalName"']),
])
def test_warnings(rules, spec, wanted):
    assert rules_of_service.warnings(rules.written(service(**spec)), None) == wanted


def test_two_annotations_about_topology_agree(rules):
    annotations = {"service.kubernetes.io/topology-aware-hints": "a", "service.kubernetes.io/topology-mode": "b"}
    assert rules.create({**BASE, "metadata": {"annotations": annotations}}) == [
        'metadata.annotations[service.kubernetes.io/topology-mode]: Invalid value: "b": '
        "must match annotations[service.kubernetes.io/topology-aware-hints] when both are specified"]

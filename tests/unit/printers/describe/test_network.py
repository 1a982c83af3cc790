from tests.unit.printers.describe.said import lines, said

from kubectl_lite.machinery import errors
from kubectl_lite.printers.describe.slices import endpoints_text


def slice_of(ports, *endpoints):
    return {"ports": ports, "endpoints": [{"addresses": [a], "conditions": {} if ready is None else {"ready": ready}} for a, ready in endpoints]}


def test_endpoints_that_are_not_ready_are_left_out():
    s = slice_of([{"name": "a", "port": 80}, {"name": "b", "port": 81}], ("10.0.0.1", True), ("10.0.0.2", False), ("10.0.0.3", None))
    assert endpoints_text([s], "a") == "10.0.0.1:80,10.0.0.3:80"
    assert endpoints_text([s], "none") == ""
    assert endpoints_text([], "a") == "<none>"


def test_three_endpoints_are_shown():
    s = slice_of([{"port": 80}], *((f"10.0.0.{i}", True) for i in range(1, 6)))
    assert endpoints_text([s], "") == "10.0.0.1:80,10.0.0.2:80,10.0.0.3:80 + 2 more..."
    assert endpoints_text([slice_of([], ("fd00::1", True))], "") == "fd00::1"


SERVICE = """Name:                     x
Namespace:                demo
Labels:                   <none>
Annotations:              <none>
Selector:                 app=a
Type:                     LoadBalancer
IP Family Policy:         SingleStack
IP Families:              IPv4
IP:                       10.0.0.5
IPs:                      10.0.0.5
External IPs:             1.1.1.1
LoadBalancer Ingress:     2.2.2.2 (VIP), h
Port:                     http  80/TCP
TargetPort:               web/TCP
NodePort:                 http  30001/TCP
Endpoints:                10.1.0.1:8080
Port:                     <unset>  53/UDP
TargetPort:               53/UDP
Endpoints:                
Session Affinity:         None
External Traffic Policy:  Cluster
Internal Traffic Policy:  Cluster
Events:                   <none>
"""


def test_service():
    ports = [{"name": "http", "port": 80, "targetPort": "web", "protocol": "TCP", "nodePort": 30001}, {"port": 53, "targetPort": 53, "protocol": "UDP"}]
    spec = {"type": "LoadBalancer", "selector": {"app": "a"}, "ipFamilyPolicy": "SingleStack", "ipFamilies": ["IPv4"], "clusterIP": "10.0.0.5",
            "clusterIPs": ["10.0.0.5"], "externalIPs": ["1.1.1.1"], "ports": ports, "sessionAffinity": "None", "externalTrafficPolicy": "Cluster",
            "internalTrafficPolicy": "Cluster"}
    status = {"loadBalancer": {"ingress": [{"ip": "2.2.2.2", "ipMode": "VIP"}, {"hostname": "h"}]}}
    slices = {"items": [slice_of([{"name": "http", "port": 8080}], ("10.1.0.1", True))]}
    assert said("Service", {"metadata": {"namespace": "demo"}, "spec": spec, "status": status}, related={"slices": slices}) == SERVICE


INGRESS = """Name:             x
Labels:           <none>
Namespace:        demo
Address:          1.1.1.1
Ingress Class:    nginx
Default backend:  gone:80 (<error: services "gone" not found>)
TLS:
  tls terminates a.com,b.com
  SNI routes c.com
Rules:
  Host        Path  Backends
  ----        ----  --------
  a.com       
              /    web:http (10.1.0.1:8080)
              /r   APIGroup: example.com, Kind: Bucket, Name: b
Annotations:  <none>
Events:       <none>
"""


def test_ingress():
    web = {"service": {"name": "web", "port": {"name": "http"}}}
    spec = {"ingressClassName": "nginx", "defaultBackend": {"service": {"name": "gone", "port": {"number": 80}}},
            "tls": [{"secretName": "tls", "hosts": ["a.com", "b.com"]}, {"hosts": ["c.com"]}],
            "rules": [{"host": "no-paths"}, {"host": "a.com", "http": {"paths": [
                {"path": "/", "backend": web}, {"path": "/r", "backend": {"resource": {"apiGroup": "example.com", "kind": "Bucket", "name": "b"}}}]}}]}
    related = {("slices", "web"): {"items": [slice_of([{"name": "http", "port": 8080}], ("10.1.0.1", True))]},
               ("service", "web"): {"spec": {"ports": [{"name": "http", "port": 80}]}}, ("service", "gone"): errors.not_found("services", "gone")}
    obj = {"metadata": {"namespace": "demo"}, "spec": spec, "status": {"loadBalancer": {"ingress": [{"ip": "1.1.1.1"}]}}}
    assert said("Ingress", obj, "networking.k8s.io", related) == INGRESS


def test_an_ingress_without_rules_routes_everything_to_the_default():
    text = said("Ingress", {"spec": {}}, "networking.k8s.io")
    assert lines(text, "Rules:", "Annotations") == "Rules:\n  Host        Path  Backends\n  ----        ----  --------\n  *           *     <default>"


NETWORK_POLICY = """Name:         x
Namespace:    demo
Created on:   2023-11-14 22:10:20 +0000 UTC
Labels:       <none>
Annotations:  <none>
Spec:
  PodSelector:     app=a
  Allowing ingress traffic:
    To Port: 80/TCP
    To Port Range: 8000-9000/UDP
    From:
      NamespaceSelector: <none>
      PodSelector: x=z
    From:
      IPBlock:
        CIDR: 10.0.0.0/8
        Except: 10.1.0.0/16, 10.2.0.0/16
    ----------
    To Port: <any> (traffic allowed to all ports)
    From: <any> (traffic not restricted by source)
  Allowing egress traffic:
    <none> (Selected pods are isolated for egress connectivity)
  Policy Types: Ingress, Egress
"""


def test_network_policy():
    peers = [{"namespaceSelector": {}, "podSelector": {"matchLabels": {"x": "z"}}}, {"ipBlock": {"cidr": "10.0.0.0/8", "except": ["10.1.0.0/16", "10.2.0.0/16"]}}]
    spec = {"podSelector": {"matchLabels": {"app": "a"}}, "policyTypes": ["Ingress", "Egress"],
            "ingress": [{"ports": [{"port": 80, "protocol": "TCP"}, {"port": 8000, "endPort": 9000, "protocol": "UDP"}], "from": peers}, {}]}
    assert said("NetworkPolicy", {"metadata": {"namespace": "demo"}, "spec": spec}, "networking.k8s.io") == NETWORK_POLICY


def test_endpoints():
    subset = {"addresses": [{"ip": "1.1.1.1"}], "ports": [{"name": "web", "port": 80, "protocol": "TCP"}, {"port": 81, "protocol": "TCP"}]}
    assert lines(said("Endpoints", {"subsets": [subset]}), "Subsets") == """Subsets:
  Addresses:          1.1.1.1
  NotReadyAddresses:  <none>
  Ports:
    Name     Port  Protocol
    ----     ----  --------
    web      80    TCP
    <unset>  81    TCP

Events:  <none>"""


def test_endpoint_slice():
    endpoint = {"addresses": ["1.1.1.1"], "conditions": {"ready": False}, "targetRef": {"kind": "Pod", "name": "p"}, "nodeName": "n"}
    text = said("EndpointSlice", {"addressType": "IPv4", "ports": [{"name": "", "port": 80, "protocol": "TCP"}], "endpoints": [endpoint]}, "discovery.k8s.io")
    assert lines(text, "Endpoints:", "Events") == """Endpoints:
  - Addresses:  1.1.1.1
    Conditions:
      Ready:    false
    Hostname:   <unset>
    TargetRef:  Pod/p
    NodeName:   n
    Zone:       <unset>"""
    assert "Ports: <unset>\nEndpoints: <none>\n" in said("EndpointSlice", {}, "discovery.k8s.io")


def test_service_cidr_and_ip_address():
    condition = {"type": "Ready", "status": "True", "lastTransitionTime": "2023-11-14T22:10:20Z"}
    text = said("ServiceCIDR", {"spec": {"cidrs": ["10.0.0.0/24", "fd00::/112"]}, "status": {"conditions": [condition]}}, "networking.k8s.io")
    assert "CIDRs:        10.0.0.0/24, fd00::/112\nStatus:\nConditions:\n  Type   Status  LastTransitionTime" in text
    ref = {"group": "", "resource": "services", "namespace": "default", "name": "kubernetes"}
    assert lines(said("IPAddress", {"spec": {"parentRef": ref}}, "networking.k8s.io"), "Parent") == (
        "Parent Reference:\n  Group:      \n  Resource:   services\n  Namespace:  default\n  Name:       kubernetes\nEvents:       <none>")

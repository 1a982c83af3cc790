from tests.unit.printers.describe.said import lines, said

from kubectl_lite.printers.describe import MODULES, describer


def test_every_describer_can_describe_a_bare_object():
    for (group, kind) in MODULES:
        if kind not in ("CertificateSigningRequest",):
            related = {"lease": {}} if kind == "Node" else {}
            assert said(kind, {}, group, related).startswith("Name:"), kind


def test_unknown_kinds_are_described_by_their_fields():
    assert describer("example.com", "Widget").__name__.endswith(".generic")


def test_disruption_budget():
    text = said("PodDisruptionBudget", {"spec": {"maxUnavailable": "50%", "selector": {}}, "status": {"disruptionsAllowed": 1}}, "policy")
    assert lines(text, "Max unavailable") == ("Max unavailable:  50%\nSelector:         <none>\nStatus:\n    Allowed disruptions:  1\n    Current:              0\n"
                                              "    Desired:              0\n    Total:                0\nEvents:                   <none>")


def test_autoscaler():
    metrics = [{"type": "Resource", "resource": {"name": "cpu", "target": {"averageUtilization": 80}}},
               {"type": "Pods", "pods": {"metric": {"name": "rps"}, "target": {"averageValue": "10"}}},
               {"type": "Object", "object": {"metric": {"name": "q"}, "describedObject": {"kind": "Ingress", "name": "i"}, "target": {"type": "Value", "value": "5"}}}, {"type": "Odd"}]
    behavior = {"scaleDown": {"stabilizationWindowSeconds": 10, "policies": [{"type": "Pods", "value": 4, "periodSeconds": 60}]}}
    current = [{"type": "Resource", "resource": {"current": {"averageUtilization": 40, "averageValue": "20m"}}}]
    obj = {"apiVersion": "autoscaling/v2", "spec": {"scaleTargetRef": {"kind": "Deployment", "name": "d"}, "metrics": metrics, "behavior": behavior, "maxReplicas": 3},
           "status": {"currentMetrics": current}}
    assert lines(said("HorizontalPodAutoscaler", obj, "autoscaling"), "Metrics") == """Metrics:                                               ( current / target )
  resource cpu on pods  (as a percentage of request):  40% (20m) / 80%
  "rps" on pods:                                       <unknown> / 10
  "q" on Ingress/i (target value):                     <unknown> / 5
  <unknown metric type "Odd">
Min replicas:  <unset>
Max replicas:  3
Behavior:
  Scale Down:
    Stabilization Window: 10 seconds
    Select Policy: Max
    Policies:
      - Type: Pods  Value: 4  Period: 60 seconds
Deployment pods:    0 current / 0 desired
Events:             <none>"""


def test_autoscaler_v1():
    obj = {"apiVersion": "autoscaling/v1", "spec": {"targetCPUUtilizationPercentage": 80, "minReplicas": 2}, "status": {"currentCPUUtilizationPercentage": 40}}
    assert "Target CPU utilization:   80%\nCurrent CPU utilization:  40%\nMin replicas:             2\n" in said("HorizontalPodAutoscaler", obj, "autoscaling")


def test_signing_request():
    import base64
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID
    names = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "jane"), x509.NameAttribute(NameOID.ORGANIZATION_NAME, "dev"), x509.NameAttribute(NameOID.ORGANIZATION_NAME, "ops")])
    request = (x509.CertificateSigningRequestBuilder().subject_name(names).add_extension(x509.SubjectAlternativeName([x509.DNSName("a.b")]), False)
               .sign(ec.generate_private_key(ec.SECP256R1()), hashes.SHA256()))
    pem = base64.b64encode(request.public_bytes(serialization.Encoding.PEM)).decode()
    text = said("CertificateSigningRequest", {"spec": {"request": pem, "username": "jane", "signerName": "s", "expirationSeconds": 3600}}, "certificates.k8s.io")
    assert lines(text, "Requesting") == """Requesting User:     jane
Signer:              s
Requested Duration:  60m
Status:              Pending
Subject:
  Common Name:    jane
  Serial Number:  
  Organization:   dev
                  ops
Subject Alternative Names:
         DNS Names:  a.b
Events:  <none>"""

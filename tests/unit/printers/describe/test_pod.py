import pytest
from tests.unit.printers.describe.said import AGO, said, lines

from kubectl_lite.printers.describe import pod as module

PENDING = """Name:             x
Namespace:        demo
Priority:         0
Service Account:  default
Node:             <none>
Labels:           app=a
Annotations:      <none>
Status:           Pending
IP:               
IPs:              <none>
Containers:
  c:
    Image:        nginx
    Port:         <none>
    Host Port:    <none>
    Environment:  <none>
    Mounts:       <none>
Volumes:          <none>
QoS Class:        BestEffort
Node-Selectors:   <none>
Tolerations:      <none>
Events:           <none>
"""
RUNNING = """Name:         x
Namespace:    demo
Node:         n1/10.0.0.9
Start Time:   Tue, 14 Nov 2023 22:10:20 +0000
Labels:       <none>
Annotations:  <none>
Status:       Running
IP:           10.1.0.1
IPs:
  IP:           10.1.0.1
Controlled By:  ReplicaSet/rs
Containers:
  c:
    Container ID:  containerd://1
    Image:         nginx
    Image ID:      sha
    Ports:         80/TCP (http), 53/UDP
    Host Ports:    0/TCP (http), 53/UDP
    Command:
      sh
      -c
    Args:
      echo a
      echo b
    State:          Running
      Started:      Tue, 14 Nov 2023 22:10:20 +0000
    Last State:     Terminated
      Reason:       Error
      Exit Code:    1
      Started:      Tue, 14 Nov 2023 22:10:20 +0000
      Finished:     Tue, 14 Nov 2023 22:10:20 +0000
    Ready:          True
    Restart Count:  1
    Limits:
      cpu:     1
      memory:  1Gi
    Requests:
      cpu:        500m
    Liveness:     http-get http://:80/healthz delay=1s timeout=2s period=3s #success=1 #failure=4
    Environment:  <none>
    Mounts:
      /a from v (ro)
      /b from v (rw,path="s")
Conditions:
  Type    Status
  Ready   True 
Volumes:
  v:
    Type:        EmptyDir (a temporary directory that shares a pod's lifetime)
    Medium:      
    SizeLimit:   <unset>
QoS Class:       Burstable
Node-Selectors:  disk=ssd
Tolerations:     node.kubernetes.io/not-ready:NoExecute op=Exists for 300s
                 z=v:NoSchedule
Events:          <none>
"""


def test_a_pending_pod():
    spec = {"priority": 0, "serviceAccountName": "default", "containers": [{"name": "c", "image": "nginx"}]}
    assert said("Pod", {"metadata": {"namespace": "demo", "labels": {"app": "a"}}, "spec": spec, "status": {"phase": "Pending"}}) == PENDING


def test_a_running_pod():
    container = {"name": "c", "image": "nginx", "command": ["sh", "-c"], "args": ["echo a\necho b"],
                 "ports": [{"containerPort": 80, "name": "http", "protocol": "TCP"}, {"containerPort": 53, "hostPort": 53, "protocol": "UDP"}],
                 "resources": {"limits": {"memory": "1Gi", "cpu": "1"}, "requests": {"cpu": "500m"}},
                 "livenessProbe": {"httpGet": {"scheme": "HTTP", "port": 80, "path": "/healthz"}, "initialDelaySeconds": 1, "timeoutSeconds": 2,
                                   "periodSeconds": 3, "successThreshold": 1, "failureThreshold": 4},
                 "volumeMounts": [{"name": "v", "mountPath": "/b", "subPath": "s"}, {"name": "v", "mountPath": "/a", "readOnly": True}]}
    status = {"name": "c", "containerID": "containerd://1", "imageID": "sha", "ready": True, "restartCount": 1, "state": {"running": {"startedAt": AGO}},
              "lastState": {"terminated": {"reason": "Error", "exitCode": 1, "startedAt": AGO, "finishedAt": AGO}}}
    obj = {"metadata": {"namespace": "demo", "ownerReferences": [{"kind": "ReplicaSet", "name": "rs", "controller": True}]},
           "spec": {"nodeName": "n1", "containers": [container], "volumes": [{"name": "v", "emptyDir": {}}], "nodeSelector": {"disk": "ssd"},
                    "tolerations": [{"key": "z", "value": "v", "effect": "NoSchedule"},
                                    {"key": "node.kubernetes.io/not-ready", "operator": "Exists", "effect": "NoExecute", "tolerationSeconds": 300}]},
           "status": {"phase": "Running", "startTime": AGO, "hostIP": "10.0.0.9", "podIP": "10.1.0.1", "podIPs": [{"ip": "10.1.0.1"}], "qosClass": "Burstable",
                      "conditions": [{"type": "Ready", "status": "True"}], "containerStatuses": [status]}}
    assert said("Pod", obj) == RUNNING


def test_a_pod_that_is_being_deleted():
    text = said("Pod", {"metadata": {"deletionTimestamp": AGO, "deletionGracePeriodSeconds": 30}, "spec": {}, "status": {"phase": "Running"}})
    assert "Status:                    Terminating (lasts 3m)\nTermination Grace Period:  30s\n" in text


def test_gates_seccomp_and_spread():
    constraint = {"topologyKey": "zone", "whenUnsatisfiable": "DoNotSchedule", "maxSkew": 1, "labelSelector": {"matchLabels": {"a": "b"}}}
    spec = {"readinessGates": [{"conditionType": "example.com/a"}], "topologySpreadConstraints": [constraint, {**constraint, "topologyKey": "host"}],
            "securityContext": {"seccompProfile": {"type": "Localhost", "localhostProfile": "p.json"}}}
    text = said("Pod", {"spec": spec, "status": {}})
    assert lines(text, "SeccompProfile", "IP:") == "SeccompProfile:    Localhost\nLocalhostProfile:  p.json"
    assert lines(text, "Readiness Gates", "Volumes") == "Readiness Gates:\n  Type                        Status\n  example.com/a               <none> "
    assert "host:DoNotSchedule when max skew 1 is exceeded for selector a=b\n" in text
    assert text.index("host:DoNotSchedule") < text.index("zone:DoNotSchedule")


def test_events_of_a_mirror_pod_are_those_of_its_source():
    pod = {"metadata": {"name": "x", "namespace": "n", "uid": "u", "annotations": {"kubernetes.io/config.mirror": "m"}}}
    path, query = module.related(pod)["events"]
    assert path == "/api/v1/namespaces/n/events"
    assert query["fieldSelector"] == "involvedObject.name=x,involvedObject.namespace=n,involvedObject.uid=m"


@pytest.mark.parametrize("resources, want", [
    ([{}], "BestEffort"), ([{"requests": {"cpu": "1"}}], "Burstable"), ([{"limits": {"cpu": "1", "memory": "1Gi"}}], "Guaranteed"),
    ([{"limits": {"cpu": "1", "memory": "1Gi"}}, {}], "Burstable"), ([{"limits": {"cpu": "1", "memory": "1Gi"}, "requests": {"cpu": "500m"}}], "Burstable")])
def test_qos_class_of_an_unclassified_pod(resources, want):
    assert module.qos_class({"containers": [{"resources": r} for r in resources]}) == want

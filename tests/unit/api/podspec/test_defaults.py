from kubectl_lite.api.podspec import defaults


def test_a_spec_gets_its_defaults():
    spec = {"containers": [{"name": "c", "image": "nginx"}]}
    defaults.default_spec(spec)
    assert spec == {"containers": [{"name": "c", "image": "nginx", "imagePullPolicy": "Always", "terminationMessagePath": "/dev/termination-log",
                                    "terminationMessagePolicy": "File"}],
                    "dnsPolicy": "ClusterFirst", "restartPolicy": "Always", "schedulerName": "default-scheduler", "securityContext": {},
                    "terminationGracePeriodSeconds": 30}


def test_what_is_set_stays():
    spec = {"restartPolicy": "Never", "terminationGracePeriodSeconds": 0, "containers": []}
    defaults.default_spec(spec)
    assert spec["restartPolicy"] == "Never" and spec["terminationGracePeriodSeconds"] == 0


def test_probes_ports_and_references():
    container = {"name": "c", "image": "x:1", "ports": [{"containerPort": 80}], "env": [{"name": "A", "valueFrom": {"fieldRef": {"fieldPath": "metadata.name"}}}],
                 "livenessProbe": {"httpGet": {"port": 80}}, "readinessProbe": {"grpc": {"port": 1}}, "lifecycle": {"preStop": {"httpGet": {"port": 1}}, "stopSignal": "SIGTERM"}}
    defaults.default_container(container)
    assert container["ports"][0]["protocol"] == "TCP"
    assert container["env"][0]["valueFrom"]["fieldRef"]["apiVersion"] == "v1"
    assert container["livenessProbe"] == {"httpGet": {"port": 80, "path": "/", "scheme": "HTTP"}, "timeoutSeconds": 1, "periodSeconds": 10,
                                          "successThreshold": 1, "failureThreshold": 3}
    assert container["readinessProbe"]["grpc"]["service"] == ""
    assert container["lifecycle"] == {"preStop": {"httpGet": {"port": 1, "path": "/", "scheme": "HTTP"}}}


def test_volumes():
    spec = {"containers": [], "volumes": [{"name": "a"}, {"name": "b", "configMap": {"name": "c"}}, {"name": "h", "hostPath": {"path": "/"}},
                                          {"name": "p", "projected": {"sources": [{"serviceAccountToken": {"path": "t"}}]}},
                                          {"name": "r", "rbd": {"image": "i", "user": "me"}}, {"name": "e", "ephemeral": {"volumeClaimTemplate": {"spec": {}}}}]}
    defaults.default_spec(spec)
    a, b, h, p, r, e = spec["volumes"]
    assert a == {"name": "a", "emptyDir": {}} and b["configMap"]["defaultMode"] == 420 and h["hostPath"]["type"] == ""
    assert p["projected"] == {"defaultMode": 420, "sources": [{"serviceAccountToken": {"path": "t", "expirationSeconds": 3600}}]}
    assert r["rbd"] == {"image": "i", "user": "me", "pool": "rbd", "keyring": "/etc/ceph/keyring"}
    assert e["ephemeral"]["volumeClaimTemplate"]["spec"]["volumeMode"] == "Filesystem"


def test_amounts_are_rounded_up_to_thousandths():
    values = {"cpu": "100u", "memory": "1Gi"}
    defaults.default_resource_list(values)
    assert values == {"cpu": "1m", "memory": "1Gi"}


def test_the_old_name_of_the_service_account_follows_the_new_one():
    spec = {"containers": [], "serviceAccount": "old", "serviceAccountName": "new"}
    defaults.default_spec(spec)
    assert spec["serviceAccount"] == spec["serviceAccountName"] == "new"

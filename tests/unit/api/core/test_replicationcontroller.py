from kubectl_lite.api.core import replicationcontroller


def made(**spec):
    template = {"metadata": {"labels": {"app": "a"}}, "spec": {"containers": [{"name": "c", "image": "x:1"}]}}
    obj = {"metadata": {"name": "rc"}, "spec": {"template": template, **spec}}
    replicationcontroller.default(obj)
    return obj


def texts(obj):
    return [str(p) for p in replicationcontroller.validate(obj)]


def test_selector_labels_and_count_have_defaults():
    obj = made()
    assert obj["spec"]["selector"] == obj["metadata"]["labels"] == {"app": "a"} and obj["spec"]["replicas"] == 1 and texts(obj) == []


def test_the_selector_must_match_the_template():
    assert texts(made(selector={"app": "b"})) == ['spec.template.metadata.labels: Invalid value: {"app":"a"}: `selector` does not match template `labels`']


def test_pods_are_always_restarted():
    obj = made()
    obj["spec"]["template"]["spec"]["restartPolicy"] = "Never"
    assert texts(obj) == ['spec.template.spec.restartPolicy: Unsupported value: "Never": supported values: "Always"']


def test_counts_fit_each_other():
    status = {"replicas": 1, "readyReplicas": 2, "availableReplicas": 3}
    got = [str(p) for p in replicationcontroller.validate_status_update({"status": status}, {})]
    assert got == ["status.readyReplicas: Invalid value: 2: cannot be greater than status.replicas",
                   "status.availableReplicas: Invalid value: 3: cannot be greater than status.replicas",
                   "status.availableReplicas: Invalid value: 3: cannot be greater than readyReplicas"]

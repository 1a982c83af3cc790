"""HorizontalPodAutoscaler in both its versions."""

TARGET = {"apiVersion": "apps/v1", "kind": "Deployment", "name": "d"}


def scaler(version="v2", **spec):
    return {"apiVersion": f"autoscaling/{version}", "kind": "HorizontalPodAutoscaler", "spec": {"scaleTargetRef": TARGET, "maxReplicas": 3, **spec}}


def test_defaults(rules):
    spec = rules.written(scaler())["spec"]
    assert spec["minReplicas"] == 1
    assert spec["metrics"] == [{"type": "Resource", "resource": {"name": "cpu", "target": {"type": "Utilization", "averageUtilization": 80}}}]


def test_bounds(rules):
    assert "spec.maxReplicas: Invalid value: 1: must be greater than or equal to `minReplicas`" in rules.create(scaler(minReplicas=2, maxReplicas=1))
    assert any(told.startswith("spec.minReplicas: Invalid value: 0") for told in rules.create(scaler(minReplicas=0)))


def test_a_target_has_one_value(rules):
    metric = {"type": "Resource", "resource": {"name": "cpu", "target": {"type": "Utilization"}}}
    assert any("must set either a target raw value or a target utilization" in told for told in rules.create(scaler(metrics=[metric])))

import json

from kubectl_lite.printers.metrics import CURRENTS, SPECS, hpa_metrics


def test_v2_metrics_are_as_written():
    metrics = [{"type": "Resource", "resource": {"name": "cpu"}}]
    assert hpa_metrics({"apiVersion": "autoscaling/v2", "spec": {"metrics": metrics}}) == (metrics, [])


def test_v1_keeps_all_but_the_cpu_in_annotations():
    wanted = [{"type": "Pods", "pods": {"metricName": "rps", "targetAverageValue": "10"}}]
    current = [{"type": "Pods", "pods": {"metricName": "rps", "currentAverageValue": "7"}}]
    hpa = {"apiVersion": "autoscaling/v1", "metadata": {"annotations": {SPECS: json.dumps(wanted), CURRENTS: json.dumps(current)}},
           "spec": {"targetCPUUtilizationPercentage": 80}, "status": {"currentCPUUtilizationPercentage": 40}}
    specs, currents = hpa_metrics(hpa)
    assert [s["type"] for s in specs] == ["Pods", "Resource"]
    assert specs[0]["pods"]["target"] == {"averageValue": "10"} and currents[0]["pods"]["current"] == {"averageValue": "7"}
    assert specs[1]["resource"] == {"name": "cpu", "target": {"averageUtilization": 80}}
    assert currents[1]["resource"]["current"] == {"averageUtilization": 40}


def test_a_broken_annotation_counts_as_none():
    hpa = {"apiVersion": "autoscaling/v1", "metadata": {"annotations": {SPECS: "{"}}, "spec": {}, "status": {}}
    assert hpa_metrics(hpa) == ([], [])

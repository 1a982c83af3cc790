"""ConfigMap, Secret, Namespace, ServiceAccount, LimitRange and ResourceQuota."""
import pytest


def test_an_immutable_configmap_stays(rules):
    old = {"apiVersion": "v1", "kind": "ConfigMap", "immutable": True, "data": {"a": "1"}}
    assert rules.update(old, {**old, "data": {"a": "2"}, "immutable": False}) == [
        "immutable: Forbidden: field is immutable when `immutable` is set", "data: Forbidden: field is immutable when `immutable` is set"]
    assert rules.update(old, {**old, "metadata": {"labels": {"a": "b"}}}) == []


def test_keys_of_a_configmap(rules):
    bad = {"apiVersion": "v1", "kind": "ConfigMap", "data": {"a/b": ""}, "binaryData": {"..": ""}}
    assert [t.partition(":")[0] for t in rules.create(bad)] == ["data[a/b]", "binaryData[..]"]
    assert rules.create({"apiVersion": "v1", "kind": "ConfigMap", "data": {"a": "x" * 1048577}}) == ["[]: Too long: may not be more than 1048576 bytes"]


def test_string_data_is_written_over_data(rules):
    secret = rules.written({"apiVersion": "v1", "kind": "Secret", "data": {"a": "eA==", "b": "eQ=="}, "stringData": {"a": "z"}})
    assert secret["data"] == {"a": "eg==", "b": "eQ=="} and secret["type"] == "Opaque" and "stringData" not in secret


@pytest.mark.parametrize("kind, wanted", [
    ("kubernetes.io/tls", ["data[tls.crt]: Required value", "data[tls.key]: Required value"]),
    ("kubernetes.io/basic-auth", ["data[username]: Required value", "data[password]: Required value"]),
    ("kubernetes.io/ssh-auth", ["data[ssh-privatekey]: Required value"]),
    ("kubernetes.io/dockerconfigjson", ["data[.dockerconfigjson]: Required value"]),
    ("kubernetes.io/service-account-token", ["metadata.annotations[kubernetes.io/service-account.name]: Required value"]),
    ("example.com/x", []),
])
def test_types_of_secrets_need_keys(rules, kind, wanted):
    assert rules.create({"apiVersion": "v1", "kind": "Secret", "type": kind}) == wanted


def test_docker_configuration_must_be_json(rules):
    secret = {"apiVersion": "v1", "kind": "Secret", "type": "kubernetes.io/dockercfg", "data": {".dockercfg": "eHg="}}
    assert rules.create(secret) == ["data[.dockercfg]: Invalid value: \"<secret contents redacted>\": invalid character 'x' looking for beginning of value"]


def test_a_namespace_gets_its_label_and_finalizer(rules):
    namespace = rules.written({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "x"}})
    assert namespace["metadata"]["labels"] == {"kubernetes.io/metadata.name": "x"}
    assert namespace["spec"] == {"finalizers": ["kubernetes"]} and namespace["status"] == {"phase": "Active"}


def test_container_limits_fill_each_other(rules):
    item = {"type": "Container", "max": {"cpu": "2"}, "min": {"memory": "64Mi"}}
    limits = rules.written({"apiVersion": "v1", "kind": "LimitRange", "spec": {"limits": [item]}})["spec"]["limits"][0]
    assert limits["default"] == {"cpu": "2"} and limits["defaultRequest"] == {"cpu": "2", "memory": "64Mi"}


def test_limits_must_not_contradict_each_other(rules):
    item = {"type": "Pod", "max": {"cpu": "1"}, "min": {"cpu": "2"}, "maxLimitRequestRatio": {"cpu": "500m"}}
    assert rules.create({"apiVersion": "v1", "kind": "LimitRange", "spec": {"limits": [item]}}) == [
        'spec.limits[0].min[cpu]: Invalid value: "2": min value 2 is greater than max value 1',
        'spec.limits[0].maxLimitRequestRatio[cpu]: Invalid value: "500m": ratio 500m is less than 1']


def test_quota_scopes(rules):
    quota = {"apiVersion": "v1", "kind": "ResourceQuota", "spec": {"hard": {"secrets": "1"}, "scopes": ["BestEffort", "NotBestEffort", "Odd"]}}
    shown = '["BestEffort","NotBestEffort","Odd"]'
    assert rules.create(quota) == [f"spec.scopes: Invalid value: {shown}: unsupported scope applied to resource"] * 2 + [
        f"spec.scopes: Invalid value: {shown}: unsupported scope", f"spec.scopes: Invalid value: {shown}: conflicting scopes"]


def test_a_pair_that_does_not_fit_is_warned_of():
    from kubectl_lite.api.core import secret
    assert secret.warnings({"type": "kubernetes.io/tls", "data": {"tls.crt": "YQ==", "tls.key": "YQ=="}}, None) == [
        "tls: failed to find any PEM data in certificate input"]
    assert secret.warnings({"type": "Opaque", "data": {}}, None) == []


def test_docker_configuration_must_be_an_object(rules):
    secret = {"apiVersion": "v1", "kind": "Secret", "type": "kubernetes.io/dockercfg", "data": {".dockercfg": "W10="}}
    assert rules.create(secret) == ['data[.dockercfg]: Invalid value: "<secret contents redacted>": '
                                    "json: cannot unmarshal array into Go value of type map[string]interface {}"]


@pytest.mark.parametrize("spec, wanted", [
    ({"hard": {"ephemeral-storage": "1Gi"}, "scopes": ["NotBestEffort"]}, 1), ({"hard": {"cpu": "1"}, "scopes": ["NotBestEffort"]}, 0),
    ({"hard": {"pods": "1"}, "scopes": ["VolumeAttributesClass"]}, 1), ({"hard": {"requests.storage": "1"}, "scopes": ["VolumeAttributesClass"]}, 0),
])
def test_scopes_apply_to_some_resources(rules, spec, wanted):
    found = rules.create({"apiVersion": "v1", "kind": "ResourceQuota", "spec": spec})
    assert len(found) == wanted and all(text.endswith("unsupported scope applied to resource") for text in found)


def test_the_status_of_a_quota_names_resources_of_quotas():
    from kubectl_lite.api.core import resourcequota
    assert [str(p) for p in resourcequota.validate_status_update({"status": {"used": {"storage": "1"}}}, {})] == [
        'status.used[storage]: Invalid value: "storage": must be a standard resource for quota']

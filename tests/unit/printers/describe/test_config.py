import base64

import pytest
from tests.unit.printers.describe.said import AGO, lines, said

from kubectl_lite.machinery import errors


def b64(text):
    return base64.b64encode(text.encode()).decode()


def test_config_map():
    text = said("ConfigMap", {"metadata": {"namespace": "demo"}, "data": {"b": "2", "a": "one\ntwo"}, "binaryData": {"z": b64("xyz")}})
    assert text == """Name:         x
Namespace:    demo
Labels:       <none>
Annotations:  <none>

Data
====
a:
----
one
two

b:
----
2


BinaryData
====
z: 3 bytes

Events:  <none>
"""


def test_events_that_cannot_be_read_end_a_config_map():
    with pytest.raises(errors.ApiError, match="forbidden"):
        said("ConfigMap", {}, related={"events": errors.forbidden("events", "", "no")})


def test_secret_shows_sizes_and_service_account_tokens():
    assert lines(said("Secret", {"type": "Opaque", "data": {"token": b64("12345"), "a": b64("é")}}), "Type:") == (
        "Type:  Opaque\n\nData\n====\na:      2 bytes\ntoken:  5 bytes")
    token = said("Secret", {"type": "kubernetes.io/service-account-token", "data": {"token": b64("jwt")}})
    assert token.endswith("\ntoken:  jwt\n")


def test_service_account():
    assert lines(said("ServiceAccount", {"imagePullSecrets": [{"name": "a"}, {"name": "b"}]}), "Image") == (
        "Image pull secrets:  a\n                     b\nEvents:              <none>")


def test_quota_writes_what_is_used_as_the_limit_is_written():
    status = {"hard": {"requests.memory": "1Gi", "pods": "5"}, "used": {"requests.memory": "0", "pods": "2"}}
    text = said("ResourceQuota", {"metadata": {"namespace": "demo"}, "spec": {"scopes": ["NotTerminating"]}, "status": status})
    assert text == """Name:       x
Namespace:  demo
Scopes:     NotTerminating
 * Matches all pods that do not have an active deadline. These pods usually include long running pods whose container command is not expected to terminate.
Resource         Used  Hard
--------         ----  ----
pods             2     5
requests.memory  0     1Gi
"""


LIMITS = {"spec": {"limits": [{"type": "Container", "max": {"memory": "1Gi"}, "default": {"cpu": "1", "memory": "512Mi"}, "defaultRequest": {"cpu": "500m"}}]}}


def test_limit_range():
    assert lines(said("LimitRange", LIMITS), "Type") == """Type        Resource  Min  Max  Default Request  Default Limit  Max Limit/Request Ratio
----        --------  ---  ---  ---------------  -------------  -----------------------
Container   cpu       -    -    500m             1              -
Container   memory    -    1Gi  -                512Mi          -"""


def test_namespace_with_quotas_and_limits():
    quota = {"metadata": {"name": "q"}, "status": {"hard": {"pods": "3"}, "used": {"pods": "0"}}}
    text = said("Namespace", {"status": {"phase": "Active"}}, related={"quotas": {"items": [quota]}, "limits": {"items": [{"metadata": {"name": "l"}, **LIMITS}]}})
    assert text == """Name:         x
Labels:       <none>
Annotations:  <none>
Status:       Active

Resource Quotas
  Name:     q
  Resource  Used  Hard
  --------  ---   ---
  pods      0     3

Resource Limits
 Type       Resource  Min  Max  Default Request  Default Limit  Max Limit/Request Ratio
 ----       --------  ---  ---  ---------------  -------------  -----------------------
 Container  cpu       -    -    500m             1              -
 Container  memory    -    1Gi  -                512Mi          -
"""


def test_namespace_without():
    text = said("Namespace", {"status": {"phase": "Terminating", "conditions": [{"type": "T", "status": "True", "lastTransitionTime": AGO, "reason": "R", "message": "m"}]}})
    assert text.endswith("\nNo resource quota.\n\nNo LimitRange resource.\n")
    assert "Conditions:\n  Type  Status  LastTransitionTime               Reason  Message\n" in text


def test_a_server_without_quotas_says_nothing_of_them():
    assert "quota" not in said("Namespace", {}, related={"quotas": errors.path_not_found(), "limits": {"items": []}})

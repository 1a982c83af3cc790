from tests.unit.printers.describe.said import lines, said

from kubectl_lite.printers.describe.role import rules


def test_rules_are_joined_by_resource_and_sorted_by_verbs():
    role = {"rules": [{"apiGroups": ["", "apps"], "resources": ["pods", "deployments/scale"], "verbs": ["list", "get"]},
                      {"apiGroups": [""], "resources": ["pods"], "verbs": ["watch"]},
                      {"apiGroups": [""], "resources": ["secrets"], "resourceNames": ["a", "b"], "verbs": ["get"]},
                      {"nonResourceURLs": ["/healthz"], "verbs": ["get", "post"]}]}
    assert lines(said("ClusterRole", role, "rbac.authorization.k8s.io"), "PolicyRule") == """PolicyRule:
  Resources               Non-Resource URLs  Resource Names  Verbs
  ---------               -----------------  --------------  -----
                          [/healthz]         []              [get]
  secrets                 []                 [a]             [get]
  secrets                 []                 [b]             [get]
  pods                    []                 []              [list get watch]
  deployments/scale       []                 []              [list get]
  deployments.apps/scale  []                 []              [list get]
  pods.apps               []                 []              [list get]
                          [/healthz]         []              [post]"""


def test_no_rules():
    assert rules({"rules": None}) == []


def test_binding():
    binding = {"roleRef": {"kind": "Role", "name": "r"}, "subjects": [{"kind": "ServiceAccount", "name": "s", "namespace": "n"}, {"kind": "User", "name": "u"}]}
    assert lines(said("RoleBinding", binding, "rbac.authorization.k8s.io"), "Role:") == (
        "Role:\n  Kind:  Role\n  Name:  r\nSubjects:\n  Kind            Name  Namespace\n  ----            ----  ---------\n"
        "  ServiceAccount  s     n\n  User            u     ")

"""Roles and their bindings."""

RBAC = "rbac.authorization.k8s.io"


def role(*rules, kind="Role"):
    return {"apiVersion": f"{RBAC}/v1", "kind": kind, "rules": list(rules)}


def binding(kind="RoleBinding", ref="r", subjects=()):
    return {"apiVersion": f"{RBAC}/v1", "kind": kind, "roleRef": {"kind": "ClusterRole", "name": ref}, "subjects": list(subjects)}


def test_rules_name_verbs_and_what_they_are_about(rules):
    assert rules.create(role({"verbs": ["get"], "apiGroups": [""], "resources": ["pods"]})) == []
    assert rules.create(role({"apiGroups": [""], "resources": ["pods"]})) == ["rules[0].verbs: Required value: verbs must contain at least one value"]
    assert rules.create(role({"verbs": ["get"], "resources": ["pods"]})) == ["rules[0].apiGroups: Required value: resource rules must supply at least one api group"]


def test_paths_are_for_cluster_roles(rules):
    paths = {"verbs": ["get"], "nonResourceURLs": ["/healthz"]}
    assert rules.create(role(paths, kind="ClusterRole")) == []
    assert any("namespaced rules cannot apply to non-resource URLs" in told for told in rules.create(role(paths)))


def test_groups_of_subjects_are_filled_in(rules):
    made = rules.written(binding(subjects=[{"kind": "ServiceAccount", "name": "s", "namespace": "n"}, {"kind": "User", "name": "u"}]))
    assert made["roleRef"]["apiGroup"] == RBAC
    assert [s.get("apiGroup") or "" for s in made["subjects"]] == ["", RBAC]


def test_an_account_has_a_namespace_and_a_binding_keeps_its_role(rules):
    account = {"kind": "ServiceAccount", "name": "s"}
    assert any(told.startswith("subjects[0].namespace: Required value") for told in rules.create(binding("ClusterRoleBinding", subjects=[account])))
    told = rules.update(binding(), binding(ref="other"))
    assert len(told) == 1 and told[0].startswith("roleRef: Invalid value: ") and told[0].endswith("cannot change roleRef")

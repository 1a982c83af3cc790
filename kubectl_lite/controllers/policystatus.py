"""ValidatingAdmissionPolicy status controller: says in a policy's status what its expressions get wrong.

Mirrors pkg/controller/validatingadmissionpolicystatus.
"""
from __future__ import annotations

from kubectl_lite.api import resources
from kubectl_lite.machinery.wire import APPLY_PATCH

NAME, USER = "validatingadmissionpolicy-status-controller", "system:serviceaccount:kube-system:validatingadmissionpolicy-status-controller"
POLICIES, DEFINITIONS = "validatingadmissionpolicies.admissionregistration.k8s.io", "customresourcedefinitions.apiextensions.k8s.io"
WATCHES = {POLICIES: lambda policy, cache: (policy["metadata"]["name"],)}


def reconcile(name, ctx):
    """One policy, once for each of its generations."""
    policy = ctx.cache.get(POLICIES, "", name)
    if policy is None or policy["metadata"].get("generation", 0) <= (policy.get("status") or {}).get("observedGeneration", 0):
        return
    ctx.patch(POLICIES, policy, {"apiVersion": policy["apiVersion"], "kind": policy["kind"], "metadata": {"name": name},
                                 "status": plan_status(policy, ctx.cache.list(DEFINITIONS))}, APPLY_PATCH, "status", fieldManager=NAME, force="true")


def plan_status(policy: dict, definitions: list[dict]) -> dict:
    """The status of a policy where these custom resources are defined."""
    from kubectl_lite.api.admissionregistration import typechecking

    def kind_of(group, version, resource):
        found = resources.find(group, version, resource)
        return found.kind if found else next((crd["spec"]["names"]["kind"] for crd in definitions if crd["spec"]["group"] == group
                                              and crd["spec"]["names"]["plural"] == resource and _version(crd, version)), None)

    def schema_of(api_version, kind):
        group, _, version = api_version.rpartition("/")
        custom = next((_version(crd, version) for crd in definitions if crd["spec"]["group"] == group and crd["spec"]["names"]["kind"] == kind), None)
        return typechecking.custom(custom["schema"]["openAPIV3Schema"]) if custom else typechecking.built_in(api_version, kind)

    found = typechecking.warnings(policy, kind_of, schema_of)
    return {"observedGeneration": policy["metadata"]["generation"], "typeChecking": {"expressionWarnings": found} if found else {}}


def _version(crd, name):
    """The served version of a definition, None when it has none of that name."""
    return next((v for v in crd["spec"]["versions"] if v["name"] == name and v.get("served")), None)

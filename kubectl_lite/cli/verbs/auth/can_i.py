"""`auth can-i`: asks the server whether the user may do something, or for everything the user may do."""
from __future__ import annotations

from kubectl_lite.cli.errors import CommandError
from kubectl_lite.client.mapper import NoResource

VERBS = {"get", "list", "watch", "create", "update", "patch", "delete", "deletecollection", "use", "bind", "escalate", "impersonate", "*",
         "approve", "sign", "attest", "proxy", "put", "post", "head", "options"}
USAGE = "you must specify two arguments: verb resource or verb resource/resourceName.\nSee 'kubectl auth can-i -h' for help and examples."


def run(ctx, flags, args):
    if flags["list"]:
        if args:
            raise CommandError("list option must be specified with no arguments")
        return _list(ctx, flags)
    if len(args) != 2:
        raise CommandError(USAGE)
    answer = _ask(ctx, attributes(ctx, flags, *args))
    status = answer.get("status") or {}
    if not flags["quiet"]:
        ctx.print(verdict(status))
    return 0 if status.get("allowed") else 1


def attributes(ctx, flags, verb, target) -> dict:
    """The part of a SelfSubjectAccessReview that says what is asked."""
    if verb not in VERBS:
        ctx.error(f"Warning: verb '{verb}' is not a known verb\n")
    if target.startswith("/"):
        if flags["subresource"]:
            raise CommandError("--subresource can not be used with NonResourceURL")
        return {"nonResourceAttributes": {"path": target, "verb": verb}}
    name, _, object_name = target.partition("/")
    group, version, plural, namespaced = _resource(ctx, name)
    namespace = "" if flags["all-namespaces"] else ctx.namespace
    if namespaced is False and not flags["all-namespaces"]:
        where = f" in group '{group}'" if group else ""
        ctx.error(f"Warning: resource '{plural}' is not namespace scoped{where}\n")
    asked = {"namespace": namespace, "verb": verb, "group": group, "version": version, "resource": plural, "subresource": flags["subresource"],
             "name": object_name}
    return {"resourceAttributes": {k: v for k, v in asked.items() if v}}


def _resource(ctx, text):
    """(group, version, plural, namespaced) of a resource argument; a name the server does not know is asked about as it stands."""
    if text == "*":
        return "*", "", "*", None
    try:
        row = ctx.client.mapper.find(text)
        return row.group, row.version, row.name, row.namespaced
    except NoResource:
        name, _, group = text.partition(".")
        where = f" in group '{group}'" if group else ""
        ctx.error(f"Warning: the server doesn't have a resource type '{name}'{where}\n")
        return group, "", name, None


def _ask(ctx, spec):
    body = {"kind": "SelfSubjectAccessReview", "apiVersion": "authorization.k8s.io/v1", "metadata": {}, "spec": spec}
    return ctx.client.request("POST", "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", {}, body).body


def verdict(status: dict) -> str:
    if status.get("allowed"):
        return "yes"
    return "".join(["no", *(f" - {status[key]}" for key in ("reason", "evaluationError") if status.get(key))])


def _list(ctx, flags):
    body = {"kind": "SelfSubjectRulesReview", "apiVersion": "authorization.k8s.io/v1", "metadata": {}, "spec": {"namespace": ctx.namespace}}
    status = ctx.client.request("POST", "/apis/authorization.k8s.io/v1/selfsubjectrulesreviews", {}, body).body["status"]
    if status.get("incomplete"):
        problem = f", due to the following errors: {status['evaluationError']}" if status.get("evaluationError") else ""
        ctx.error(f"warning: the list may be incomplete: {problem.removeprefix(', due to the following errors: ')}\n")
    from kubectl_lite.printers import tabwriter
    rows = [] if flags["no-headers"] else [("Resources", "Non-Resource URLs", "Resource Names", "Verbs")]
    rows += [_cells(rule) for rule in compacted(status)]
    ctx.write(tabwriter.align("".join("\t".join(row) + "\n" for row in rows), minwidth=6, padding=3))
    return 0


def compacted(status: dict) -> list[dict]:
    """One rule per resource, its verbs together; then one per URL."""
    by_resource: dict = {}
    for rule in status.get("resourceRules") or []:
        for group in rule.get("apiGroups") or [""]:
            for resource in rule.get("resources") or [""]:
                for name in rule.get("resourceNames") or [None]:
                    verbs = by_resource.setdefault((group, resource, name), [])
                    verbs += [v for v in rule["verbs"] if v not in verbs]
    rules = [{"group": g, "resource": r, "names": [n] if n else [], "verbs": v, "urls": []} for (g, r, n), v in by_resource.items()]
    rules += [{"group": "", "resource": "", "names": [], "verbs": rule["verbs"], "urls": [url]}
              for rule in status.get("nonResourceRules") or [] for url in rule.get("nonResourceURLs") or []]
    return sorted(rules, key=_order)


def _order(rule):
    return (rule["group"] == "" and rule["resource"] == "", f"{rule['verbs']}{rule['group']}{rule['resource']}{rule['names']}{_list_text(rule['urls'])}")


def _cells(rule):
    name, slash, sub = rule["resource"].partition("/")
    full = name + (f".{rule['group']}" if rule["group"] else "") + slash + sub
    return full, _list_text(rule["urls"]), _list_text(rule["names"]), _list_text(rule["verbs"])


def _list_text(values) -> str:
    return "[" + " ".join(values) + "]"

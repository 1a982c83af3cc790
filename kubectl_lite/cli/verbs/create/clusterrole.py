"""`create clusterrole`: resources, non-resource URLs, or an aggregation rule."""
from __future__ import annotations

from kubectl_lite.cli import generate, rbacrules
from kubectl_lite.cli.errors import CommandError

URL_VERBS = {"get", "put", "post", "head", "options", "delete", "patch", "*"}


def run(ctx, flags, args):
    return generate.create(ctx, flags, args, "clusterroles", build)


def build(ctx, flags, name):
    verbs, resources, names = rbacrules.verbs(flags), rbacrules.resources(flags), list(dict.fromkeys(flags["resource-name"]))
    urls, aggregation = list(flags["non-resource-url"]), flags["aggregation-rule"]
    obj = {"kind": "ClusterRole", "apiVersion": "rbac.authorization.k8s.io/v1", "metadata": {"name": name}}
    if aggregation:
        if urls or verbs or resources or names:
            raise CommandError("aggregation rule must be specified without nonResourceURLs, verbs, resources or resourceNames")
        return {**obj, "rules": None, "aggregationRule": {"clusterRoleSelectors": [{"matchLabels": aggregation}]}}
    _check_urls(verbs, urls)
    if resources or not urls:
        rbacrules.check(ctx, verbs, resources)
    rules = rbacrules.rules(rbacrules.mapped(ctx, verbs, resources), verbs, names)
    return {**obj, "rules": rules + ([{"verbs": verbs, "nonResourceURLs": urls}] if urls else [])}


def _check_urls(verbs, urls):
    if urls and not verbs:
        raise CommandError("at least one verb must be specified")
    for verb in verbs if urls else ():
        if verb not in URL_VERBS:
            raise CommandError(f"invalid verb: '{verb}' for nonResourceURL")
    for url in urls:
        if url != "*" and not url.startswith("/"):
            raise CommandError("nonResourceURL should start with /")
        if "*" in url[:-1]:
            raise CommandError("nonResourceURL only supports wildcard matches when '*' is at the end")

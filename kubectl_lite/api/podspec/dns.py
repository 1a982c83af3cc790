"""Validation of a pod's name service: policy, configuration, host aliases."""
from __future__ import annotations

from kubectl_lite.api.validation import text
from kubectl_lite.machinery import field, names

POLICIES = ("ClusterFirstWithHostNet", "ClusterFirst", "Default", "None")
MAX_SERVERS, MAX_SEARCHES, MAX_SEARCH_CHARACTERS = 3, 32, 2048


def policy(value, path) -> list:
    return text.one_of(value, POLICIES, path, absent="")


def config(value, dns_policy, path) -> list:
    """validatePodDNSConfig."""
    if dns_policy == "None":
        if value is None:
            return [field.required(path, "must provide `dnsConfig` when `dnsPolicy` is None")]
        if not value.get("nameservers"):
            return [field.required(path / "nameservers", "must provide at least one DNS nameserver when `dnsPolicy` is None")]
    if value is None:
        return []
    problems, servers, searches = [], value.get("nameservers") or (), value.get("searches") or ()
    if len(servers) > MAX_SERVERS:
        problems.append(field.invalid(path / "nameservers", servers, f"must not have more than {MAX_SERVERS} nameservers"))
    for i, server in enumerate(servers):
        problems += text.ip(server, (path / "nameservers").index(i))
    problems += _searches(searches, path / "searches")
    return problems + [field.required((path / "options").index(i), "must not be empty")
                       for i, option in enumerate(value.get("options") or ()) if not option.get("name")]


def _searches(searches, path):
    problems = []
    if len(searches) > MAX_SEARCHES:
        problems.append(field.invalid(path, searches, f"must not have more than {MAX_SEARCHES} search paths"))
    if len(" ".join(searches)) > MAX_SEARCH_CHARACTERS:
        problems.append(field.invalid(path, searches, f"must not have more than {MAX_SEARCH_CHARACTERS} characters (including spaces) in the search list"))
    for i, search in enumerate(searches):
        if search != ".":
            search = search.removesuffix(".")
            problems += text.each(names.dns_subdomain_with_underscore(search), search, path.index(i))
    return problems


def host_aliases(aliases, path) -> list:
    """ValidateHostAliases."""
    problems = []
    for i, alias in enumerate(aliases):
        at = path.index(i)
        problems += text.ip(alias.get("ip", ""), at / "ip")
        for j, name in enumerate(alias.get("hostnames") or ()):
            problems += text.dns_subdomain(name, (at / "hostnames").index(j))
    return problems

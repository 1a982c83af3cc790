"""Labels of nodes whose names are deprecated: what a server warns of where they are used."""
from __future__ import annotations

DEPRECATED = {
    "beta.kubernetes.io/arch": 'deprecated since v1.14; use "kubernetes.io/arch" instead',
    "beta.kubernetes.io/os": 'deprecated since v1.14; use "kubernetes.io/os" instead',
    "failure-domain.beta.kubernetes.io/region": 'deprecated since v1.17; use "topology.kubernetes.io/region" instead',
    "failure-domain.beta.kubernetes.io/zone": 'deprecated since v1.17; use "topology.kubernetes.io/zone" instead',
    "beta.kubernetes.io/instance-type": 'deprecated since v1.17; use "node.kubernetes.io/instance-type" instead',
}


def of_expressions(expressions, path) -> list[str]:
    """Of the keys of requirements on labels."""
    return [f"{path.index(i) / 'key'}: {DEPRECATED[e['key']]}" for i, e in enumerate(expressions or ()) if e.get("key") in DEPRECATED]


def of_selector(selector: dict | None, path) -> list[str]:
    """GetWarningsForNodeSelector, of a LabelSelector."""
    selector = selector or {}
    found = of_expressions(selector.get("matchExpressions"), path / "matchExpressions")
    return found + [f"{path.child('matchLabels', key)}: {DEPRECATED[key]}" for key in selector.get("matchLabels") or () if key in DEPRECATED]

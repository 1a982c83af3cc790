"""Derive kubectl_lite/api/facts/resources.py from discovery.json, registry-paths.json and schema.json.

    python .ci/facts/derive_resources.py FACTS_DIR > kubectl_lite/api/facts/resources.py
"""
import json
import sys
from pathlib import Path

FACTS = Path(sys.argv[1])
ALL = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"]
STORED = {"autoscaling": "v2"}  # where a group serves several versions


def main():
    discovery = json.loads((FACTS / "discovery.json").read_text())
    keys = json.loads((FACTS / "registry-paths.json").read_text())
    schemas = schema_names()
    print('"""Derived from Kubernetes 1.36\'s discovery by .ci/facts/derive_resources.py; do not edit."""\n')
    print(f"ALL = {tuple(ALL)!r}\n")
    print("# (group, version, preferred version first), in discovery order")
    groups = [(g["name"], [v["version"] for v in g["versions"]]) for g in discovery["/apis"]["groups"]]
    print(f"GROUPS = {tuple((g, tuple(v)) for g, v in groups)!r}\n")
    print("# group, version, name, singular, kind, namespaced, verbs, short names, categories, schema, storage prefix, storage version, hash")
    print("RESOURCES = (")
    subs = {}
    for group, version in [("", "v1")] + [(g, v) for g, vs in groups for v in vs]:
        path = f"/apis/{group}/{version}" if group else "/api/v1"
        gv = f"{group}/{version}" if group else version
        for r in discovery[path]["resources"]:
            if "/" in r["name"]:
                parent, sub = r["name"].split("/")
                kind = (r.get("group", group), r.get("version", version), r["kind"], "group" in r)
                subs.setdefault((group, version, parent), {})[sub] = kind + (tuple(r["verbs"]),)
                continue
            verbs = "ALL" if r["verbs"] == ALL else repr(tuple(r["verbs"]))
            prefix = keys.get(f"{gv}/{r['name']}", "")
            if group == "events.k8s.io":
                prefix = "/registry/events"
            row = (group, version, r["name"], r["singularName"], r["kind"], r["namespaced"])
            rest = (tuple(r.get("shortNames", ())), tuple(r.get("categories", ())), schemas.get((group, version, r["kind"]), ""),
                    prefix, STORED.get(group, version), r.get("storageVersionHash", ""))
            print(f"    ({', '.join(map(repr, row))}, {verbs}, {', '.join(map(repr, rest))}),")
    print(")\n")
    print("# (group, version, parent) -> subresource -> (group, version, kind, whether discovery shows them, verbs)")
    print("SUBRESOURCES = {")
    for key, value in subs.items():
        print(f"    {key!r}: {{")
        for name, row in value.items():
            print(f"        {name!r}: {row!r},")
        print("    },")
    print("}")


def schema_names():
    definitions = json.loads((FACTS / "schema.json").read_text())["definitions"]
    names = {}
    for name, definition in definitions.items():
        gvks = definition.get("gvk", [])
        if len(gvks) == 1:
            names[tuple(gvks[0])] = name
    return names


main()

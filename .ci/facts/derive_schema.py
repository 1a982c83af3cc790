#!/usr/bin/env python3
"""Derives kubectl_lite/api/facts/schema.txt: what every API type is and how Go reads and writes it.

    derive_schema.py SCHEMA_JSON TYPES_JSON [TYPES_JSON ...]

SCHEMA_JSON is the API server's schema (definitions with fields, list types, patch keys); TYPES_JSON are outputs of go_types.py, the first that
knows a type counts.  One line a definition: name, tab, compact JSON; the first line is the index of kinds.  To the schema's facts each field gains

    go      the Go type, and after | what its elements are ("[]v1.Container|v1.Container")
    ptr     1 where Go holds a pointer
    omit    "empty" (omitempty) or "zero" (omitzero); absent where Go always writes the field
    in      the embedded struct that the field comes from, as Go names it in errors

and the fields stand in the order in which Go writes them.
"""
from __future__ import annotations

import json
import os
import sys

FACTS = os.path.join(os.path.dirname(__file__), "../../kubectl_lite/api/facts")
OUT = os.path.join(FACTS, "schema.txt")
NAMES = os.path.join(FACTS, "gonames.json")  # {definition: {field: Go's name}} where that is not the field with a capital letter

# definition prefix -> Go package; version differences where the binary at hand only has an earlier version of the same types
PACKAGES = (("io.k8s.api.", "k8s.io/api/"), ("io.k8s.apimachinery.", "k8s.io/apimachinery/"),
            ("io.k8s.apiextensions-apiserver.", "k8s.io/apiextensions-apiserver/"), ("io.k8s.kube-aggregator.", "k8s.io/kube-aggregator/"))
EARLIER = {"k8s.io/api/resource/v1": ("v1beta2",), "k8s.io/api/admissionregistration/v1": ("v1alpha1",), "k8s.io/api/storage/v1": ("v1beta1",)}

# Go type names of string fields that are in no binary at hand (newer than it): (type, field) -> name
NEWER = {
    ("ContainerRestartRule", "action"): "v1.ContainerRestartRuleAction",
    ("ContainerRestartRuleOnExitCodes", "operator"): "v1.ContainerRestartRuleOnExitCodesOperator",
    ("APIServiceCondition", "type"): "v1.APIServiceConditionType", ("APIServiceCondition", "status"): "v1.ConditionStatus",
    ("ValidationRule", "reason"): "v1.FieldValueErrorReason", ("DeviceConstraint", "distinctAttribute"): "v1.FullyQualifiedName",
    ("NodeAllocatableResourceMapping", "capacityKey"): "v1.QualifiedName", ("AllocatedDeviceStatus", "shareID"): "string",
    ("DeviceRequestAllocationResult", "shareID"): "types.UID", ("CustomResourceDefinitionCondition", "status"): "v1.ConditionStatus",
}
# newer optional fields that Go holds by value, where the rule (optional scalars are pointers) does not say so
NEWER_VALUES = {("ValidationRule", "fieldPath"), ("ValidationRule", "messageExpression"), ("ResourceHealth", "message"),
                ("CustomResourceDefinitionCondition", "observedGeneration"), ("CustomResourceDefinitionStatus", "observedGeneration"),
                ("PodCertificateProjection", "credentialBundlePath"), ("PodCertificateProjection", "keyPath"),
                ("PodCertificateProjection", "certificateChainPath"), ("PodCertificateProjection", "signerName"),
                ("PodCertificateProjection", "keyType"), ("ContainerRestartRule", "action"), ("ContainerRestartRuleOnExitCodes", "operator"),
                ("APIServiceSpec", "group"), ("APIServiceSpec", "version"), ("APIServiceSpec", "insecureSkipTLSVerify"),
                ("ServiceReference", "name"), ("ServiceReference", "namespace"), ("ImageVolumeStatus", "imageRef"),
                ("APIServiceCondition", "message"), ("APIServiceCondition", "reason"), ("APIServiceCondition", "type"), ("APIServiceCondition", "status")}
# newer fields that do not stand last
AFTER = {("Container", "restartPolicyRules"): "restartPolicy", ("EphemeralContainer", "restartPolicyRules"): "restartPolicy"}
# fields that got omitzero since
OMITZERO = {("ObjectMeta", "creationTimestamp")}
# fields that got omitempty since
OMITEMPTY = {("ResourceSliceSpec", "devices")}

LEADING = ("kind", "apiVersion", "metadata", "spec", "status")
SCALARS = {("integer", "int32"): "int32", ("integer", "int64"): "int64", ("integer", None): "int64", ("boolean", None): "bool",
           ("number", "double"): "float64", ("string", "byte"): "[]uint8", ("string", None): "string"}


def main():
    definitions = json.load(open(sys.argv[1]))["definitions"]
    binaries = [json.load(open(path)) for path in sys.argv[2:]]
    lines, index = [], {}
    for name, definition in sorted(definitions.items()):
        for gvk in definition.get("gvk", ()):
            index.setdefault("/".join(gvk), name)
        if len(definition.get("gvk", ())) > 1 and definition["gvk"][0][0] == "":
            definition = {**definition, "gvk": definition["gvk"][:1]}
        if "fields" in definition:
            definition = {**definition, "fields": with_go(name, definition, go_rows(name, binaries))}
        definition["go"] = go_name(name)
        lines.append(name + "\t" + compact(definition))
    with open(OUT, "w") as f:
        f.write("\n".join([compact(index), *lines]) + "\n")
    with open(NAMES, "w") as f:
        f.write(compact(go_names(definitions, binaries)) + "\n")
    print(f"{len(lines)} definitions, {os.path.getsize(OUT)} bytes")


def go_names(definitions, binaries):
    names = {}
    for name, definition in sorted(definitions.items()):
        odd = {n: go for n, _, _, _, go in go_rows(name, binaries) or () if n in definition.get("fields", ()) and go != n[:1].upper() + n[1:]}
        if odd:
            names[name] = odd
    return names


def compact(value):
    return json.dumps(value, separators=(",", ":"))


def go_key(name):
    """Go package path and type name of a definition."""
    for prefix, package in PACKAGES:
        if name.startswith(prefix):
            path, _, kind = name[len(prefix):].rpartition(".")
            return package + path.replace(".", "/"), kind
    raise ValueError(name)


def go_name(name):
    package, kind = go_key(name)
    return package.rpartition("/")[2] + "." + kind


def go_rows(name, binaries):
    """[(json name, tag options, type texts, embedding, Go name)] of a type in Go's order; None where no binary has it."""
    package, kind = go_key(name)
    base, _, version = package.rpartition("/")
    for at in (version, *EARLIER.get(package, ())):
        key = f"{base}/{at}.{kind}"
        for binary in binaries:
            if key in binary:
                return [(n, o, [t.replace(f"{at}.", f"{version}.") for t in ts], within, go) for n, o, ts, within, go in flat(binary, key)]
    return None


def flat(binary, key, within=""):
    for name, tag, texts, kind, element, embedded in binary[key]:
        json_name, *options = tag.split(",")
        if json_name == "-":
            continue
        if embedded and not json_name:
            yield from flat(binary, element, f"{within}.{name}" if within else name)
        else:
            yield json_name or name, options, texts, within, name


def with_go(name, definition, rows):
    """The schema's fields with what Go does, in Go's order; fields that no binary knows follow by rule."""
    fields, kind, known = definition["fields"], name.rpartition(".")[2], {}
    for json_name, options, texts, within, _ in rows or ():
        if json_name in fields:
            known[json_name] = {**fields[json_name], **facts_of(options, texts, within)}
    rest = [f for f in (*LEADING, *fields) if f in fields and f not in known]
    for f in dict.fromkeys(rest):
        known[f] = {**fields[f], **by_rule(kind, f, fields[f], f in definition.get("required", ()))}
    for (type_name, f), before in AFTER.items():
        if type_name == kind and f in known:
            known = _moved(known, f, before)
    for changed, omit in ((OMITZERO, "zero"), (OMITEMPTY, "empty")):
        for type_name, f in changed:
            if type_name == kind and f in known:
                known[f]["omit"] = omit
    return known


def _moved(fields, name, before):
    order = [f for f in fields if f != name]
    order.insert(order.index(before) + 1, name)
    return {f: fields[f] for f in order}


def facts_of(options, texts, within):
    pointer = texts[0].startswith("*")
    return _facts("|".join(texts[1:] if pointer else texts), pointer, "empty" if "omitempty" in options else "", within)


def _facts(go, pointer, omit, within=""):
    facts = {"go": go}
    if pointer:
        facts["ptr"] = 1
    if omit:
        facts["omit"] = omit
    if within:
        facts["in"] = within
    return facts


def by_rule(kind, field, schema, required):
    """A newer field: optional scalars are pointers, structs with a default are values, lists and maps omit what is empty."""
    chain = go_chain(schema)
    chain[0] = NEWER.get((kind, field), chain[0])
    value = "default" in schema or "items" in schema or "values" in schema or (kind, field) in NEWER_VALUES or schema.get("format") == "byte"
    value = value or field in ("kind", "apiVersion")
    always = "default" in schema and (required or "ref" in schema) or required and (kind, field) in NEWER_VALUES
    return _facts("|".join(chain), not value, "" if always else "empty")


def go_chain(schema):
    if "ref" in schema:
        return [go_name(schema["ref"])]
    if "items" in schema:
        inner = go_chain(schema["items"])
        return ["[]" + inner[0], *inner]
    if "values" in schema:
        inner = go_chain(schema["values"])
        if inner == ["resource.Quantity"]:
            return ["v1.ResourceList", *inner]
        return ["map[string]" + inner[0], *inner]
    return [SCALARS[schema["type"], schema.get("format")]]


if __name__ == "__main__":
    main()

"""OpenAPI: the documents that clients use to explain and validate, made from the schema facts and the CustomResourceDefinitions."""
from __future__ import annotations

from kubectl_lite.apiserver import discovery, openapipaths
from kubectl_lite.apiserver.crd import published


def document(server, parts: list[str]) -> dict | None:
    """/openapi/v3 (the index), /openapi/v3/apis/GROUP/VERSION, or /openapi/v2."""
    if parts == ["v3"]:
        return index(server)
    if parts[:1] == ["v3"]:
        return _of_path(server, parts[1:])
    if parts == ["v2"]:
        from kubectl_lite.apiserver import openapi2
        return openapi2.document(server)
    return None


def documents(server):
    """The v3 documents of all paths, in the order of the index."""
    for path in index(server)["paths"]:
        yield _of_path(server, path.split("/"))


# Documents of paths that are no group versions: path -> the paths it describes
OTHER = {".well-known/openid-configuration": "/.well-known/openid-configuration/", "api": "/api/", "apis": "/apis/",
         "openid/v1/jwks": "/openid/v1/jwks/", "version": "/version/"}


def index(server) -> dict:
    """The paths that have a document each."""
    paths = [*OTHER, "api/v1"]
    for group, versions in discovery.all_groups(server):
        paths += [f"apis/{group}", *(f"apis/{group}/{v}" for v in versions)]
    return {"paths": {path: {"serverRelativeURL": f"/openapi/v3/{path}"} for path in sorted(paths)}}


def _of_path(server, parts):
    path = "/".join(parts)
    if path in OTHER:
        return _document({OTHER[path]: {"get": {}}}, {})
    if len(parts) == 2 and parts[0] == "api":
        return group_version(server, "", parts[1])
    if len(parts) == 2 and parts[0] == "apis":
        return _document({f"/apis/{parts[1]}/": {"get": {}}}, {}) if discovery.group(server, parts[1]) else None
    return group_version(server, parts[1], parts[2]) if len(parts) == 3 and parts[0] == "apis" else None


def _document(paths, schemas):
    return {"openapi": "3.0.0", "info": {"title": "Kubernetes", "version": "v1.36.0"}, "paths": paths, "components": {"schemas": schemas}}


def group_version(server, group: str, version: str) -> dict | None:
    """The document of one group version: its schemas (with everything they refer to) and its collections' paths."""
    from kubectl_lite.apiserver.catalog import Catalog
    from kubectl_lite.api import resources
    rows = resources.in_version(group, version) or [r for r in Catalog(server).custom() if (r.group, r.version) == (group, version)]
    if not rows:
        return None
    schemas: dict = {}
    for row in rows:
        _add(row, schemas)
    return _document({path: operations for row in rows for path, operations in openapipaths.of(row).items()}, schemas)


def _add(row, schemas):
    if row.crd:
        version = next(v for v in row.crd["spec"]["versions"] if v["name"] == row.version)
        schema = published.schema((version.get("schema") or {}).get("openAPIV3Schema"))
        schema["x-kubernetes-group-version-kind"] = [{"group": row.group, "version": row.version, "kind": row.kind}]
        schemas[f"{'.'.join(reversed(row.group.split('.')))}.{row.version}.{row.kind}"] = schema
        _add_definition(published.OBJECT_META, schemas)
    elif row.schema:
        _add_definition(row.schema, schemas, (row.group, row.version, row.kind))


def _add_definition(name, schemas, gvk=None):
    """A definition and those it refers to, each once."""
    from kubectl_lite.api import schema
    todo = [(name, gvk)]
    while todo:
        name, gvk = todo.pop()
        if name in schemas:
            continue
        facts = schema.definition(name)
        body = schemas[name] = {k: facts[k] for k in ("type", "format", "oneOf", "required") if k in facts}
        if gvk:
            body["x-kubernetes-group-version-kind"] = [dict(zip(("group", "version", "kind"), gvk))]
        if "fields" in facts:
            body["properties"] = {field_name: _property(field, todo) for field_name, field in facts["fields"].items()}


def _property(field, todo):
    if "ref" in field:
        todo.append((field["ref"], None))
        return {"allOf": [{"$ref": f"#/components/schemas/{field['ref']}"}]}
    out = {k: field[k] for k in ("type", "format", "enum", "default") if k in field}
    if "items" in field:
        out["items"] = _property(field["items"], todo)
    if "values" in field:
        out["additionalProperties"] = _property(field["values"], todo)
    for fact, name in EXTENSIONS:
        if fact in field:
            out[name] = field[fact]
    return out


EXTENSIONS = (("list-type", "x-kubernetes-list-type"), ("list-map-keys", "x-kubernetes-list-map-keys"), ("map-type", "x-kubernetes-map-type"),
              ("patch-merge-key", "x-kubernetes-patch-merge-key"), ("patch-strategy", "x-kubernetes-patch-strategy"))

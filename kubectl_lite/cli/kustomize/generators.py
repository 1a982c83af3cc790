"""configMapGenerator and secretGenerator."""
from __future__ import annotations

from kubectl_lite.cli import filesource, secretdata
from kubectl_lite.cli.errors import CommandError
from kubectl_lite.cli.kustomize.run import Run


def run(resources: list, content: dict, directory: str, build: Run) -> None:
    """Make the objects and add, merge or replace them."""
    options = content.get("generatorOptions") or {}
    for kind, field in (("ConfigMap", "configMapGenerator"), ("Secret", "secretGenerator")):
        for entry in content.get(field) or []:
            _place(resources, _make(kind, entry, options, directory, build), entry.get("behavior") or "create", _hashed(entry, options))


def _hashed(entry, options) -> bool:
    own = entry.get("options") or {}
    return not own.get("disableNameSuffixHash", options.get("disableNameSuffixHash", False))


def _make(kind, entry, options, directory, build) -> dict:
    if not entry.get("name"):
        raise CommandError(f"{kind} generator: missing name")
    meta: dict = {"name": entry["name"]}
    if entry.get("namespace"):
        meta["namespace"] = entry["namespace"]
    own = entry.get("options") or {}
    for field in ("labels", "annotations"):
        merged = {**(options.get(field) or {}), **(own.get(field) or {})}
        if merged:
            meta[field] = merged
    obj = {"apiVersion": "v1", "kind": kind, "metadata": meta, **_data(kind, _pairs(entry, directory, build))}
    if kind == "Secret":
        obj["type"] = entry.get("type") or "Opaque"
    if own.get("immutable") or options.get("immutable"):
        obj["immutable"] = True
    return obj


def _pairs(entry, directory, build) -> list[tuple]:
    """(key, bytes) of literals, files and env files."""
    named, envs = entry.get("files") or [], (entry.get("envs") or []) + ([entry["env"]] if entry.get("env") else [])
    files = _loaded("file sources", named, lambda text: _rooted(text, directory, build))
    envs = _loaded("env source files", envs, lambda path: build.file(directory, path))
    literals = [(key, value.strip(b"\"'")) for key, value in filesource.literals(entry.get("literals") or [])]
    return literals + list(filesource.files(files)) + list(filesource.env_files(envs, {}))


def _loaded(what: str, names: list, load) -> list:
    try:
        return [load(name) for name in names]
    except CommandError as e:
        raise CommandError(f"loading KV pairs: {what}: [{' '.join(names)}]: {e}") from None


def _rooted(text: str, directory: str, build: Run) -> str:
    key, equals, path = text.rpartition("=")
    return f"{key}{equals}{build.file(directory, path)}"


def _data(kind, pairs) -> dict:
    if kind == "Secret":
        return {"data": {key: secretdata.encode(value) for key, value in pairs}} if pairs else {}
    text, binary = {}, {}
    for key, value in pairs:
        try:
            text[key] = value.decode()
        except UnicodeDecodeError:
            binary[key] = secretdata.encode(value)
    return {**({"data": text} if text else {}), **({"binaryData": binary} if binary else {})}


def _place(resources, obj, behavior, hashed) -> None:
    from kubectl_lite.cli.kustomize.building import Res
    new = Res(obj, hashed)
    old = next((res for res in resources if any(i[1] == obj["kind"] and i[3] == obj["metadata"]["name"] for i in res.ids)), None)
    if behavior == "create":
        if old is not None:
            raise CommandError(f"merging from generator: id exists; behavior must be merge or replace: {obj['kind']} {obj['metadata']['name']}")
        resources.append(new)
        return
    if old is None:
        raise CommandError(f"merging from generator: id does not exist; cannot merge or replace: {obj['kind']} {obj['metadata']['name']}")
    meta = {**old.obj["metadata"], **{k: {**(old.obj["metadata"].get(k) or {}), **v} for k, v in obj["metadata"].items() if isinstance(v, dict)}}
    for field in ("data", "binaryData"):
        merged = {**((old.obj.get(field) or {}) if behavior == "merge" else {}), **(obj.get(field) or {})}
        obj = {**{k: v for k, v in obj.items() if k != field}, **({field: merged} if merged else {})}
    old.obj = {**obj, "metadata": meta}

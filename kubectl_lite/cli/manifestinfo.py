"""Documents of manifests to Infos: kind and apiVersion, the metadata kubectl itself reads, lists taken apart (cli-runtime's mapper.infoForData)."""
from __future__ import annotations

from kubectl_lite.cli import fieldsupport
from kubectl_lite.cli.builder import Info
from kubectl_lite.cli.errors import Aggregate, CommandError, plain_text
from kubectl_lite.machinery import gojson, manifests

VALIDATION_HINT = "if you choose to ignore these errors, turn validation off with --validate=false"
STRING, INT64, TIME, MAP, LIST = "string", "int64", "time", "map[string]string", "list"

# metadata fields in the order of ObjectMeta -> the Go type that messages name
META = {
    "name": STRING, "generateName": STRING, "namespace": STRING, "selfLink": STRING, "uid": "types.UID", "resourceVersion": STRING,
    "generation": INT64, "creationTimestamp": TIME, "deletionTimestamp": TIME, "deletionGracePeriodSeconds": INT64,
    "labels": MAP, "annotations": MAP, "ownerReferences": "[]v1.OwnerReference", "finalizers": "[]string", "managedFields": "[]v1.ManagedFieldsEntry",
}
ELEMENTS = {"[]v1.OwnerReference": (dict, "v1.OwnerReference"), "[]string": (str, STRING), "[]v1.ManagedFieldsEntry": (dict, "v1.ManagedFieldsEntry")}


class NoMatch(CommandError):
    """A kind that the server does not serve; `match` says which."""

    def __init__(self, where: str, match: str):
        super().__init__(f"{where}: {match}\nensure CRDs are installed first")
        self.match = match


def documents(text: str):
    """(value, its JSON text) of each document; raises ManifestError."""
    for value in manifests.load_all(text):
        yield value, None if value is None else gojson.compact(value)


def check(ctx, value, source: str) -> None:
    """What kubectl validates of a document before it sends it."""
    try:
        problems = fieldsupport.kind_problems(value) or fieldsupport.problems(ctx, value)
    except CommandError as e:
        problems = [str(e)]
    if problems:
        text = plain_text(Aggregate(list(map(CommandError, problems))))
        raise CommandError(f'error validating "{source}": error validating data: {text}; {VALIDATION_HINT}')


def infos(builder, value, raw: str, source: str):
    """The Infos of one document (of each item, where it is a list), or Exceptions."""
    try:
        value = decoded(value, raw, source)
        if not isinstance(value.get("items"), list) or not builder.flat:
            yield _info(builder, value, source)
        else:
            yield from _item_infos(builder, value, source)
    except CommandError as e:
        yield e


def _item_infos(builder, value: dict, source: str):
    """The Infos of a list's items, then together what is wrong with the others (FlattenListVisitor)."""
    wrong = []
    for item in _items(value):
        try:
            yield _item(builder, item, source)
        except CommandError as e:
            wrong.append(e)
    if wrong:
        yield Aggregate(wrong)


def _items(value: dict):
    """The items with the kind that a typed list implies."""
    kind = value["kind"].removesuffix("List")
    for item in value["items"]:
        if kind and not item.get("kind"):
            item = {"apiVersion": value.get("apiVersion", ""), "kind": kind, **item}
        yield item


def _item(builder, item: dict, source: str) -> Info:
    if not item.get("kind"):
        raise CommandError('unable to get type info from the object "*unstructured.Unstructured": '
                           "Object 'Kind' is missing in 'object has no kind field '")
    try:
        return _info(builder, item, source)
    except NoMatch as e:
        raise CommandError(f"unable to recognize {e.match}") from None


def decoded(value, raw: str, source: str) -> dict:
    """The value, if it is an object with a kind and metadata of the right types."""
    problem = _problem(value, raw)
    if problem:
        raise CommandError(f'unable to decode "{source}": {problem}')
    return value


def _problem(value, raw: str) -> str:
    if not isinstance(value, dict):
        return f"json: cannot unmarshal {json_type(value)} into Go value of type unstructured.detector"
    version = value.get("apiVersion", "")
    if not isinstance(value.get("kind"), str) or not value["kind"] or isinstance(version, str) and version.count("/") > 1:
        return f"Object 'Kind' is missing in '{raw}'"
    if value.get("items") is not None:
        return _list_problem(value["items"])
    if not isinstance(version, str) and version is not None:
        return f"json: cannot unmarshal {json_type(version)} into Go struct field metadataOnlyObject.apiVersion of type string"
    meta = value.get("metadata")
    if meta is None:
        return ""
    if not isinstance(meta, dict):
        return f"json: cannot unmarshal {json_type(meta)} into Go struct field metadataOnlyObject.metadata of type v1.ObjectMeta"
    return next(filter(None, (_field_problem(name, meta[name]) for name in meta if name in META)), "")


def _list_problem(items) -> str:
    if not isinstance(items, list):
        return f"json: cannot unmarshal {json_type(items)} into Go struct field decodeList.items of type []json.RawMessage"
    bad = next((item for item in items if not isinstance(item, dict)), None)
    return "" if bad is None else f"json: cannot unmarshal {json_type(bad)} into Go value of type map[string]interface {{}}"


def _field_problem(name: str, value) -> str:
    kind = META[name]
    if value is None:
        return ""
    if kind == TIME:
        return _time_problem(value)
    found, wanted = value, kind
    if kind == MAP and isinstance(value, dict):
        found, wanted = next((v for v in value.values() if not isinstance(v, str) and v is not None), ""), STRING
    elif kind in ELEMENTS and isinstance(value, list):
        type_, wanted = ELEMENTS[kind]
        found = next((v for v in value if not isinstance(v, type_) and v is not None), type_())
        return "" if isinstance(found, type_) else _mismatch(name, found, wanted)
    if kind == INT64:
        return "" if isinstance(value, int) and not isinstance(value, bool) else _mismatch(name, value, INT64)
    return "" if isinstance(found, str) and wanted in (STRING, "types.UID") else _mismatch(name, found, wanted)


def _mismatch(name: str, value, wanted: str) -> str:
    return f"json: cannot unmarshal {json_type(value)} into Go struct field ObjectMeta.metadata.{name} of type {wanted}"


def _time_problem(value) -> str:
    if not isinstance(value, str):
        return f"json: cannot unmarshal {json_type(value)} into Go value of type string"
    from kubectl_lite.machinery.env import parse_time
    try:
        parse_time(value)
    except ValueError:
        return f'parsing time "{value}" as "2006-01-02T15:04:05Z07:00": cannot parse "{value}" as "2006"'
    return ""


def json_type(value) -> str:
    """A value's JSON type as Go's messages name it."""
    if isinstance(value, bool):
        return "bool"
    return {dict: "object", list: "array", str: "string"}.get(type(value), "number")


def _info(builder, obj: dict, source: str) -> Info:
    meta = obj.get("metadata") or {}
    name, namespace = meta.get("name") or "", meta.get("namespace") or ""
    row = None
    if not builder.client_local:
        version, kind = obj.get("apiVersion") or "", obj["kind"]
        row = builder.ctx.client.mapper.find_kind(version, kind)
        if row is None:
            raise NoMatch(f'resource mapping not found for name: "{name}" namespace: "{namespace}" from "{source}"',
                          f'no matches for kind "{kind}" in version "{version}"')
    return Info(row, namespace, name, obj, source, builder.sub)


def in_namespace(obj: dict, namespace: str) -> dict:
    """The object with that namespace in its metadata ("" for none); shared with the argument where nothing changes."""
    meta = obj.get("metadata")
    if not isinstance(meta, dict) or meta.get("namespace", "") == namespace:
        return obj if not namespace or isinstance(meta, dict) else {**obj, "metadata": {"namespace": namespace}}
    meta = {key: value for key, value in meta.items() if key != "namespace" or namespace}
    if namespace:
        meta["namespace"] = namespace
    return {**obj, "metadata": meta}

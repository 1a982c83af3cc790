"""Decoding: the body of a write as a typed object of the resource's version, with the refusals and warnings of field validation."""
from __future__ import annotations

import json
import marshal

from kubectl_lite.api import codec
from kubectl_lite.machinery import errors, field

MAX_BODY = 3 * 1024 * 1024  # bytes of a request's body
READ = ("application/json", "application/yaml")
MEDIA = (*READ, "application/vnd.kubernetes.protobuf")  # what a real API server reads
SUMMARY = 30  # characters of a body that an error shows
TYPE_META = 'struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }'


def read_object(scope) -> dict:
    """The body as an object of the scope's resource: right kind, known fields, canonical values. A private copy."""
    resource = scope.resource
    _check_media(scope.request)
    body, duplicates = parse_body(scope.request, resource.kind)
    return typed(scope, body, resource.kind, resource.api_version, resource.schema, duplicates)


def _check_media(request):
    """UnsupportedMediaType for a text in a form that the server does not read; without a word on its form it is JSON."""
    form = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if form and form not in READ and isinstance(request.body, (bytes, str)):
        raise errors.unsupported_media_type(f"the body of the request was in an unknown format - accepted media types include: {', '.join(MEDIA)}")


def typed(scope, body: dict, kind: str, api_version: str, schema: str, duplicates=()) -> dict:
    """body decoded as `schema`; kind and apiVersion may be absent, but not others."""
    if not isinstance(body, dict):
        raise unkind(body, kind)
    custom = scope.resource.crd and schema == scope.resource.schema
    if body.get("kind") != kind or body.get("apiVersion") != api_version:
        if custom:
            _check_custom_kind(body, kind, api_version)
        _check_kind(body, kind, api_version)
    if custom:
        from kubectl_lite.api.codec_text import duplicate_fields
        from kubectl_lite.apiserver.crd import serving
        _check_told(body, kind, api_version)
        obj, problems = serving.decode(scope, body)
        duplicates = [*duplicates, *duplicate_fields(body)]
    else:
        obj, problems = codec.decode(body, schema, document_order=isinstance(scope.request.body, (bytes, str)))
    report(scope, [*duplicates, *problems], kind, api_version)
    obj["apiVersion"], obj["kind"] = api_version, kind
    return obj


def _check_told(body, kind, api_version):
    """A custom object says itself what it is."""
    if not body.get("kind"):
        text = json.dumps(body, separators=(",", ":"), ensure_ascii=False)
        raise _unrecognized(text, kind, f"Object 'Kind' is missing in '{text}'", "")
    if not body.get("apiVersion"):
        raise errors.bad_request(f"the API version in the data () does not match the expected API version ({api_version})")


def unkind(body, kind: str):
    """The refusal of a body that is no object at all."""
    return _unkind(body, kind, body, f"Go value of type {TYPE_META}")


def _unkind(body, kind, value, place):
    """The refusal of a body whose kind is no text."""
    from kubectl_lite.api.codec_errors import json_kind
    text = json.dumps(body, separators=(",", ":"), ensure_ascii=False)
    return _unrecognized(text, kind, f"json: cannot unmarshal {json_kind(value)} into {place}")


def _parse_yaml(body, text, kind):
    from kubectl_lite.machinery import manifests
    from kubectl_lite.machinery.manifests.errors import ManifestError
    try:
        return manifests.parse_body(body)
    except ManifestError as wrong:
        raise _unrecognized(text, kind, str(wrong), "") from None


def _unrecognized(text, kind, problem, stage="couldn't get version/kind; json parse error: "):
    """The refusal of a body whose kind cannot be read; it shows the beginning of the body."""
    raw = text.encode("utf-8", "surrogateescape")
    start = raw[:SUMMARY].decode("utf-8", "replace") if raw.startswith(b"{") else raw[:SUMMARY].hex()
    summary = start + (" ..." if len(raw) > SUMMARY else "") if raw else "<empty>"
    return errors.bad_request(f"the object provided is unrecognized (must be of type {kind}): {stage}{problem} ({summary})")


def report(scope, problems: list[str], kind: str, api_version: str) -> None:
    """Refuse, warn of or ignore unknown and duplicate fields, as fieldValidation says (Warn by default)."""
    mode = scope.field_validation
    if not problems or mode == "Ignore":
        return
    if mode == "Strict":
        version = api_version.rpartition("/")[2]
        raise errors.bad_request(f'{kind} in version "{version}" cannot be handled as a {kind}: strict decoding error: ' + ", ".join(problems))
    for text in problems:
        scope.warn(text)


def _check_custom_kind(body, kind, api_version):
    """Custom objects are decoded whatever their kind, which is then found to be another."""
    have = body.get("kind")
    if isinstance(have, str) and have not in ("", kind) and body.get("apiVersion") == api_version:
        metadata = body["metadata"] if isinstance(body.get("metadata"), dict) else {}
        raise errors.invalid(f"{have}.{api_version.partition('/')[0]}", metadata.get("name") or "", [field.invalid("kind", have, f"must be {kind}")])


def _check_kind(body, kind, api_version):
    for name in body:
        if name in ("kind", "apiVersion") and not isinstance(body[name], (str, type(None))):
            raise _unkind(body, kind, body[name], f"Go struct field .{name} of type string")
    have_kind, have_version = body.get("kind") or kind, body.get("apiVersion") or api_version
    if have_kind != kind or have_version != api_version:
        group, _, version = have_version.rpartition("/")
        want_group, _, want_version = api_version.rpartition("/")
        raise errors.bad_request(f"the API version in the data ({have_version}) does not match the expected API version ({api_version})"
                                 if have_kind == kind else
                                 f"{have_kind} in version \"{version}\" cannot be handled as a {kind}: no kind \"{have_kind}\" is registered for version \"{have_version}\"")


def check_size(body) -> None:
    """RequestEntityTooLarge for a body (a JSON value or its text) of more bytes than the server reads."""
    if not isinstance(body, (bytes, str)):
        if not _may_be_large(body):
            return
        body = json.dumps(body, separators=(",", ":"), ensure_ascii=False)
    if len(body if isinstance(body, bytes) else body.encode("utf-8", "surrogatepass")) > MAX_BODY:
        raise errors.too_large(f"limit is {MAX_BODY}")


def _may_be_large(value):
    """A first look that costs little: as much is written of the value in Python's own form as in JSON, give or take."""
    try:
        return len(marshal.dumps(value, 2)) * 4 > MAX_BODY
    except ValueError:  # of some type that has no such form
        return True


def parse_body(request, kind: str = "Object") -> tuple:
    """(the body as a JSON value, texts of duplicate fields of YAML). In process it is a value already; JSON keeps its duplicates in the value."""
    body = request.body
    if not isinstance(body, (bytes, str)):
        return body, ()
    text = body.decode("utf-8", "replace") if isinstance(body, bytes) else body
    if "yaml" in request.headers.get("content-type", ""):
        return _parse_yaml(body, text, kind)
    from kubectl_lite.api import codec_text
    try:
        return codec_text.parse(text), ()
    except codec_text.SyntaxProblem as wrong:
        raise _unrecognized(text, kind, str(wrong)) from None

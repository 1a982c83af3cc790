"""Create, update, patch and delete options: read from the query and body, validated with Kubernetes' texts."""
from __future__ import annotations

from kubectl_lite.machinery import errors, field

PROPAGATION = ("Foreground", "Background", "Orphan")
MOST_DIGITS = 400  # of a number; more are out of range whatever they are
FIELD_VALIDATION = ("Ignore", "Strict", "Warn")


def check_write(scope, kind: str, problems=()) -> None:
    """Validate fieldManager, dryRun and fieldValidation of a write; `kind` is CreateOptions, UpdateOptions or PatchOptions, `problems` those found before."""
    request = scope.request
    problems = [*problems, *_manager(request.param("fieldManager")), *(_dry_run(request.query["dryRun"]) if scope.dry_run else ())]
    validation = request.param("fieldValidation")
    if validation and validation not in FIELD_VALIDATION:
        problems.append(field.not_supported(field.Path("fieldValidation"), validation, FIELD_VALIDATION))
    if problems:
        raise errors.invalid(f"{kind}.meta.k8s.io", "", problems)


def _dry_run(values):
    return [field.not_supported(field.Path("dryRun"), values, ("All",))] if any(v != "All" for v in values) else []


def _manager(name):
    if name.isprintable() and len(name.encode()) <= 128:
        return []
    path, at = field.Path("fieldManager"), 0
    problems = [field.too_long(path, 128)] if len(name.encode()) > 128 else []
    for char in name:
        if not char.isprintable():
            problems.append(field.invalid(path, name, f"invalid character U+{ord(char):04X} (at position {at})"))
        at += len(char.encode())
    return problems


def whole_number(text: str) -> int:
    """An integer parameter (0 when absent); BadRequest in Go's words for what is none."""
    digits = text[1:] if text[:1] in ("+", "-") else text
    if not text:
        return 0
    if not (digits.isascii() and digits.isdigit()):
        raise errors.bad_request(f'strconv.ParseInt: parsing {field.go_quote(text)}: invalid syntax')
    if not -1 << 63 <= int(text[:MOST_DIGITS]) < 1 << 63:
        raise errors.bad_request(f'strconv.ParseInt: parsing {field.go_quote(text)}: value out of range')
    return int(text)


class DeleteOptions:
    """gracePeriodSeconds, propagationPolicy, orphanDependents, preconditions and dryRun of a DELETE, from body and query."""
    __slots__ = ("grace", "propagation", "orphan", "uid", "resource_version", "dry_run")

    def __init__(self, grace=None, propagation=None, orphan=None, uid=None, resource_version=None, dry_run=()):
        self.grace, self.propagation, self.orphan = grace, propagation, orphan
        self.uid, self.resource_version, self.dry_run = uid, resource_version, list(dry_run)


def delete_options(request) -> DeleteOptions:
    """The options of a DELETE request; BadRequest or Invalid when they make no sense."""
    body = request.body
    if body is not None and body != b"" and body != "":  # beside a body the query says nothing
        options = read_delete_options(_typed(body))
    else:
        options = DeleteOptions()
        _from_query(options, request)
    check_delete(options)
    return options


def read_delete_options(body: dict) -> DeleteOptions:
    """The options that an object holds, as they are."""
    pre = body.get("preconditions") or {}
    return DeleteOptions(body.get("gracePeriodSeconds"), body.get("propagationPolicy"), body.get("orphanDependents"),
                         pre.get("uid"), pre.get("resourceVersion"), body.get("dryRun") or ())


def check_delete(options: DeleteOptions) -> None:
    """Invalid for options that make no sense; a negative grace period is a second."""
    problems = _delete_problems(options)
    if problems:
        raise errors.invalid("DeleteOptions.meta.k8s.io", "", problems)
    if options.grace is not None and options.grace < 0:
        options.grace = 1


def _typed(body):
    """The body with the types of DeleteOptions; BadRequest for another one, and an error for an object that is something else."""
    if not isinstance(body, dict):
        from kubectl_lite.apiserver.decoding import unkind
        raise unkind(body, "DeleteOptions")
    if body.get("kind") not in (None, "", "DeleteOptions"):
        raise errors.internal_text(f'no kind "{body["kind"]}" is registered for version "{body.get("apiVersion") or "v1"}"')
    if not body:
        return body
    from kubectl_lite.api import codec
    return codec.decode(body, "io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions")[0]


def _from_query(options, request):
    grace = request.param("gracePeriodSeconds")
    if grace:
        options.grace = whole_number(grace)
    options.propagation = request.param("propagationPolicy") or None
    if request.query.get("orphanDependents"):
        options.orphan = request.flag("orphanDependents")
    options.dry_run = request.query.get("dryRun") or []


def _delete_problems(options):
    problems, path = [], field.Path("propagationPolicy")
    if options.orphan is not None and options.propagation is not None:
        problems.append(field.invalid(path, options.propagation, "orphanDependents and deletionPropagation cannot be both set"))
    if options.propagation is not None and options.propagation not in PROPAGATION:
        problems.append(field.not_supported(path, options.propagation, (*PROPAGATION, "nil")))
    return problems + _dry_run(options.dry_run)

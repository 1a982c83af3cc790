"""CertificateSigningRequest: who asks (the server knows), what for, and the conditions that approve, deny or fail it.

Mirrors pkg/apis/certificates/validation and pkg/registry/certificates. Signing is the controller's.
"""
from __future__ import annotations

from base64 import b64decode

from kubectl_lite.api.certificates import pem
from kubectl_lite.api.validation import meta, text
from kubectl_lite.machinery import field, names
from kubectl_lite.machinery.field import Path

NAME_CHECK = "path_segment"
SELECTABLE = ("spec.signerName",)
FIELD_LABEL_ERROR = "field label not supported: {}"
SPEC, CONDITIONS, CERTIFICATE = Path("spec"), Path("status.conditions"), Path("status.certificate")
MIN_SECONDS = 600
MAX_DOMAIN, MAX_SIGNER = 253, 253 + 1 + 253 + 63 + 1
LEGACY = "kubernetes.io/legacy-unknown"
USAGES = ("any", "cert sign", "client auth", "code signing", "content commitment", "crl sign", "data encipherment", "decipher only", "digital signature",
          "email protection", "encipher only", "ipsec end system", "ipsec tunnel", "ipsec user", "key agreement", "key encipherment", "microsoft sgc",
          "netscape sgc", "ocsp signing", "s/mime", "server auth", "signing", "timestamping")
TRUE_ONLY = ("Approved", "Denied", "Failed")
DECISIONS = ("Approved", "Denied")
STATUSES = ("False", "True", "Unknown")


def selectable_fields(obj):
    return {"spec.signerName": (obj.get("spec") or {}).get("signerName", "")}


def default(obj):
    spec = obj.setdefault("spec", {})
    if not spec.get("usages"):
        spec["usages"] = ["digital signature", "key encipherment"]


def prepare_for_user(obj, user):
    """The requester is whoever sent the request, whatever the object says."""
    spec = obj["spec"] = {k: v for k, v in (obj.get("spec") or {}).items() if k not in ("username", "uid", "groups", "extra")}
    for name, value in (("username", user.name), ("uid", user.uid), ("groups", list(user.groups or ())), ("extra", dict(user.extra or {}))):
        if value:
            spec[name] = value


def prepare_for_create(obj):
    obj["status"] = {}


def prepare_for_update(obj, old):
    obj["spec"], obj["status"] = old.get("spec") or {}, old.get("status") or {}


def prepare_for_approval_update(obj, old):
    """Only conditions may change."""
    obj["spec"] = old.get("spec") or {}
    status, certificate = dict(obj.get("status") or {}), (old.get("status") or {}).get("certificate")
    status.pop("certificate", None)
    obj["status"] = {**status, **({"certificate": certificate} if certificate else {})}


def prepare_for_status_update(obj, old):
    """Everything but the decision may change: as many decisions as there were are the old ones."""
    obj["spec"], status, was = old.get("spec") or {}, obj.get("status") or {}, _of_type(old)
    conditions = list(status.get("conditions") or ())
    for kind in DECISIONS:
        places = [i for i, c in enumerate(conditions) if c.get("type") == kind]
        if len(places) == len(was.get(kind, ())):
            for i, condition in zip(places, was.get(kind, ())):
                conditions[i] = condition
    if conditions:
        obj["status"] = {**status, "conditions": conditions}


def stamp(obj, old, now):
    """New conditions get the time; one that kept its status keeps its own."""
    known = {(c.get("type"), c.get("status")): c.get("lastTransitionTime") for c in ((old or {}).get("status") or {}).get("conditions") or ()}
    conditions = []
    for condition in (obj.get("status") or {}).get("conditions") or ():
        condition = dict(condition)
        if not condition.get("lastUpdateTime"):
            condition["lastUpdateTime"] = now
        if not condition.get("lastTransitionTime"):
            condition["lastTransitionTime"] = known.get((condition.get("type"), condition.get("status"))) or now
        conditions.append(condition)
    if conditions:
        obj["status"] = {**obj["status"], "conditions": conditions}


def validate(obj):
    spec = obj.get("spec") or {}
    problems = _request(spec.get("request") or "", SPEC / "request") + _usages(spec.get("usages") or [])
    if spec.get("signerName") == LEGACY:
        problems.append(field.invalid(SPEC / "signerName", LEGACY, "the legacy signerName is not allowed via this API version"))
    else:
        problems += signer_name(spec.get("signerName") or "", SPEC / "signerName")
    seconds = spec.get("expirationSeconds")
    if seconds is not None and seconds < MIN_SECONDS:
        problems.append(field.invalid(SPEC / "expirationSeconds", seconds, "may not specify a duration less than 600 seconds (10 minutes)"))
    status = obj.get("status") or {}
    return problems + _conditions(status.get("conditions") or ()) + _certificate(status.get("certificate"))


def _request(encoded, path):
    why = pem.request_problem(b64decode(encoded))
    return [field.invalid(path, encoded, why)] if why else []


def _certificate(encoded):
    why = pem.certificates_problem(b64decode(encoded)) if encoded else ""
    return [field.invalid(CERTIFICATE, "<certificate data>", why)] if why else []


def _usages(usages):
    path = SPEC / "usages"
    problems = [] if usages else [field.required(path, "usages is required")]
    problems += [field.not_supported(path.index(i), usage, USAGES) for i, usage in enumerate(usages) if usage not in USAGES]
    return problems + [field.duplicate(path.index(i), usage) for i, usage in enumerate(usages) if usage in usages[:i]]


def signer_name(value: str, path) -> list:
    """ValidateSignerName: a domain and a path; of each the first wrong label is told."""
    if not value:
        return [field.required(path)]
    domain, slash, rest = value.partition("/")
    if not slash or "/" in rest:
        return [field.invalid(path, value, "must be a fully qualified domain and path of the form 'example.com/signer-name'")]
    problems = [field.too_long(path, MAX_DOMAIN)] if names.size(domain) > MAX_DOMAIN else []
    problems += _labels(domain, names.dns_label, path)
    if "." not in domain:
        problems.append(field.invalid(path, domain, "should be a domain with at least two segments separated by dots"))
    problems += _labels(rest, names.dns_subdomain, path)
    return problems + ([field.too_long(path, MAX_SIGNER)] if names.size(value) > MAX_SIGNER else [])


def _labels(part, check, path):
    for label in part.split("."):
        bad = check(label)
        if bad:
            return text.each((f"validating label {field.go_quote(label)}: {m}" for m in bad), part, path)
    return []


def _conditions(conditions):
    problems, seen = [], set()
    for i, condition in enumerate(conditions):
        path, kind, status = CONDITIONS.index(i), condition.get("type") or "", condition.get("status") or ""
        if not kind:
            problems.append(field.required(path / "type"))
        allowed = ("True",) if kind in TRUE_ONLY else STATUSES
        problems += text.one_of(status, allowed, path / "status", "")
        if kind in DECISIONS and seen & (set(DECISIONS) - {kind}):
            problems.append(field.invalid(path / "type", kind, "Approved and Denied conditions are mutually exclusive"))
        if kind in seen:
            problems.append(field.duplicate(path / "type", kind))
        seen.add(kind)
    return problems


def _of_type(obj) -> dict:
    """The conditions of an object by their type."""
    found: dict = {}
    for condition in (obj.get("status") or {}).get("conditions") or ():
        found.setdefault(condition.get("type") or "", []).append(condition)
    return found


def validate_update(obj, old):
    return _update(obj, old)


def validate_approval_update(obj, old):
    """A decision may be taken, and stays once it is."""
    return _update(obj, old, may_decide=True)


def validate_status_update(obj, old):
    """The certificate may be set; the decision is not the status subresource's."""
    return _update(obj, old, may_sign=True)


def _update(obj, old, may_decide=False, may_sign=False):
    """validateCertificateSigningRequestUpdate."""
    problems, new, was = meta.validate_meta(obj["metadata"], False, NAME_CHECK) + validate(obj), _of_type(obj), _of_type(old)
    problems += [field.forbidden(CONDITIONS, f'updates may not remove a condition of type "{kind}"') for kind in TRUE_ONLY
                 if len(new.get(kind, ())) < len(was.get(kind, ()))]
    if not may_decide:
        problems += [field.forbidden(CONDITIONS, f'updates may not add a condition of type "{kind}"') for kind in DECISIONS
                     if len(new.get(kind, ())) > len(was.get(kind, ()))]
    certificate, before = ((o.get("status") or {}).get("certificate") or "" for o in (obj, old))
    if certificate != before and not may_sign:
        problems.append(field.forbidden(CERTIFICATE, "updates may not set certificate content"))
    elif certificate != before and before:
        problems.append(field.forbidden(CERTIFICATE, "updates may not modify existing certificate content"))
    return problems

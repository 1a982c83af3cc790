"""CertificateSigningRequest: who asks (the server knows), what for, and the conditions that approve, deny or fail it.

Mirrors pkg/apis/certificates/validation and pkg/registry/certificates. Signing is the controller's.
"""
from __future__ import annotations

import re

from kubectl_lite.api.validation import meta, text
from kubectl_lite.machinery import field, names
from kubectl_lite.machinery.field import Path

NAME_CHECK = "path_segment"
SELECTABLE = ("spec.signerName",)
FIELD_LABEL_ERROR = "field label not supported: {}"
SPEC, CONDITIONS = Path("spec"), Path("status.conditions")
REQUEST_BLOCK = "CERTIFICATE REQUEST"
PEM = rb"-----BEGIN CERTIFICATE REQUEST-----\s+([A-Za-z0-9+/=\s]+)-----END CERTIFICATE REQUEST-----"
MIN_SECONDS = 600
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
    """Everything but the decision may change."""
    obj["spec"] = old.get("spec") or {}


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
    problems += signer_name(spec.get("signerName") or "", SPEC / "signerName")
    if spec.get("signerName") == LEGACY:
        problems.append(field.invalid(SPEC / "signerName", LEGACY, "the legacy signerName is not allowed via this API version"))
    seconds = spec.get("expirationSeconds")
    if seconds is not None and seconds < MIN_SECONDS:
        problems.append(field.invalid(SPEC / "expirationSeconds", seconds, "may not specify a duration less than 600 seconds (10 minutes)"))
    return problems + _conditions((obj.get("status") or {}).get("conditions") or ())


def _request(encoded, path):
    from base64 import b64decode
    block = re.search(PEM, b64decode(encoded))
    why = _der_problem(b64decode(block[1])) if block else f"PEM block type must be {REQUEST_BLOCK}"
    return [field.invalid(path, encoded, why)] if why else []


def _der_problem(data):
    """What Go's ASN.1 reader says of a request whose outer sequence is not whole; "" when it is."""
    if len(data) < 2:
        return "asn1: syntax error: truncated tag or length"
    length, start = data[1], 2
    if length & 0x80:
        start += length & 0x7F
        length = int.from_bytes(data[2:start], "big")
    if start + length > len(data):
        return "asn1: syntax error: data truncated"
    if data[0] != 0x30:
        return "asn1: structure error: tags don't match"
    return "asn1: syntax error: trailing data" if start + length < len(data) else ""


def _usages(usages):
    path, problems = SPEC / "usages", []
    if not usages:
        problems.append(field.required(path, "usages is required"))
    for i, usage in enumerate(usages):
        if usage not in USAGES:
            problems.append(field.not_supported(path.index(i), usage, USAGES))
        if usage in usages[:i]:
            problems.append(field.duplicate(path.index(i), usage))
    return problems


def signer_name(value: str, path) -> list:
    """ValidateSignerName: a domain and a path."""
    if not value:
        return [field.required(path)]
    domain, slash, rest = value.partition("/")
    if not slash or "/" in rest:
        return [field.invalid(path, value, "must be a fully qualified domain and path of the form 'example.com/signer-name'")]
    problems = []
    for label in domain.split("."):
        problems += text.each((f'validating label "{label}": {m}' for m in names.dns_label(label)), value, path)
    if "." not in domain:
        problems.append(field.invalid(path, value, "should be a domain with at least two segments separated by dots"))
    for part in rest.split("."):
        problems += text.each((f'validating label "{part}": {m}' for m in names.dns_subdomain(part)), value, path)
    return problems


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


def _decided(obj):
    return [c for c in (obj.get("status") or {}).get("conditions") or () if c.get("type") in DECISIONS]


def validate_update(obj, old):
    return meta.validate_meta(obj["metadata"], False, NAME_CHECK) + validate(obj)


def validate_approval_update(obj, old):
    """A decision stays once it is taken."""
    problems, new = validate(obj), {c["type"] for c in _decided(obj)}
    problems += [field.forbidden(CONDITIONS, f'updates may not remove a condition of type "{c["type"]}"') for c in _decided(old) if c["type"] not in new]
    return problems


def validate_status_update(obj, old):
    """The decision is not the status subresource's."""
    problems, new, was = validate(obj), {c["type"] for c in _decided(obj)}, {c["type"] for c in _decided(old)}
    problems += [field.forbidden(CONDITIONS, f'updates may not add a condition of type "{kind}"') for kind in sorted(new - was)]
    return problems + [field.forbidden(CONDITIONS, f'updates may not remove a condition of type "{kind}"') for kind in sorted(was - new)]

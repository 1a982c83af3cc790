"""Named formats: format.dns1123Label().validate("…")."""
from __future__ import annotations

import re
from base64 import b64decode

from kubectl_lite.machinery import names
from kubectl_lite.machinery.cel.values import Optional

UUID = re.compile(r"(?i)[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}")


class Format:
    """A named format: check(text) -> [problem]."""
    __slots__ = ("check",)

    def __init__(self, check):
        self.check = check


def _prefix(check):
    return lambda text: check(text[:-1] + "a" if text.endswith("-") else text)


def _by(accepts, problem):
    def check(text):
        try:
            return [] if accepts(text) else [problem]
        except ValueError:
            return [problem]
    return check


def _datetime(text):
    from kubectl_lite.machinery.cel.values import parse_timestamp
    return parse_timestamp(text)


def _uri(text):
    from kubectl_lite.machinery.cel.library.network import Url
    return Url(text)


FORMATS = {
    "dns1123Label": names.dns_label, "dns1123Subdomain": names.dns_subdomain, "dns1035Label": names.dns1035_label, "qualifiedName": names.label_key,
    "dns1123LabelPrefix": _prefix(names.dns_label), "dns1123SubdomainPrefix": _prefix(names.dns_subdomain), "dns1035LabelPrefix": _prefix(names.dns1035_label),
    "labelValue": names.label_value, "uri": _by(_uri, "invalid URI"), "uuid": _by(UUID.fullmatch, "does not match the UUID format"),
    "byte": _by(lambda t: b64decode(t, validate=True) is not None, "invalid base64"), "date": _by(lambda t: _datetime(t + "T00:00:00Z"), "invalid date"),
    "datetime": _by(_datetime, "invalid datetime"),
}


def _named(name):
    return Optional(Format(FORMATS[name]), True) if name in FORMATS else Optional()


def _validate(format_, text):
    if not isinstance(format_, Format):
        return NotImplemented
    problems = format_.check(text)
    return Optional(problems, True) if problems else Optional()


FUNCTIONS = {"format.named": _named, **{f"format.{name}": (lambda check=check: Format(check)) for name, check in FORMATS.items()}}
METHODS = {"validate": _validate}

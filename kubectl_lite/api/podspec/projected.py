"""Validation of projected volumes: secrets, config maps, downward API files, tokens and certificates in one directory."""
from __future__ import annotations

from kubectl_lite.api import internal
from kubectl_lite.api.podspec.paths import local_path
from kubectl_lite.api.podspec.sources import downward_file, key_to_path, mode
from kubectl_lite.api.validation.selectors import label_selector, selector_value
from kubectl_lite.machinery import field, names

CONFLICT = "conflicting duplicate paths"
SHORTEST_TOKEN, LONGEST_TOKEN = 600, 1 << 32
KEY_TYPES = ("ECDSAP256", "ECDSAP384", "ECDSAP521", "ED25519", "RSA3072", "RSA4096")


def validate(volume, path, options) -> list:
    """validateProjectedVolumeSource. Several errors name the volume, not the source."""
    problems, taken = mode(volume.get("defaultMode"), path / "defaultMode"), set()
    for i, source in enumerate(volume.get("sources") or ()):
        at, found = (path / "sources").index(i), 0
        for name, check in SOURCES:
            if source.get(name) is not None:
                found += 1
                problems += check(source[name], at / name, path, taken, options)
        if found > 1:
            problems.append(field.forbidden(at, "may not specify more than 1 volume type per source"))
    return problems


def _take(where, taken, volume, shown):
    """No two files may have one path."""
    if not where:
        return []
    if where in taken:
        return [field.invalid(volume, shown, CONFLICT)]
    taken.add(where)
    return []


def _keys(source, path, volume, taken, _options):
    name = source.get("name", "")
    problems = [] if name else [field.required(path / "name")]
    for i, item in enumerate(source.get("items") or ()):
        problems += key_to_path(item, (path / "items").index(i)) + _take(item.get("path"), taken, volume, name)
    return problems


def _downward(source, path, volume, taken, _options):
    problems = []
    for item in source.get("items") or ():
        problems += downward_file(item, path) + _take(item.get("path"), taken, volume, item.get("path"))
    return problems


def _token(source, path, volume, _taken, options):
    seconds, problems = source.get("expirationSeconds", 0), []
    if seconds < SHORTEST_TOKEN:
        problems.append(field.invalid(path / "expirationSeconds", seconds, "may not specify a duration less than 10 minutes"))
    if seconds > LONGEST_TOKEN:
        problems.append(field.invalid(path / "expirationSeconds", seconds, "may not specify a duration larger than 2^32 seconds"))
    if not source.get("path"):
        problems.append(field.required(volume / "path"))
    elif not options.odd_token_paths:
        problems += local_path(source["path"], volume / "path")
    return problems


def _trust_bundle(source, path, volume, taken, _options):
    name, signer, selector, where = source.get("name"), source.get("signerName"), source.get("labelSelector"), source.get("path", "")
    problems = []
    if name is not None and signer is not None:
        problems.append(field.invalid(path, internal.value(source, "ClusterTrustBundleProjection"), "only one of name and signerName may be used"))
    elif name is not None:
        problems += [] if name else [field.required(path / "name", "must be a valid object name")]
        problems += [field.invalid(path / "name", name, f"not a valid clustertrustbundlename: {text}") for text in names.dns_subdomain(name.rpartition(":")[2])]
        if selector is not None:
            problems.append(field.invalid(path / "labelSelector", selector_value(selector), "labelSelector must be unset if name is specified"))
    elif signer is not None:
        problems += [] if signer else [field.required(path / "signerName", "must be a valid signer name")]
        problems += signer_name(signer, path / "signerName") + label_selector(selector, path / "labelSelector")
    else:
        problems.append(field.required(path, "either name or signerName must be specified"))
    problems += [] if where else [field.required(path / "path")]
    problems += local_path(where, path / "path")
    if where in taken:
        problems.append(field.invalid(volume, where, CONFLICT))
    taken.add(where)
    return problems


def signer_name(value, path) -> list:
    """ValidateSignerName: a domain, a slash and a path."""
    if not value:
        return [field.required(path)]
    domain, slash, rest = value.partition("/")
    if not slash or "/" in rest:
        return [field.invalid(path, value, "must be a fully qualified domain and path of the form 'example.com/signer-name'")]
    problems = [field.invalid(path, value, f"validating label {field.go_quote(label)}: {text}") for label in domain.split(".") for text in names.dns_label(label)]
    if "." not in domain:
        problems.append(field.invalid(path, value, "should be a domain with at least two segments separated by dots"))
    return problems + [field.invalid(path, value, f"validating part {field.go_quote(part)}: {text}") for part in rest.split(".") for text in names.dns_subdomain(part)]


def _certificate(source, path, _volume, taken, _options):
    signer, key_type = source.get("signerName", ""), source.get("keyType", "")
    problems = signer_name(signer, path / "signerName")
    if not key_type:
        problems.append(field.required(path / "keyType"))
    elif key_type not in KEY_TYPES:
        problems.append(field.not_supported(path / "keyType", key_type, KEY_TYPES))
    for name in ("credentialBundlePath", "keyPath", "certificateChainPath"):
        where = source.get(name, "")
        problems += local_path(where, path / name) if where else []
        if where in taken:
            problems.append(field.invalid(path / name, where, CONFLICT))
        taken.update({where} - {""})
    return problems


SOURCES = (("secret", _keys), ("configMap", _keys), ("downwardAPI", _downward), ("serviceAccountToken", _token), ("clusterTrustBundle", _trust_bundle),
           ("podCertificate", _certificate))

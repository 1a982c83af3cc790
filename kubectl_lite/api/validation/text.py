"""Name rules as field errors, and the small checks that many kinds share. Each function takes (value, path) and returns field errors."""
from __future__ import annotations

from kubectl_lite.machinery import field, ips, names

IP_TEXT = "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)"
CIDR_TEXT = "must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)"


def each(texts, value, path) -> list:
    """One invalid-value error per text."""
    return [field.invalid(path, value, text) for text in texts]


def dns_label(value, path) -> list:
    return each(names.dns_label(value), value, path)


def dns_subdomain(value, path) -> list:
    return each(names.dns_subdomain(value), value, path)


def qualified_name(value, path) -> list:
    return each(names.label_key(value), value, path)


def config_key(value, path) -> list:
    return each(names.config_key(value), value, path)


def non_negative(value, path) -> list:
    """ValidateNonnegativeField."""
    return [field.invalid(path, value, "must be greater than or equal to 0")] if value is not None and value < 0 else []


def positive(value, path) -> list:
    """ValidatePositiveField."""
    return [field.invalid(path, value, "must be greater than 0")] if value is not None and value <= 0 else []


def required(value, path, detail: str = "") -> list:
    return [] if value else [field.required(path, detail)]


def one_of(value, allowed, path, absent: str | None = None) -> list:
    """Required where it is empty (unless `absent` is None: then nothing is said), else one of the allowed values."""
    if not value and absent is not None:
        return [field.required(path, absent)]
    if not value and value != "":
        return []
    return [] if value in allowed else [field.not_supported(path, value, allowed)]


def optional_choice(value, allowed, path) -> list:
    """Nothing is fine, but an empty text is missing."""
    return [] if value is None else one_of(value, allowed, path, "")


def ip(value, path, kept=()) -> list:
    """IsValidIPForLegacyField with StrictIPCIDRValidation: what net.ParseIP reads, but written as today; values of `kept` may stay as they are."""
    if value in kept:
        return []
    if ips.parse_ip(value) is None:
        return [field.invalid(path, value, IP_TEXT)]
    strict = ips.parse_strict(value)
    if strict is None:
        return [field.invalid(path, value, "must not have leading 0s")]
    return [field.invalid(path, value, "must not be an IPv4-mapped IPv6 address")] if _is_mapped(*strict) else []


def _is_mapped(version, number):
    return version == 6 and number >> 32 == 0xFFFF


def ip_warnings(value, path) -> list[str]:
    """GetWarningsForIP: addresses that are written in an unusual way."""
    strict, lenient = ips.parse_strict(value), ips.parse_ip(value)
    if lenient is None:
        return []
    if strict is None or strict[0] != lenient[0]:
        return [f'{path}: non-standard IP address "{value}" will be considered invalid in a future Kubernetes release: use "{ips.format_ip(*lenient)}"']
    canonical = ips.format_ip(*strict)
    return [f'{path}: IPv6 address "{value}" should be in RFC 5952 canonical format ("{canonical}")'] if canonical != value else []


def cidr_warnings(value, path) -> list[str]:
    """GetWarningsForCIDR: host bits, leading zeros, unusual version 6 texts."""
    parsed = ips.parse_cidr(value)
    if parsed is None:
        return []
    version, address, network, length = parsed
    whole, found = f"{ips.format_ip(version, network)}/{length}", []
    if address != network:
        one = f"{ips.format_ip(version, address)}/{32 if version == 4 else 128}"
        found.append(f'{path}: CIDR value "{value}" is ambiguous in this context (should be "{whole}" or "{one}"?)')
    if ips.parse_strict(value.partition("/")[0]) is None:
        found.append(f'{path}: non-standard CIDR value "{value}" will be considered invalid in a future Kubernetes release: use "{whole}"')
    if not found and whole != value:
        found.append(f'{path}: IPv6 CIDR value "{value}" should be in RFC 5952 canonical format ("{whole}")')
    return found


def cidr(value, path, kept=()) -> list:
    """IsValidCIDRForLegacyField with StrictIPCIDRValidation; values of `kept` may stay as they are."""
    if value in kept:
        return []
    parsed = ips.parse_cidr(value)
    if parsed is None:
        return [field.invalid(path, value, CIDR_TEXT)]
    (version, number, network, _), (address, _, bits) = parsed, value.partition("/")
    if ips.parse_strict(address) is None or len(bits) > 1 and bits[0] == "0":
        return [field.invalid(path, value, "must not have leading 0s in IP or prefix length")]
    if _is_mapped(version, number):
        return [field.invalid(path, value, "must not have an IPv4-mapped IPv6 address")]
    return [field.invalid(path, value, "must not have bits set beyond the prefix length")] if number != network else []


def non_special_ip(value, path) -> list:
    """ValidateNonSpecialIP: an address that may be an endpoint or an external address."""
    parsed = ips.parse_ip(value)
    if parsed is None:
        return [field.invalid(path, value, "must be a valid IP address")]
    version, number = parsed
    problems = []
    if number == 0:
        problems.append(f"may not be unspecified ({value})")
    if number >> 24 == 127 if version == 4 else number == 1:
        problems.append("may not be in the loopback range (127.0.0.0/8, ::1/128)")
    if number >> 16 == 0xA9FE if version == 4 else number >> 118 == 0xFE80 >> 6:
        problems.append("may not be in the link-local range (169.254.0.0/16, fe80::/10)")
    if number >> 8 == 0xE00000 if version == 4 else number >> 112 & 0xFF0F == 0xFF02:
        problems.append("may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)")
    return each(problems, value, path)


def port_number(value, path) -> list:
    return each(names.port_number(value), value, path)


def port_number_or_name(value, path) -> list:
    """ValidatePortNumOrName."""
    if isinstance(value, int):
        return port_number(value, path)
    return each(names.port_name(value), value, path)


def env_var_name(value, path) -> list:
    return each(names.env_var_name(value), value, path)


def immutable(new, old, path) -> list:
    """ValidateImmutableField on wire values: nothing and empty containers are the same."""
    if new == old or (new in (None, {}, []) and old in (None, {}, [])):
        return []
    return [field.invalid(path, new, "field is immutable")]


def fully_qualified_domain(value, path) -> list:
    """IsFullyQualifiedDomainName: two segments at least, a dot at the end is allowed."""
    if not value:
        return [field.required(path)]
    name = value[:-1] if value.endswith(".") else value
    bad = names.dns_subdomain(name)
    if bad:
        return [field.invalid(path, name, ",".join(bad))]
    if "." not in name:
        return [field.invalid(path, name, "should be a domain with at least two segments separated by dots")]
    for label in name.split("."):
        bad = names.dns_label(label)
        if bad:
            return [field.invalid(path, label, ",".join(bad))]
    return []


def fully_qualified_name(value, path) -> list:
    """IsFullyQualifiedName: three segments at least."""
    if not value:
        return [field.required(path)]
    bad = names.dns_subdomain(value)
    if bad:
        return [field.invalid(path, value, ",".join(bad))]
    if value.count(".") < 2:
        return [field.invalid(path, value, "should be a domain with at least three segments separated by dots")]
    return []


def domain_prefixed_key(value, path) -> list:
    """IsDomainPrefixedKey."""
    if not value:
        return [field.required(path)]
    problems = qualified_name(value, path)
    if problems or "/" in value:
        return problems
    return [field.invalid(path, value, 'must be a domain-prefixed key (such as "acme.io/foo")')]


def domain_prefixed_path(value, path) -> list:
    """IsDomainPrefixedPath."""
    import re
    if not value:
        return [field.required(path)]
    host, slash, rest = value.partition("/")
    if not host or not rest:
        return [field.invalid(path, value, 'must be a domain-prefixed path (such as "acme.io/foo")')]
    problems = dns_subdomain(host, path)
    if not re.fullmatch(names.HTTP_PATH_FMT, rest):
        return problems + [field.invalid(path, rest, names.regex_error("Invalid path", names.HTTP_PATH_FMT))]
    return problems

"""The rules of names and other small texts, with the messages of apimachinery's util/validation and api/validate/content.

Each function takes a text and returns a list of messages, empty when the text is right. No field paths here.
Lengths count UTF-8 bytes, as Go's len does.
"""
from __future__ import annotations

import re
from functools import wraps

LABEL_FMT = "[a-z0-9]([-a-z0-9]*[a-z0-9])?"
LABEL_TEXT = "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character"
SUBDOMAIN_FMT = LABEL_FMT + r"(\." + LABEL_FMT + ")*"
SUBDOMAIN_TEXT = ("a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', "
                  "and must start and end with an alphanumeric character")
UNDERSCORE_LABEL_FMT = "_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?"
UNDERSCORE_FMT = UNDERSCORE_LABEL_FMT + r"(\." + UNDERSCORE_LABEL_FMT + ")*"
UNDERSCORE_TEXT = ("a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_', '-' or '.', "
                   "and must start and end with an alphanumeric character")
DNS1035_FMT = "[a-z]([-a-z0-9]*[a-z0-9])?"
DNS1035_TEXT = ("a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, "
                "and end with an alphanumeric character")
WILDCARD_FMT = r"\*\." + SUBDOMAIN_FMT
WILDCARD_TEXT = ("a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of "
                 "lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character")
KEY_FMT = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]"
KEY_TEXT = "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character"
VALUE_FMT = f"({KEY_FMT})?"
VALUE_TEXT = ("a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', "
              "and must start and end with an alphanumeric character")
C_IDENTIFIER_FMT = "[A-Za-z_][A-Za-z0-9_]*"
C_IDENTIFIER_TEXT = "a valid C identifier must start with alphabetic character or '_', followed by a string of alphanumeric characters or '_'"
PERCENT_FMT = "[0-9]+%"
PERCENT_TEXT = "a valid percent string must be a numeric string followed by an ending '%'"
HEADER_FMT = "[-A-Za-z0-9]+"
HEADER_TEXT = "a valid HTTP header must consist of alphanumeric characters or '-'"
ENV_FMT = "[-._a-zA-Z][-._a-zA-Z0-9]*"
ENV_TEXT = "a valid environment variable name must consist of alphabetic characters, digits, '_', '-', or '.', and must not start with a digit"
CONFIG_KEY_FMT = "[-._a-zA-Z0-9]+"
CONFIG_KEY_TEXT = "a valid config key must consist of alphanumeric characters, '-', '_' or '.'"
HTTP_PATH_FMT = r"[A-Za-z0-9/\-._~%!$&'()*+,;=:]+"
CONDITION_REASON_FMT = "[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?"
CONDITION_REASON_TEXT = ("a condition reason must start with alphabetic character, optionally followed by a string of alphanumeric "
                         "characters or '_,:', and must end with an alphanumeric character or '_'")

_LABEL = re.compile(LABEL_FMT)
_SUBDOMAIN = re.compile(SUBDOMAIN_FMT)
_KEY = re.compile(KEY_FMT)
_VALUE = re.compile(VALUE_FMT)

REMEMBERED = 4096  # texts


def remembering(check):
    """A check of a text that remembers what it found right: the same few names come in almost every request."""
    right: set = set()

    @wraps(check)
    def checked(value: str) -> list[str]:
        if value in right:
            return []
        problems = check(value)
        if not problems:
            if len(right) >= REMEMBERED:
                right.clear()
            right.add(value)
        return problems
    return checked


def size(text: str) -> int:
    """The length of a text in bytes."""
    return len(text) if text.isascii() else len(text.encode("utf-8", "surrogatepass"))


def regex_error(text: str, fmt: str, *examples: str) -> str:
    """A message that quotes the pattern and gives examples."""
    if not examples:
        return f"{text} (regex used for validation is '{fmt}')"
    shown = " or ".join(f"'{e}', " for e in examples)
    return f"{text} (e.g. {shown}regex used for validation is '{fmt}')"


def max_len_error(length: int) -> str:
    return f"must be no more than {length} characters"


def max_bytes_error(length: int) -> str:
    return f"must be no more than {length} bytes"


def range_error(low: int, high: int) -> str:
    return f"must be between {low} and {high}, inclusive"


def _subdomain_problems(value: str, too_long: str) -> list[str]:
    problems = [too_long] if size(value) > 253 else []
    if not _SUBDOMAIN.fullmatch(value):
        problems.append(regex_error(SUBDOMAIN_TEXT, SUBDOMAIN_FMT, "example.com"))
    return problems


@remembering
def dns_subdomain(value: str) -> list[str]:
    """RFC 1123 subdomain: the name of most objects."""
    if len(value) <= 253 and _SUBDOMAIN.fullmatch(value):
        return []
    return _subdomain_problems(value, max_len_error(253))


def dns_subdomain_with_underscore(value: str) -> list[str]:
    problems = [max_len_error(253)] if size(value) > 253 else []
    if not re.fullmatch(UNDERSCORE_FMT, value):
        problems.append(regex_error(UNDERSCORE_TEXT, UNDERSCORE_FMT, "example.com"))
    return problems


@remembering
def dns_label(value: str) -> list[str]:
    """RFC 1123 label: namespaces, services, container names."""
    problems = [max_len_error(63)] if size(value) > 63 else []
    if not _LABEL.fullmatch(value):
        dotted = _SUBDOMAIN.fullmatch(value)
        problems.append("must not contain dots" if dotted else regex_error(LABEL_TEXT, LABEL_FMT, "my-name", "123-abc"))
    return problems


@remembering
def short_name(value: str) -> list[str]:
    """The declarative form of dns_label (format k8s-short-name): lengths are said in bytes."""
    problems = [max_bytes_error(63)] if size(value) > 63 else []
    if not _LABEL.fullmatch(value):
        dotted = _SUBDOMAIN.fullmatch(value)
        problems.append("must not contain dots" if dotted else regex_error(LABEL_TEXT, LABEL_FMT, "my-name", "123-abc"))
    return problems


@remembering
def long_name(value: str) -> list[str]:
    """The declarative form of dns_subdomain (format k8s-long-name)."""
    return _subdomain_problems(value, max_bytes_error(253))


@remembering
def dns1035_label(value: str) -> list[str]:
    problems = [max_len_error(63)] if size(value) > 63 else []
    if not re.fullmatch(DNS1035_FMT, value):
        problems.append(regex_error(DNS1035_TEXT, DNS1035_FMT, "my-name", "abc-123"))
    return problems


def wildcard_subdomain(value: str) -> list[str]:
    problems = [max_len_error(253)] if size(value) > 253 else []
    if not re.fullmatch(WILDCARD_FMT, value):
        problems.append(regex_error(WILDCARD_TEXT, WILDCARD_FMT, "*.example.com"))
    return problems


def path_segment(value: str) -> list[str]:
    """A name that may stand in a URL path: roles and bindings."""
    if value in (".", ".."):
        return [f"may not be '{value}'"]
    return [f"may not contain '{c}'" for c in "/%" if c in value]


def unrequestable(name: str) -> str:
    """"" or why client-go makes no request for an object of this name."""
    if not name:
        return "resource name may not be empty"
    texts = path_segment(name)
    return f'invalid resource name "{name}": [{" ".join(texts)}]' if texts else ""


def path_segment_prefix(value: str) -> list[str]:
    """What a generateName of such an object may hold."""
    return [f"may not contain '{c}'" for c in "/%" if c in value]


@remembering
def label_key(value: str) -> list[str]:
    """A qualified name: [prefix/]name."""
    if len(value) <= 63 and _KEY.fullmatch(value):  # without a prefix: most keys
        return []
    parts = value.split("/")
    if len(parts) > 2:
        return ["a valid label key " + regex_error(KEY_TEXT, KEY_FMT, "MyName", "my.name", "123-abc")
                + " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')"]
    problems = []
    if len(parts) == 2:
        problems = ["prefix part " + m for m in (long_name(parts[0]) if parts[0] else ["must be non-empty"])]
    name = parts[-1]
    if not name:
        problems.append("name part must be non-empty")
    elif size(name) > 63:
        problems.append("name part " + max_bytes_error(63))
    if not _KEY.fullmatch(name):
        problems.append("name part " + regex_error(KEY_TEXT, KEY_FMT, "MyName", "my.name", "123-abc"))
    return problems


qualified_name = label_key


@remembering
def label_value(value: str) -> list[str]:
    problems = [max_bytes_error(63)] if size(value) > 63 else []
    if not _VALUE.fullmatch(value):
        problems.append(regex_error(VALUE_TEXT, VALUE_FMT, "MyValue", "my_value", "12345"))
    return problems


def c_identifier(value: str) -> list[str]:
    if re.fullmatch(C_IDENTIFIER_FMT, value):
        return []
    return [regex_error(C_IDENTIFIER_TEXT, C_IDENTIFIER_FMT, "my_name", "MY_NAME", "MyName")]


def port_number(port: int) -> list[str]:
    return [] if 1 <= port <= 65535 else [range_error(1, 65535)]


def in_range(value: int, low: int, high: int) -> list[str]:
    return [] if low <= value <= high else [range_error(low, high)]


def user_id(value: int) -> list[str]:
    return in_range(value, 0, 0xFFFFFFFF)


group_id = user_id


@remembering
def port_name(value: str) -> list[str]:
    """An IANA service name: lower case, at most 15 characters."""
    problems = [max_len_error(15)] if size(value) > 15 else []
    if not re.fullmatch("[-a-z0-9]+", value):
        problems.append("must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)")
    if not re.search("[a-z]", value):
        problems.append("must contain at least one letter (a-z)")
    if "--" in value:
        problems.append("must not contain consecutive hyphens")
    if value and (value[0] == "-" or value[-1] == "-"):
        problems.append("must not begin or end with a hyphen")
    return problems


def percent(value: str) -> list[str]:
    return [] if re.fullmatch(PERCENT_FMT, value) else [regex_error(PERCENT_TEXT, PERCENT_FMT, "1%", "93%")]


def http_header_name(value: str) -> list[str]:
    return [] if re.fullmatch(HEADER_FMT, value) else [regex_error(HEADER_TEXT, HEADER_FMT, "X-Header-Name")]


def _dots(value: str) -> list[str]:
    if value in (".", ".."):
        return [f"must not be '{value}'"]
    return ["must not start with '..'"] if value.startswith("..") else []


def env_var_name(value: str) -> list[str]:
    """The strict rule (envFrom prefixes and old clients)."""
    problems = []
    if not re.fullmatch(ENV_FMT, value):
        problems.append(regex_error(ENV_TEXT, ENV_FMT, "my.env-name", "MY_ENV.NAME", "MyEnvName1"))
    return problems + _dots(value)


@remembering
def relaxed_env_var_name(value: str) -> list[str]:
    """The rule in force for env: printable ASCII without '='."""
    problems = [] if value else ["environment variable name must be non-empty"]
    if any(not " " <= c <= "~" or c == "=" for c in value):
        problems.append("a valid environment variable name must consist only of printable ASCII characters other than '='")
    return problems


@remembering
def config_key(value: str) -> list[str]:
    """A key of a ConfigMap or Secret."""
    problems = [max_len_error(253)] if size(value) > 253 else []
    if not re.fullmatch(CONFIG_KEY_FMT, value):
        problems.append(regex_error(CONFIG_KEY_TEXT, CONFIG_KEY_FMT, "key.name", "KEY_NAME", "key-name"))
    return problems + _dots(value)


def condition_reason(value: str) -> list[str]:
    if re.fullmatch(CONDITION_REASON_FMT, value):
        return []
    return [regex_error(CONDITION_REASON_TEXT, CONDITION_REASON_FMT, "my_name", "MY_NAME", "MyName", "ReasonA,ReasonB", "ReasonA:ReasonB")]

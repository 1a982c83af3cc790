"""The string formats that custom resources support, as kube-openapi checks them; a format it does not know is not checked."""
from __future__ import annotations

import re

UUID = r"(?i:[0-9a-f]{8}-?[0-9a-f]{4}-?%s[0-9a-f]{3}-?%s[0-9a-f]{3}-?[0-9a-f]{12})"
ANY, VARIANT = "[0-9a-f]", "[89ab]"
LETTER = "a-zA-Z\u00a1-\uffff"
BYTE_VALUE = r"\s*(0|[1-9]\d?|1\d\d?|2[0-4]\d|25[0-5])\s*"
UNITS = "nanos?[a-z]*|ns|micro[a-z]*|[uµ]s|milli[a-z]*|ms|sec[a-z]*|s|min[a-z]*|m|hour[a-z]*|hr|h|day[a-z]*|d|week[a-z]*|wk|w"
TIME = re.compile(r"([0-9]{2}):([0-9]{2}):([0-9]{2})(.[0-9]+)?(z|[+-][0-9]{2}:[0-9]{2})")
DURATION = re.compile(r"[+-]?(?:(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+|[+-]?0")
LONG_DURATION = re.compile(rf"\d+\s*(?:{UNITS})(?![a-zµ])", re.I)
CREDIT_CARD = re.compile(r"4[0-9]{12}(?:[0-9]{3})?|5[1-5][0-9]{14}|6(?:011|5[0-9][0-9])[0-9]{12}|3[47][0-9]{13}|3(?:0[0-5]|[68][0-9])[0-9]{11}|(?:2131|1800|35\d{3})\d{11}")
PATTERNS = {
    "uuid": re.compile(UUID % (ANY, ANY)), "uuid3": re.compile(UUID % ("3", ANY)), "uuid4": re.compile(UUID % ("4", VARIANT)),
    "uuid5": re.compile(UUID % ("5", VARIANT)),
    "mac": re.compile(r"(?i:[0-9a-f]{2}(?:(?::[0-9a-f]{2}){5}|(?::[0-9a-f]{2}){7}|(?::[0-9a-f]{2}){19}|(?:-[0-9a-f]{2}){5}|(?:-[0-9a-f]{2}){7}|(?:-[0-9a-f]{2}){19})"
                      r"|[0-9a-f]{4}(?:(?:\.[0-9a-f]{4}){2}|(?:\.[0-9a-f]{4}){3}|(?:\.[0-9a-f]{4}){9}))"),
    "hostname": re.compile(rf"(?=.{{1,255}}$)(?:[{LETTER}0-9](?:-?[{LETTER}0-9]{{0,62}})?|(?:[{LETTER}0-9](?:[{LETTER}0-9-]{{0,61}}[{LETTER}0-9])?\.)+[{LETTER}]{{2,63}})"),
    "hexcolor": re.compile(r"#?(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})"), "rgbcolor": re.compile(rf"rgb\({BYTE_VALUE},{BYTE_VALUE},{BYTE_VALUE}\)"),
    "bsonobjectid": re.compile(r"[0-9a-fA-F]{24}"), "ssn": re.compile(r"\d{3}[- ]?\d{2}[- ]?\d{4}"),
    "byte": re.compile(r"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{4})"),
    "k8sshortname": re.compile(r"(?=.{1,63}$)[a-z0-9](?:[-a-z0-9]*[a-z0-9])?"),
    "k8slongname": re.compile(r"(?=.{1,253}$)[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*"),
}


def known(form: str) -> bool:
    """Whether custom resources support a format; dashes in its name do not matter."""
    name = form.replace("-", "")
    return name in PATTERNS or name in CHECKS


def fits(form: str, text: str) -> bool:
    """Whether a text has a format."""
    name = form.replace("-", "")
    check, pattern = CHECKS.get(name), PATTERNS.get(name)
    if check:
        return check(text)
    return pattern is None or pattern.fullmatch(text) is not None


def _accepts(parse, *more):
    """A check that a text can be parsed, and that nothing says no to it."""
    def check(text):
        try:
            return all(test(parse(text), text) for test in more) if more else parse(text) is not None
        except ValueError:
            return False
    return check


def _date(text):
    import datetime
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        raise ValueError(text)
    return datetime.date.fromisoformat(text)


def _date_time(text):
    day, separator, time = text.lower().partition("t")
    found = TIME.fullmatch(time)
    return bool(separator and found) and CHECKS["date"](day) and found[1] <= "23" and found[2] <= "59" and found[3] <= "59"


def _duration(text):
    return bool(DURATION.fullmatch(text) or LONG_DURATION.search(text))


def _address(text):
    import ipaddress
    return ipaddress.ip_address(text if "%" not in text else "")


def _cidr(text):
    import ipaddress
    address, _, length = text.partition("/")
    if not re.fullmatch("[0-9]+", length):
        raise ValueError(text)
    return ipaddress.ip_network(f"{address}/{length}", strict=False)


def _email(text):
    address = re.fullmatch(r"(?:[^<>@]*<)?([^\s<>@,]+|\"[^\"]+\")@([^\s<>@,]+)>?", text.strip())
    return address is not None and text.count("<") == text.count(">") and not re.search(r"^\.|\.\.|\.$", address[1])


def _uri(text):
    """What Go's url.ParseRequestURI takes: an absolute path or an absolute URI."""
    if re.search(r"[\x00-\x20\x7f]", text.partition("?")[0]) or re.search("%(?![0-9a-fA-F]{2})", text.partition("?")[0]):
        return False
    scheme = re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:", text)
    port = re.match(r"[^:/]+://[^/?#]*:([^/?#\]@]*)(?:[/?#]|$)", text)
    return (text.startswith("/") or scheme is not None) and (port is None or re.fullmatch("[0-9]*", port[1]) is not None)


def _isbn10(text):
    digits = re.sub(r"[\s-]+", "", text)
    return bool(re.fullmatch("[0-9]{9}[0-9X]", digits)) and sum((i + 1) * (10 if d == "X" else int(d)) for i, d in enumerate(digits)) % 11 == 0


def _isbn13(text):
    digits = re.sub(r"[\s-]+", "", text)
    return bool(re.fullmatch("[0-9]{13}", digits)) and sum(int(d) * (3 if i % 2 else 1) for i, d in enumerate(digits)) % 10 == 0


def _credit_card(text):
    digits = re.sub(r"[^0-9]+", "", text)
    if not CREDIT_CARD.fullmatch(digits):
        return False
    doubled = [int(d) * 2 if i % 2 else int(d) for i, d in enumerate(reversed(digits))]
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0


CHECKS = {
    "date": _accepts(_date), "datetime": _date_time, "duration": _duration, "password": lambda _text: True, "uri": _uri, "email": _email,
    "ipv4": _accepts(_address, lambda _ip, text: "." in text), "ipv6": _accepts(_address, lambda _ip, text: ":" in text), "cidr": _accepts(_cidr),
    "isbn10": _isbn10, "isbn13": _isbn13, "isbn": lambda text: _isbn10(text) or _isbn13(text), "creditcard": _credit_card,
}

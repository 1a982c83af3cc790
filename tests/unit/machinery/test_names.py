import pytest

from kubectl_lite.machinery import names


@pytest.mark.parametrize("check, good, bad", [
    (names.dns_subdomain, ["a", "a.b", "1", "a-b.c", "a" * 253], ["", "A", "a_b", "-a", "a-", "a..b", ".", "a" * 254, "a\n"]),
    (names.dns_label, ["a", "1a", "a" * 63], ["a.b", "a-", "A", "", "a" * 64]),
    (names.dns1035_label, ["a", "a-1"], ["1a", "a.b", "A"]),
    (names.wildcard_subdomain, ["*.a.b"], ["a.b", "*", "*.*.a", "f*.a"]),
    (names.path_segment, ["A:b", "a b"], [".", "..", "a/b", "a%b"]),
    (names.label_key, ["a", "A.b_c", "example.com/Name"], ["", "a/b/c", "/a", "a/", "UP.com/x", "bad key", "a" * 64]),
    (names.label_value, ["", "a", "A_b.c"], ["-a", "a b", "a" * 64]),
    (names.c_identifier, ["a", "_A1"], ["1a", "a-b"]),
    (names.port_name, ["http", "a-1"], ["", "1", "a--b", "-a", "A", "a" * 16]),
    (names.percent, ["1%", "100%"], ["-1%", "1", "1%%"]),
    (names.http_header_name, ["X-A"], ["X A", ""]),
    (names.env_var_name, ["A", "a.b-c_d"], ["1a", "a=b", ".."]),
    (names.relaxed_env_var_name, ["1a", "a b"], ["", "a=b", "é", "a\t"]),
    (names.config_key, ["a", "A.b_c-d"], ["", "a/b", ".", "..", "..a"]),
    (names.condition_reason, ["Ready", "A:b,c"], ["", "1", "a-b"]),
])
def test_what_is_right_and_wrong(check, good, bad):
    assert [name for name in good if check(name)] == []
    assert [name for name in bad if not check(name)] == []


def test_texts():
    assert names.dns_label("a.b") == ["must not contain dots"]
    assert names.dns_subdomain("a" * 254) == ["must be no more than 253 characters"]
    assert names.long_name("a" * 254) == ["must be no more than 253 bytes"]
    assert names.label_key("") == ["name part must be non-empty", "name part " + names.regex_error(names.KEY_TEXT, names.KEY_FMT, "MyName", "my.name", "123-abc")]
    assert names.path_segment("a/%") == ["may not contain '/'", "may not contain '%'"]
    assert names.port_number(0) == ["must be between 1 and 65535, inclusive"]
    assert names.regex_error("x", "y") == "x (regex used for validation is 'y')"
    assert names.regex_error("x", "y", "a", "b") == "x (e.g. 'a',  or 'b', regex used for validation is 'y')"


def test_lengths_count_bytes():
    assert names.size("é") == 2 and names.label_value("é" * 32)[0] == "must be no more than 63 bytes"


def test_a_wrong_name_is_wrong_each_time_and_its_texts_are_nobody_elses():
    first = names.dns_label("A")
    first.append("more")
    assert len(names.dns_label("A")) == 1
    right = names.dns_label("a")
    right.append("more")
    assert names.dns_label("a") == []

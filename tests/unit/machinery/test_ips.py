import ipaddress

import pytest
from hypothesis import given, strategies as st

from kubectl_lite.machinery import ips


@given(st.ip_addresses())
def test_addresses_are_read_and_written_as_the_standard_library_does(address):
    version, number = ips.parse_strict(str(address))
    assert (version, number) == (address.version, int(address))
    if version == 4 or number >> 32 != 0xFFFF:
        assert ips.format_ip(version, number) == str(ipaddress.ip_address(int(address)) if version == 4 else ipaddress.IPv6Address(int(address)))


@pytest.mark.parametrize("text", ["", "1.2.3", "1.2.3.256", "a", "1::2::3", "fe80::1%e", ":::", "1:2:3:4:5:6:7", "12345::", "1.2.3.4.5"])
def test_what_is_no_address(text):
    assert ips.parse_ip(text) is None and ips.parse_strict(text) is None


def test_leading_zeros_are_decimal_for_the_lenient_reader_alone():
    assert ips.parse_ip("010.0.0.01") == ips.parse_ip("10.0.0.1") and ips.parse_strict("010.0.0.1") is None


def test_mapped_addresses_count_as_version_4_for_the_lenient_reader():
    assert ips.parse_ip("::ffff:1.2.3.4") == ips.parse_ip("1.2.3.4") and ips.parse_strict("::ffff:1.2.3.4")[0] == 6


def test_networks():
    version, address, network, length = ips.parse_cidr("10.1.2.3/8")
    assert (version, ips.format_ip(4, address), ips.format_ip(4, network), length) == (4, "10.1.2.3", "10.0.0.0", 8)
    assert ips.parse_cidr("2001:db8::/32")[3] == 32
    assert [t for t in ("10.0.0.0", "10.0.0.0/33", "x/8", "10.0.0.0/", "::/129") if ips.parse_cidr(t)] == []

"""The address of a store in etcd, put together from flags, the address and the environment."""
from __future__ import annotations

import pytest

from kubectl_lite.cli import storeaddress
from kubectl_lite.storage.etcdaddress import Address
from kubectl_lite.storage.protocol import StoreError

NONE = {"etcd-cafile": "", "etcd-certfile": "", "etcd-keyfile": "", "etcd-user": "", "request-timeout": "0"}


def completed(address, environ=None, **flags):
    return storeaddress.completed(address, {**NONE, **{name.replace("_", "-"): text for name, text in flags.items()}}, environ or {})


@pytest.mark.parametrize("flag, address, environ, expected", [
    ("f", "?cacert=a", "e", "f"), ("", "?cacert=a", "e", "a"), ("", "", "e", "e"), ("", "", "", None)])
def test_a_flag_comes_before_the_address_and_that_before_the_environment(flag, address, environ, expected):
    got = completed("etcd://h:1" + address, {"KUBECTL_LITE_ETCD_CAFILE": environ}, etcd_cafile=flag)
    assert got == "etcd://h:1" + (f"?cacert={expected}" if expected else "")


def test_a_user_is_quoted():
    assert completed("etcd://h:1", etcd_user="jane:p@s:s") == "etcd://jane:p%40s%3As@h:1"


@pytest.mark.parametrize("text, seconds", [("3", 3), ("1.5s", 1.5), ("2m", 120)])
def test_the_timeout_of_requests_is_that_of_the_store(text, seconds):
    address = Address(completed("etcd://h:1?timeout=9", request_timeout=text))
    assert (address.timeout, address.tls) == (seconds, False)


def test_without_a_timeout_the_address_decides():
    assert Address(completed("etcd://h:1?timeout=0.5")).timeout == 0.5
    assert Address(completed("etcd://h:1")).timeout is None


def test_a_timeout_that_is_no_number_is_named():
    with pytest.raises(StoreError, match="the timeout 'soon' is not a number of seconds"):
        Address("etcd://h:1?timeout=soon")

"""Static tokens: a CSV file of the state directory with `token,user,uid[,"group1,group2"]` lines (kube-apiserver's --token-auth-file)."""
from __future__ import annotations

import csv

from kubectl_lite.machinery.errors import unauthorized
from kubectl_lite.machinery.wire import UserInfo

_read: dict = {}  # path -> {token: UserInfo}; a server reads its file once


def authenticate(server, token: str, audiences=()) -> UserInfo | None:
    """The user whose token this is, or None."""
    path = server.settings.token_file
    if not path or audiences and not {server.settings.audience} & set(audiences):
        return None
    if path not in _read:
        _read[path] = users(path)
    return _read[path].get(token)


def users(path: str) -> dict:
    """{token: UserInfo} of a file; lines with fewer than three columns or an empty token are left out, as Kubernetes does."""
    try:
        with open(path, encoding="utf-8", newline="") as f:
            return {row[0]: _user(row) for row in csv.reader(f, skipinitialspace=True) if len(row) >= 3 and row[0]}
    except OSError:
        raise unauthorized() from None


def _user(row):
    groups = [g.strip() for g in row[3].split(",") if g.strip()] if len(row) > 3 else []
    return UserInfo(row[1], groups, row[2])

"""Remote: the review that another server is asked for, with its settings and its cache. Shared by webhook authorisation and authentication.

Settings of such a server: `kubeConfigFile`, or `url` with `certificateAuthority` (a PEM file) and `token`; and `timeoutSeconds`.
"""
from __future__ import annotations

import json

from kubectl_lite.apiserver.outbound import call, kubeconfigs
from kubectl_lite.apiserver.outbound.call import CallFailed, Target

DEFAULT_TIMEOUT_SECONDS = 30
_answers: dict = {}  # (url, review) -> (until, status)
MOST_KEPT = 1024


def status(server, config: dict, review: dict, keep) -> dict:
    """The status of an answered review. `keep(status)` says for how many seconds it may be remembered. CallFailed when nobody answers."""
    target = _target(config)
    key, now = (target.url, json.dumps(review, sort_keys=True)), server.env.now()
    known = _answers.get(key)
    if known is None or known[0] <= now:
        found = call.post(target, review, config.get("timeoutSeconds", DEFAULT_TIMEOUT_SECONDS)).get("status")
        if not isinstance(found, dict):
            found = {}
        if len(_answers) >= MOST_KEPT:
            _answers.clear()
        known = _answers[key] = (now + keep(found), found)
    return known[1]


def _target(config):
    if config.get("kubeConfigFile"):
        return kubeconfigs.target(config["kubeConfigFile"])
    if not config.get("url"):
        raise CallFailed("no server is configured that could be asked")
    authorities = ""
    if config.get("certificateAuthority"):
        try:
            with open(config["certificateAuthority"], encoding="utf-8") as f:
                authorities = f.read()
        except OSError as e:
            raise CallFailed(f"unable to load root certificates: open {config['certificateAuthority']}: {(e.strerror or str(e)).lower()}") from None
    headers = {"Authorization": f"Bearer {config['token']}"} if config.get("token") else {}
    return Target(config.get("url", ""), authorities=authorities, headers=headers)

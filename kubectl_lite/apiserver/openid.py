"""Service-account issuer discovery: the OpenID documents with which others verify this cluster's service-account tokens."""
from __future__ import annotations

from kubectl_lite.apiserver import keys
from kubectl_lite.machinery import pki


def configuration(server) -> dict:
    """/.well-known/openid-configuration"""
    return {"issuer": server.settings.issuer, "jwks_uri": f"{server.settings.issuer}/openid/v1/jwks", "response_types_supported": ["id_token"],
            "subject_types_supported": ["public"], "id_token_signing_alg_values_supported": ["ES256"]}


def jwks(server) -> dict:
    """/openid/v1/jwks"""
    return {"keys": [pki.public_jwk(keys.service_account_key(server))]}

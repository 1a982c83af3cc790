"""Patches as pure functions: documents and patches in, a new document out, arguments never changed.

`json` RFC 6902, `merge` RFC 7386, `strategic` Kubernetes' strategic merge patch, `diff` creates strategic patches, `threeway` the patches of
`kubectl apply`.
"""

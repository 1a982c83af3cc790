"""Kustomizations: a directory's kustomization.yaml and what it refers to, built into plain objects (`kubectl kustomize`, `-k`).

`kustomization.py` reads the file, `building.py` runs one kustomization over its resources, `generators.py` makes config maps and secrets,
`transforms.py` and `patches.py` change objects, `references.py` lets references follow renamed objects, `order.py` sorts the result.
Only local directories: nothing is fetched from the network.
"""

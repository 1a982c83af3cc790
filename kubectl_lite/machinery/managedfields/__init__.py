"""Field ownership: who set which field of an object (metadata.managedFields), and server-side apply. Mirrors structured-merge-diff.

    sets      sets of fields, kept in the very form in which managedFields writes them (FieldsV1)
    nodes     the schema, compiled to one node per type: compare, merge, prune
    items     the node of lists whose items have owners of their own
    schema    makes nodes from the schema facts and from OpenAPI schemas of custom resources
    updater   what an update or an apply does to the sets of all managers
    entries   managedFields entries <-> sets
    manager   the whole step of a write: the one that the API server calls
"""

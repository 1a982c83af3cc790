"""The pod spec, which all workload kinds share: defaults, validation by theme, warnings. The kinds' own rules are in core/, apps/, batch/.

`spec.validate(pod_spec, path, options)` and `template.validate(...)` are the doors; `defaults.default_spec` the one for defaulting.
"""

"""`set image`."""
from __future__ import annotations

from kubectl_lite.cli import dryrun, pairs, podtemplate, printing, setcommon, targets
from kubectl_lite.cli.errors import CommandError


def run(ctx, flags, args):
    strategy = dryrun.strategy(ctx, flags)
    printer = printing.Printer(ctx, flags, "image updated", strategy, typed=True)
    resources, specs = pairs.split(args, "image")
    images = pairs.parse(specs, "image", removable=False)[0]
    found = setcommon.find(ctx, flags, resources)
    found.check()
    setcommon.check(flags, resources, strategy)
    if not images:
        raise CommandError("at least one image update is required")
    if len(images) > 1 and "*" in images:
        raise CommandError("all containers are already specified by *, but saw more than one container_name=container_image pairs")
    setter = podtemplate.Setter(ctx, flags, strategy, printer, "image update to pod template:")
    targets.visit(found, lambda info: _change(setter, info, images))


def _change(setter, info, images):
    missing = []
    setter.apply(info, lambda obj: missing.extend(set_images(podtemplate.spec_of(obj), images)))
    if missing:
        raise CommandError(f'error: unable to find container named "{missing[0]}"')


def set_images(spec: dict, images: dict) -> list[str]:
    """Set images in place; the names that no container has."""
    missing = []
    for name, image in images.items():
        hit = [c for c in (spec.get("initContainers") or []) + (spec.get("containers") or []) if name in ("*", c["name"])]
        for container in hit:
            container["image"] = image
        if not hit:
            missing.append(name)
    return missing

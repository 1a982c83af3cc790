"""Cycle: the attempt to find one pod a node — pre-filter, filter, post-filter, score — and the words for a failure. Decides, writes nothing."""
from __future__ import annotations

from collections import Counter

from kubectl_lite.scheduler import profile
from kubectl_lite.scheduler.framework import SKIP, Rejection, hopeless

NO_NODES = "no nodes available to schedule pods"


class Unschedulable(Exception):
    """No node will do; str() is the message of the pod's condition, `nominated` the node that preemption frees for it ("" for none)."""

    def __init__(self, message, nominated=""):
        super().__init__(message)
        self.nominated = nominated


class Cycle:
    """One attempt at one pod over one snapshot. `plugins` are (plug-in, weight) pairs, `ctx` the scheduler's hands."""

    def __init__(self, pod, snapshot, ctx, plugins):
        self.pod, self.snapshot, self.ctx, self.plugins = pod, snapshot, ctx, plugins
        self.state: dict = {}
        self._skipped: set = set()
        self._allowed = None  # node names left by pre-filters, None for all
        self._narrowed: list = []

    @property
    def cache(self):
        return self.ctx.cache

    def choose(self):
        """The NodeInfo of the best node; Unschedulable when there is none."""
        if not self.snapshot.infos:
            raise Unschedulable(NO_NODES)
        refusal = self.pre_filter()
        if refusal is not None:
            raise Unschedulable(*self._after(f"0/{len(self.snapshot.infos)} nodes are available: {', '.join(refusal.reasons)}.", None, refusal))
        feasible, rejections = self._filtered()
        if not feasible:
            raise Unschedulable(*self._after(fit_message(rejections), rejections, None))
        return feasible[0] if len(feasible) == 1 else self._best(feasible)

    def pre_filter(self):
        """Ask the pre-filters; the Rejection of the pod as a whole, or None."""
        for plugin, _ in profile.at(self.plugins, "pre_filter"):
            answer = plugin.pre_filter(self)
            if answer is SKIP:
                self._skipped.add(plugin.NAME)
            elif isinstance(answer, Rejection):
                return answer._replace(plugin=plugin.NAME)
            elif answer is not None:
                self._narrowed.append(plugin.NAME)
                self._allowed = set(answer) if self._allowed is None else self._allowed & answer
        return None

    def filter(self, info):
        """The first filter's Rejection of a node, or None."""
        for plugin, _ in profile.at(self.plugins, "filter"):
            if plugin.NAME in self._skipped:
                continue
            answer = plugin.filter(self, info)
            if answer is not None:
                return answer._replace(plugin=plugin.NAME)
        return None

    def _filtered(self):
        feasible, rejections = [], {}
        for info in self.snapshot.nodes():
            answer = self._excluded(info) or self.filter(info)
            if answer is None:
                feasible.append(info)
            else:
                rejections[info.name] = answer
        return feasible, rejections

    def _excluded(self, info):
        if self._allowed is None or info.name in self._allowed:
            return None
        return hopeless(f"node(s) didn't satisfy plugin(s) [{' '.join(sorted(self._narrowed))}]")

    def _after(self, message, rejections, refusal):
        """Let the post-filters try; (the whole message, nominated node)."""
        texts, nominated = [], ""
        for plugin, _ in profile.at(self.plugins, "post_filter"):
            nominated, text = plugin.post_filter(self, rejections, refusal)
            if text:
                texts.append(text)
            if nominated or refusal is not None:
                break
        return (f"{message} {', '.join(texts)}" if texts else message), nominated

    def _best(self, feasible):
        totals = dict.fromkeys((info.name for info in feasible), 0)
        for plugin, weight in profile.at(self.plugins, "score"):
            if hasattr(plugin, "pre_score") and plugin.pre_score(self, feasible) is SKIP:
                continue
            scores = {info.name: plugin.score(self, info) for info in feasible}
            if hasattr(plugin, "normalize"):
                scores = plugin.normalize(self, scores)
            for name, score in scores.items():
                totals[name] += weight * score
        best = max(totals.values())
        return next(info for info in feasible if totals[info.name] == best)


def fit_message(rejections: dict) -> str:
    """ "0/3 nodes are available: 1 Insufficient cpu, 2 …." of {node name: Rejection} (FitError)."""
    counts = Counter(reason for rejection in rejections.values() for reason in rejection.reasons)
    texts = sorted(f"{count} {reason}" for reason, count in counts.items())
    return f"0/{len(rejections)} nodes are available: {', '.join(texts)}." if texts else f"0/{len(rejections)} nodes are available"

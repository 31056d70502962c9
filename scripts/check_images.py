"""Holds each service's image against its code: every third-party package that is imported must be in its lock file.

Reads the sources only. What the conversation's `build.py` imports for embedded stages is left out: in containers its
stages are remote, and its image holds their clients alone.
"""

import sys
from collections.abc import Iterator
from importlib.metadata import packages_distributions

import grimp
from packaging.utils import canonicalize_name

from scripts.check_locks import LOCKS, pins

STAGES = ("value_index", "planner", "generator", "executor")
OWN = {"services", "turnwise"}


def imported(service: str) -> set[str]:
    """The top-level names of third-party modules that the service's program may come to import."""
    graph = grimp.build_graph("services", include_external_packages=True)
    if service == "conversation":
        for module in _embedded_stages(graph):
            graph.remove_module(module)
    found = graph.find_upstream_modules(f"services.{service}.__main__")
    return {name for name in found if "." not in name} - OWN - sys.stdlib_module_names


def _embedded_stages(graph: grimp.ImportGraph) -> set[str]:
    inside = {module for stage in STAGES for module in graph.find_descendants(f"services.{stage}")}
    return inside - {f"services.{stage}.client" for stage in STAGES}


def faults() -> Iterator[str]:
    distributions = packages_distributions()
    for service in (*STAGES, "conversation"):
        image = service.replace("_", "-")
        locked = pins(LOCKS / f"image-{image}.txt")
        for name in sorted(imported(service)):
            if not any(canonicalize_name(owner) in locked for owner in distributions.get(name, ())):
                yield f"{image} imports {name}, which image-{image}.txt does not hold"


if __name__ == "__main__":
    found = list(faults())
    print("\n".join(found) if found else "every image holds what its service imports")
    sys.exit(f"{len(found)} faults; add the packages to the image-… groups of pyproject.toml" if found else 0)

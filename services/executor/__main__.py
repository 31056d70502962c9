"""`python -m services.executor` serves the executor alone. Settings: TURNWISE_EXECUTOR_…, TURNWISE_CATALOGUE."""

from services.contracts.catalogue import Catalogue
from services.contracts.serving.server import Service, main
from services.contracts.serving.settings import CatalogueSettings
from services.executor.executor import SandboxedExecutor
from services.executor.servicer import executor_service
from services.executor.settings import ExecutorSettings


def build() -> Service:
    catalogue = Catalogue.from_file(CatalogueSettings().required())
    return executor_service(SandboxedExecutor(catalogue, ExecutorSettings()))


if __name__ == "__main__":
    main("executor", build)

"""`python -m services.value_index` serves the value index alone; TURNWISE_VALUE_INDEX_… and TURNWISE_CATALOGUE."""

from services.contracts.catalogue import Catalogue
from services.contracts.serving.server import Service, main
from services.contracts.serving.settings import CatalogueSettings
from services.value_index.servicer import value_index_service
from services.value_index.settings import ValueIndexSettings
from services.value_index.value_index import EmbeddedValueIndex


def build() -> Service:
    catalogue = Catalogue.from_file(CatalogueSettings().required())
    return value_index_service(EmbeddedValueIndex(catalogue, ValueIndexSettings()))


if __name__ == "__main__":
    main("value_index", build)

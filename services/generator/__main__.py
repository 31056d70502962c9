"""`python -m services.generator` serves the generator alone. Settings: TURNWISE_GENERATOR_…"""

from services.contracts.serving.server import Service, main
from services.generator.compiler import CompilerGenerator
from services.generator.servicer import generator_service


def build() -> Service:
    return generator_service(CompilerGenerator())


if __name__ == "__main__":
    main("generator", build)

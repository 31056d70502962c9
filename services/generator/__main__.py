"""`python -m services.generator` serves the generator alone.

Settings: TURNWISE_GENERATOR_…, TURNWISE_LLM_GENERATOR_…
"""

from services.contracts.serving.server import Service, main
from services.contracts.stages import Generator
from services.generator.servicer import generator_service
from services.generator.settings import GeneratorServiceSettings


def build() -> Service:
    return generator_service(_generator())


def _generator() -> Generator:
    """Imported here: the compiler needs none of the other's libraries."""
    if GeneratorServiceSettings().kind == "llm":
        from services.generator.llm import LlmGenerator

        return LlmGenerator()
    from services.generator.compiler import CompilerGenerator

    return CompilerGenerator()


if __name__ == "__main__":
    main("generator", build)

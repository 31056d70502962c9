"""The generator behind a language model: `from services.generator.llm import LlmGenerator`."""

from services.generator.llm.generator import LlmGenerator
from services.generator.llm.settings import LlmGeneratorSettings

__all__ = ["LlmGenerator", "LlmGeneratorSettings"]

"""What every stage that asks a language model does with it beside asking."""

from types import TracebackType
from typing import Self

from services.contracts.language_model.completion import LanguageModel


class AsksLanguageModel:
    """Starts the model's client where the stage is entered, and closes it with the stage."""

    def __init__(self, language_model: LanguageModel) -> None:
        self._language_model = language_model

    async def __aenter__(self) -> Self:
        """Raises what `LanguageModel.start` raises."""
        try:
            await self._language_model.start()
        except BaseException:
            await self.close()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        await self._language_model.close()

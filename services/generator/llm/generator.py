"""Request → prompt → a language model's drafts, read, held against the plans and ranked."""

from collections.abc import Iterator, Mapping, Sequence

from services.contracts.errors import InvalidRequest
from services.contracts.language_model.asking import AsksLanguageModel
from services.contracts.language_model.completion import (
    Completion,
    CompletionRequest,
    LanguageModel,
    together,
)
from services.contracts.language_model.model_server import ModelServer
from services.contracts.language_model.tokens import fitted
from services.contracts.models import Draft, Drafts, GenerateRequest, Usage
from services.contracts.plan import Intent, Plan
from services.contracts.prompt.message import Prompt
from services.contracts.schema import Schema
from services.generator.formats import PromptFormat, Unreadable, formats
from services.generator.llm.grammar import SQL_ALONE, grammar_of
from services.generator.llm.ranking import ranked
from services.generator.llm.rewriting import rewritten
from services.generator.llm.settings import LlmGeneratorSettings


class LlmGenerator(AsksLanguageModel):
    """Implements stages.Generator."""

    def __init__(
        self, settings: LlmGeneratorSettings | None = None, language_model: LanguageModel | None = None
    ) -> None:
        """`language_model` is asked in the place of the settings' server. Raises InvalidRequest for a wrong setting."""
        self.settings = settings or LlmGeneratorSettings()
        known = formats(semantic_models=self.settings.semantic_models)
        self._first = _format(self.settings.format, known)
        self._again = _format(self.settings.repair_format, known)
        for name in (self.settings.format, self.settings.repair_format) if self.settings.grammar else ():
            if name not in SQL_ALONE:
                raise InvalidRequest(f"the grammar is of SQL alone, and the format '{name}' says more")
        super().__init__(language_model or ModelServer(self.settings, stage="generator"))

    async def generate(self, request: GenerateRequest) -> Drafts:
        """What the model wrote, each statement once, best first; then a draft for each reason why there is none.

        Raises what the language model raises, and Overloaded for a prompt that is too long whatever is left out.
        """
        plans = [each for each in enumerate(request.plans) if each[1].intent is Intent.ANSWER]
        if request.plans and not plans:
            return Drafts(drafts=())
        if self.settings.plans == "hidden":
            plans = []
        asked, spent = await self._asked(request, plans)
        if request.diagnosis is None:
            format_, model = self._first, self.settings.model
        else:
            format_, model = self._again, self.settings.repair_model or self.settings.model
        prompt = await self._prompt(asked, format_, model)
        answer = await self._language_model.complete(self._completion(prompt, asked, model))
        known = {attempt.sql for attempt in request.attempts} if request.diagnosis else set()
        drafts = self._drafts(answer.choices, format_, request.links.snapshot, plans)
        return Drafts(
            drafts=tuple(draft for draft in drafts if draft.sql not in known),
            usage=together(spent, answer.usage),
            notes=prompt.notes,
        )

    async def _asked(
        self, request: GenerateRequest, plans: Sequence[tuple[int, Plan]]
    ) -> tuple[GenerateRequest, Usage]:
        """The request as the model sees it, and what it cost to write its question anew."""
        settings, question, spent = self.settings, request.question, Usage()
        if settings.history == "rewritten" and request.history:
            question, spent = await rewritten(
                request,
                self._language_model,
                model=settings.rewriter_model or settings.model,
                max_tokens=settings.max_tokens,
            )
        seen = {"question": question, "plans": tuple(plan for _, plan in plans)}
        if settings.history != "full":
            seen["history"] = ()
        return request.model_copy(update=seen), spent

    async def _prompt(self, asked: GenerateRequest, format_: PromptFormat, model: str) -> Prompt:
        return await fitted(
            self._language_model,
            lambda budget: format_.prompt(asked, budget),
            model=model,
            max_tokens=self.settings.max_tokens,
            stage="generator",
        )

    def _completion(self, prompt: Prompt, asked: GenerateRequest, model: str) -> CompletionRequest:
        settings = self.settings
        return CompletionRequest(
            model=model,
            messages=prompt.messages,
            choices=settings.drafts,
            temperature=settings.temperature,
            max_tokens=settings.max_tokens,
            seed=asked.context.seed,
            grammar=grammar_of(asked.links.snapshot) if settings.grammar else "",
        )

    def _drafts(
        self,
        choices: Sequence[Completion],
        format_: PromptFormat,
        schema: Schema,
        plans: Sequence[tuple[int, Plan]],
    ) -> Iterator[Draft]:
        read = [(self._read(choice, format_, schema), choice.log_probability) for choice in choices]
        written = [(sql, likely) for sql, likely in read if isinstance(sql, str)]
        yield from ranked(written, plans, weight=self.settings.plan_weight)
        reasons = dict.fromkeys(each.reason for each, _ in read if isinstance(each, Unreadable))
        yield from (Draft(sql="", failure=f"the model's answer is no SQL: {reason}") for reason in reasons)

    def _read(self, choice: Completion, format_: PromptFormat, schema: Schema) -> str | Unreadable:
        if choice.cut_off:
            return Unreadable(reason=f"it was cut off at {self.settings.max_tokens} tokens")
        return format_.read(choice.text, schema)


def _format(name: str, known: Mapping[str, PromptFormat]) -> PromptFormat:
    if name not in known:
        raise InvalidRequest(
            f"there is no prompt format '{name}'; choose one of: {', '.join(known)}", field="format"
        )
    return known[name]

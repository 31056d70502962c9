"""A follow-up question and its history → one question that stands alone."""

from services.contracts.errors import StageBroken
from services.contracts.language_model.completion import CompletionRequest, LanguageModel
from services.contracts.language_model.tokens import fitted
from services.contracts.models import GenerateRequest, Usage
from services.contracts.prompt.rewriting import rewriting_prompt, rewritten_question


async def rewritten(
    request: GenerateRequest, language_model: LanguageModel, *, model: str, max_tokens: int
) -> tuple[str, Usage]:
    """Raises what the language model raises, and StageBroken where it writes no question."""
    prompt = await fitted(
        language_model,
        lambda budget: rewriting_prompt(request.question, request.history, budget),
        model=model,
        max_tokens=max_tokens,
        stage="generator",
    )
    answer = await language_model.complete(
        CompletionRequest(
            model=model, messages=prompt.messages, max_tokens=max_tokens, seed=request.context.seed
        )
    )
    choice = answer.choices[0]
    question = None if choice.cut_off else rewritten_question(choice.text)
    if question is None:
        raise StageBroken(f"the model '{model}' did not write the question anew", stage="generator")
    return question, answer.usage

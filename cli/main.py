"""`turnwise`: results on standard output, progress and logs on standard error.

Exit codes: 0 answered, 1 not answered, 2 wrong use.
"""

import os
import sys

import typer
from pydantic import ValidationError

from cli import data, evaluate, evaluate_report, evaluate_results, indexing, serve, stages, talk
from cli.failure import exit_code_of, say
from services.contracts.errors import InvalidRequest, TurnwiseError
from services.contracts.serving import logs

app = typer.Typer(
    name="turnwise",
    help="Ask a SQLite database questions in conversation.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)
for command in (
    talk.chat,
    talk.ask,
    serve.serve,
    indexing.index,
    stages.link,
    stages.plan,
    stages.draft,
    stages.sql,
):
    app.command()(command)
evaluate.app.command("report")(evaluate_report.report)
evaluate.app.command("results")(evaluate_results.results)
app.add_typer(evaluate.app)
app.add_typer(data.app)


def main() -> None:
    """The entry point. What went wrong is one line on standard error; TURNWISE_DEBUG=1 adds a bug's stack trace."""
    debug = os.environ.get("TURNWISE_DEBUG") == "1"
    logs.configure("debug" if debug else "critical", "console")
    try:
        app()
    except ValidationError as error:
        said = "; ".join(f"{'.'.join(map(str, item['loc']))}: {item['msg']}" for item in error.errors())
        say(InvalidRequest(f"settings (TURNWISE_…): {said}"))
        sys.exit(2)
    except TurnwiseError as error:
        say(error)
        sys.exit(exit_code_of(error))
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:  # the reader of our output has left, as `| head` does
        sys.stderr.close()
        sys.exit(1)
    except Exception as error:
        if debug:
            raise
        say(TurnwiseError(f"this is a bug: {type(error).__name__}: {error} (TURNWISE_DEBUG=1 shows where)"))
        sys.exit(1)


if __name__ == "__main__":
    main()

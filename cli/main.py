"""`turnwise`: results on standard output, progress and logs on standard error.

Exit codes: 0 answered, 1 not answered, 2 wrong use.
"""

import os
import sys

import typer

from cli import evaluate, serve, stages, talk
from cli.failure import exit_code_of, say
from services.contracts.errors import TurnwiseError
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
    stages.index,
    stages.link,
    stages.plan,
    stages.draft,
    stages.sql,
):
    app.command()(command)
app.add_typer(evaluate.app)


def main() -> None:
    """The entry point. A TurnwiseError becomes one line on standard error; any other fault is a bug and stays loud."""
    # What went wrong is said in one line; a log with its stack trace is for servers.
    logs.configure(os.environ.get("TURNWISE_LOG_LEVEL", "critical"), "console")
    try:
        app()
    except TurnwiseError as error:
        say(error)
        sys.exit(exit_code_of(error))
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:  # the reader of our output has left, as `| head` does
        sys.stderr.close()
        sys.exit(1)


if __name__ == "__main__":
    main()

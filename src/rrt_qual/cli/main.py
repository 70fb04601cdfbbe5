"""`rrt-qual`: the commands, and how every fault becomes one sentence and an exit code.

Exit codes: 0 done, 1 done in part (what was skipped is listed), 2 used wrongly, 3 cannot,
130 stopped by the person.
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from rrt_qual import __version__
from rrt_qual.cli.codebook import codebook
from rrt_qual.cli.codebook import map as codebook_map
from rrt_qual.cli.coding import code, codings
from rrt_qual.cli.confidentiality import deidentify
from rrt_qual.cli.figures import compare, ratings, relations, survey, themes
from rrt_qual.cli.interviews import consent, imports
from rrt_qual.cli.project import check, demo, doctor, init, log, new, settings
from rrt_qual.cli.quotes import quotes
from rrt_qual.cli.report import export, report
from rrt_qual.cli.shared import streams
from rrt_qual.cli.shared.arguments import close_kept
from rrt_qual.cli.shared.terminal import PROGRAM, complain, say
from rrt_qual.cli.suggestions import discover, evaluate, suggest
from rrt_qual.domain.errors import RrtError
from rrt_qual.domain.library_faults import outer, sqlite_name, why
from rrt_qual.services.shared.faultlog import write_down

START, CODE, SUGGEST, COUNT, REPORT, LOOK_AFTER = "Start", "Code", "Suggest", "Count", "Report", "Look after"
CONFIDENTIALITY = "Confidentiality"

#: Exit codes as a shell gives them: 128 and the number of SIGINT, or of SIGPIPE.
STOPPED, PIPE_CLOSED = 130, 141

app = typer.Typer(
    name=PROGRAM,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"{PROGRAM} {__version__}")
        raise typer.Exit


@app.callback()
def main_help(
    _: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    """Code retention interviews with social workers, and count what they say.

    New here? rrt-qual demo opens fourteen invented interviews to try everything
    on.

    PROJECT is a file ending in .rrtq. Leave it out in a folder that holds only
    one, or set RRT_QUAL_PROJECT. Every command says more with --help. No text
    leaves this machine.
    """


app.command("demo", rich_help_panel=START)(demo.demo)
app.command("new", rich_help_panel=START)(new.new)
app.command("init", rich_help_panel=START)(init.init)
app.command("import", rich_help_panel=START)(imports.import_command)
app.command("code", rich_help_panel=CODE)(code.code)
app.add_typer(codings.app, name="codings", rich_help_panel=CODE)
codebook.app.command("map")(codebook_map.map_themes)
app.add_typer(codebook.app, name="codebook", rich_help_panel=CODE)
app.command("suggest", rich_help_panel=SUGGEST)(suggest.suggest)
app.command("discover", rich_help_panel=SUGGEST)(discover.discover)
app.command("evaluate", rich_help_panel=SUGGEST)(evaluate.evaluate)
app.command("themes", rich_help_panel=COUNT)(themes.themes)
app.command("ratings", rich_help_panel=COUNT)(ratings.ratings)
app.command("survey", rich_help_panel=COUNT)(survey.survey)
app.command("compare", rich_help_panel=COUNT)(compare.compare)
app.command("relations", rich_help_panel=COUNT)(relations.relations)
app.command("saturation", rich_help_panel=COUNT)(relations.saturation)
app.command("deidentify", rich_help_panel=CONFIDENTIALITY)(deidentify.deidentify)
app.command("consent", rich_help_panel=CONFIDENTIALITY)(consent.consent)
app.command("erase", rich_help_panel=CONFIDENTIALITY)(consent.erase)
app.command("export", rich_help_panel=REPORT)(export.export)
app.command("report", rich_help_panel=REPORT)(report.report)
app.command("quotes", rich_help_panel=COUNT)(quotes.quotes)
app.command("check", rich_help_panel=LOOK_AFTER)(check.check)
app.command("settings", rich_help_panel=LOOK_AFTER)(settings.settings)
app.command("log", rich_help_panel=LOOK_AFTER)(log.log)
app.command("doctor", rich_help_panel=LOOK_AFTER)(doctor.doctor)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code and never raises."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    with streams.there() as output:
        try:
            code = _run(words)
        except BrokenPipeError:
            code = PIPE_CLOSED
        except KeyboardInterrupt:
            code = STOPPED
        finally:
            close_kept()
        _tell_remarks()
        if code == STOPPED:
            complain("Stopped. What was finished before is kept.")
        try:
            output.flush()
        except BrokenPipeError:
            code = PIPE_CLOSED
        except OSError as fault:
            code = code if output.stuck and code == 3 else _output_lost(fault)
        if output.stuck:  # nor is Python to say anything at its end
            output.give_up()
        return code


def _run(words: list[str]) -> int:
    """The exit code of one command; every fault but a stop or a closed pipe has been told."""
    try:
        result = _commands().main(words, prog_name=PROGRAM, standalone_mode=False)
        return result if isinstance(result, int) else 0
    except RrtError as fault:
        complain(str(fault))
        return fault.exit_code
    except typer.Abort:
        return STOPPED
    except typer.TyperException as fault:
        return _used_wrongly(fault, words)
    except SystemExit as stop:
        if isinstance(stop.__context__, BrokenPipeError):
            raise stop.__context__ from None
        return stop.code if isinstance(stop.code, int) else 3
    except BrokenPipeError:
        raise
    except Exception as fault:
        return _unexpected(fault, words)


def _tell_remarks() -> None:
    """What a language model that was loaded left to tell; nothing is imported when none was."""
    if "rrt_qual.suggest.embed.cache" in sys.modules:
        from rrt_qual.services.suggestions.suggester import remarks

        for sentence in remarks():
            say(sentence)


@functools.cache
def _commands() -> typer.core.TyperGroup:
    """The commands as they are run, put together once a process."""
    return typer.main.get_group(app)


def _used_wrongly(fault: typer.TyperException, words: list[str]) -> int:
    if type(fault).__name__ == "NoArgsIsHelpError":  # its message is the help, printed already
        return 2
    command = _command(words)
    complain(f"{fault.format_message()} See '{PROGRAM}{' ' + command if command else ''} --help'.")
    return fault.exit_code


def _unexpected(fault: Exception, words: list[str]) -> int:
    if isinstance(fault, OSError) and getattr(sys.stdout, "stuck", False):
        return _output_lost(fault)
    if foreseen := outer(fault):
        complain(str(foreseen))
        return foreseen.exit_code
    path = write_down(fault, _command(words))
    where = f"It is written down, without any of your data, in {path}." if path else "It could not be written down."
    if sqlite_name(fault) is not None:
        complain(f"The project cannot be used: {why(fault)}. Try '{PROGRAM} check'. {where}")
    else:
        complain(f"Something went wrong that should not have ({type(fault).__name__}). {where}")
    return 3


def _output_lost(fault: OSError) -> int:
    """Figures could not be written where they were sent: say so."""
    complain(f"The output cannot be written: {why(fault)}. Send it somewhere else, or free some space.")
    return 3


def _command(words: list[str]) -> str:
    """The command's name alone, for messages and the log: its arguments may name people."""
    names = {c.name or "" for c in app.registered_commands} | {g.name or "" for g in app.registered_groups}
    return next((w for w in words if w in names), "")


def run() -> None:
    """The entry point of the installed program."""
    streams.settle(_unseen)
    sys.exit(main())


def _unseen(fault: BaseException) -> None:
    """A fault that no command sees: of a thread, or while something is thrown away. Python would print all of it."""
    if not isinstance(fault, OSError | KeyboardInterrupt):
        write_down(fault, _command(sys.argv[1:]))

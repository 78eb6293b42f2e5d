"""The command line: parses, calls `stages.journey`, prints, exits. The only file here that imports stages.

Heavy imports stand inside the commands, so that `--help` answers at once.
"""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from pipeline import errors

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline.findings import Examination
    from pipeline.outcome import Outcome
    from pipeline.run import ExtractOptions
    from pipeline.standing import Standing

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # rich would double the time that help takes
    help="Leave Lever for Ashby without losing a note, a date or a person, and prove it.",
)

WorkspaceOption = Annotated[
    Path | None,
    typer.Option(
        "--workspace", metavar="DIR", help="Folder of this migration (default: LEVER2ASHBY_WORKSPACE or data)."
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Machine-readable last line on stdout.")]
QuietOption = Annotated[bool, typer.Option("--quiet", help="No progress.")]
YesOption = Annotated[bool, typer.Option("--yes", help="Answer every question with the proposed answer.")]
SweepOption = Annotated[
    float,
    typer.Option(
        "--sweep",
        min=0,
        max=1,
        help="Share of the unchanged opportunities whose children are read again, oldest first.",
    ),
]
FullSweepOption = Annotated[
    bool, typer.Option("--full-sweep", help="Read every list of every opportunity again: before a cut-over.")
]
EeoOption = Annotated[bool, typer.Option("--eeo", help="Copy EEO answers too, into a folder of their own.")]
AcceptGapOption = Annotated[
    list[str] | None,
    typer.Option("--accept-gap", metavar="NAME", help="Take a gap of this name as it is; may be repeated."),
]


@app.command()
def doctor(workspace: WorkspaceOption = None, json: JsonOption = False, quiet: QuietOption = False) -> None:
    """Test both keys, permission by permission, clocks and disk; says what is missing and what is surplus."""
    from pipeline import show
    from pipeline.settings import read_settings
    from stages import doctor as examining

    def go() -> "Examination":
        settings = read_settings()
        return examining.run(workspace or settings.lever2ashby_workspace, settings, show.progress(quiet=quiet))

    _answer(go, as_json=json)


@app.command()
def extract(
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
    quiet: QuietOption = False,
    sweep: SweepOption = 0.1,
    full_sweep: FullSweepOption = False,
    all_lists: Annotated[
        bool, typer.Option("--all-lists", help="Ask also for lists that are empty by rule: panels, referrals.")
    ] = False,
    eeo: EeoOption = False,
    dry_run: Annotated[
        bool,
        typer.Option("--dry-run", help="List the opportunities, say how many calls the rest would take, and stop."),
    ] = False,
) -> None:
    """Copy Lever to disk, word for word; goes on where it stopped; later runs fetch what changed."""
    from pipeline.run import ExtractOptions

    options = ExtractOptions(1.0 if full_sweep else sweep, full_sweep or all_lists, eeo, dry_run)
    _stages(("extract",), workspace, as_json=json, quiet=quiet, options=options)


@app.command()
def survey(workspace: WorkspaceOption = None, json: JsonOption = False, quiet: QuietOption = False) -> None:
    """Copy Ashby's configuration and people to disk."""
    _stages(("survey",), workspace, as_json=json, quiet=quiet)


@app.command()
def transform(
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
    quiet: QuietOption = False,
    yes: YesOption = False,
) -> None:
    """DuckDB SQL: types, identity, splitting, mapping, payloads."""
    _stages(("transform",), workspace, as_json=json, quiet=quiet, yes=yes)


@app.command()
def check(workspace: WorkspaceOption = None, json: JsonOption = False, quiet: QuietOption = False) -> None:
    """Great Expectations on what transform made; holds bad rows back, each with its reason."""
    _stages(("check",), workspace, as_json=json, quiet=quiet)


@app.command()
def load(
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
    quiet: QuietOption = False,
    yes: YesOption = False,
) -> None:
    """Write to Ashby, parents first, newest first; goes on where it stopped."""
    _stages(("load",), workspace, as_json=json, quiet=quiet, yes=yes)


@app.command()
def reconcile(workspace: WorkspaceOption = None, json: JsonOption = False, quiet: QuietOption = False) -> None:
    """Read Ashby back, compare every record and field, write the report."""
    _stages(("reconcile",), workspace, as_json=json, quiet=quiet)


@app.command()
def run(
    workspace: WorkspaceOption = None,
    json: JsonOption = False,
    quiet: QuietOption = False,
    yes: YesOption = False,
    sweep: SweepOption = 0.1,
    full_sweep: FullSweepOption = False,
    accept_gap: AcceptGapOption = None,
) -> None:
    """All stages in their order; a second run does only what is left or new."""
    from pipeline.run import ExtractOptions

    _stages(
        ("extract", "survey", "transform", "check", "load", "reconcile"),
        workspace,
        as_json=json,
        quiet=quiet,
        yes=yes,
        options=ExtractOptions(1.0 if full_sweep else sweep, full_sweep),
        accept_gaps=tuple(accept_gap or ()),
    )


@app.command()
def status(workspace: WorkspaceOption = None, json: JsonOption = False, quiet: QuietOption = False) -> None:  # noqa: ARG001
    """Where the migration stands: each stage, and for each entity what is decided, held and written."""
    from pipeline.settings import read_settings
    from stages import status as standing

    _answer(lambda: standing.run(workspace or read_settings().lever2ashby_workspace), as_json=json)


@app.command()
def simulate(
    lever_port: Annotated[int, typer.Option(help="Port of the simulated Lever; 0 picks one.")] = 0,
    ashby_port: Annotated[int, typer.Option(help="Port of the simulated Ashby; 0 picks one.")] = 0,
    people: Annotated[int, typer.Option(help="People of the invented company, awkward cases apart.")] = 120,
    seed: Annotated[int | None, typer.Option(help="Another seed, another company.")] = None,
) -> None:
    """Serve stand-ins of both vendors on loopback ports, with an invented company; prints how to reach them."""
    from pipeline.simulator import company, server

    server.serve(lever_port, ashby_port, company.SEED if seed is None else seed, people)


@app.command()
def demo(
    workspace: Annotated[Path, typer.Option("--workspace", metavar="DIR", help="Folder of the demonstration.")] = Path(
        "data/demo"
    ),
    people: Annotated[int, typer.Option(help="People of the invented company, awkward cases apart.")] = 40,
    json: JsonOption = False,
    quiet: QuietOption = False,
) -> None:
    """The whole journey on an invented company full of awkward cases, against stand-ins of both vendors."""
    from pipeline import show
    from stages import demonstration

    _answer(lambda: demonstration.run(workspace, people, show.progress(quiet=quiet)), as_json=json)


def _stages(
    names: tuple[str, ...],
    workspace: Path | None,
    *,
    as_json: bool,
    quiet: bool,
    yes: bool = False,
    options: "ExtractOptions | None" = None,
    accept_gaps: tuple[str, ...] = (),
) -> NoReturn:
    from pipeline import show
    from pipeline.settings import read_settings
    from stages import journey

    def go() -> "Outcome":
        settings = read_settings()
        return journey.travel(
            names,
            workspace or settings.lever2ashby_workspace,
            settings,
            accept_proposals=yes,
            accept_gaps=accept_gaps,
            options=options,
            progress=show.progress(quiet=quiet),
        )

    _answer(go, as_json=as_json)


def _answer(go: "Callable[[], Outcome | Examination | Standing]", *, as_json: bool) -> NoReturn:
    """Run it, show what came of it, and leave with its exit code; an error of ours is one sentence."""
    from pipeline import show

    try:
        told = go()
    except errors.Lever2AshbyError as error:
        show.error(str(error), error.exit_code, as_json=as_json)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        show.error("Interrupted. Nothing is lost; run the command again to go on.", errors.INTERRUPTED, as_json=as_json)
        sys.exit(errors.INTERRUPTED)
    show.result(told, as_json=as_json)
    sys.exit(told.exit_code)


def main() -> None:
    """Entry point."""
    app()


if __name__ == "__main__":
    main()

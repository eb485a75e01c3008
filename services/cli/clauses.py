"""`huxin clauses`: the traceability matrix, from each clause to where it lives and to the examples that keep and break it."""

from __future__ import annotations

import json
import sys
from collections import Counter
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.table import Table

from services.kernel.errors import HuxinError
from services.runtime.law import NATIONAL, load_all
from services.runtime.settings import Settings
from services.runtime.traceability import Matrix, Row, build_matrix

if TYPE_CHECKING:
    from pathlib import Path

MARKS = {"full": "●", "assisted": "◐", "narrative": "○"}


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print the rows as a JSON list.")
@click.option("--process", help="Show one process only, by number (P01) or name (permit_gating).")
@click.option("--delivered", is_flag=True, help="Let only gaps of processes that have a diagram decide the exit code.")
@click.option("--national", is_flag=True, help="Show the national clauses too, which the local ones rest on.")
@click.option("--gaps", "only_gaps", is_flag=True, help="Show only the gaps in the table.")
@click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", show_default=True, help="Language of the gists.")
def command(  # noqa: PLR0913 - one argument an option of the command line
    *, as_json: bool, process: str | None, delivered: bool, national: bool, only_gaps: bool, lang: str
) -> None:
    """Print the traceability matrix (条款追溯).

    A clause is covered when it lives in a diagram, a table, a contract or rule code and is shown both kept and broken by an example.

    Exit code 0: no gap. 1: a gap, or a citation of an id that no catalogue holds. 2: wrong use.
    """
    home = Settings.from_env().home
    matrix = build_matrix(home, process=_process_id(home, process), national=national)
    if as_json:
        click.echo(json.dumps([row.to_json() for row in matrix.rows], ensure_ascii=False, indent=1))
    else:
        show(matrix, lang=lang, only_gaps=only_gaps)
    for citation in matrix.unknown:
        click.echo(f"huxin: no catalogue holds {citation}", err=True)
    if matrix.gaps(delivered_only=delivered) or matrix.unknown:
        sys.exit(1)


def show(matrix: Matrix, *, lang: str, only_gaps: bool, console: Console | None = None) -> None:
    """Print the matrix for people: a table a process, then the counts."""
    console = console or Console()
    groups: dict[str | None, list[Row]] = {key: [] for key in matrix.processes}
    for row in matrix.rows:
        groups.setdefault(row.clause.process, []).append(row)
    for key, rows in groups.items():
        shown = [row for row in rows if row.gap] if only_gaps else rows
        if shown:
            console.print(_rows_table(_heading(matrix, key, lang), shown, lang))
    console.print(_counts_table(matrix, groups, lang))
    console.print(f"{MARKS['full']} full  {MARKS['assisted']} assisted  {MARKS['narrative']} narrative    + kept  - broken", style="dim")


def _heading(matrix: Matrix, key: str | None, lang: str) -> str:
    """Return the heading of a process: number and name, and whether its diagram exists."""
    if key is None:
        return "叙述性条款" if lang == "zh" else "No process of their own"
    name = matrix.processes[key]
    text = f"{name.number} {name.name_zh if lang == 'zh' else name.name_en}"
    return text if key in matrix.drawn else f"{text} ({'尚无流程图' if lang == 'zh' else 'no diagram yet'})"


def _rows_table(heading: str, rows: list[Row], lang: str) -> Table:
    """Return the table of one process's clauses."""
    table = Table(title=heading, title_justify="left", title_style="bold", show_lines=False, expand=False, pad_edge=False)
    table.add_column("", width=1)
    table.add_column("clause", no_wrap=True)
    table.add_column("gist", ratio=3, overflow="fold")
    table.add_column("places", ratio=2, overflow="fold")
    table.add_column("examples", no_wrap=True)
    for row in rows:
        style = "red" if row.gap else ("green" if row.covered else "dim")
        gist = row.clause.gist_zh if lang == "zh" else row.clause.gist_en
        table.add_row(MARKS[row.clause.executable], row.clause.id, gist, _places(row), f"+{row.kept} -{row.broken}", style=style)
    return table


def _places(row: Row) -> str:
    """Return how many places of each kind a clause has, such as `3 element, 2 row`."""
    return ", ".join(f"{number} {kind}" for kind, number in Counter(place.kind for place in row.places).items())


def _counts_table(matrix: Matrix, groups: dict[str | None, list[Row]], lang: str) -> Table:
    """Return the counts by process."""
    table = Table(title="合计" if lang == "zh" else "Totals", title_justify="left", title_style="bold")
    for name in ("process", "clauses", "full", "assisted", "covered", "gaps"):
        table.add_column(name, justify="left" if name == "process" else "right")
    everything: list[Row] = []
    for key, rows in groups.items():
        if rows:
            everything += rows
            table.add_row(_heading(matrix, key, lang), *_counts(rows))
    table.add_section()
    table.add_row("全部" if lang == "zh" else "All", *_counts(everything), style="bold")
    return table


def _counts(rows: list[Row]) -> tuple[str, ...]:
    """Return number of rows, full, assisted, covered and gaps as texts."""
    kinds = [row.clause.executable for row in rows]
    numbers = (len(rows), kinds.count("full"), kinds.count("assisted"), sum(row.covered for row in rows), sum(row.gap for row in rows))
    return tuple(str(number) for number in numbers)


def _process_id(home: Path, text: str | None) -> str | None:
    """Return the process id that a number or name means.

    Raises:
        HuxinError: `unknown_process`.
    """
    if text is None:
        return None
    names = load_all(home)[NATIONAL].processes
    for name in names.values():
        if text.lower() in (name.number.lower(), name.id):
            return name.id
    known = ", ".join(f"{name.number} {name.id}" for name in names.values())
    raise HuxinError("unknown_process", "No such process", f"{text!r} is none of {known}", status=404, fix="use a number such as P01")

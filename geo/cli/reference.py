"""The reference of all commands as Markdown: ``python -m geo.cli.reference > docs/cli.md``."""

import argparse
from collections.abc import Iterator

from geo.cli.arguments import make_parser
from geo.cli.output import write_output

HEAD = """\
# The command line

<!-- Made by `make docs` from the commands themselves; edit geo/cli/arguments.py instead. -->

Every command prints its results to standard output and its messages to standard error. Exit
status 0 is success; 2 means that an input was refused: the message names it and the remedy, and
files that could be read are still read, unless the manifest itself is refused. Output is UTF-8
and the same for the same input.
"""


def describe_commands(parser: argparse.ArgumentParser) -> str:
    """Return the reference of every command of a parser, in Markdown."""
    return "\n".join([HEAD, *_describe_parser(parser)])


def list_commands(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    """Return every command that does something, by its full name such as ``gazetteer build``."""
    found = {}
    for action in _subcommands(parser):
        for name, command in action.choices.items():
            inner = {f"{name} {part}": leaf for part, leaf in list_commands(command).items()}
            found.update(inner or {name: command})
    return found


def _describe_parser(parser: argparse.ArgumentParser) -> Iterator[str]:
    for name, command in list_commands(parser).items():
        yield f"## {name}\n"
        yield f"{command.description}\n"
        yield f"```\n{_usage(command)}\n```\n"
        yield "| argument | meaning |\n|---|---|"
        for action in _arguments(command):
            yield f"| `{_escape_cell(_name(action))}` | {_escape_cell(action.help or '')} |"
        yield ""


def _usage(command: argparse.ArgumentParser) -> str:
    parts = [
        _name(action) if action.required else f"[{_name(action)}]"
        for action in sorted(_arguments(command), key=lambda action: bool(action.option_strings))
    ]
    return " ".join([command.prog, *parts])


def _name(action: argparse.Action) -> str:
    value = "" if action.nargs == 0 else _value(action)
    return " ".join([*action.option_strings[:1], *([value] if value else [])])


def _value(action: argparse.Action) -> str:
    if isinstance(action.metavar, str):
        name = action.metavar
    else:
        name = "|".join(map(str, action.choices or [])) or action.dest.upper()
    return f"{name} ..." if action.nargs in ("+", "*") else name


def _escape_cell(text: str) -> str:
    return text.replace("%%", "%").replace("|", "\\|")


def _arguments(parser: argparse.ArgumentParser) -> list[argparse.Action]:
    skipped = (argparse._HelpAction, argparse._SubParsersAction)  # noqa: SLF001 - no public names
    return [action for action in parser._actions if not isinstance(action, skipped)]  # noqa: SLF001


def _subcommands(parser: argparse.ArgumentParser) -> list[argparse._SubParsersAction]:  # type: ignore[type-arg]
    return [a for a in parser._actions if isinstance(a, argparse._SubParsersAction)]  # noqa: SLF001


if __name__ == "__main__":
    write_output([describe_commands(make_parser()).encode()])

"""Completion of commands, options, numbers and fields in bash, zsh and fish."""

from __future__ import annotations

import os
import sys

import click
from click.shell_completion import (
    BashComplete,
    CompletionItem,
    FishComplete,
    ShellComplete,
    ZshComplete,
    split_arg_string,
)

from tui.cli import failures

VARIABLE = "_TRIALS_COMPLETE"
# bash parts words at colons, and replaces only what is behind the last one: it hands over the line
# as typed, and the words that part it.
_BASH = """\
%(complete_func)s() {
    local type value response
    COMPREPLY=()
    response=$(COMP_TYPED="${COMP_LINE:0:COMP_POINT}" COMP_BREAKS="$COMP_WORDBREAKS" \\
        %(complete_var)s=bash_complete "$1" 2>/dev/null) || return 0
    while IFS=, read -r type value; do
        case $type in
            dir) compopt -o dirnames 2>/dev/null ;;
            file) compopt -o default 2>/dev/null ;;
            field) COMPREPLY+=("$value"); compopt -o nospace 2>/dev/null ;;
            plain) COMPREPLY+=("$value") ;;
        esac
    done <<< "$response"
    return 0
}
complete -o nosort -F %(complete_func)s %(prog_name)s 2>/dev/null ||
    complete -F %(complete_func)s %(prog_name)s
"""
# zsh adds no blank after what comes without a help: fields alone, whose value is yet to be typed.
_ZSH_ADDS = "compadd -U -V unsorted -a completions"
_ZSH_GOES_ON = "compadd -U -S '' -V unsorted -a completions"


def _whole(typed: str, items: list[CompletionItem[str]]) -> list[CompletionItem[str]]:
    """With `--format=` put before the value again, where the shell replaces the whole word."""
    option, equals, _ = typed.partition("=")
    if not (equals and option.startswith("-")):
        return items
    return [
        item
        if item.type != "plain"
        else CompletionItem(f"{option}={item.value}", type=item.type, help=item.help)
        for item in items
    ]


class _Bash(BashComplete):
    source_template = _BASH

    @staticmethod
    def _check_version() -> None:
        """No shell is started to ask for its version."""

    def get_completion_args(self) -> tuple[list[str], str]:
        typed = os.environ["COMP_TYPED"]
        words = split_arg_string(typed)[1:]
        return (words[:-1], words[-1]) if words and not typed[-1:].isspace() else (words, "")

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem[str]]:
        items = _whole(incomplete, super().get_completions(args, incomplete))
        breaks = os.environ.get("COMP_BREAKS", "")
        kept = max((incomplete.rfind(each) for each in ":=" if each in breaks), default=-1) + 1
        for item in items:
            if item.type == "plain":
                item.type = "field" if item.value.endswith(":") else "plain"
                item.value = item.value[kept:]
        return items


class _Zsh(ZshComplete):
    source_template = ZshComplete.source_template.replace(_ZSH_ADDS, _ZSH_GOES_ON)

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem[str]]:
        items = _whole(incomplete, super().get_completions(args, incomplete))
        for item in items:
            item.help = item.help or (None if item.value.endswith(":") else "choice")
        return items


class _Fish(FishComplete):
    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem[str]]:
        return _whole(incomplete, super().get_completions(args, incomplete))


SHELLS: dict[str, type[ShellComplete]] = {"bash": _Bash, "zsh": _Zsh, "fish": _Fish}


@click.command()
@click.argument("shell", type=click.Choice(tuple(SHELLS)))
@click.pass_context
def completion(context: click.Context, shell: str) -> int:
    """Print the script that completes trials in a shell."""
    click.echo(SHELLS[shell](context.find_root().command, {}, "trials", VARIABLE).source())
    return failures.DONE


def answer(program: click.Command) -> int | None:
    """Answer a shell that completes; None where none asks. Whatever is wrong, nothing is said."""
    asked = os.environ.get(VARIABLE)
    if not asked:
        return None
    kind = SHELLS.get(asked.removesuffix("_complete"))
    try:
        if kind is not None:
            sys.stdout.write(kind(program, {}, "trials", VARIABLE).complete() + "\n")
    except Exception:
        return failures.REFUSED
    return failures.DONE


COMMANDS = (completion,)

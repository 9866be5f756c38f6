"""How the words of a command line are read, and what is said to words that no command knows.

``flows.cli.parser`` declares the commands with the classes here. argparse ends with exit code 2 by itself.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile
from typing import Any, NoReturn

from flows.cli import streams
from flows.cli.terminal import COULD_NOT_RUN, complain
from flows.quoting import safe, shell_word
from flows.suggestions import nearest

_OPTION = re.compile(r"--?[^\W\d][^\s]*")
_SURE, _LIKELY = 0.75, 0.55  # likenesses of two options


class CommandParser(argparse.ArgumentParser):
    """A parser whose errors say what was probably meant, and whose help fails where it cannot be written.

    ``root`` is the parser of the whole command. ``also`` are words that newcomers may try for a command of this
    parser, by the name of the command.
    """

    def __init__(self, *, root: CommandParser | None = None, example: str = "", **arguments: Any) -> None:
        super().__init__(formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False, **arguments)
        self.root = root or self
        self.also: dict[str, str] = {}
        self._example = example
        self._commands: argparse._SubParsersAction[CommandParser] | None = None
        talk = self.add_mutually_exclusive_group()
        default = argparse.SUPPRESS if root else "normal"
        for letter, name, text in (
            ("-q", "quiet", "say only what is wrong; data on stdout stays the same"),
            ("-v", "verbose", "say more: each step with its time, and why"),
        ):
            talk.add_argument(
                letter, f"--{name}", dest="talk", action="store_const", const=name, default=default, help=text
            )

    def add_command(self, name: str, handler: str, summary: str, examples: str, also: str = "") -> CommandParser:
        """Return the parser of a new command; ``handler`` is the "module:function" that does it.

        ``examples`` are lines of the help. ``also`` are other words for it, which its name is suggested for.
        """
        if self._commands is None:
            noun = "command" if self.root is self else "action"
            self._commands = self.add_subparsers(title=f"{noun}s", metavar=noun.upper(), required=True)
        command = self._commands.add_parser(
            name,
            root=self.root,
            example=re.split(r" {3,}|\n", examples.strip())[0],
            help=summary,
            description=summary[0].upper() + summary[1:] + ".",
            epilog=f"examples:\n{examples}",
        )
        command.set_defaults(handler=handler)
        self.also.update(dict.fromkeys(also.split(), name))
        return command

    @property
    def commands(self) -> Mapping[str, CommandParser]:
        """The parsers of the commands of this one, by name, in the order of the help."""
        return {} if self._commands is None else self._commands.choices

    @property
    def options(self) -> tuple[str, ...]:
        """All options as they are written, short and long."""
        return tuple(self._option_string_actions)

    @property
    def arguments(self) -> tuple[argparse.Action, ...]:
        """All arguments and options that this parser reads, without those of its commands."""
        return tuple(each for each in self._actions if each is not self._commands)

    def walk(self) -> Iterator[CommandParser]:
        """Yield this parser and those of all commands below it."""
        yield self
        for command in self.commands.values():
            yield from command.walk()

    def parse_known_args(  # type: ignore[override]  # typeshed tells two forms apart by the namespace
        self, args: Sequence[str] | None = None, namespace: Any = None
    ) -> tuple[Any, list[str]]:
        """Return the arguments; the first word that this very parser does not know ends the command.

        The words of a command below are left to its own parser, so that the error is about that command.
        """
        words = sys.argv[1:] if args is None else list(args)
        if not words and self.root is self:
            self.print_help(sys.stderr)
            self.exit(COULD_NOT_RUN)
        own = takewhile(lambda word: word.startswith("-") if self.commands else word != "--", words)
        for word in own:
            if _OPTION.fullmatch(word) and not self._is_option(word):
                self._refuse_option(word.partition("=")[0])
        known, left = super().parse_known_args(words, namespace)
        if left:
            self._refuse(f"one word too many: {shell_word(left[0])}", "put quotes around what belongs together")
        return known, []

    def _is_option(self, word: str) -> bool:
        # Letters may be joined, to each other or to a value: -vo out, -oout.
        return word.partition("=")[0] in self.options or (word[1] != "-" and word[:2] in self.options)

    def _refuse_option(self, option: str) -> NoReturn:
        others = [each for each in self.root.walk() if option in each.options]
        near = nearest(option, self.options, _LIKELY if not others else _SURE)
        if near is not None:
            remedy = f"did you mean {near}?"
        elif others:
            remedy = f"it is an option of {', '.join(f'`{each.prog}`' for each in others[:4])}"
        else:
            remedy = self._far_option(option)
        self._refuse(f"there is no option {option}", remedy)

    def _far_option(self, option: str) -> str:
        owners = {each: parser for parser in self.root.walk() for each in parser.options}
        near = nearest(option, owners, _SURE)
        return "" if near is None else f"did you mean {near} of `{owners[near].prog}`?"

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        """Refuse a value that is none of an action's choices, which for argparse the name of a command is, too."""
        if action.choices is None or value in action.choices:
            return
        names = list(map(str, action.choices))
        kind = (action.metavar if isinstance(action.metavar, str) else action.dest).lower()
        if action.option_strings:
            what, likeness = f"{'/'.join(action.option_strings)} takes no {shell_word(str(value))}", _LIKELY
        else:
            what, likeness = f"there is no {kind} {shell_word(str(value))}", 0.6
        near = self.also.get(str(value).lower()) or nearest(str(value), names, likeness)
        meant = self._path_remedy(action, str(value)) or (f"did you mean {near}?" if near else "")
        listed = "" if near and action is self._commands else f"{kind}s: {', '.join(names)}"
        self._refuse(what, "\n".join(filter(None, (meant, listed))))

    def _path_remedy(self, action: argparse.Action, word: str) -> str:
        """Return what to do with a file or folder that stands in the place of a command."""
        if action is not self._commands or self.root is not self or not os.path.lexists(word):
            return ""
        command = "run" if os.path.isdir(word) else "explain"
        return f"did you mean: {self.prog} {command} {shell_word(word)}"

    def error(self, message: str) -> NoReturn:
        """End the command with what argparse says of its words."""
        is_incomplete = "required" in message or "expected" in message
        self._refuse(safe(message), f"such as: {self._example}" if is_incomplete and self._example else "")

    def _refuse(self, what: str, remedy: str = "") -> NoReturn:
        complain(self.prog, what, "\n".join(filter(None, (remedy, f"see `{self.prog} --help`"))))
        self.exit(COULD_NOT_RUN)

    def _print_message(self, message: str, file: Any = None) -> None:
        """Write help and version to stdout; raise ``OSError`` where that fails, which argparse would hide."""
        if file is None or file is sys.stderr:
            streams.tell(message.rstrip("\n"))
        else:
            file.write(message)

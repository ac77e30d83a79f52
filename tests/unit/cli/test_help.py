"""What the command line says about itself."""

from collections.abc import Iterator

import click
import pytest
from click.testing import CliRunner

from consent_server.cli.main import commands

WIDTH = 72  # of 80 columns, without click's margins


def every_command(
    parent: click.Command = commands, path: tuple[str, ...] = ()
) -> Iterator[tuple[str, click.Command]]:
    if not isinstance(parent, click.Group):
        return
    context = click.Context(parent)
    for name in parent.list_commands(context):
        command = parent.get_command(context, name)
        assert command is not None
        yield " ".join((*path, name)), command
        yield from every_command(command, (*path, name))


COMMANDS = dict(every_command())


@pytest.mark.parametrize("name", COMMANDS)
def test_a_list_of_commands_says_whole_sentences(name: str) -> None:
    group = name.rpartition(" ")[0]
    listed = [one for one in COMMANDS if one.rpartition(" ")[0] == group]
    room = WIDTH - max(len(one.rpartition(" ")[2]) for one in listed)

    assert not COMMANDS[name].get_short_help_str(room).endswith("...")


@pytest.mark.parametrize("name", COMMANDS)
def test_the_data_folder_of_a_server_is_that_of_every_command(name: str) -> None:
    folders = [one for one in COMMANDS[name].params if one.name == "data_dir"]

    assert all(
        "CONSENT_DATA_DIR" in (one.envvar, one.make_metavar(click.Context(commands)))
        for one in folders
    )


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["audti"], "No such command 'audti'. Did you mean 'audit'?"),
        (["audit", "exprot"], "No such command 'exprot'. Did you mean 'export'?"),
        (["site", "key", "creat"], "Did you mean 'create'?"),
        (["wordpress"], "No such command 'wordpress'.\n"),
    ],
    ids=" ".join,
)
def test_a_command_that_is_mistyped_is_guessed(typed: list[str], said: str) -> None:
    told = CliRunner().invoke(commands, typed)

    assert said in told.output
    assert told.exit_code == 2

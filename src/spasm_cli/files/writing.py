"""Writing files: whole or not at all, private where they hold answers, never over another without leave."""

import os
from pathlib import Path

from spasm_cli.errors import SpasmError
from spasm_cli.files.words_file import say


def write_new(name: str, data: bytes, *, force: bool, private: bool) -> None:
    """Write a file in one step, so that nobody ever finds half of it; `private` makes it readable only to its owner.

    With `force` a link is written through, and stays.

    Raises:
        SpasmError: something is there already and `force` is not set, or it cannot be written.
    """
    if problem := unfit(name, force=force):
        raise SpasmError(say("file.problem", file=name, problem=problem))
    path = _followed(name)
    # Not after the file: a long name would become too long. And named first, so that no signal finds it unnamed.
    temporary = path.with_name(f".spasm-{os.urandom(8).hex()}")
    try:
        try:
            with open(temporary, "xb", opener=_private if private else None) as stream:
                stream.write(data)
                stream.flush()
                if force and not private and path.exists():
                    temporary.chmod(path.stat().st_mode & 0o777)
                os.fsync(stream.fileno())
            if force:
                temporary.replace(path)
            else:
                _move_to_free_name(temporary, path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
    except FileExistsError:
        raise SpasmError(say("file.problem", file=name, problem=say("file.taken"))) from None
    except OSError as error:
        raise SpasmError(say("file.unwritable", file=name, reason=error.strerror or error)) from None


def unfit(name: str, *, force: bool) -> str | None:
    """Say why no file can be written under a name, as far as that can be known before; else None."""
    path = _followed(name)
    if os.path.isdir(path):  # noqa: PTH112 - Path raises where it may not look
        return say("file.is_directory")
    # A link that is still there leads back to itself.
    if os.path.lexists(path) and not os.path.isfile(path):  # noqa: PTH113 - as above
        return say("file.no_file")
    if not os.path.isdir(path.parent):  # noqa: PTH112 - as above
        return say("file.no_directory", directory=path.parent)
    if not os.access(path.parent, os.W_OK | os.X_OK):
        return say("file.closed_directory", directory=path.parent)
    return say("file.taken") if os.path.lexists(name) and not force else None


def _followed(name: str) -> Path:
    return Path(os.path.realpath(name) if os.path.islink(name) else name)  # noqa: PTH114 - as above


def _private(name: str, flags: int) -> int:
    return os.open(name, flags, 0o600)


def _move_to_free_name(temporary: Path, path: Path) -> None:
    """Rename a file, unless the name is taken: a link fails then, where a rename would write over it."""
    try:
        path.hardlink_to(temporary)
    except FileExistsError:
        raise
    except OSError:
        # Memory sticks and some network drives know no links.
        if path.exists():
            raise FileExistsError from None
        temporary.rename(path)
    else:
        temporary.unlink()

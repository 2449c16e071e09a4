"""Writing files: whole or not at all, private where they hold answers, never over another without leave."""

import os
from pathlib import Path

from spasm_cli.errors import SpasmError


def write_new(name: str, data: bytes, *, force: bool, private: bool) -> None:
    """Write a file in one step, so that nobody ever finds half of it; `private` makes it readable only to its owner.

    Raises:
        SpasmError: something is there already and `force` is not set, or it cannot be written.
    """
    if problem := unfit(name):
        raise SpasmError(f"{name}: {problem}.")
    path = Path(name)
    # Not after the file: a long name would become too long. And named first, so that no signal finds it unnamed.
    temporary = path.with_name(f".spasm-{os.urandom(8).hex()}")
    try:
        try:
            with open(temporary, "xb", opener=_private if private else None) as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            if force:
                temporary.replace(path)
            else:
                _move_to_free_name(temporary, path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
    except FileExistsError:
        raise SpasmError(f"{name}: there is a file already; --force writes over it.") from None
    except OSError as error:
        raise SpasmError(f"{name}: cannot be written ({error.strerror or error}).") from None


def unfit(name: str) -> str | None:
    """Say why nothing may be written in place of what stands there: a directory, a pipe, a device; else None."""
    path = Path(name)
    if os.path.isdir(path):  # noqa: PTH112 - Path raises where it may not look
        return "this is a directory; name a file in it"
    if os.path.exists(path) and not os.path.isfile(path):  # noqa: PTH110, PTH113 - as above
        return "this is not an ordinary file; choose another name"
    return None


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

"""Writing files: whole or not at all, private where they hold answers, never over another without leave."""

import os
import tempfile
from pathlib import Path

from spasm_cli.errors import SpasmError


def write_new(name: str, data: bytes, *, force: bool, private: bool) -> None:
    """Write a file in one step, so that nobody ever finds half of it; `private` makes it readable only to its owner.

    Raises:
        SpasmError: something is there already and `force` is not set, or it cannot be written.
    """
    path = Path(name)
    try:
        if path.is_dir():
            raise SpasmError(f"{name}: this is a directory; name a file.")
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            Path(temporary).chmod(0o600 if private else 0o644)
            if force:
                Path(temporary).replace(path)
            else:
                _move_to_free_name(Path(temporary), path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
    except FileExistsError:
        raise SpasmError(f"{name}: there is a file already; --force writes over it.") from None
    except OSError as error:
        raise SpasmError(f"{name}: cannot be written ({error.strerror or error}).") from None


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

"""A PostgreSQL server of the tests' own: made in a temporary folder, gone after them."""

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SERVERS = Path("/usr/lib/postgresql")
"""Where Debian keeps the servers of each version; elsewhere they are on the PATH."""


def find_server() -> Path | None:
    """Return the folder of the newest server's programs, None when there is none."""
    folders = sorted(SERVERS.glob("*/bin"), key=lambda folder: int(folder.parent.name))
    found = shutil.which("initdb")
    folders += [Path(found).parent] if found else []
    return next((f for f in reversed(folders) if (f / "initdb").exists()), None)


@contextmanager
def run_server(folder: Path) -> Iterator[str]:
    """Run an empty server on a socket under `folder`; yield its SQLAlchemy address.

    PostgreSQL refuses to run as root: then it runs as ``nobody``, who is given the folder.
    """
    programs = find_server()
    assert programs, "find_server() found one before"
    data = folder / "data"
    user = _runner(folder)
    run = [*user, str(programs / "initdb"), "-D", str(data), "-U", "masar", "-A", "trust"]
    subprocess.run([*run, "-E", "UTF8", "--no-sync"], check=True, capture_output=True)
    control = [*user, str(programs / "pg_ctl"), "-D", str(data), "-w"]
    options = f"-k {folder} -c listen_addresses= -c fsync=off"
    started = [*control, "-l", str(folder / "log"), "-o", options, "start"]
    subprocess.run(started, check=True, capture_output=True)
    try:
        yield f"postgresql+psycopg://masar@/postgres?host={folder}"
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], check=True, capture_output=True)


def _runner(folder: Path) -> list[str]:
    if os.geteuid() != 0:
        return []
    nobody = pwd.getpwnam("nobody")
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    return ["setpriv", f"--reuid={nobody.pw_uid}", f"--regid={nobody.pw_gid}", "--clear-groups"]

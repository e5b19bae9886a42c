"""A real PostgreSQL from Debian's package on a socket in a folder of its own, and fresh databases in it."""

import importlib.util
import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path

BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)


def missing():
    """Why it cannot be started here; None if it can."""
    if not BINARIES or not (BINARIES[0] / "initdb").is_file():
        return "PostgreSQL is not installed: apt-get install postgresql"
    if shutil.which("psql") is None:
        return "psql is not installed: apt-get install postgresql-client"
    if importlib.util.find_spec("psycopg") is None:
        return "the driver is not installed: apt-get install python3-psycopg"
    return None


class Postgres:
    """`with Postgres() as server:` then `server.new_database()`. It does not start as root, so it becomes `postgres` then."""

    def __enter__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="ledgerbridge-pg-"))
        self.numbers = itertools.count(1)
        self.user = "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres")
        self._run("initdb", "-D", self.folder / "data", "-A", "trust", "-N", "--no-locale", "-E", "UTF8")
        self.start()
        return self

    def __exit__(self, *_):
        self._run("pg_ctl", "-D", self.folder / "data", "-m", "immediate", "-w", "stop", check=False)
        shutil.rmtree(self.folder, ignore_errors=True)

    def start(self):
        # Without fsync: tests end processes, not machines.
        options = f"-c listen_addresses='' -c unix_socket_directories={self.folder} -c fsync=off -c max_connections=200"
        self._run("pg_ctl", "-D", self.folder / "data", "-l", self.folder / "log", "-w", "-o", options, "start")

    def restart(self):
        """As after a crash: every connection is gone."""
        self._run("pg_ctl", "-D", self.folder / "data", "-m", "immediate", "-w", "stop")
        self.start()

    def new_database(self):
        """The address of an empty one."""
        name = f"test{os.getpid()}_{next(self.numbers)}"
        self.query("postgres", f"CREATE DATABASE {name}")
        return f"host={self.folder} user={self.user} dbname={name}"

    def query(self, database, statement):
        """Rows of texts."""
        done = subprocess.run(["psql", "-h", str(self.folder), "-U", self.user, "-d", database, "-AtX", "-F", "\t", "-c", statement],
                              check=True, capture_output=True, text=True)
        return [line.split("\t") for line in done.stdout.splitlines()]

    def _run(self, program, *arguments, check=True):
        user = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}
        done = subprocess.run([str(BINARIES[0] / program), *map(str, arguments)], cwd=self.folder, stdin=subprocess.DEVNULL,
                              stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False, **user)
        assert done.returncode == 0 or not check, (program, done.stderr)

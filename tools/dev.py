"""What can be done in this checkout? The commands behind the Makefile, with Python's own library alone."""

import os
import shutil
import sys

if sys.version_info < (3, 11):  # noqa: UP036 - started by whatever `python3` is
    sys.exit("Python 3.11 or newer is needed. Install it with: apt-get install python3.11 python3.11-venv")

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path[0] = ROOT
os.chdir(ROOT)

from pathlib import Path  # noqa: E402

from tools import prepare, serve, verify  # noqa: E402
from tools.broker import broker_url  # noqa: E402
from tools.databases import database_urls  # noqa: E402
from tools.localdb import cluster  # noqa: E402
from tools.localdb.places import LocalDbError, places  # noqa: E402
from tools.say import Failure, run_here, say  # noqa: E402

CACHES = (".hypothesis", ".import_linter_cache", ".ruff_cache")
MADE_BY_SETUP = (".venv", ".local", "node_modules", "build", "staticfiles", *CACHES)


def demo() -> None:
    prepare.python_packages("local")
    prepare.front_end()
    prepare.pdf_library()
    serve.demo()


def test() -> None:
    _test("not slow")


def test_all() -> None:
    _test("")


def test_only(mark: str = "") -> None:
    if not mark:
        raise Failure("Which mark? For example: make test-only MARK=security")
    chromium = _everything()
    with database_urls() as urls, broker_url() as broker:
        env = verify.test_environment(urls | broker, chromium)
        verify.conclude([] if verify.run_tests(env, mark) else ["tests"])


def check_fast() -> None:
    prepare.python_packages("dev")
    prepare.front_end()
    with database_urls() as urls, broker_url() as broker:
        env = verify.test_environment(urls | broker, None)
        failed = verify.run_checks(env)
        passed = verify.run_tests(env, "not slow and not browser")
        verify.conclude(failed if passed else [*failed, "tests"])


def setup() -> None:
    _everything()
    say("All is set up.")


def bench(only: str = "") -> None:
    prepare.python_packages("dev")
    prepare.front_end()
    with database_urls() as urls, broker_url() as broker:
        env = verify.test_environment(urls | broker, None)
        command = [prepare.PYTHON, "-m", "bench", *(["--only", only] if only else [])]
        verify.conclude(["benchmarks"] if run_here(command, env) else [])


def docs() -> None:
    prepare.python_packages("dev")
    code = run_here([prepare.PYTHON, "manage.py", "write_docs"], os.environ)
    verify.conclude(["docs"] if code else [])


def fix() -> None:
    prepare.python_packages("dev")
    verify.fix()


def clean() -> None:
    cluster.remove(places())
    for name in MADE_BY_SETUP:
        shutil.rmtree(Path(ROOT) / name, ignore_errors=True)
    say("Removed all that set-up had made, the private database too.")


def _test(marks: str) -> None:
    chromium = _everything()
    with database_urls() as urls, broker_url() as broker:
        env = verify.test_environment(urls | broker, chromium)
        failed = verify.run_checks(env)
        passed = verify.run_tests(env, marks)
        verify.conclude(failed if passed else [*failed, "tests"])


def _everything() -> str:
    prepare.python_packages("dev")
    prepare.front_end()
    prepare.pdf_library()
    return prepare.browser()


COMMANDS = {
    "demo": demo,
    "test": test,
    "test-all": test_all,
    "test-only": test_only,
    "check-fast": check_fast,
    "setup": setup,
    "bench": bench,
    "docs": docs,
    "fix": fix,
    "clean": clean,
}


def main() -> None:
    name, *arguments = sys.argv[1:] or ["help"]
    if name not in COMMANDS:
        sys.exit(f"Usage: tools/dev.py {'|'.join(COMMANDS)}")
    try:
        COMMANDS[name](*[argument for argument in arguments if argument])
    except (Failure, LocalDbError) as error:
        sys.exit(f"\n{error}")
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()

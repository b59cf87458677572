"""The rooms of the house: who may import whom."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import posecoach

PACKAGE = Path(posecoach.__path__[0])
MODULES = sorted(PACKAGE.rglob("*.py"))
CORE = [path for path in MODULES if path.parent == PACKAGE / "core"]
MEDIAPIPE_MODULE = PACKAGE / "adapters" / "estimator.py"
MEDIAPIPE_LAZILY = PACKAGE / "adapters" / "model_bundle.py"
HEAVY = ("mediapipe", "cv2", "av", "plotly", "jinja2", "miniaudio", "pyttsx3")


def name_of(path: Path) -> str:
    """The path as it is shown, e.g. core/hold.py."""
    return path.relative_to(PACKAGE).as_posix()


def imports_of(tree: ast.AST, path: Path) -> Iterator[str]:
    """Every module that is imported anywhere in a tree, by its full name."""
    package = ("posecoach", *path.relative_to(PACKAGE).parent.parts)
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                above = package[: len(package) - node.level + 1]
                base = ".".join((*above, base)).rstrip(".")
            # What is imported from a package may be one of its modules.
            yield base
            yield from (f"{base}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Call) and _is_import_call(node):
            yield str(node.args[0].value) if isinstance(node.args[0], ast.Constant) else "?"


def _is_import_call(node: ast.Call) -> bool:
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    return name in {"import_module", "__import__"} and bool(node.args)


def parsed(path: Path) -> ast.Module:
    """The syntax tree of a module."""
    return ast.parse(path.read_text(encoding="utf-8"), path.name)


def is_in(name: str, package: str) -> bool:
    """Whether a module is a package or lies in it."""
    return name == package or name.startswith(f"{package}.")


def imports_at_start(path: Path) -> set[str]:
    """What a module imports when it is imported: outside functions and type checking."""
    kept = []
    waiting: list[ast.AST] = list(parsed(path).body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            continue
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            waiting += node.orelse
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            kept.append(node)
        else:
            waiting += ast.iter_child_nodes(node)
    return set(imports_of(ast.Module(body=list(kept), type_ignores=[]), path))


def test_the_rules_have_something_to_hold() -> None:
    """The modules that the rules speak of are found."""
    assert PACKAGE / "core" / "coach.py" in CORE
    assert len(MODULES) > len(CORE) > 15


@pytest.mark.parametrize("path", CORE, ids=name_of)
def test_the_core_imports_numpy_and_the_standard_library(path: Path) -> None:
    """Nothing else, not even inside a function or for type checking; and itself and the errors."""
    for name in imports_of(parsed(path), path):
        first = name.split(".")[0]
        inner = is_in(name, "posecoach.core") or is_in(name, "posecoach.errors")
        assert inner or first == "numpy" or first in sys.stdlib_module_names, name


@pytest.mark.parametrize("path", CORE, ids=name_of)
def test_the_core_knows_no_clock_no_file_and_no_network(path: Path) -> None:
    """The standard library's doors to the world stay shut."""
    doors = {"time", "datetime", "os", "io", "pathlib", "socket", "subprocess", "random"}
    doors |= {"threading", "asyncio", "logging", "urllib", "http", "tempfile", "shutil", "sys"}
    used = {name.split(".")[0] for name in imports_of(parsed(path), path)}
    assert not used & doors
    calls = [node.func for node in ast.walk(parsed(path)) if isinstance(node, ast.Call)]
    names = {func.id for func in calls if isinstance(func, ast.Name)}
    assert not names & {"open", "print", "input", "exec", "eval"}


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_one_module_imports_mediapipe(path: Path) -> None:
    """The estimator; and the builder of the model bundle, inside a function only."""
    if path == MEDIAPIPE_MODULE:
        return
    if path == MEDIAPIPE_LAZILY:
        found = imports_at_start(path)
    else:
        found = set(imports_of(parsed(path), path))
    assert not any(is_in(name, "mediapipe") for name in found)


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_the_package_does_without_its_samples_and_benchmarks(path: Path) -> None:
    """What ships does not import what does not, nor its tests."""
    for name in imports_of(parsed(path), path):
        assert not any(is_in(name, other) for other in ("sample_videos", "benchmarks", "tests"))


def test_the_scan_sees_every_kind_of_import() -> None:
    """The rules can fail: each way to import is found, and lazy ones are told from the others."""
    source = (
        "import mediapipe.tasks as mp\n"
        "from mediapipe import Image\n"
        "from ..adapters import estimator\n"
        "from . import hold\n"
        "def f():\n    import cv2\n    import_module('av')\n"
    )
    found = set(imports_of(ast.parse(source), PACKAGE / "core" / "x.py"))
    expected = {"mediapipe.tasks", "mediapipe.Image", "posecoach.adapters.estimator"}
    assert expected | {"posecoach.core.hold", "cv2", "av"} <= found


def loaded_by(statement: str) -> set[str]:
    """Which heavy libraries a fresh interpreter has loaded after a statement."""
    code = f"import sys\n{statement}\nprint('loaded', *[m for m in {HEAVY} if m in sys.modules])"
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120
    )
    return set(result.stdout.splitlines()[-1].split()[1:])


def test_a_heavy_library_would_be_noticed() -> None:
    """The check below can fail: importing av is seen."""
    assert loaded_by("import av") == {"av"}


@pytest.mark.skipif(not (PACKAGE / "cli.py").exists(), reason="there is no posecoach/cli.py yet")
@pytest.mark.parametrize(
    "statement",
    [
        "import posecoach.cli",
        "from posecoach.cli import cli\ncli(['--help'], standalone_mode=False)",
        "from posecoach.cli import cli\ncli(['review', '--help'], standalone_mode=False)",
    ],
    ids=["import", "--help", "review --help"],
)
def test_the_command_line_starts_light(statement: str) -> None:
    """`posecoach --help` loads neither mediapipe, nor cv2, nor av."""
    assert loaded_by(statement) == set()


def test_the_core_loads_light() -> None:
    """Judging a recording again needs no heavy library."""
    assert loaded_by("import posecoach.core.session, posecoach.core.coach") == set()

"""What runs inside a kernel's process: the same for a forked kernel and an ordinary one, apart from the user's own settings."""

import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

LEFT_BEHIND = ("IPYTHON", "JUPYTER_", "JPY_", "MPL", "MATPLOTLIB", "PYTHONSTARTUP", "PYTHONINSPECT", "PYTHONWARNINGS", "PYDEVD_", "PYTEST_")
"""Beginnings of the names of environment variables that would carry a user's own settings into a kernel."""
ONE_THREAD = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
"""A kernel calculates in one thread: kernels run side by side, sums come out the same on any number of cores, and a fork is safe."""


def kernel_environment(given: Mapping[str, str], folder: Path) -> dict[str, str]:
    """Environment of a kernel: the one given, without what carries a user's own settings for IPython, Jupyter and matplotlib.

    Parameters
    ----------
    given
        Environment of the run.
    folder
        Folder of the run, for what IPython and Jupyter write.
    """
    kept = {name: value for name, value in given.items() if not name.startswith(LEFT_BEHIND)}
    cache = given.get("MPLCONFIGDIR")
    package = Path(find_spec("matplotlib").origin).parent
    return {
        **kept,
        **dict.fromkeys(ONE_THREAD, "1"),
        **({"MPLCONFIGDIR": cache} if cache else {}),
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "MATPLOTLIBRC": str(package / "mpl-data" / "matplotlibrc"),
        "IPYTHONDIR": str(folder / "ipython"),
        "JUPYTER_CONFIG_DIR": str(folder / "jupyter"),
        "JUPYTER_RUNTIME_DIR": str(folder),
        "JUPYTER_NO_CONFIG": "1",
        "PYTHONIOENCODING": "utf-8",
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
    }


def import_libraries(everything: bool) -> None:
    """Import what kernels need, away from the folder that the process stands in: matplotlib would read a settings file there.

    Parameters
    ----------
    everything
        Whether to import what every page of the pack imports, not the plotting library alone. A page that cannot be imported is
        passed over here: its own notebook says what is wrong.
    """
    here = Path.cwd()
    os.chdir(os.environ["JUPYTER_RUNTIME_DIR"])
    try:
        import_module("matplotlib")
        if everything:
            from analysis.pages.registry import NATIONAL_PAGES, PAGES

            for name in (
                "analysis.pages",
                "matplotlib.backends.backend_svg",
                *(f"analysis.pages.{page}" for page in PAGES),
                *(f"analysis.pages.{page.replace('_', '.')}" for page in NATIONAL_PAGES),
            ):
                try:
                    import_module(name)
                except Exception:
                    continue
    finally:
        os.chdir(here)


def bound_memory() -> None:
    """Let this process hold no more than ``SHARE_OF_MEMORY`` of the machine's memory, where the system can hold it to that; and be the first to be ended."""
    try:
        import resource
    except ImportError:  # Windows
        return
    import psutil

    from analysis.publish.limits import SHARE_OF_MEMORY

    most = int(psutil.virtual_memory().total * SHARE_OF_MEMORY)
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(resource.RLIMIT_DATA, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
    with suppress(OSError):
        # Linux: where memory runs out all the same, a notebook is ended before anything else.
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")


def run_kernel(arguments: list[str]) -> None:
    """Run an IPython kernel until it is told to end.

    Parameters
    ----------
    arguments
        As the kernel's command takes them, such as ``["-f", "connection.json"]``.
    """
    bound_memory()
    from ipykernel.kernelapp import IPKernelApp

    class OwnKernelApp(IPKernelApp):
        """A kernel that reads no settings and runs no start-up file, whoever's they are."""

        def load_config_file(self, *arguments, **options):
            """Read none."""

        def init_code(self):
            """Run none."""

    sys.argv = ["analysis-kernel"]
    app = OwnKernelApp.instance()
    # A module beside a notebook is no part of the package: nothing is imported from there.
    app.initialize(["--HistoryManager.enabled=False", "--InteractiveShellApp.ignore_cwd=True", *arguments])
    app.start()


if __name__ == "__main__":
    import_libraries(everything=False)
    run_kernel(sys.argv[1:])

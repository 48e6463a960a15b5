"""harness.py: compiles and runs what is measured, and reads what was recorded of it."""
import glob
import os
import struct
import subprocess
import sys
import tempfile

SOURCE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(SOURCE))
CLANG = "clang++-19"
ROUNDS = 5  # variants take turns, so that a slow spell of the machine meets all of them


class Bench:
    """A build tree with recorder and plugin, and a folder to work in."""

    def __init__(self, build, work):
        self.build, self.work = build, work
        self.must_store = set()  # programs whose stores a compiler could remove
        self.config = os.path.join(build, "lib", "flowlog", "19", "flowlog.cfg")
        self.tool = os.path.join(build, "bin", "flowlog")
        if not os.path.exists(os.path.join(os.path.dirname(self.config), "flowlog-plugin.so")):
            sys.exit(f"{build}: no plugin in it; build it first (cmake --build {build})")
        self.recorded_by = [f"--config={self.config}"]

    def path(self, name):
        return os.path.join(self.work, name)

    def compile(self, name, sources, *flags):
        command = [CLANG, "-std=c++17", "-O2", "-pthread", "-I", os.path.join(self.build, "include"), "-o", self.path(name),
                   *(os.path.join(SOURCE, source) for source in sources), *flags]
        subprocess.run(command, check=True)
        return self.path(name)

    def compile_callee(self, name, variant, *flags, callee="callee.cpp"):
        return self.compile(name, ["pairs.cpp", callee, "floor_store.cpp"], f"-D{variant}", *flags)

    def output(self, program, *arguments, command=(), **environment):
        """What the program printed, and the folder that it ran in."""
        folder = tempfile.mkdtemp(dir=self.work)
        done = subprocess.run([*command, program, *map(str, arguments)], cwd=folder, check=True, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={**os.environ, **environment})
        return done.stdout.split(), folder

    def run_pairs(self, program, bursts, calls, rest_ms=0, command=(), **environment):
        """The cost of a call in nanoseconds, and the folder that it was measured in."""
        (cost_ns, stored), folder = self.output(program, bursts, calls, rest_ms, command=command, **environment)
        if program in self.must_store and int(stored) == 0:
            sys.exit(f"{program}: the compiler removed the stores; there is no floor to measure against")
        return float(cost_ns), folder


def in_turns(variants, rounds=ROUNDS):
    """{name: all its figures} and {name: its last folder} of functions that return both."""
    figures, folders = {name: [] for name in variants}, {}
    for _ in range(rounds):
        for name, run in variants.items():
            figure, folders[name] = run()
            figures[name].append(figure)
    return figures, folders


def archive_totals(path):
    """(words recorded, records dropped) of the END block, docs/format.md."""
    with open(path, "rb") as file:
        data = file.read()
    at = struct.unpack_from("<I", data, 12)[0]
    while at < len(data):
        _, kind, _, stored, _, _, _ = struct.unpack_from("<IHHIIII", data, at)
        if kind == 5:
            return struct.unpack_from("<QQ", data, at + 24)
        at += 24 + stored
    return None


def flowlog_totals(folder):
    [path] = glob.glob(os.path.join(folder, "flowlog-out", "*.flog"))
    recorded, dropped = archive_totals(path)
    return path, recorded, dropped


def records_kept(folder):
    _, recorded, dropped = flowlog_totals(folder)
    return f"{recorded:,} records, {dropped:,} lost"


def evidence(name, recorded, made):
    """A recorder that kept nothing was not measured, however fast it was."""
    if recorded == 0:
        sys.exit(f"{name}: nothing was recorded; its time says nothing")
    return f"{recorded:,} of {made:,} calls"

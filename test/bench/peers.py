"""peers.py: other recorders, on the same function: XRay, uftrace, LTTng-UST. Those that are not installed are left out."""
import glob
import os
import shutil
import subprocess
import sys
import tempfile
import time

from harness import SOURCE

SLOW_BURSTS = 5  # of those that take their time, or whose logs do
LABELS = {
    "xray": "XRay FDR",
    "xray off": "XRay, compiled in and off",
    "uftrace": "uftrace",
    "lttng functions": "LTTng-UST, -finstrument-functions",
    "lttng tracepoints": "LTTng-UST, two tracepoints",
}
RECORDERS = ("xray", "uftrace", "lttng functions", "lttng tracepoints")
PACKAGES = ("uftrace", "lttng-tools", "liblttng-ust-dev", "babeltrace2")


def install():
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    as_root = [] if os.geteuid() == 0 else ["sudo", "--"]
    subprocess.run([*as_root, "apt-get", "install", "-y", "--no-install-recommends", *PACKAGES], check=True, env=environment)


class Recorder:
    """`run` returns a call's cost and a folder, `recorded` how many of the `made` calls are in what it left there."""

    def __init__(self, run, made=0, recorded=None):
        self.run, self.made, self.recorded = run, made, recorded


def recorders(bench, bursts, calls, rest_ms):
    xray = bench.compile_callee("xray", "CALLEE_XRAY", "-fxray-instrument", "-fxray-instruction-threshold=1")
    found = {
        "xray": Recorder(lambda: bench.run_pairs(xray, bursts, calls, XRAY_RECORD="1"), bursts * calls,
                         lambda folder: xray_calls(xray, folder)),
        "xray off": Recorder(lambda: bench.run_pairs(xray, bursts, calls)),
    }
    slow = SLOW_BURSTS * calls
    if shutil.which("uftrace"):
        uftrace = bench.compile_callee("uftrace", "CALLEE_EMPTY", "-pg", "-mfentry")
        found["uftrace"] = Recorder(lambda: bench.run_pairs(uftrace, SLOW_BURSTS, calls, rest_ms,
                                                            command=("uftrace", "record", "--no-pager")), slow, uftrace_calls)
    if all(shutil.which(command) for command in ("lttng", "lttng-sessiond", "babeltrace2")):
        functions = bench.compile_callee("lttng-functions", "CALLEE_EMPTY", "-finstrument-functions-after-inlining")
        points = bench.compile_callee("lttng-points", "CALLEE_LTTNG", "-I", SOURCE, "-llttng-ust", "-ldl")
        found["lttng functions"] = Recorder(
            lambda: run_lttng(bench, functions, "lttng_ust_cyg_profile_fast:*", SLOW_BURSTS, calls, rest_ms,
                              LD_PRELOAD="liblttng-ust-cyg-profile-fast.so"), slow, lttng_calls)
        found["lttng tracepoints"] = Recorder(
            lambda: run_lttng(bench, points, "flowlog_bench:*", SLOW_BURSTS, calls, rest_ms), slow, lttng_calls)
    return found


def xray_calls(program, folder):
    """Calls in the log of XRay's flight data recorder, which overwrites the oldest; 0 if it left none."""
    calls = 0
    for log in glob.glob(os.path.join(folder, "xray-log.*")):
        table = subprocess.run(["llvm-xray-19", "account", log, "-k", "-f", "csv", "-m", program], text=True,
                               stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout.splitlines()
        calls += sum(int(line.split(",")[1]) for line in table[1:])
    return calls


def uftrace_calls(folder):
    table = subprocess.run(["uftrace", "report", "--no-pager"], cwd=folder, text=True, stdout=subprocess.PIPE).stdout
    return sum(int(line.split()[-2]) for line in table.splitlines() if line.split()[-1:] == ["callee"])


class LttngSession:
    """LTTng's daemon, as a child of ours, and a session that records `events`."""

    def __init__(self, work, events):
        home = tempfile.mkdtemp(dir=work)
        self.environment = {**os.environ, "LTTNG_HOME": home}
        self.trace = os.path.join(home, "trace")
        self.events = events

    def lttng(self, *arguments, check=True):
        done = subprocess.run(["lttng", "--no-sessiond", *arguments], check=check, env=self.environment,
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        return done.returncode == 0

    def __enter__(self):
        self.daemon = subprocess.Popen(["lttng-sessiond", "--no-kernel"], env=self.environment,
                                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while not self.lttng("list", check=False):
            if self.daemon.poll() is not None:
                sys.exit("lttng-sessiond does not start; is there another one?")
            time.sleep(0.1)
        self.lttng("create", "bench", f"--output={self.trace}")
        self.lttng("enable-channel", "--userspace", "--subbuf-size=4M", "--num-subbuf=8", "bench")
        self.lttng("enable-event", "--userspace", "--channel=bench", self.events)
        self.lttng("start")
        return self

    def __exit__(self, *_):
        self.lttng("destroy", "bench")
        self.daemon.terminate()
        self.daemon.wait()


def run_lttng(bench, program, events, bursts, calls, rest_ms, **environment):
    with LttngSession(bench.work, events) as session:
        cost, _ = bench.run_pairs(program, bursts, calls, rest_ms, **session.environment, **environment)
    return cost, session.trace


def lttng_calls(trace):
    with subprocess.Popen(["babeltrace2", trace], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as reader:
        return sum(b"_entry" in line for line in reader.stdout)

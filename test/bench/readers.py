"""readers.py: from a trace to a graph: flowlog, uftrace and llvm-xray on the same calls, whose numbers are compared first."""
import glob
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time

from harness import ROUNDS

FORMULA_ROUNDS = "40000"


def least_seconds(commands, rounds=ROUNDS):
    """{name: least seconds} of {name: (command, folder)}, in turns."""
    took_s = {name: [] for name in commands}
    for _ in range(rounds):
        for name, (command, folder) in commands.items():
            start = time.perf_counter()
            subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            took_s[name].append(time.perf_counter() - start)
    return {name: min(values) for name, values in took_s.items()}


def calls_in(rows, column):
    """{function: calls} of the rows that name a function of the program's own; `column` of a row's words is the calls."""
    named = ((re.search(r"formula::\w+", " ".join(row)), row) for row in rows)
    return {name.group(0): int(row[column]) for name, row in named if name}


def flowlog_calls(graph):
    with open(graph, encoding="utf-8") as file:
        return calls_in(((node["id"], str(node["occurrences"])) for node in json.load(file)["nodes"]), 1)


def uftrace_calls(folder):
    table = subprocess.run(["uftrace", "report", "--no-pager"], cwd=folder, text=True, stdout=subprocess.PIPE).stdout
    return calls_in((line.split() for line in table.splitlines()), -2)


def xray_calls(program, log):
    table = subprocess.run(["llvm-xray-19", "account", log, "-k", "-f", "csv", "-m", program], text=True,
                           stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout
    return calls_in((line.split(",") for line in table.splitlines()), 1)


def record(program, *command, **environment):
    folder = tempfile.mkdtemp(dir=os.path.dirname(program))
    subprocess.run([*command, program, FORMULA_ROUNDS], cwd=folder, check=True, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL, env={**os.environ, **environment})
    return folder


def measure_peers(bench, say):
    tracked = bench.compile("formula", ["formula.cpp"], *bench.recorded_by, "-fplugin-arg-flowlog-match=^formula::")
    folder = record(tracked, FLOWLOG_WHEN_FULL="wait")
    graph = bench.path("formula.json")
    commands = {"flowlog": ([bench.tool, "merge", os.path.join(folder, "flowlog-out"), "-o", graph], folder)}
    subprocess.run(commands["flowlog"][0], check=True)
    made = flowlog_calls(graph)
    found = {}

    xray = bench.compile("formula-xray", ["formula.cpp"], "-fxray-instrument", "-fxray-instruction-threshold=1")
    folder = record(xray, XRAY_OPTIONS="patch_premain=true xray_mode=xray-basic verbosity=0",
                    XRAY_BASIC_OPTIONS="func_duration_threshold_us=0")
    [log] = glob.glob(os.path.join(folder, "xray-log.*"))
    commands["llvm-xray graph"] = (["llvm-xray-19", "graph", log, "-k", "-m", xray, "-o", os.devnull], folder)
    found["llvm-xray graph"] = xray_calls(xray, log)
    if shutil.which("uftrace"):
        uftrace = bench.compile("formula-uftrace", ["formula.cpp"], "-pg", "-mfentry")
        folder = record(uftrace, "uftrace", "record", "--no-pager")
        commands["uftrace graph"] = (["uftrace", "graph", "--no-pager"], folder)
        found["uftrace graph"] = uftrace_calls(folder)
    for name, calls in found.items():
        if calls != made:
            sys.exit(f"{name}: counts other calls than flowlog does: {calls}, {made}; their times can't be compared")

    took_s = least_seconds(commands)
    calls = sum(made.values())
    for name in found:
        say(f"- {name} on the same {calls:,} calls (equal counts): {2 * calls / took_s[name] / 1e6:.1f} million records/s; "
            f"flowlog merge takes {took_s[name] / took_s['flowlog']:.1f} times less")


def measure_merge(bench, path, recorded, say):
    threads = {jobs: ([bench.tool, "merge", "--jobs", jobs, path, "-o", bench.path("graph.json")], bench.work) for jobs in "12"}
    took_s = least_seconds(threads)
    say(f"- merge of it, from archive to graph file: {recorded / took_s['1'] / 1e6:.1f} million records/s with one thread, "
        f"{recorded / took_s['2'] / 1e6:.1f} with two ({took_s['1'] / took_s['2']:.2f} x)")

"""programs.py: what recording costs whole programs: a published library, a short process, one with many functions."""
import os
import re
import statistics
import subprocess
import tempfile
import time

from harness import CLANG, ROOT, ROUNDS, flowlog_totals

PARSER_RECORDS = "20000"
PARSER = os.path.join(ROOT, "examples", "json_roundtrip", "json_roundtrip.cpp")
XRAY_LIKE_INSTRUCTIONS = 100  # leaves about the functions that XRay hooks by default: longer than 200 of the machine, or loops
SHORT_RUNS = 200
LARGE_FUNCTIONS = 5000


def seconds_of(bench, program, *arguments, **environment):
    folder = tempfile.mkdtemp(dir=bench.work)
    start = time.perf_counter()
    subprocess.run([program, *arguments], cwd=folder, check=True, stdout=subprocess.DEVNULL, env={**os.environ, **environment})
    return time.perf_counter() - start, folder


def least_in_turns(bench, variants, arguments, rounds=ROUNDS):
    """{name: least seconds}, {name: last folder} of {name: (program, environment)}."""
    took_s, folders = {name: [] for name in variants}, {}
    for _ in range(rounds):
        for name, (program, environment) in variants.items():
            seconds, folders[name] = seconds_of(bench, program, *arguments, **environment)
            took_s[name].append(seconds)
    return {name: min(values) for name, values in took_s.items()}, folders


def compile_parser(bench, name, *flags):
    subprocess.run([CLANG, "-std=c++17", "-O2", PARSER, "-o", bench.path(name), *flags], check=True)
    return bench.path(name)


def tracked_functions(bench, program):
    listed = subprocess.run([bench.tool, "sites", program], check=True, text=True, stdout=subprocess.PIPE).stdout
    return listed.count("\n")


def xray_functions(program):
    listed = subprocess.run(["llvm-xray-19", "extract", program], check=True, text=True, stdout=subprocess.PIPE).stdout
    return len(set(re.findall(r"id: (\d+)", listed)))


def measure_parser(bench, say):
    """nlohmann_json, making, writing and parsing a document. Returns a trace of it, and how many records it has."""
    match = "-fplugin-arg-flowlog-match="
    tracked = compile_parser(bench, "json-tracked", *bench.recorded_by, match + "^nlohmann::")
    off = {"TRACK_FLOW_ENABLED": "false"}
    programs = {
        "plain": compile_parser(bench, "json-plain"),
        "every": compile_parser(bench, "json-every", *bench.recorded_by, match + "."),
        "xray every": compile_parser(bench, "json-xray-every", "-fxray-instrument", "-fxray-instruction-threshold=1"),
        "some": compile_parser(bench, "json-some", *bench.recorded_by, match + ".",
                               f"-fplugin-arg-flowlog-min-instructions={XRAY_LIKE_INSTRUCTIONS}", "-fplugin-arg-flowlog-quiet"),
        "xray some": compile_parser(bench, "json-xray-some", "-fxray-instrument"),
    }
    variants = {name: (program, off) for name, program in programs.items()}
    variants["off"] = (tracked, off)
    variants["recorded"] = (tracked, {"FLOWLOG_WHEN_FULL": "wait"})
    best, folders = least_in_turns(bench, variants, [PARSER_RECORDS])
    plain = best["plain"]
    path, recorded, dropped = flowlog_totals(folders["recorded"])
    calls = recorded / 2
    say(f"- nlohmann_json with every function of its own tracked, {calls / 1e6:.1f} million calls: {plain * 1e3:.0f} ms plain, "
        f"{best['off'] / plain:.2f} x switched off, {best['recorded'] / plain:.2f} x recorded "
        f"({recorded:,} records, {dropped:,} lost), {calls / best['recorded'] / 1e6:.1f} million calls/s")
    say(f"- switched off, of the functions that XRay hooks by default: {best['some'] / plain:.2f} x "
        f"({tracked_functions(bench, programs['some'])} functions of {XRAY_LIKE_INSTRUCTIONS} instructions or more), "
        f"XRay {best['xray some'] / plain:.2f} x ({xray_functions(programs['xray some'])} functions)")
    say(f"- switched off, of every function, the standard library's too: {best['every'] / plain:.2f} x "
        f"({tracked_functions(bench, programs['every'])} functions), XRay {best['xray every'] / plain:.2f} x "
        f"({xray_functions(programs['xray every'])} functions)")
    say(f"- its archive: {os.path.getsize(path) / calls:.2f} bytes a call ({os.path.getsize(path):,} bytes)")
    return path, recorded


def longer_ms(bench, plain, tracked, arguments, runs):
    """How much longer the median of `tracked` takes, that of `plain`, and the last folder of `tracked`."""
    took_ms, folders = {plain: [], tracked: []}, {}
    for _ in range(runs):
        for program in took_ms:
            seconds, folders[program] = seconds_of(bench, program, *arguments)
            took_ms[program].append(seconds * 1e3)
    without = statistics.median(took_ms[plain])
    return statistics.median(took_ms[tracked]) - without, without, folders[tracked]


def say_short(say, what, longer, without, folder):
    path, recorded, dropped = flowlog_totals(folder)
    say(f"- {what}: {longer:.2f} ms longer from start to exit ({without:.2f} ms without), "
        f"trace {os.path.getsize(path):,} bytes, {recorded} records, {dropped} lost")


def measure_short_process(bench, say):
    """A process that makes 100 tracked calls, beside the same one untracked."""
    say_short(say, "a process that makes 100 calls",
              *longer_ms(bench, bench.floors["empty"], bench.tracked, ("1", "100"), SHORT_RUNS))


def measure_large_program(bench, say):
    """The same of a program with many tracked functions, each called at most once."""
    source = bench.path("large.cpp")
    with open(source, "w", encoding="utf-8") as file:
        file.write("#include <string>\n#include <vector>\nstruct Order { int id; std::string who; std::vector<double> prices; };\n")
        for number in range(LARGE_FUNCTIONS):
            file.write(f"namespace area{number % 50} {{ __attribute__((noinline)) int step{number}(const Order& order, int n) "
                       f"{{ return order.id + n * {number}; }} }}\n")
        file.write("int main(int argc, char**) {\n  Order order{argc, {}, {}};\n  int sum = 0;\n")
        for number in range(0, LARGE_FUNCTIONS, LARGE_FUNCTIONS // 100):
            file.write(f"  sum += area{number % 50}::step{number}(order, sum);\n")
        file.write("  if (argc > 1) {\n")
        for number in range(LARGE_FUNCTIONS):
            file.write(f"    sum += area{number % 50}::step{number}(order, sum);\n")
        file.write("  }\n  return sum == 42;\n}\n")
    programs = {}
    for name, flags in (("large-plain", []), ("large", [*bench.recorded_by, "-fplugin-arg-flowlog-match=^area"])):
        programs[name] = bench.path(name)
        subprocess.run([CLANG, "-std=c++17", "-O1", source, "-o", programs[name], *flags], check=True)
    say_short(say, f"the same of one with {LARGE_FUNCTIONS:,} tracked functions",
              *longer_ms(bench, programs["large-plain"], programs["large"], (), SHORT_RUNS // 2))

"""calls.py: what a call of an empty function costs: recorded, in several threads, without a rest, and what the writer takes."""
import statistics

import peers
from harness import evidence, flowlog_totals, in_turns, records_kept

BURSTS, CALLS, REST_MS = 60, 50_000, 10  # a burst is 100,000 records, 800 KiB of a pool of 16 MiB
THREAD_BURSTS = 40
FLAT_OUT_CALLS = 40_000_000
PACED_CALLS, CALLS_PER_SECOND = 20_000_000, 10_000_000

LABELS = {
    "empty": "neither entry nor exit",
    "floor": "two rdtsc and two stores",
    "called": "two called stores",
    "stores": "two stores",
    "timed": "flowlog, timed",
    "untimed": "flowlog, untimed",
    "off": "flowlog, switched off",
    **peers.LABELS,
}
ROWS = (("floor", None), ("timed", "floor"), *((name, "floor") for name in peers.RECORDERS), ("stores", None), ("called", None),
        ("untimed", "called"), ("off", "empty"), ("xray off", "empty"))


def compile_all(bench):
    bench.floors = {name: bench.compile_callee(name, "CALLEE_" + name.upper()) for name in ("empty", "floor", "called", "stores")}
    bench.must_store = {bench.floors[name] for name in ("floor", "called", "stores")}
    bench.tracked = bench.compile_callee("tracked", "CALLEE_TRACKED", *bench.recorded_by)


def measure_pairs(bench, say):
    def floor(name):
        return lambda: bench.run_pairs(bench.floors[name], BURSTS, CALLS)

    variants = {
        **{name: floor(name) for name in bench.floors},
        "timed": lambda: bench.run_pairs(bench.tracked, BURSTS, CALLS, REST_MS),
        "untimed": lambda: bench.run_pairs(bench.tracked, BURSTS, CALLS, REST_MS, FLOWLOG_TIMING="off"),
        "off": lambda: bench.run_pairs(bench.tracked, BURSTS, CALLS, TRACK_FLOW_ENABLED="false"),
    }
    recorders = peers.recorders(bench, BURSTS, CALLS, REST_MS)
    variants.update({name: recorder.run for name, recorder in recorders.items()})
    costs, folders = in_turns(variants)
    cost = {name: min(values) for name, values in costs.items()}

    say("| a call of an empty function | ns | ratio | recorded |")
    say("|---|---|---|---|")
    say(f"| {LABELS['empty']} | {cost['empty']:.2f} | | |")
    for name, of in ROWS:
        if name not in cost:
            continue
        kept = ""
        if name in ("timed", "untimed"):
            _, recorded, dropped = flowlog_totals(folders[name])
            kept = f"{recorded:,} of {2 * BURSTS * CALLS:,} records, {dropped:,} lost"
        elif name in recorders and recorders[name].made:
            kept = evidence(LABELS[name], recorders[name].recorded(folders[name]), recorders[name].made)
        ratio = f"{cost[name] / cost[of]:.2f} x {LABELS[of]}" if of else ""
        say(f"| {LABELS[name]} | {cost[name]:.2f} | {ratio} | {kept} |")
    say(f"\nA timed call takes {cost['timed'] - cost['floor']:.1f} ns more than its floor, an untimed one "
        f"{cost['untimed'] - cost['called']:.1f} ns.\n")


def measure_threads(bench, say):
    """Bursts that the pool holds, made by one thread and by two at once."""
    program = bench.compile("threads", ["threads.cpp", "callee.cpp", "floor_store.cpp"], "-DCALLEE_TRACKED", *bench.recorded_by)

    def run(threads):
        (cost_ns,), folder = bench.output(program, threads, THREAD_BURSTS, CALLS, REST_MS)
        return float(cost_ns), folder

    costs, folders = in_turns({"one": lambda: run(1), "two": lambda: run(2)})
    one, two = (min(costs[name]) for name in ("one", "two"))
    say(f"- two threads at once, in bursts that the pool holds: {two / one:.2f} x the cost of a call in one "
        f"({records_kept(folders['two'])})")


def measure_stream(bench, say):
    """One thread that does nothing but call, and one that makes ten million calls a second."""
    program = bench.compile("stream", ["stream.cpp", "callee.cpp", "floor_store.cpp"], "-DCALLEE_TRACKED", *bench.recorded_by)

    def run(*arguments, **environment):
        (seconds, writer_seconds), folder = bench.output(program, *arguments, **environment)
        return (float(seconds), float(writer_seconds)), folder

    figures, folders = in_turns({
        "flat out": lambda: run(FLAT_OUT_CALLS, FLOWLOG_WHEN_FULL="wait"),
        "paced": lambda: run(PACED_CALLS, CALLS_PER_SECOND),
    }, rounds=3)
    seconds = min(seconds for seconds, _ in figures["flat out"])
    say(f"- one thread that does nothing else (`FLOWLOG_WHEN_FULL=wait`): {FLAT_OUT_CALLS / seconds / 1e6:.1f} million calls/s "
        f"({records_kept(folders['flat out'])})")
    shares = [writer / seconds for seconds, writer in figures["paced"]]
    rate = PACED_CALLS / statistics.median(seconds for seconds, _ in figures["paced"])
    say(f"- the writer at {rate / 1e6:.1f} million calls/s: {min(shares):.0%} of a core ({records_kept(folders['paced'])})")

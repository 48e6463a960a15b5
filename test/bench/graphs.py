"""graphs.py: what it takes to read a graph: made ones, of any size and number of builds, as a merge would write them."""
import json
import os
import random
import subprocess
import time

NODES, EDGES = 10_000, 30_000
ROUNDS = 5


def durations(chance, calls):
    """As many as there are calls, over some powers of two, as most functions' are."""
    starts = {}
    for _ in range(min(calls, 60)):
        power = int(chance.gauss(12, 1.5))
        start = (1 << power) + chance.randrange(64) * (1 << power) // 64 if power >= 6 else max(1, power)
        starts[start] = starts.get(start, 0) + 1
    first = min(starts)
    starts[first] += calls - sum(starts.values())
    return {"count": calls, "min": first, "max": max(starts), "sum": sum(start * times for start, times in starts.items()),
            "buckets": sorted(starts.items())}


def node_id(number):
    return f"shop::area{number % 100}::Desk{number % 1000}::step{number}(const shop::Order &, std::size_t)"


def made_graph(path, nodes=NODES, edges=EDGES, builds=1, seed=1):
    """Writes a graph of that size, whose edges ran in each of the builds. Numbers differ from seed to seed."""
    chance = random.Random(1)
    shape = {"order": {"type": "shop::Order", "fields": {"id": "int", "who": "std::string"}}, "#2": "std::size_t"}
    session = "2b1e7a4c-5c1f-4d52-9b8e-%012d"
    calls = [0] * nodes
    pairs = {(number // 3, number) for number in range(1, nodes)}
    while len(pairs) < edges:
        pairs.add((chance.randrange(nodes), chance.randrange(nodes)))
    chance = random.Random(seed)
    listed = []
    for caller, callee in sorted(pairs, key=lambda pair: (node_id(pair[0]), node_id(pair[1]))):
        counts = [chance.randrange(1, 2000) for _ in range(builds)]
        calls[callee] += sum(counts)
        timed = durations(chance, sum(counts))
        listed.append({"from": node_id(caller), "to": node_id(callee), "branch": "success", "frequency": sum(counts),
                       "duration_ns": timed, "self_ns": timed["sum"], "exemplars": [session % chance.randrange(10**9)] * 3,
                       **({"history": [[0] + counts]} if builds > 1 else {}), "lower_bound": False, "static_only": False})
    nodes_listed = []
    for number in sorted(range(nodes), key=node_id):
        timed = durations(chance, calls[number]) if calls[number] else None
        nodes_listed.append({
            "id": node_id(number), "function_name": node_id(number).split("(")[0],
            "symbols": [{"name": f"_ZN4shop4step{number}E", "occurrences": calls[number]}], "module": f"shop::area{number % 100}",
            "file": f"/srv/shop/src/area{number % 100}/desk{number % 1000}.cpp", "line": number, "image": "/srv/shop/bin/shop",
            "occurrences": calls[number], "input_shape": shape, "output_shape": "void",
            "outcomes": {"success": calls[number], "error": 0, "partial": 0, "abandoned": 0},
            **({"duration_ns": timed, "self_ns": timed["sum"]} if timed else {}),
            "shape_variants": [{"input_shape": shape, "output_shape": "void", "occurrences": calls[number]}],
            "exemplars": [session % chance.randrange(10**9)], "lower_bound": False})
    runs = [{"id": f"8f14e45f-ceea-467f-9575-{build:012d}", "label": f"build {build}", "executable": "/srv/shop/bin/shop",
             "started": f"2026-03-01T{build // 60 % 24:02d}:{build % 60:02d}:00.000000Z", "complete": True, "sessions": 1,
             "calls": sum(calls), "dropped_records": 0, "damaged_bytes": 0} for build in range(builds)]
    graph = {"graph_type": "merged", "format_version": 2, "runs": runs}
    if builds > 1:
        labels = sorted(run["label"] for run in runs)
        graph["history"] = {"unlabelled_by": "run", "batches": [{"label": label} for label in labels]}
    graph.update({"nodes": nodes_listed, "edges": listed, "variants": []})
    with open(path, "w", encoding="utf-8") as file:
        json.dump(graph, file)


def least_seconds(*command):
    took_s = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        took_s.append(time.perf_counter() - start)
    return min(took_s)


def measure_stats(bench, say):
    """Of a graph as merge writes it, which is what people have."""
    made, merged = bench.path("made.json"), bench.path("made-merged.json")
    made_graph(made)
    subprocess.run([bench.tool, "merge", made, "-o", merged], check=True)
    say(f"- stats of a graph of {NODES:,} functions and {EDGES:,} edges ({os.path.getsize(merged) / 1e6:.0f} MB): "
        f"{least_seconds(bench.tool, 'stats', merged):.2f} s")


def measure_diff(bench, say):
    made = [bench.path("made-base.json"), bench.path("made-head.json")]
    for seed, path in enumerate(made):
        made_graph(path, seed=seed)
        subprocess.run([bench.tool, "merge", path, "-o", path], check=True)
    say(f"- diff of two such graphs: {least_seconds(bench.tool, 'diff', *made):.2f} s")

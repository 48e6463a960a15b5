"""The page of `render -T html`: how long it takes to make, and how long in a browser."""
import json
import os
import subprocess
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROUNDS = 3


def render(bench, nodes, edges):
    """Makes a page of a made graph; its path, and the least of the times that took."""
    graph, page = (os.path.join(bench.work, f"page-{nodes}.{kind}") for kind in ("json", "html"))
    with open(graph, "w", encoding="utf-8") as out:
        make = os.path.join(HERE, "..", "browser", "make_graph.mjs")
        subprocess.run(["node", make, str(nodes), str(edges)], stdout=out, check=True)
    times = []
    for _ in range(ROUNDS):
        start = time.monotonic()
        subprocess.run([bench.tool, "render", graph, "-T", "html", "-o", page], check=True)
        times.append(time.monotonic() - start)
    return page, min(times)


def in_browser(bench, page):
    env = {**os.environ, "FLOWLOG_BUILD": bench.build}
    out = subprocess.run(["node", os.path.join(HERE, "page.mjs"), page], env=env, stdout=subprocess.PIPE, check=True)
    return json.loads(out.stdout)


def measure(bench, say):
    say("\n| page of | made in | bytes | interactive after | a frame's processor time | frames/s while it moves |\n|---|---|---|---|---|---|")
    for nodes, edges in ((2000, 6000), (5000, 15000)):
        page, seconds = render(bench, nodes, edges)
        got = in_browser(bench, page)
        say(f"| {nodes:,} functions, {edges:,} edges | {seconds:.2f} s | {os.path.getsize(page):,} | "
            f"{got['ready_ms']:.0f} ms | {got['redraw_ms']:.1f} ms | {got['frames_per_second']:.0f} |")
    say("\nMade within 1 s, below 1 MB, interactive after 300 ms and 8 ms for a redraw are the budgets of the first, 30 frames/s that of "
        "the second. The browser has no graphics card. All frames are expanded and the visitor zooms; the picture is drawn anew when that stops.")


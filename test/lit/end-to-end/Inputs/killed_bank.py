"""killed_bank.py FLOWLOG FOLDER TRACES: runs shops against a bank that is killed after some answers, and looks into
what both left."""
import json
import os
import subprocess
import sys
import threading

flowlog, folder, traces = sys.argv[1:]
environment = dict(os.environ, FLOWLOG_DIR=traces)


def expect(what, holds):
    if not holds:
        sys.exit(what)


bank = subprocess.Popen([f"{folder}/sample_bank"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment)
port = bank.stdout.readline().strip()
killed = threading.Event()
ends = []


def serve_customers():
    """One shop after the other, until some have found no bank."""
    seed = after = 0
    while after < 3:
        after += killed.is_set()
        seed += 1
        ends.append(subprocess.run([f"{folder}/sample_api", "--requests", "200", "--seed", str(seed), "--bank", port],
                                   stdout=subprocess.DEVNULL, timeout=60, env=environment).returncode)


shops = threading.Thread(target=serve_customers)
shops.start()
answered = 0
while answered < 300:  # the trace tells how far the bank is: no clock
    events = subprocess.run([flowlog, "events", traces], capture_output=True, text=True).stdout
    answered = events.count('"function_name":"bank::Desk::authorize"')
bank.kill()
bank.wait()
killed.set()
shops.join()
expect(f"a shop did not end well: {ends}", set(ends) == {0})

subprocess.run([flowlog, "merge", traces, "-o", "killed.json"], check=True)
graph = json.load(open("killed.json", encoding="utf-8"))
nodes = {node["function_name"]: node for node in graph["nodes"]}
asked, served = nodes["shop::payments::bank::send"], nodes["bank::Desk::authorize"]
unanswered = asked["outcomes"]["error"] - nodes["bank::Desk::reach_card_issuer"]["outcomes"]["error"]
expect("the bank was not missed", unanswered > 100)
answers = asked["outcomes"]["success"]
served_well = served["outcomes"]["success"] + served["outcomes"]["error"]
expect("a session's part lacks its caller", not any(edge["from"].startswith("(remote") for edge in graph["edges"]))
expect(f"{answers} answers, but {served_well} were served", served_well >= answers)
expect("more was served than asked for", served["occurrences"] <= asked["occurrences"])
expect("a run is not told from one that ended", [run["complete"] for run in graph["runs"]].count(False) == 1)

"""follow_traces.py FLOWLOG FOLDER: feeds `merge --follow` a trace that grows and one that appears; see merge-follow.test."""
import json
import os
import signal
import subprocess
import sys
import time

signal.signal(signal.SIGINT, signal.SIG_DFL)  # what runs tests in the background may ignore it
flowlog, folder = sys.argv[1:]
traces = os.path.join(folder, "traces")
output = os.path.join(folder, "graph.json")


def content(name):
    with open(os.path.join(folder, name), "rb") as file:
        return file.read()


def wait_until(what, is_so):
    for _ in range(600):
        if os.path.exists(output) and is_so():
            return
        if follower.poll() is not None:
            break
        time.sleep(0.1)
    sys.exit(f"the graph never {what}; merge --follow: {follower.poll()}")


def calls():
    return json.loads(content("graph.json"))["stats"]["total_calls"]  # at any moment it is whole


follower = subprocess.Popen([flowlog, "merge", "--follow", traces, "-o", output], stderr=subprocess.DEVNULL)
wait_until("was written for a directory without traces", lambda: calls() == 0)

whole = content("a.flog")
with open(os.path.join(traces, "a.flog"), "wb") as growing:
    growing.write(whole[:-60])  # within its second chunk
    growing.flush()
    wait_until("had the first chunk", lambda: calls() == 1)
    growing.write(whole[-60:])
wait_until("had the whole trace", lambda: content("graph.json") == content("a.json"))

os.rename(os.path.join(folder, "b.flog"), os.path.join(traces, "b.flog"))
wait_until("had the second trace", lambda: content("graph.json") == content("ab.json"))

follower.send_signal(signal.SIGINT)
if follower.wait() != 0:
    sys.exit(f"Ctrl-C ended it with {follower.returncode}")
if content("graph.json") != content("ab.json"):
    sys.exit("Ctrl-C changed the result")
left = [name for name in os.listdir(folder) if name.startswith("graph.json.")]
if left:
    sys.exit(f"left behind: {left}")

"""interrupt_merge.py FLOWLOG FOLDER: Ctrl-C while a merge waits for the rest of its input."""
import os
import signal
import subprocess
import sys

signal.signal(signal.SIGINT, signal.SIG_DFL)  # what runs tests in the background may ignore it
flowlog, folder = sys.argv[1:]
pipe = os.path.join(folder, "pipe")
merge = subprocess.Popen([flowlog, "merge", os.path.join(folder, "a.flog"), pipe, "-o", os.path.join(folder, "graph.json")])
with open(pipe, "wb"):  # it has opened the other end, and reads
    merge.send_signal(signal.SIGINT)
    ended = merge.wait()
if ended != 130:
    sys.exit(f"it ended with {ended}")

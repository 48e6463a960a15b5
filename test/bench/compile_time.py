"""compile_time.py: what the plugin costs the compiler in instructions, and what it adds to an object, as ratios and bytes.

Instructions are counted by callgrind, so that the figures are the same on an idle machine and on a busy one.
"""
import os
import re
import shutil
import subprocess

FUNCTIONS = 100  # of unit.cpp
FLAGS = ("-std=c++17", "-O2", "-c")
TRACK = "-DMARK=[[flowlog::track]]"


def instructions(work, command):
    log = os.path.join(work, "callgrind.log")
    subprocess.run(["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", f"--log-file={log}", *command], check=True)
    with open(log, encoding="utf-8") as file:
        return int(re.search(r"Collected : (\d+)", file.read())[1])


def section_bytes(path):
    """{kind: bytes} of an object's sections."""
    listed = subprocess.run(["llvm-size-19", "-A", path], check=True, text=True, stdout=subprocess.PIPE).stdout
    kinds = {"code": 0, "data": 0, "unwind tables": 0}
    for name, size in re.findall(r"^(\.\S+|flowlog_\S+) +(\d+)", listed, re.MULTILINE):
        if name.startswith(".text"):
            kinds["code"] += int(size)
        elif name.startswith((".eh_frame", ".gcc_except_table")):
            kinds["unwind tables"] += int(size)
        elif name.startswith((".data", ".rodata", ".bss", "flowlog_")):
            kinds["data"] += int(size)
    return kinds


def measure(compiler, config, source, work, say):
    """Says a line about time, if there is a valgrind, and one about size."""
    flag = f"--config={config}"
    variants = {"plain": ["-DMARK="], "nothing": [flag, "-DMARK="], "tracked": [flag, TRACK]}
    commands = {name: [compiler, *FLAGS, source, "-o", os.path.join(work, name + ".o"), *flags]
                for name, flags in variants.items()}
    for command in commands.values():
        subprocess.run(command, check=True)
    if shutil.which("valgrind"):
        count = {name: instructions(work, command) for name, command in commands.items()}
        say(f"- compiling a unit with regex, iostream and map at -O2: {count['plain'] / 1e9:.2f} thousand million instructions "
            f"plain, {count['nothing'] / count['plain']:.3f} x with nothing annotated, "
            f"{count['tracked'] / count['plain']:.3f} x with {FUNCTIONS} tracked functions")
    plain, tracked = (section_bytes(os.path.join(work, name + ".o")) for name in ("plain", "tracked"))
    grown = ", ".join(f"{(tracked[kind] - plain[kind]) / FUNCTIONS:.0f} bytes of {kind}" for kind in plain)
    say(f"- what each of these functions grows by: {grown}")

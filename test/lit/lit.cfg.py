# The lit suite. Substitutions:
#   %clangxx        the plain compiler            %flowlog_cxx   the same with flowlog's flag, as a user gives it
#   %clang          the plain C compiler          %flowlog_cc
#   %flowlog        the tool                      %pack          text trace on stdin -> trace file named by -o
#   %cfg            the file of flowlog's flag
#   %traced_calls OUT ARGS  the calls of the program that %flowlog_cxx ARGS makes, a line for each
#   %build          the build tree                %source        the source tree
# Parameters (--param NAME=VALUE): flowlog, another tool to test; exec_root, another folder for what tests write.
# Features: `terminal`; `llvm-N`, the compiler being of version N or newer.
import atexit
import os
import platform
import pty
import shutil
import tempfile

import lit.formats
import lit.util


def without_spaces(source, build):
    """Commands in tests do not quote paths, so a tree in a folder with a space in its name is seen through links."""
    if " " not in source + build:
        return source, build
    links = tempfile.mkdtemp(prefix="flowlog-lit-")
    atexit.register(shutil.rmtree, links)
    os.symlink(source, os.path.join(links, "source"))
    os.symlink(build, os.path.join(links, "build"))
    lit.util.abs_path_preserve_drive = os.path.abspath  # lit's own would resolve them again
    return os.path.join(links, "source"), os.path.join(links, "build")


source, build = without_spaces(config.flowlog_source, config.flowlog_build)

config.name = "flowlog"
config.test_format = lit.formats.ShTest(execute_external=True)  # bash: pipes, $?, quotes as a user has them
config.suffixes = [".cpp", ".c", ".test"]
config.excludes = ["Inputs"]
config.test_source_root = os.path.join(source, "test", "lit")
config.test_exec_root = lit_config.params.get("exec_root", os.path.join(build, "test", config.exec_folder))

cfg = os.path.join(build, "lib", "flowlog", config.llvm_major, "flowlog.cfg")
flag = "--config=" + cfg
clangxx = os.path.join(config.llvm_bin, "clang++")
clang = os.path.join(config.llvm_bin, "clang")
flowlog = lit_config.params.get("flowlog", os.path.join(build, "bin", "flowlog"))

config.substitutions += [
    ("%flowlog_cxx", f"{clangxx} {flag}"),
    ("%flowlog_cc", f"{clang} {flag}"),
    ("%traced_calls", f"{source}/test/lit/plugin/Inputs/traced_calls {flowlog} {clangxx} {flag}"),
    ("%clangxx", clangxx),
    ("%clang", clang),
    ("%cfg", cfg),
    ("%pack", f"{flowlog} pack -"),
    ("%flowlog", flowlog),
    ("%build", build),
    ("%source", source),
]

# FileCheck and its kin are installed for the newest only.
config.environment["PATH"] = os.pathsep.join([config.llvm_bin, config.newest_llvm_bin, os.environ["PATH"]])
config.environment["LC_ALL"] = "C.UTF-8"
config.environment["NO_COLOR"] = "1"
for name in [n for n in os.environ if n.startswith("FLOWLOG_") or n == "TRACK_FLOW_ENABLED"]:
    config.environment.pop(name, None)
if "FLOWLOG_LONG" in os.environ:  # scripts/check --long
    config.available_features.add("long")
    config.environment["FLOWLOG_LONG"] = "1"

if platform.machine() in ("x86_64", "AMD64"):
    config.available_features.add("x86-64")
config.available_features |= {f"llvm-{n}" for n in range(16, int(config.llvm_major) + 1)}

# Some sandboxes have no pseudo-terminals.
try:
    for descriptor in pty.openpty():
        os.close(descriptor)
    config.available_features.add("terminal")
except OSError:
    lit_config.note("no pseudo-terminal can be had here; what output looks like on one is not tested")

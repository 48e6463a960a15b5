# The lit suite. Substitutions:
#   %clangxx        the plain compiler            %flowlog_cxx   the same with flowlog's flag, as a user gives it
#   %clang          the plain C compiler          %flowlog_cc
#   %flowlog        the tool                      %pack          text trace on stdin -> trace file named by -o
#   %build          the build tree                %source        the source tree
import os

import lit.formats

config.name = "flowlog"
config.test_format = lit.formats.ShTest(execute_external=True)  # bash: pipes, $?, quotes as a user has them
config.suffixes = [".cpp", ".c", ".test"]
config.excludes = ["Inputs"]
config.test_source_root = os.path.dirname(__file__)
config.test_exec_root = os.path.join(config.flowlog_build, "test", "lit")

build = config.flowlog_build
flag = "--config=" + os.path.join(build, "lib", "flowlog", "19", "flowlog.cfg")
clangxx = os.path.join(config.llvm_bin, "clang++")
clang = os.path.join(config.llvm_bin, "clang")
flowlog = os.path.join(build, "bin", "flowlog")

config.substitutions += [
    ("%flowlog_cxx", f"{clangxx} {flag}"),
    ("%flowlog_cc", f"{clang} {flag}"),
    ("%clangxx", clangxx),
    ("%clang", clang),
    ("%pack", f"{flowlog} pack -"),
    ("%flowlog", flowlog),
    ("%build", build),
    ("%source", config.flowlog_source),
]

config.environment["PATH"] = os.pathsep.join([config.llvm_bin, os.environ["PATH"]])
config.environment["LC_ALL"] = "C.UTF-8"
config.environment["NO_COLOR"] = "1"
for name in [n for n in os.environ if n.startswith("FLOWLOG_") or n == "TRACK_FLOW_ENABLED"]:
    config.environment.pop(name, None)

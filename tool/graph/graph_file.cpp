// graph_file.cpp: finds out what a file is that is given as a graph; see graph_json.h.
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>

#include "error.h"
#include "graph/graph_json.h"
#include "output.h"

namespace flowlog::graph {
namespace {

[[noreturn]] void refuse_traces(const std::string& path, const char* what) {
  throw Error(path + ": " + what + ", not a graph; first run: flowlog merge " + path + " -o graph.json");
}

std::string all_of(std::istream& input) {
  std::string bytes;
  for (size_t piece = 1u << 16; input; piece *= 2) {
    const size_t before = bytes.size();
    bytes.resize(before + piece);
    input.read(bytes.data() + before, std::streamsize(piece));
    bytes.resize(before + size_t(input.gcount()));
  }
  return bytes;
}

}  // namespace

Graph read_graph(const std::string& path) {
  const bool from_stdin = path == kStandardStream;
  const std::string name = from_stdin ? "standard input" : path;
  std::error_code ignored;
  if (!from_stdin && std::filesystem::is_directory(path, ignored)) refuse_traces(path, "a directory");

  std::ifstream file;
  if (!from_stdin) {
    file.open(path, std::ios::binary);
    if (!file) throw Error(name + ": can't be read: " + std::strerror(errno));
  }
  std::istream& input = from_stdin ? std::cin : file;
  const std::string bytes = all_of(input);
  if (bytes.empty()) throw Error(name + ": empty; a graph was expected, as flowlog merge writes it");
  if (bytes.starts_with("FLOWLOG\x1a")) refuse_traces(name, "a trace");
  return from_json(bytes, name);
}

}  // namespace flowlog::graph

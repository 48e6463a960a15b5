// tests.h: the tests that a graph knows of.
#pragma once

#include "graph/names.h"
#include "graph/test_set.h"

namespace flowlog::graph {

using Tests = Names;

}  // namespace flowlog::graph

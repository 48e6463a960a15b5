// details.h: branch details as people read them: what a trace has as bytes, as one text.
#pragma once

#include <string>
#include <string_view>

#include "trace/sites.h"

namespace flowlog::graph {

// The C++ type whose linkage name is `name`, spelled as shapes spell it: `std::string`, no inline namespaces
// of standard libraries; `name` itself where it is none, or so long that a hostile one could stand for
// gigabytes.
std::string demangled_type(std::string_view name);

// The name of the alternative that a variant held; "#2" where the site's description does not have it.
std::string alternative_name(const trace::Site& site, uint32_t alternative);

}  // namespace flowlog::graph

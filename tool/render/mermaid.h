// mermaid.h: a picture as a Mermaid flowchart, which GitHub and GitLab draw inside Markdown.
#pragma once

#include <cstddef>
#include <string>

#include "render/picture.h"

namespace flowlog::render {

// What Mermaid draws unless its page configures more; it shows an error instead of a larger chart.
inline constexpr size_t kMermaidMaxEdges = 500;
inline constexpr size_t kMermaidMaxCharacters = 50'000;

std::string to_mermaid(const Picture& picture);

}  // namespace flowlog::render

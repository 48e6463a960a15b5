// layout.h: Graphviz text to an image.
//
// Graphviz is slow on dense graphs, keeps global state and ends the process on some inputs; so it runs in a
// child process that may take only so long, and only so much memory.
#pragma once

#include <chrono>
#include <string>

namespace flowlog::render {

enum class ImageFormat { kSvg, kPng, kPdf };

struct Image {
  std::string bytes;
  bool coarse = false;  // too much for dot: laid out by sfdp, without frames
};

inline constexpr std::chrono::milliseconds kLayoutLimit{30'000};  // for each of the two attempts

// Throws Error if Graphviz fails or crashes, and if neither layout comes to an end within its time and
// memory. Call it while the process has one thread.
Image draw(const std::string& dot, ImageFormat format, std::chrono::milliseconds limit = kLayoutLimit);

}  // namespace flowlog::render

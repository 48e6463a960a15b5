// image_copy_test.cpp: what a pool keeps of an image, and what of it goes into an archive.
#include "archive/image_copy.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstring>
#include <string>
#include <vector>

#include "archive/site_writer.h"
#include "flowlog/abi.h"
#include "pool.h"
#include "trace/trace.h"

namespace flowlog::runtime {
namespace {

constexpr std::string_view kF = R"J({"id":"f(S)","line":7,"input_shape":{"s \"8\"":9999999999}})J";
constexpr std::string_view kG = R"J({"id":"g()"})J";

// Two sites, of which the first names a shape, and two shapes, as the sections of a binary hold them.
class FakeImage {
 public:
  FakeImage() : memory_(128) {
    sites_ = reinterpret_cast<flowlog_site*>(memory_.data());
    std::byte* at = reinterpret_cast<std::byte*>(sites_ + 2);
    const std::string_view texts[] = {kF, kG};
    for (uint32_t i = 0; i < 2; ++i) {
      sites_[i] = {kFirstNumber + i, static_cast<int32_t>(at - reinterpret_cast<std::byte*>(&sites_[i]))};
      at = put(at, 100 + i, texts[i]);
    }
    shapes_ = reinterpret_cast<flowlog_info*>(at);
    at = put(at, 9999999999, R"J({"type":"S","fields":{}})J");
    shapes_end_ = reinterpret_cast<flowlog_info*>(put(at, 8, R"J({"type":"T","fields":{}})J"));
  }

  static constexpr uint32_t kFirstNumber = 5;
  Pool::ImageParts parts() const { return {sites_, 2, kFirstNumber, shapes_, shapes_end_, "/lib/x.so"}; }

 private:
  static std::byte* put(std::byte* at, uint64_t id, std::string_view text) {
    const flowlog_info info{id, static_cast<uint32_t>(text.size()), 0};
    std::memcpy(at, &info, sizeof info);
    std::memcpy(at + sizeof info, text.data(), text.size());
    return at + (sizeof info + text.size() + 7) / 8 * 8;
  }

  std::vector<uint64_t> memory_;
  flowlog_site* sites_;
  flowlog_info* shapes_;
  flowlog_info* shapes_end_;
};

class ImageCopies : public testing::Test {
 protected:
  ImageCopies() {
    const std::string path = testing::TempDir() + "flowlog-copies-" + std::to_string(::getpid());
    const unsigned char trace[16] = {};
    EXPECT_EQ(pool_.create(path.c_str(), {4096, 4}, trace, "/archive"), 0);
  }
  ~ImageCopies() override { pool_.remove_file(); }

  Pool pool_;
  FakeImage image_;
};

std::string text_of(const flowlog_info* info) { return {info->text, info->text_bytes}; }

TEST_F(ImageCopies, HaveWhatTellsOfTheSites) {
  EXPECT_FALSE(pool_.keep(image_.parts()).empty());
  const archive::ImageCopy copy = pool_.keep(image_.parts());  // the second stands behind the first
  ASSERT_FALSE(copy.empty());
  EXPECT_EQ(copy.path(), "/lib/x.so");
  EXPECT_EQ(text_of(copy.info(6)), kG);
  EXPECT_EQ(copy.info(4), nullptr);
  EXPECT_EQ(copy.info(7), nullptr);
  std::vector<uint64_t> shapes;
  copy.for_each_shape([&](const flowlog_info& shape, size_t) { shapes.push_back(shape.id); });
  EXPECT_EQ(shapes, (std::vector<uint64_t>{9999999999, 8}));
}

TEST_F(ImageCopies, OfMoreThanThereIsRoomForAreNotMade) {
  FakeImage image;
  int made = 0;
  while (made < 10000 && !pool_.keep(image.parts()).empty()) ++made;
  EXPECT_EQ(made, static_cast<int>(format::kMaxImageCopiesBytes / format::kImageCopyAlignment));
}

// Whoever reads the pool of a killed program takes its bytes for anything.
TEST_F(ImageCopies, ThatLieAreNotReadBeyondTheirEnd) {
  const archive::ImageCopy copy = pool_.keep(image_.parts());
  constexpr size_t kTold = 512;  // more than there is
  const std::vector<unsigned char> good(copy.data(), copy.data() + copy.bytes());
  for (size_t bit = 0; bit < kTold * 8; ++bit) {
    std::vector<unsigned char> bytes(good);
    bytes[bit / 8] ^= static_cast<unsigned char>(1 << bit % 8);
    const auto lying = archive::ImageCopy::at(bytes.data(), bytes.size());
    if (lying.empty()) continue;
    EXPECT_LE(lying.bytes(), bytes.size());
    const auto* const end = reinterpret_cast<const char*>(bytes.data() + bytes.size());
    EXPECT_LE(lying.path().data() + lying.path().size(), end);
    for (uint32_t number = 0; number < 16; ++number) {
      const flowlog_info* info = lying.info(number);
      EXPECT_TRUE(info == nullptr || info->text + info->text_bytes <= end);
    }
    lying.for_each_shape(
        [&](const flowlog_info& shape, size_t) { EXPECT_LE(shape.text + shape.text_bytes, end); });
  }
}

TEST_F(ImageCopies, GiveAnArchiveTheSitesThatAreAskedForAndTheirShapesOnce) {
  const archive::ImageCopy copy = pool_.keep(image_.parts());
  std::string file;
  const unsigned char trace[16] = {};
  archive::BlockWriter blocks;
  archive::SiteWriter sites;
  ASSERT_TRUE(blocks.begin_file({[](void* self, const void* data, size_t bytes) {
                                   static_cast<std::string*>(self)->append(static_cast<const char*>(data),
                                                                           bytes);
                                   return true;
                                 },
                                 &file},
                                trace));
  const uint32_t first[] = {1, 5, 900};
  ASSERT_TRUE(sites.write(blocks, copy, first, 3));
  const size_t before = file.size();
  ASSERT_TRUE(sites.write(blocks, copy, first, 3));
  const trace::Trace read(trace::open_memory("test", file));
  EXPECT_EQ(read.sites().all().size(), 2u) << "with the unknown one";
  EXPECT_EQ(read.sites().at(5).description.input_shape, R"J({"s \"8\"":{"type":"S","fields":{}}})J");
  EXPECT_EQ(read.shapes().all().size(), 1u) << "what stands in a string is no number";
  EXPECT_EQ(file.find("\"type\":\"S\"", before), std::string::npos);
}

}  // namespace
}  // namespace flowlog::runtime

// image_registry_test.cpp: sites get numbers, images come and go.
#include "image_registry.h"

#include <gtest/gtest.h>

#include <cstring>
#include <memory>
#include <span>

namespace flowlog::runtime {
namespace {

// An image with `count` sites whose ids start at `first_id`, as the sections of a binary hold them.
struct FakeImage {
  struct Info {  // a flowlog_info without text
    uint64_t id;
    uint32_t text_bytes = 0, flags = 0;
  };

  FakeImage(size_t count, uint64_t first_id)
      : memory(new uint64_t[count * (sizeof(flowlog_site) + sizeof(Info)) / sizeof(uint64_t)]),
        sites(reinterpret_cast<flowlog_site*>(memory.get()), count) {
    Info* const infos = reinterpret_cast<Info*>(sites.data() + count);
    for (size_t i = 0; i < count; ++i) {
      infos[i] = {first_id + i};
      sites[i] = {
          0, static_cast<int32_t>(reinterpret_cast<char*>(&infos[i]) - reinterpret_cast<char*>(&sites[i]))};
    }
  }
  bool add_to(ImageRegistry& registry) {
    return registry.add(ImageRegistry::Locked(registry),
                        {sites.data(), sites.data() + sites.size(), nullptr, nullptr}, &gate, "/lib/x.so");
  }
  void remove_from(ImageRegistry& registry) {
    registry.remove(ImageRegistry::Locked(registry), sites.data());
  }

  std::unique_ptr<uint64_t[]> memory;  // one piece, since a site's offset to its info has 32 bits
  std::span<flowlog_site> sites;
  unsigned char gate = 0;
};

TEST(ImageRegistry, NumbersAreDenseFromOneAcrossImages) {
  ImageRegistry registry;
  FakeImage first(2, 10), second(3, 20);
  EXPECT_TRUE(first.add_to(registry));
  EXPECT_TRUE(second.add_to(registry));
  EXPECT_EQ(first.sites[0].number, 1u);
  EXPECT_EQ(first.sites[1].number, 2u);
  EXPECT_EQ(second.sites[0].number, 3u);
  EXPECT_EQ(second.sites[2].number, 5u);
}

TEST(ImageRegistry, GatesFollowTheSwitchAlsoOfImagesThatComeLater) {
  ImageRegistry registry;
  FakeImage early(1, 10), late(1, 20);
  early.add_to(registry);
  EXPECT_EQ(early.gate, 0);
  registry.set_gates(ImageRegistry::Locked(registry), true);
  late.add_to(registry);
  EXPECT_EQ(early.gate, 1);
  EXPECT_EQ(late.gate, 1);
  registry.set_gates(ImageRegistry::Locked(registry), false);
  EXPECT_EQ(early.gate + late.gate, 0);
}

// R9: a plugin that is reloaded for ever.
TEST(ImageRegistry, AnImageLoadedAgainGetsItsNumbersBackAndIsWrittenOnce) {
  ImageRegistry registry;
  int written = 0;
  for (int i = 0; i < 1000; ++i) {
    FakeImage image(2, 10);
    ASSERT_TRUE(image.add_to(registry));
    EXPECT_EQ(image.sites[0].number, 1u);
    registry.write_new(ImageRegistry::Locked(registry), [&](const Image&) { return ++written > 0; });
    image.remove_from(registry);
  }
  EXPECT_EQ(written, 1);
  FakeImage changed(2, 11);
  changed.add_to(registry);
  EXPECT_EQ(changed.sites[0].number, 3u);
}

TEST(ImageRegistry, WhatCouldNotBeWrittenIsTriedAgain) {
  ImageRegistry registry;
  FakeImage image(1, 10);
  image.add_to(registry);
  EXPECT_FALSE(registry.write_new(ImageRegistry::Locked(registry), [](const Image&) { return false; }));
  int written = 0;
  registry.write_new(ImageRegistry::Locked(registry), [&](const Image&) { return ++written > 0; });
  EXPECT_EQ(written, 1);
}

TEST(ImageRegistry, MoreSitesThanNumbersAreRefused) {
  ImageRegistry registry;
  FakeImage small(1, 10), large(1 << 20, 100);
  EXPECT_TRUE(small.add_to(registry));
  EXPECT_FALSE(large.add_to(registry));
  EXPECT_EQ(large.gate, 0);
}

}  // namespace
}  // namespace flowlog::runtime

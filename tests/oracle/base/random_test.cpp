#include "suanwang/base/random.hpp"

#include <array>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace suanwang {
namespace {

using Words = std::array<std::uint32_t, 4>;

/// Philox4x32-10 written out from section 3.3 of the paper, so that Random123 and the way in which
/// `RandomStream` feeds it are both checked against something else.
Words philox(Words counter, std::array<std::uint32_t, 2> key) {
  for (int round = 0; round < 10; ++round) {
    const std::uint64_t product0 = std::uint64_t{0xD2511F53U} * counter[0];
    const std::uint64_t product1 = std::uint64_t{0xCD9E8D57U} * counter[2];
    counter = {static_cast<std::uint32_t>(product1 >> 32) ^ counter[1] ^ key[0],
               static_cast<std::uint32_t>(product1),
               static_cast<std::uint32_t>(product0 >> 32) ^ counter[3] ^ key[1],
               static_cast<std::uint32_t>(product0)};
    key[0] += 0x9E3779B9U;  // the golden ratio
    key[1] += 0xBB67AE85U;  // the square root of 3, less 1
  }
  return counter;
}

std::string hex(const Words& words) {
  std::array<char, 36> text{};
  std::snprintf(text.data(), text.size(), "%08x %08x %08x %08x", words[0], words[1], words[2], words[3]);
  return text.data();
}

constexpr std::uint32_t kOnes = 0xFFFFFFFFU;
const Words kPiCounter{0x243f6a88U, 0x85a308d3U, 0x13198a2eU, 0x03707344U};

TEST(Philox, AgreesWithThePublishedVectors) {
  // kat_vectors of Random123: zeros, ones, the digits of pi.
  EXPECT_EQ(hex(philox({0, 0, 0, 0}, {0, 0})), "6627e8d5 e169c58d bc57ac4c 9b00dbd8");
  EXPECT_EQ(hex(philox({kOnes, kOnes, kOnes, kOnes}, {kOnes, kOnes})), "408f276d 41c83b0e a20bc7c6 6d5451fd");
  EXPECT_EQ(hex(philox(kPiCounter, {0xa4093822U, 0x299f31d0U})), "d16cfe09 94fdcceb 5001e420 24126ea1");
}

TEST(Philox, VectorsAreThoseOfTheOracleFile) {
  const std::filesystem::path file = SUANWANG_SOURCE_DIR "/../shared/brief/oracles.json";
  if (!std::filesystem::exists(file)) GTEST_SKIP() << "NOT CHECKED: there is no " << file;
  std::ifstream stream{file};
  const auto expected = nlohmann::json::parse(stream).at("philox4x32_10");
  EXPECT_EQ(hex(philox({0, 0, 0, 0}, {0, 0})), expected.at("0").get<std::string>());
  EXPECT_EQ(hex(philox({kOnes, kOnes, kOnes, kOnes}, {kOnes, kOnes})), expected.at("ff").get<std::string>());
  EXPECT_EQ(hex(philox(kPiCounter, {0xa4093822U, 0x299f31d0U})), expected.at("pi").get<std::string>());
}

std::uint64_t first_word(const Words& block) {
  return std::uint64_t{block[1]} << 32 | block[0];
}

/// What random.hpp says of a draw, with the reference in place of Random123.
std::uint64_t expected_bits(std::uint64_t seed, std::uint32_t replication, Purpose purpose,
                            std::uint64_t entity, std::uint64_t index) {
  const auto lo = [](std::uint64_t w) { return static_cast<std::uint32_t>(w); };
  const auto hi = [](std::uint64_t w) { return static_cast<std::uint32_t>(w >> 32); };
  const std::uint64_t key = first_word(philox(
      {replication, static_cast<std::uint32_t>(purpose), 0x7375616eU, 0x77616e67U}, {lo(seed), hi(seed)}));
  return first_word(philox({lo(index), hi(index), lo(entity), hi(entity)}, {lo(key), hi(key)}));
}

TEST(RandomStream, DrawsArePhiloxAtSeedReplicationPurposeEntityIndex) {
  for (const std::uint64_t seed : {std::uint64_t{0}, std::uint64_t{20240606}, ~std::uint64_t{0}}) {
    for (const std::uint32_t replication : {0U, 7U, kOnes}) {
      for (const Purpose purpose : {Purpose::Online, Purpose::Duration, Purpose::Test}) {
        for (const std::uint64_t entity : {std::uint64_t{3}, std::uint64_t{0x0123456789abcdef}}) {
          const RandomStream stream{seed, replication, purpose, entity};
          for (const std::uint64_t index : {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{1} << 33}) {
            ASSERT_EQ(stream.bits(index), expected_bits(seed, replication, purpose, entity, index));
          }
        }
      }
    }
  }
}

TEST(RandomStream, NeverChanges) {
  // Every published result rests on these numbers: a change here is a change of all of them.
  const RandomStream stream{20240606, 3, Purpose::Arrival, 0x1234};
  EXPECT_EQ(stream.bits(0), 8193452475780883663ULL);
  EXPECT_EQ(stream.bits(~std::uint64_t{0}), 2778531179967385820ULL);
  EXPECT_EQ(static_cast<std::uint32_t>(Purpose::Online), 0U);
  EXPECT_EQ(static_cast<std::uint32_t>(Purpose::Capacity), 1U);
  EXPECT_EQ(static_cast<std::uint32_t>(Purpose::Conversion), 2U);
  EXPECT_EQ(static_cast<std::uint32_t>(Purpose::Arrival), 3U);
  EXPECT_EQ(static_cast<std::uint32_t>(Purpose::Accelerators), 4U);
  EXPECT_EQ(static_cast<std::uint32_t>(Purpose::Duration), 5U);
  EXPECT_EQ(static_cast<std::uint32_t>(Purpose::Walltime), 6U);
  EXPECT_EQ(static_cast<std::uint32_t>(Purpose::Priority), 7U);
  EXPECT_EQ(static_cast<std::uint32_t>(Purpose::Class), 8U);
}

}  // namespace
}  // namespace suanwang

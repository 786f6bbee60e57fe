#include "suanwang/base/hash.hpp"

#include <algorithm>
#include <bit>
#include <numeric>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "support/seeds.hpp"

namespace suanwang {
namespace {

using Words = std::vector<std::uint64_t>;

std::string digest_of(const Words& words) {
  Digest digest;
  for (const std::uint64_t word : words) digest.add(word);
  return digest.text();
}

/// Whether no two of `texts` are equal.
bool all_differ(std::vector<std::string> texts) {
  std::sort(texts.begin(), texts.end());
  return std::adjacent_find(texts.begin(), texts.end()) == texts.end();
}

TEST(HashOf, NeverChanges) {
  // FNV-1a of "" is its offset basis, 0xcbf29ce484222325; entities of random streams rest on these numbers.
  static_assert(hash_of("") != hash_of("a"));
  EXPECT_EQ(hash_of(""), 18284041282127212159ULL);
  EXPECT_EQ(hash_of("cloud-brain-2"), 11997593352479615110ULL);
}

TEST(HashOf, ShortIdsDifferInManyBits) {
  for (const std::string base : {"a", "pool-1", "centre"}) {
    for (char c = 'a'; c < 'z'; ++c) {
      const int bits = std::popcount(hash_of(base + c) ^ hash_of(base + static_cast<char>(c + 1)));
      EXPECT_GE(bits, 12) << base << c;  // 32 of 64 expected; deviation 4
      EXPECT_LE(bits, 52) << base << c;
    }
  }
}

TEST(Digest, IsThirtyTwoHexadecimalDigitsThatNeverChange) {
  EXPECT_EQ(Digest{}.text(), "b4ef4e4fd22e33096f11422211b65083");
  EXPECT_EQ(digest_of({1, 2, 3}), "e0183159604f5cf2d357db81b587536b");
  for (const Words& words : {Words{}, Words{0}, Words{~std::uint64_t{0}}}) {
    EXPECT_EQ(digest_of(words).size(), 32U);
    EXPECT_EQ(digest_of(words).find_first_not_of("0123456789abcdef"), std::string::npos);
  }
}

TEST(Digest, TextIsHighThenLow) {
  Digest digest;
  digest.add(42);
  EXPECT_EQ(std::stoull(digest.text().substr(0, 16), nullptr, 16), digest.high());
  EXPECT_EQ(std::stoull(digest.text().substr(16), nullptr, 16), digest.low());
}

TEST(Digest, SeparatesAllOrdersOfSixWords) {
  Words words(6);
  std::iota(words.begin(), words.end(), 0);
  std::vector<std::string> texts;
  do {
    texts.push_back(digest_of(words));
  } while (std::next_permutation(words.begin(), words.end()));
  ASSERT_EQ(texts.size(), 720U);
  EXPECT_TRUE(all_differ(texts));
}

TEST(Digest, SeparatesRunsOfZerosByTheirLength) {
  std::vector<std::string> texts;
  for (std::size_t n = 0; n < 500; ++n) texts.push_back(digest_of(Words(n, 0)));
  EXPECT_TRUE(all_differ(texts));
}

TEST(Digest, AZeroWordChangesItWhereverItStands) {
  const Words words{9, 8, 7, 6};
  std::vector<std::string> texts{digest_of(words)};
  for (std::size_t at = 0; at <= words.size(); ++at) {
    Words longer = words;
    longer.insert(longer.begin() + static_cast<std::ptrdiff_t>(at), 0);
    texts.push_back(digest_of(longer));
  }
  EXPECT_TRUE(all_differ(texts));
}

TEST(Digest, AnyOneBitChangesAboutHalfOfIt) {
  test::for_seeds(50, [](test::Rng& rng) {
    Words words(static_cast<std::size_t>(rng.integer(1, 20)));
    for (std::uint64_t& word : words) word = rng.bits();
    Digest before, after;
    for (const std::uint64_t word : words) before.add(word);
    words[rng.index(words.size())] ^= std::uint64_t{1} << rng.integer(0, 63);
    for (const std::uint64_t word : words) after.add(word);
    // 64 of 128 expected, deviation sqrt(32) = 5.7.
    const int bits = std::popcount(before.high() ^ after.high()) + std::popcount(before.low() ^ after.low());
    EXPECT_NEAR(bits, 64, 30);
    EXPECT_NE(before, after);
  });
}

TEST(Digest, NoTwoOfManyPairsOfSmallWordsCollide) {
  // Records are made of small numbers: instants, kinds, ids.
  std::vector<std::string> texts;
  for (std::uint64_t a = 0; a < 150; ++a) {
    for (std::uint64_t b = 0; b < 150; ++b) texts.push_back(digest_of({a, b}));
  }
  EXPECT_TRUE(all_differ(texts));
}

Digest pairs_of(const Words& words) {
  Digest digest;
  for (std::size_t i = 0; i + 1 < words.size(); i += 2) digest.add(words[i], words[i + 1]);
  return digest;
}

TEST(Digest, PairsAreAsWellMixedAsWords) {
  test::for_seeds(200, [](test::Rng& rng) {
    Words words(2 * static_cast<std::size_t>(rng.integer(1, 10)));
    const bool small = rng.integer(0, 1) == 1;  // as records are
    for (std::uint64_t& word : words) word = small ? rng.index(100) : rng.bits();
    const Digest before = pairs_of(words);
    words[rng.index(words.size())] ^= std::uint64_t{1} << rng.integer(0, 63);
    const Digest after = pairs_of(words);
    const int bits = std::popcount(before.high() ^ after.high()) + std::popcount(before.low() ^ after.low());
    EXPECT_NEAR(bits, 64, 34);  // 6 deviations
  });
  std::vector<std::string> texts;
  for (std::uint64_t a = 0; a < 150; ++a) {
    for (std::uint64_t b = 0; b < 150; ++b) texts.push_back(pairs_of({a, b}).text());
  }
  for (const Words& words : {Words{1, 2, 3, 4}, Words{3, 4, 1, 2}, Words{1, 3, 2, 4}, Words{0, 0, 0, 0}})
    texts.push_back(pairs_of(words).text());
  EXPECT_TRUE(all_differ(texts));
}

}  // namespace
}  // namespace suanwang

#include "suanwang/base/parallel.hpp"

#include <atomic>
#include <chrono>
#include <set>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace suanwang {
namespace {

const std::vector<std::size_t> kThreadCounts{0, 1, 2, 3, 8, 64};

TEST(ForEachIndex, CallsEveryIndexOnce) {
  for (const std::size_t threads : kThreadCounts) {
    for (const std::size_t count : {0U, 1U, 2U, 7U, 1000U}) {
      std::vector<std::atomic<int>> calls(count);
      for_each_index(count, {threads}, [&](std::size_t i) { ++calls.at(i); });
      for (std::size_t i = 0; i < count; ++i) EXPECT_EQ(calls[i], 1) << i << " of " << count;
    }
  }
}

TEST(SharedBy, LeavesOneThreadAtLeast) {
  EXPECT_EQ(shared_by(1, {8}).threads, 8U);
  EXPECT_EQ(shared_by(3, {8}).threads, 2U);
  EXPECT_EQ(shared_by(8, {8}).threads, 1U);
  EXPECT_EQ(shared_by(40, {8}).threads, 1U);
  EXPECT_EQ(shared_by(0, {2}).threads, 2U);
  EXPECT_GE(shared_by(1, {0}).threads, 1U);
}

TEST(ForEachIndex, OneThreadIsTheCallersAndGoesInOrder) {
  const std::thread::id here = std::this_thread::get_id();
  std::vector<std::size_t> order;
  for_each_index(5, {1}, [&](std::size_t i) {
    EXPECT_EQ(std::this_thread::get_id(), here);
    order.push_back(i);
  });
  EXPECT_EQ(order, (std::vector<std::size_t>{0, 1, 2, 3, 4}));
}

TEST(ForEachIndex, NeverUsesMoreThreadsThanAsked) {
  std::atomic<int> inside{0}, most{0};
  for_each_index(200, {2}, [&](std::size_t) {
    const int now = ++inside;
    for (int seen = most; seen < now && !most.compare_exchange_weak(seen, now);) {
    }
    std::this_thread::sleep_for(std::chrono::microseconds{50});
    --inside;
  });
  EXPECT_GE(most, 1);
  EXPECT_LE(most, 2);
}

TEST(ForEachIndex, GivesAsManyThreadsAsAskedAlsoBeyondTheProcessors) {
  // Each of the four waits until all four are inside; with fewer threads they would give up, one by one.
  std::atomic<int> inside{0}, met{0};
  for_each_index(4, {4}, [&](std::size_t) {
    ++inside;
    const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds{5};
    while (inside < 4 && std::chrono::steady_clock::now() < limit) std::this_thread::yield();
    if (std::chrono::steady_clock::now() < limit) ++met;
  });
  EXPECT_EQ(met, 4);
}

TEST(ForEachIndex, RethrowsTheFailureOfTheLowestIndexAfterAllHaveEnded) {
  for (const std::size_t threads : kThreadCounts) {
    std::atomic<int> ended{0};
    const auto failing = [&](std::size_t i) {
      // The later failure comes first in time.
      if (i == 3) std::this_thread::sleep_for(std::chrono::milliseconds{5});
      ++ended;
      if (i == 3 || i == 40) throw std::runtime_error("body " + std::to_string(i));
    };
    try {
      for_each_index(50, {threads}, failing);
      FAIL() << "nothing was thrown with " << threads << " threads";
    } catch (const std::runtime_error& problem) {
      EXPECT_STREQ(problem.what(), "body 3");
    }
    EXPECT_EQ(ended, 50);
  }
}

TEST(ForEachIndex, MayBeNested) {
  std::vector<std::vector<int>> squares(6, std::vector<int>(20));
  for_each_index(squares.size(), {2}, [&](std::size_t row) {
    for_each_index(20, {2}, [&](std::size_t i) { squares[row][i] = static_cast<int>(row * i * i); });
  });
  for (std::size_t row = 0; row < squares.size(); ++row) {
    for (std::size_t i = 0; i < 20; ++i) EXPECT_EQ(squares[row][i], static_cast<int>(row * i * i));
  }
}

}  // namespace
}  // namespace suanwang

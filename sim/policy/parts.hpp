#pragma once

#include <memory>

#include "suanwang/policy/policy.hpp"

// The makers that catalogue.cpp names; each is defined in the file of its rule.
namespace suanwang {

std::unique_ptr<const Order> make_fifo();
std::unique_ptr<const Order> make_shortest_first();
std::unique_ptr<const Order> make_longest_first();
std::unique_ptr<const Order> make_smallest_first();
std::unique_ptr<const Order> make_by_priority();

std::unique_ptr<Backfill> make_no_backfill(const Policy& policy);
std::unique_ptr<Backfill> make_easy(const Policy& policy);
std::unique_ptr<Backfill> make_conservative(const Policy& policy);
std::unique_ptr<Backfill> make_depth(const Policy& policy);

std::unique_ptr<Dispatcher> make_national(const PolicySettings& settings);
std::unique_ptr<Dispatcher> make_overflow(const PolicySettings& settings);
std::unique_ptr<Dispatcher> make_to_data(const PolicySettings& settings);
std::unique_ptr<Dispatcher> make_round_robin(const PolicySettings& settings);
std::unique_ptr<Dispatcher> make_at_random(const PolicySettings& settings);
std::unique_ptr<Dispatcher> make_least_loaded(const PolicySettings& settings);
std::unique_ptr<Dispatcher> make_power_of_two(const PolicySettings& settings);

std::unique_ptr<const Place> make_first_fit();
std::unique_ptr<const Place> make_best_fit();
std::unique_ptr<const Place> make_worst_fit();
std::unique_ptr<const Place> make_spread();

}  // namespace suanwang

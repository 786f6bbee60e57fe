#pragma once

#include <memory>
#include <vector>

#include "suanwang/policy/catalogue.hpp"

// What the standard catalogue is made of: its parts, and the makers that they name, each defined in the file
// of its rule.
namespace suanwang {

std::vector<OrderEntry> standard_orders();
std::vector<BackfillEntry> standard_backfills();
std::vector<PlaceEntry> standard_places();
std::vector<DispatchEntry> standard_dispatches();
std::vector<PolicyEntry> standard_preemptions();

std::unique_ptr<Order> make_fifo(const OrderSettings& settings);
std::unique_ptr<Order> make_shortest_first(const OrderSettings& settings);
std::unique_ptr<Order> make_least_left(const OrderSettings& settings);
std::unique_ptr<Order> make_longest_first(const OrderSettings& settings);
std::unique_ptr<Order> make_smallest_first(const OrderSettings& settings);
std::unique_ptr<Order> make_by_priority(const OrderSettings& settings);
std::unique_ptr<Order> make_earliest_deadline(const OrderSettings& settings);
std::unique_ptr<Order> make_multifactor(const OrderSettings& settings);
std::unique_ptr<Order> make_fair_share(const OrderSettings& settings);
std::unique_ptr<Order> make_by_expression(const OrderSettings& settings);

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
std::unique_ptr<Dispatcher> make_scored(const PolicySettings& settings);
std::unique_ptr<Dispatcher> make_power_of_two(const PolicySettings& settings);

std::unique_ptr<const Place> make_first_fit();
std::unique_ptr<const Place> make_best_fit();
std::unique_ptr<const Place> make_worst_fit();
std::unique_ptr<const Place> make_spread();

}  // namespace suanwang

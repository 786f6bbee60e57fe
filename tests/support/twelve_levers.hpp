#pragma once

#include <map>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "support/plan_worlds.hpp"
#include "support/seeds.hpp"

namespace suanwang::test {

/// Twelve levers: three that only help together, earlier dates, new pools in two sizes that exclude each
/// other, one that requires another, and two that do harm and save money or power.
class TwelveLevers {
 public:
  explicit TwelveLevers(Rng& rng) : rng_{&rng} {}

  PlanProblem make() {
    problem_.seed = rng_->bits() >> 40;
    add_world();
    add_levers();
    add_targets();
    if (rng_->chance(0.7)) problem_.budget = {{2026, between(200, 1500)}, {2027, between(200, 1500)}};
    if (rng_->chance(0.7)) {
      problem_.permits = {{"land.a", between(0, 12) * 1000}, {"land", between(5, 25) * 1000}};
    }
    return std::move(problem_);
  }

 private:
  using Costs = std::map<int, std::int64_t>;

  std::int64_t between(std::int64_t low, std::int64_t high) { return rng_->integer(low, high); }

  Costs cost(std::int64_t low, std::int64_t high) {
    Costs result;
    if (rng_->chance(0.7)) result[2026] = between(low, high);
    if (result.empty() || rng_->chance(0.6)) result[2027] = between(low, high);
    return result;
  }

  void add_world() {
    PlanWorld& world = problem_.world;
    for (const std::string id : {"chips", "hall", "power", "works-1", "works-2"}) {
      const double low = static_cast<double>(between(500, 700));
      world.activities[id] = {low, low + static_cast<double>(between(100, 300))};
    }
    world.pools["a/stock"] = {{10, 14}, {}, {}, {}};
    world.pools["a/old"] = {{2, 2}, {}, {}, {}};
    world.pools["a/great"] = {{12, 12}, {"hall", "power", "chips"}, {}, {}};
    world.pools["b/one"] = {{3, 6}, {"works-1"}, {}, {}};
    world.pools["b/two"] = {{4, 5}, {"works-2"}, {}, {}};
  }

  PlanLever& date(const std::string& id, const std::string& activity, double days, Costs costs) {
    Span sooner = problem_.world.activities[activity];
    sooner.low -= days;
    sooner.high -= days;
    const std::string set = fmt::format("{{programme.activities.{}.date: {}}}", activity, dates_text(sooner));
    const auto apply = [=](PlanWorld& world) { world.activities[activity] = sooner; };
    return problem_.levers.emplace_back(PlanLever{id, set, apply, std::move(costs), 0, "", {}, {}});
  }

  PlanLever& pool(const std::string& id, const std::string& where, const Span& capacity, double online,
                  Costs costs) {
    const PlanWorld::Pool added{capacity, {}, Span{online, online + 200}, {}};
    const std::string set = fmt::format(
        "{{centres.{}.pools.{}: {{schedulable: false, capacity: {{fp16: {{uniform: [{} EFLOPS, {} "
        "EFLOPS]}}}}, "
        "online: {}}}}}",
        where.substr(0, 1), where.substr(2), capacity.low, capacity.high, dates_text(*added.online));
    const auto apply = [=](PlanWorld& world) { world.pools[where] = added; };
    return problem_.levers.emplace_back(PlanLever{
        id, set, apply, std::move(costs), between(1, 9) * 1000, "land." + where.substr(0, 1), {}, {}});
  }

  void add_levers() {  // by id
    date("chips-sooner", "chips", 250, cost(50, 200));
    date("hall-sooner", "hall", 250, cost(50, 200));
    pool("new-big", "b/new", {6, 8}, 500, cost(150, 500)).excludes = {"new-small"};
    pool("new-small", "b/new", {3, 4}, 450, cost(100, 250));
    pool("north", "a/north", {2, 4}, 600, cost(50, 300));
    pool("north-more", "a/north-more", {2, 3}, 600, cost(10, 100)).required = {"north"};
    date("power-sooner", "power", 250, cost(50, 200));
    const auto retire = [](PlanWorld& world) { world.pools["a/old"].retires = 516; };
    problem_.levers.push_back({"retire-old",
                               "{centres.a.pools.old.retires: 2027-06-01}",
                               retire,
                               {{2027, -between(10, 120)}},
                               -5000,
                               "land.a",
                               {},
                               {}});
    pool("south", "b/south", {1, 5}, 550, cost(50, 300));
    date("works-1-later", "works-1", -200, {{2026, -between(10, 100)}}).excludes = {"works-1-sooner"};
    date("works-1-sooner", "works-1", 150, cost(20, 150));
    date("works-2-sooner", "works-2", 200, cost(20, 150));
  }

  void add_targets() {  // by id
    const auto odd = [this](std::int64_t low, std::int64_t high) {
      return 0.25 + static_cast<double>(between(low, high));
    };
    problem_.targets.push_back({"all", "", false, odd(22, 32)});
    if (rng_->chance(0.5)) problem_.targets.push_back({"limit", "b", true, odd(11, 20)});
    if (rng_->chance(0.5)) problem_.targets.push_back({"site", "a", false, odd(12, 20)});
  }

  Rng* rng_;
  PlanProblem problem_;
};

}  // namespace suanwang::test

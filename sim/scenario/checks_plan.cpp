// What a plan got wrong as a whole.

#include <algorithm>
#include <chrono>
#include <optional>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "suanwang/base/civil.hpp"

#include "scenario/checks.hpp"
#include "scenario/judged.hpp"
#include "scenario/lever_sets.hpp"

namespace suanwang::scenario {
namespace {

/// The civil year that holds `at`.
int year_of(CivilTime at, std::chrono::seconds offset) {
  const std::chrono::year_month_day day{std::chrono::floor<std::chrono::days>(at + offset)};
  return static_cast<int>(day.year());
}

/// The years that a scenario touches, as far as it says.
struct Years {
  std::optional<int> first;
  std::optional<int> last;
  [[nodiscard]] bool hold(int year) const { return (!first || *first <= year) && (!last || year <= *last); }
  [[nodiscard]] std::string words() const {
    if (first && last) return fmt::format("{} to {}", *first, *last);
    return first ? fmt::format("{} and later", *first) : fmt::format("up to {}", *last);
  }
};

Years years_of(const Spec& spec) {
  Years years;
  if (spec.start) years.first = year_of(*spec.start, spec.utc_offset);
  const std::optional<CivilTime> end = end_of(spec);
  if (end) years.last = year_of(*end - std::chrono::seconds{1}, spec.utc_offset);
  return years;
}

class PlanCheck {
 public:
  PlanCheck(const Spec& spec, Context& context)
      : spec_{&spec}, plan_{&*spec.plan}, context_{&context}, rules_{plan_->levers} {}

  /// What can be said of levers whatever else of the scenario could not be read.
  void check_levers() {
    for (std::size_t i = 0; i < plan_->levers.size(); ++i) {
      check_settings(i);
      check_rules(i);
    }
    for (std::size_t a = 0; a < plan_->levers.size(); ++a) {
      for (std::size_t b = a + 1; b < plan_->levers.size(); ++b) check_paths(a, b);
    }
  }

  void run() {
    check_targets();
    check_years();
    for (std::size_t i = 0; i < plan_->levers.size(); ++i) check_power(i);
    for (const auto& [region, permit] : plan_->power) {
      const bool is_used = std::ranges::any_of(plan_->levers, [&prefix = region](const LeverSpec& lever) {
        return !lever.region.empty() && within(lever.region, prefix);
      });
      if (!is_used) {
        context_->diagnostics.warning(plan_->at, "plan.power", "no lever lies in " + quoted(region));
      }
    }
  }

 private:
  const LeverSpec& lever(std::size_t i) const { return plan_->levers[i]; }

  const Node* node(std::size_t i, std::string_view key) const {
    return find_node(*context_, {"plan", "levers", lever(i).id, key});
  }

  /// At a lever's key, or at the lever where it has no such key.
  void error(std::size_t i, std::string_view key, std::string message) {
    const Node* lever_node = find_node(*context_, {"plan", "levers", lever(i).id});
    const Node::Entry* entry = lever_node == nullptr ? nullptr : lever_node->find(key);
    context_->diagnostics.error(entry == nullptr ? lever(i).at : entry->key_at.location(),
                                fmt::format("plan.levers.{}.{}", lever(i).id, key), std::move(message));
  }

  void check_targets() {
    std::vector<std::string> known;
    for (const TargetSpec& each : spec_->targets) known.push_back(each.id);
    for (const PlanSpec::Target& asked : plan_->targets) {
      const std::string path = "plan.targets." + asked.id;
      const auto refuse = [&](std::string message) {
        context_->diagnostics.error(asked.at, path, std::move(message));
      };
      const TargetSpec* target = find_id(spec_->targets, asked.id);
      if (target == nullptr) {
        refuse("there is no target " + quoted(asked.id) + context_->suggestion(asked.id, known));
        continue;
      }
      if (target->metric) {
        refuse(
            fmt::format("'{}' is not about capacity: levers are searched for targets on capacity", asked.id));
        continue;
      }
      if (spec_->as_of && judged_at(*spec_, *target) <= *spec_->as_of) {
        refuse(fmt::format("'{}' is past: its day is not after 'as_of', and no lever changes it", asked.id));
      }
      for (const std::string& basis : asked.bases) {
        if (std::ranges::find(target->basis, basis) != target->basis.end()) continue;
        refuse(fmt::format("'{}' is not judged under {}", asked.id, quoted(basis)) +
               context_->suggestion(basis, target->basis));
      }
    }
  }

  void check_years() {
    const Years years = years_of(*spec_);
    const auto outside = [&years](int year) {
      return fmt::format("{} is not a year of the scenario ({})", year, years.words());
    };
    if (plan_->budget) {
      for (const auto& [year, amount] : *plan_->budget) {
        if (years.hold(year)) continue;
        const Node::Entry* entry = find_node(*context_, {"plan"})->find("budget");
        context_->diagnostics.error(entry->key_at.location(), "plan.budget", outside(year));
      }
    }
    for (std::size_t i = 0; i < plan_->levers.size(); ++i) {
      for (const auto& [year, amount] : lever(i).cost) {
        if (!years.hold(year)) error(i, "cost", outside(year));
      }
      if (plan_->budget && lever(i).undated != Money{}) {
        error(i, "cost", "the plan has a budget by year, so say in which: {2026: 100 M CNY}");
      }
    }
  }

  void check_power(std::size_t i) {
    if (lever(i).power == Watts{} || plan_->power.empty() || !lever(i).region.empty()) return;
    error(i, "power", "missing key 'region': the plan has permits by region");
  }

  /// A lever changes what there is, not what is asked.
  void check_settings(std::size_t i) {
    static const std::set<std::string, std::less<>> kAsked{"as_of", "end",   "plan",    "replications",
                                                           "seed",  "start", "targets", "timezone"};
    const Node* set = node(i, "set");
    if (set == nullptr) return;
    for (const Node::Entry& entry : set->entries) {
      if (!kAsked.contains(entry.key.substr(0, entry.key.find('.')))) continue;
      context_->diagnostics.error(
          entry.key_at.location(), fmt::format("plan.levers.{}.set", lever(i).id),
          fmt::format("cannot set {}: a lever changes what there is, not what is asked", quoted(entry.key)));
    }
  }

  void check_rules(std::size_t i) {
    const auto names = [](const std::vector<std::string>& ids, const std::string& id) {
      return std::ranges::binary_search(ids, id);
    };
    if (names(lever(i).excludes, lever(i).id)) return error(i, "excludes", "a lever cannot exclude itself");
    if (names(lever(i).required, lever(i).id)) return error(i, "requires", "a lever cannot require itself");
    const std::vector<std::size_t>& needed = rules_.needs(i);
    for (const std::size_t a : needed) {
      for (const std::size_t b : needed) {
        if (a >= b || !rules_.excludes(a, b)) continue;
        std::string message = "can never be pulled: it ";
        if (a == i || b == i) {
          const std::string& other = lever(a == i ? b : a).id;
          const bool is_direct = names(lever(i).required, other);
          message += fmt::format("requires '{}'{}, and excludes it", other, is_direct ? "" : " in the end");
        } else {
          message +=
              fmt::format("requires '{}' and '{}', which exclude each other", lever(a).id, lever(b).id);
        }
        return error(i, "requires", std::move(message));
      }
    }
  }

  /// Two levers that may go together and set one thing to two values; where one requires the other, it comes
  /// after that one, and says what it is to be.
  void check_paths(std::size_t a, std::size_t b) {
    if (rules_.clash(a, b) || rules_.requires_of(a, b) != rules_.requires_of(b, a)) return;
    const Node* first = node(a, "set");
    const Node* second = node(b, "set");
    if (first == nullptr || second == nullptr) return;
    for (const Node::Entry& x : first->entries) {
      for (const Node::Entry& y : second->entries) {
        if (!contradict(x, y) && !contradict(y, x)) continue;
        context_->diagnostics.error(
            y.key_at.location(), fmt::format("plan.levers.{}.set", lever(b).id),
            fmt::format(
                "lever '{}' sets {}, and lever '{}' sets {}: only one of them can be done ('excludes'), "
                "or one on top of the other ('requires')",
                lever(b).id, quoted(y.key), lever(a).id, quoted(x.key)));
        return;
      }
    }
  }

  /// Whether `inner` sets the same as `outer`, or something inside it, to another value.
  static bool contradict(const Node::Entry& outer, const Node::Entry& inner) {
    if (inner.key == outer.key) return to_yaml(*inner.value) != to_yaml(*outer.value);
    if (!inner.key.starts_with(outer.key + ".")) return false;
    const Node* there = find_path(*outer.value, inner.key.substr(outer.key.size() + 1));
    return there == nullptr || to_yaml(*there) != to_yaml(*inner.value);
  }

  const Spec* spec_;
  const PlanSpec* plan_;
  Context* context_;
  LeverRules rules_;
};

}  // namespace

void check_lever_rules(const Spec& spec, Context& context) {
  if (spec.plan) PlanCheck{spec, context}.check_levers();
}

void check_plan(const Spec& spec, Context& context) {
  if (spec.plan) PlanCheck{spec, context}.run();
}

}  // namespace suanwang::scenario

// What is probably not meant by a lever: that its power counts nowhere, or that it changes the past.

#include <algorithm>
#include <chrono>
#include <functional>
#include <optional>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "scenario/checks.hpp"

namespace suanwang::scenario {
namespace {

std::string suggestion(const std::string& word, const std::vector<std::string>& known) {
  const std::string near = nearest(word, known);
  return near.empty() ? "" : fmt::format("; did you mean '{}'?", near);
}

/// Compares what there is with and without a lever.
class LeverCheck {
 public:
  LeverCheck(const LeverSpec& lever, const Spec& before, const Spec& after, const Node& tree,
             Diagnostics& diagnostics)
      : lever_{&lever},
        before_{&before},
        after_{&after},
        node_{find_path(tree, "plan.levers." + lever.id)},
        diagnostics_{&diagnostics} {}

  void run() const {
    check_region();
    if (!after_->as_of) return;
    for (const CentreSpec& centre : after_->centres) check_centre(centre);
    for (const ActivitySpec& each : after_->programme.activities) {
      check_activity(each, find_id(before_->programme.activities, each.id),
                     "programme.activities." + each.id);
    }
    for (const SupplySpec& supply : after_->programme.supplies) {
      const SupplySpec* old = find_id(before_->programme.supplies, supply.id);
      for (const LotSpec& lot : supply.lots) {
        check_activity(lot, old == nullptr ? nullptr : find_id(old->lots, lot.id),
                       fmt::format("programme.supplies.{}.lots.{}", supply.id, lot.id));
      }
    }
  }

 private:
  void check_region() const {
    const std::string& region = lever_->region;
    if (region.empty()) return;
    const std::map<std::string, Watts>& permits = before_->plan->power;
    std::vector<std::string> known = regions_of(*after_);
    const bool is_known = std::ranges::find(known, region) != known.end();
    const bool has_permit =
        std::ranges::any_of(permits, [&](const auto& permit) { return within(region, permit.first); });
    if (has_permit || (is_known && (permits.empty() || lever_->power == Watts{}))) return;
    for (const auto& [permit, most] : permits) known.push_back(permit);
    const Node::Entry* entry = node_ == nullptr ? nullptr : node_->find("region");
    const std::string what =
        permits.empty() || lever_->power == Watts{}
            ? "no centre and no permit lies in region '{}'"
            : "no permit covers region '{}', so nothing limits the power that it takes there";
    diagnostics_->warning(
        entry == nullptr ? lever_->at : entry->key_at.location(),
        fmt::format("plan.levers.{}.region", lever_->id),
        fmt::format(fmt::runtime(what), region) + (is_known ? "" : suggestion(region, known)));
  }

  [[nodiscard]] bool is_past(const std::optional<DateSpec>& date) const {
    return date && !date->from_start && date->seconds.maximum() <= seconds(*after_->as_of);
  }

  void check_centre(const CentreSpec& centre) const {
    const std::string path = "centres." + centre.id;
    const CentreSpec* old = find_id(before_->centres, centre.id);
    if (is_past(centre.joins) && (old == nullptr || !is_past(old->joins))) warn(path + ".joins");
    for (const PoolSpec& pool : centre.pools) {
      check_pool(pool, old == nullptr ? nullptr : find_id(old->pools, pool.id), path + ".pools." + pool.id);
    }
  }

  void check_pool(const PoolSpec& pool, const PoolSpec* old, const std::string& path) const {
    const auto is_there = [this](const PoolSpec& each) {
      return is_past(each.online) || (!each.online && !each.phase);
    };
    if (is_there(pool) && (old == nullptr || !is_there(*old))) {
      if (pool.online) {
        warn(path + ".online");
      } else {
        warn_with(
            "gives {} no date: it is in service from the beginning, before 'as_of'; no lever changes "
            "the past, and the plan counts it all the same",
            path);
      }
    }
    const auto is_gone = [this](const PoolSpec& each) {
      const auto* date = each.retires ? std::get_if<DateSpec>(&*each.retires) : nullptr;
      return date != nullptr && is_past(*date);
    };
    if (is_gone(pool) && (old == nullptr || !is_gone(*old))) warn(path + ".retires");
  }

  void check_activity(const ActivitySpec& activity, const ActivitySpec* old, const std::string& path) const {
    const auto changed = [&](std::optional<CivilTime> ActivitySpec::*date) {
      return (activity.*date).has_value() && (old == nullptr || activity.*date != old->*date);
    };
    const auto is_dated_before = [this](const ActivitySpec& each) {
      return each.date && each.date->maximum() <= seconds(*after_->as_of);
    };
    if (is_dated_before(activity) && (old == nullptr || !is_dated_before(*old))) warn(path + ".date");
    if (changed(&ActivitySpec::done)) warn(path + ".done");
    if (changed(&ActivitySpec::begun)) warn(path + ".begun");
    // What may begin on the last day of the facts begins at once.
    const bool is_open = !activity.done && !activity.begun;
    if (is_open && changed(&ActivitySpec::not_before) &&
        *activity.not_before + std::chrono::days{1} < *after_->as_of) {
      warn(path + ".not_before");
    }
  }

  void warn(const std::string& path) const {
    warn_with("sets {} to before 'as_of': no lever changes the past, and the plan counts it all the same",
              path);
  }

  /// At the setting that is about `path`, or at the lever.
  void warn_with(std::string_view message, const std::string& path) const {
    const Node::Entry* set = node_ == nullptr ? nullptr : node_->find("set");
    Location at = lever_->at;
    if (set != nullptr) {
      for (const Node::Entry& each : set->value->entries) {
        if (within(path, each.key) || within(each.key, path)) at = each.key_at.location();
      }
    }
    diagnostics_->warning(at, fmt::format("plan.levers.{}.set", lever_->id),
                          fmt::format(fmt::runtime(message), quoted(path)));
  }

  static double seconds(CivilTime at) { return static_cast<double>(at.time_since_epoch().count()); }

  const LeverSpec* lever_;
  const Spec* before_;
  const Spec* after_;
  const Node* node_;  // null: the lever comes from elsewhere than the text
  Diagnostics* diagnostics_;
};

}  // namespace

std::vector<std::string> regions_of(const Spec& spec) {
  std::set<std::string> regions;
  for (const CentreSpec& centre : spec.centres) {
    for (std::size_t dot = centre.region.find('.'); dot != std::string::npos;
         dot = centre.region.find('.', dot + 1)) {
      regions.insert(centre.region.substr(0, dot));
    }
    if (!centre.region.empty()) regions.insert(centre.region);
  }
  return {regions.begin(), regions.end()};
}

void check_lever(const LeverSpec& lever, const Spec& before, const Spec& after, const Node& tree,
                 Diagnostics& diagnostics) {
  LeverCheck{lever, before, after, tree, diagnostics}.run();
}

}  // namespace suanwang::scenario

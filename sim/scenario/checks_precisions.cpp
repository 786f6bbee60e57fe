// A precision is known by being named. One that a single place names is most likely misspelt, and counts
// nothing.

#include <algorithm>
#include <array>
#include <cctype>
#include <map>
#include <set>

#include <fmt/format.h>

#include "scenario/checks.hpp"

namespace suanwang::scenario {
namespace {

/// Precisions that are nobody's slip of the pen, however near to one another.
constexpr std::array<std::string_view, 18> kUsual{"bf16", "bf8",   "fp128", "fp16",  "fp32", "fp4",
                                                  "fp6",  "fp64",  "fp8",   "hf32",  "int1", "int16",
                                                  "int2", "int32", "int4",  "int64", "int8", "tf32"};

bool is_usual(const std::string& precision) {
  return std::ranges::find(kUsual, precision) != kUsual.end();
}

/// "; did you mean 'fp16'?", or nothing when none is near; capitals count for nothing.
std::string suggestion(std::string word, const std::set<std::string>& known, Context& context) {
  std::ranges::transform(word, word.begin(), [](unsigned char c) { return std::tolower(c); });
  return context.suggestion(word, {known.begin(), known.end()});
}

/// The precisions of a pool: those of its accelerator, or of its capacity.
std::set<std::string> precisions_of(const PoolSpec& pool, const Spec& spec) {
  std::set<std::string> result;
  for (const auto& [precision, capacity] : pool.capacity) result.insert(precision);
  const AcceleratorSpec* accelerator =
      pool.accelerator ? find_id(spec.accelerators, *pool.accelerator) : nullptr;
  if (accelerator != nullptr) {
    for (const auto& [precision, peak] : accelerator->peak) result.insert(precision);
  }
  return result;
}

bool counts(const BasisSpec& basis, const PoolSpec& pool, const Spec& spec) {
  if (std::ranges::find(basis.count, pool.kind) == basis.count.end()) return false;
  return std::ranges::any_of(precisions_of(pool, spec), [&basis](const std::string& precision) {
    return precision == basis.unit || basis.convert.contains(precision);
  });
}

/// Warns at the key `precision` of the mapping at `keys`, or at `otherwise` when it comes from defaults.
void warn_at(const Node* mapping, const std::string& precision, const Location& otherwise,
             const std::string& path, std::string message, Context& context) {
  const Node::Entry* entry = mapping == nullptr ? nullptr : mapping->find(precision);
  context.diagnostics.warning(entry == nullptr ? otherwise : entry->key_at.location(), path + "." + precision,
                              std::move(message));
}

std::string counts_nothing(const std::string& precision) {
  return fmt::format("counts nothing: no accelerator or pool has a capacity in '{}'", precision);
}

void check_basis(const BasisSpec& basis, const Spec& spec, Context& context) {
  const std::string path = "bases." + basis.id;
  const std::set<std::string>& known = context.precisions;
  bool is_said = false;
  bool converts = false;
  for (const auto& [precision, factor] : basis.convert) {
    if (known.contains(precision)) {
      converts = true;
      continue;
    }
    warn_at(find_node(context, {"bases", basis.id, "convert"}), precision, basis.at, path + ".convert",
            counts_nothing(precision) + suggestion(precision, known, context), context);
    is_said = true;
  }
  if (!known.contains(basis.unit)) {
    // A unit into which all is converted need not be anyone's, unless it looks like a slip.
    const std::string meant = suggestion(basis.unit, known, context);
    if (!converts || (!meant.empty() && !is_usual(basis.unit))) {
      const Node* unit = find_node(context, {"bases", basis.id, "unit"});
      context.diagnostics.warning(unit == nullptr ? basis.at : unit->at.location(), path + ".unit",
                                  counts_nothing(basis.unit) + meant);
      is_said = true;
    }
  }
  const bool has_pool = std::ranges::any_of(spec.centres, [&](const CentreSpec& centre) {
    return std::ranges::any_of(centre.pools, [&](const PoolSpec& pool) { return counts(basis, pool, spec); });
  });
  if (is_said || has_pool) return;
  std::string listed = "'" + basis.unit + "'";
  for (const auto& [precision, factor] : basis.convert) listed += " or '" + precision + "'";
  context.diagnostics.warning(basis.at, path,
                              "counts nothing: no pool of its kinds has a capacity in " + listed);
}

/// Warns of a target on what no pool of its region has: P would be 0, whatever is built there.
void check_target(const TargetSpec& target, const Spec& spec, Context& context) {
  for (const std::string& id : target.basis) {
    const BasisSpec* named = find_id(spec.bases, id);
    BasisSpec of_precision;
    of_precision.count = {ComputeKind::Intelligent};
    of_precision.unit = id;
    const BasisSpec& basis = named == nullptr ? of_precision : *named;
    bool has_centre = false, has_pool = false;
    for (const CentreSpec& centre : spec.centres) {
      if (!within(centre.region, target.region)) continue;
      has_centre = true;
      has_pool = has_pool || std::ranges::any_of(centre.pools, [&](const PoolSpec& pool) {
                   return counts(basis, pool, spec);
                 });
    }
    if (!has_centre || has_pool) continue;
    context.diagnostics.warning(
        target.at, "targets." + target.id + ".basis",
        fmt::format("'{}' counts nothing here: no pool of the region has such a capacity, "
                    "so what is reached is 0",
                    id));
  }
}

/// Warns of a precision that only one accelerator or stock has and nothing counts, when another is near.
class Lonely {
 public:
  Lonely(const Spec& spec, Context& context) : context_{&context} {
    for (const BasisSpec& basis : spec.bases) {
      mentioned_.insert(basis.unit);
      for (const auto& [precision, factor] : basis.convert) mentioned_.insert(precision);
    }
    for (const TargetSpec& target : spec.targets) mentioned_.insert(target.basis.begin(), target.basis.end());
    for (const AcceleratorSpec& each : spec.accelerators) {
      for (const auto& [precision, peak] : each.peak) ++holders_[precision];
    }
    for (const CentreSpec& centre : spec.centres) {
      for (const PoolSpec& pool : centre.pools) {
        if (pool.accelerator) continue;
        for (const auto& [precision, capacity] : pool.capacity) ++holders_[precision];
      }
    }
  }

  void check(const std::string& precision, const Node* mapping, const Location& at, const std::string& path) {
    if (is_usual(precision) || mentioned_.contains(precision) || holders_.at(precision) > 1) return;
    std::set<std::string> known{kUsual.begin(), kUsual.end()};
    known.insert(context_->precisions.begin(), context_->precisions.end());
    known.erase(precision);
    const std::string meant = suggestion(precision, known, *context_);
    if (meant.empty()) return;
    warn_at(mapping, precision, at, path, fmt::format("nothing else mentions '{}'{}", precision, meant),
            *context_);
  }

 private:
  Context* context_;
  std::set<std::string> mentioned_;             // by bases and targets
  std::map<std::string, std::size_t> holders_;  // accelerators, and pools without one, by precision
};

}  // namespace

void check_precisions(const Spec& spec, Context& context) {
  for (const BasisSpec& basis : spec.bases) check_basis(basis, spec, context);
  for (const TargetSpec& target : spec.targets) {
    if (!target.metric) check_target(target, spec, context);
  }
  Lonely lonely{spec, context};
  for (const AcceleratorSpec& each : spec.accelerators) {
    for (const auto& [precision, peak] : each.peak) {
      lonely.check(precision, find_node(context, {"accelerators", each.id, "peak"}), each.at,
                   "accelerators." + each.id + ".peak");
    }
  }
  for (const CentreSpec& centre : spec.centres) {
    for (const PoolSpec& pool : centre.pools) {
      if (pool.accelerator) continue;
      for (const auto& [precision, capacity] : pool.capacity) {
        lonely.check(precision, find_node(context, {"centres", centre.id, "pools", pool.id, "capacity"}),
                     pool.at, fmt::format("centres.{}.pools.{}.capacity", centre.id, pool.id));
      }
    }
  }
}

}  // namespace suanwang::scenario

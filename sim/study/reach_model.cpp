#include "study/reach_model.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <utility>

#include "suanwang/base/hash.hpp"

#include "study/target_parts.hpp"

namespace suanwang {
namespace {

double in_seconds_since_1970(CivilTime at) {
  return static_cast<double>(at.time_since_epoch().count());
}

const AcceleratorSpec* accelerator_of(const Spec& spec, const PoolSpec& pool) {
  if (!pool.accelerator) return nullptr;
  const auto found = std::ranges::find(spec.accelerators, *pool.accelerator, &AcceleratorSpec::id);
  return found == spec.accelerators.end() ? nullptr : &*found;
}

/// `id` is a basis of the scenario, or a precision: intelligent pools at that peak.
const BasisSpec* declared_basis(const Spec& spec, const std::string& id) {
  const auto found = std::ranges::find(spec.bases, id, &BasisSpec::id);
  return found == spec.bases.end() ? nullptr : &*found;
}

std::string path_of(const CentreSpec& centre, const PoolSpec& pool) {
  return "centres." + centre.id + ".pools." + pool.id;
}

Name name_of(const CentreSpec& centre, const PoolSpec& pool) {
  return {centre.name.en + ", " + pool.name.en, centre.name.zh + "，" + pool.name.zh};
}

Name called(const Name& name, std::string_view en, std::string_view zh) {
  return {name.en + ": " + std::string{en}, name.zh + "：" + std::string{zh}};
}

}  // namespace

ReachModel::ReachModel(const Spec& spec)
    : spec_{&spec}, build_out_{build_programme(spec)}, sampler_{build_out_.programme} {
  add_programme();
  for (std::size_t t = 0; t < spec.targets.size(); ++t) {
    const TargetSpec& target = spec.targets[t];
    if (target.metric) continue;
    for (const std::string& basis : target.basis) {
      questions_.push_back({t, basis, in_seconds_since_1970(judged_at(spec, target))});
      counted_.push_back(count_pools(target, basis));
    }
  }
}

void ReachModel::add_programme() {
  const ProgrammeSpec& programme = spec_->programme;
  for (const ProgrammeUnknown& each : sampler_.unknowns()) {
    coordinates_.push_back({each.purpose, each.entity, static_cast<std::uint32_t>(coordinates_.size())});
    switch (each.kind) {
      case ProgrammeUnknown::Kind::Shock: {
        const ShockSpec& shock = programme.shocks[each.index];
        unknowns_.push_back({ReachUnknown::Kind::Shock, "programme.shocks." + shock.id, shock.name,
                             shock.provenance.assumed(), shock.at});
        break;
      }
      case ProgrammeUnknown::Kind::Activity: {
        const ActivityLabel& label = build_out_.labels[each.index];
        unknowns_.push_back(
            {ReachUnknown::Kind::Date, label.path, label.name, label.provenance.assumed(), label.at});
        break;
      }
      case ProgrammeUnknown::Kind::Lot: {
        const LotSpec& lot = programme.supplies[each.index].lots[each.lot];
        unknowns_.push_back(
            {ReachUnknown::Kind::Delivery,
             "programme.supplies." + programme.supplies[each.index].id + ".lots." + lot.id + ".quantity",
             called(lot.name, "quantity", "数量"), lot.provenance.assumed(), lot.at});
        break;
      }
    }
  }
}

/// The place in `drawn_` of what is drawn by `law`; one that other questions have asked for is shared.
std::size_t ReachModel::add_law(const Distribution& law, const Coordinate& coordinate, ReachUnknown unknown) {
  const std::size_t first = sampler_.unknowns().size();
  for (std::size_t i = first; i < coordinates_.size(); ++i) {
    if (coordinates_[i].purpose == coordinate.purpose && coordinates_[i].entity == coordinate.entity)
      return i - first;
  }
  coordinates_.push_back(coordinate);
  coordinates_.back().dimension = static_cast<std::uint32_t>(coordinates_.size() - 1);
  unknowns_.push_back(std::move(unknown));
  laws_.push_back(law);
  return laws_.size() - 1;
}

std::optional<ReachModel::Way> ReachModel::amount(const CentreSpec& centre, const PoolSpec& pool,
                                                  const AcceleratorSpec* accelerator,
                                                  const std::string& precision) {
  Way way;
  const auto drawn = [&](const std::string& of, const Distribution& law) {
    way.amount =
        add_law(law, {Purpose::Capacity, hash_of(centre.id + "/" + pool.id + "/" + of), 0},
                {ReachUnknown::Kind::Capacity, path_of(centre, pool) + ".capacity." + of,
                 called(name_of(centre, pool), "capacity", "容量"), pool.provenance.assumed(), pool.at});
  };
  way.precision = precision;
  if (accelerator == nullptr) {
    const auto found = pool.capacity.find(precision);
    if (found == pool.capacity.end()) return std::nullopt;
    way.units = found->second.minimum();
    if (!found->second.is_constant()) drawn(precision, found->second);
    return way;
  }
  const auto peak = accelerator->peak.find(precision);
  if (peak == accelerator->peak.end()) return std::nullopt;
  way.peak = peak->second.base();
  if (pool.capacity.empty()) {
    const std::int64_t nodes = pool.nodes.value_or(0) * pool.per_node.value_or(1);
    way.units = static_cast<double>(pool.cards.value_or(nodes));
    return way;
  }
  const auto& [of, law] = *pool.capacity.rbegin();
  way.per_card = accelerator->peak.at(of).base();
  way.units = whole_cards(law.minimum(), way.per_card);
  if (!law.is_constant()) drawn(of, law);
  return way;
}

std::optional<ReachModel::Counted> ReachModel::count_pool(std::size_t phase, const Basis& basis,
                                                          const BasisSpec* declared) {
  const CentreSpec& centre = spec_->centres[build_out_.pools[phase].centre];
  const PoolSpec& pool = centre.pools[build_out_.pools[phase].pool];
  if (std::ranges::find(basis.count, pool.kind) == basis.count.end()) return std::nullopt;
  const AcceleratorSpec* accelerator = accelerator_of(*spec_, pool);

  Counted counted{
      phase,
      {},
      accelerator != nullptr,
      !pool.provenance.assumed() && (accelerator == nullptr || !accelerator->provenance.assumed())};
  if (const auto own = amount(centre, pool, accelerator, basis.unit)) {
    counted.ways.push_back(*own);
    return counted;
  }
  if (declared == nullptr) return std::nullopt;
  counted.sourced = counted.sourced && !declared->provenance.assumed();
  for (const auto& [precision, factor] : declared->convert) {
    auto way = amount(centre, pool, accelerator, precision);
    if (!way) continue;
    way->factor = factor.minimum();
    if (!factor.is_constant()) {
      const std::string path = declared->id + "/" + precision;
      way->factor_row =
          add_law(factor, {Purpose::Conversion, hash_of(path), 0},
                  {ReachUnknown::Kind::Conversion, "bases." + declared->id + ".convert." + precision,
                   called(declared->name, "conversion of " + precision, precision + " 折算系数"),
                   declared->provenance.assumed(), declared->at});
    }
    counted.ways.push_back(*way);
  }
  if (counted.ways.empty()) return std::nullopt;
  return counted;
}

std::vector<ReachModel::Counted> ReachModel::count_pools(const TargetSpec& target, const std::string& id) {
  const BasisSpec* declared = declared_basis(*spec_, id);
  Basis basis{{ComputeKind::Intelligent}, id, {}};
  if (declared != nullptr) basis = {declared->count, declared->unit, {}};
  std::vector<Counted> result;
  for (std::size_t phase = 0; phase < build_out_.pools.size(); ++phase) {
    if (!within(spec_->centres[build_out_.pools[phase].centre].region, target.region)) continue;
    if (auto counted = count_pool(phase, basis, declared)) result.push_back(*std::move(counted));
  }
  return result;
}

std::vector<double> ReachModel::values(std::size_t unknown, std::vector<double> uniforms) const {
  const std::size_t first = sampler_.unknowns().size();
  if (unknown < first) return uniforms;
  for (double& u : uniforms) u = laws_[unknown - first].sample(u);
  return uniforms;
}

bool ReachModel::counts(std::size_t question, std::size_t phase) const {
  return std::ranges::find(counted_[question], phase, &Counted::phase) != counted_[question].end();
}

ReachModel::Block ReachModel::evaluate(std::span<const double> uniforms, std::size_t samples,
                                       const ProgrammeNudge& nudge) const {
  Block block{*this};
  const std::size_t first = sampler_.unknowns().size();
  block.programme_ = sampler_.evaluate(uniforms.first(first * samples), samples, nudge);
  for (std::size_t i = 0; i < laws_.size(); ++i) {
    std::vector<double>& values = block.drawn_.emplace_back(samples);
    const std::span<const double> row = uniforms.subspan((first + i) * samples, samples);
    for (std::size_t s = 0; s < samples; ++s) values[s] = laws_[i].sample(row[s]);
  }
  return block;
}

}  // namespace suanwang

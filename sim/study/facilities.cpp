#include "study/facilities.hpp"

#include <algorithm>
#include <utility>

#include "suanwang/base/hash.hpp"

#include "study/target_parts.hpp"

namespace suanwang {

/// A spec whose bases are the measures: what accelerators draw stands as their peak [W].
Spec Facilities::measured(const Spec& spec) {
  Spec result = spec;
  result.targets.clear();
  result.bases.clear();
  for (AcceleratorSpec& each : result.accelerators) {
    if (each.busy) each.peak[kUnits[kPower]] = Flops{each.busy->base()};
    each.peak[kUnits[kPresence]] = Flops{1};
  }
  for (CentreSpec& centre : result.centres) {
    for (PoolSpec& pool : centre.pools) {
      if (!pool.accelerator) pool.capacity.emplace(kUnits[kPresence], Distribution::constant(1));
    }
  }
  for (const char* unit : kUnits) {
    result.bases.push_back({.id = unit,
                            .name = {},
                            .count = {ComputeKind::General, ComputeKind::Intelligent, ComputeKind::Super},
                            .unit = unit,
                            .convert = {},
                            .provenance = {},
                            .at = {}});
    TargetSpec target;
    target.by = CivilTime{};
    target.basis = {unit};
    result.targets.push_back(target);
  }
  return result;
}

Facilities::Facilities(const Spec& spec)
    : spec_{&spec}, measured_{measured(spec)}, measures_{measured_}, phases_(spec.centres.size()) {
  const std::vector<BuildOut::Pool>& pools = measures_.build_out().pools;
  for (std::size_t phase = 0; phase < pools.size(); ++phase) phases_[pools[phase].centre].push_back(phase);
  for (std::size_t t = 0; t < spec.targets.size(); ++t) {
    const auto& metric = spec.targets[t].metric;
    if (metric && !is_of_a_run(*metric)) questions_.push_back(ask(t));
  }
}

const PoolSpec& Facilities::pool_of(std::size_t phase) const {
  const BuildOut::Pool& at = measures_.build_out().pools[phase];
  return measured_.centres[at.centre].pools[at.pool];
}

const AcceleratorSpec* Facilities::accelerator_of(const PoolSpec& pool) const {
  if (!pool.accelerator) return nullptr;
  return &*std::ranges::find(measured_.accelerators, *pool.accelerator, &AcceleratorSpec::id);
}

/// A law that several questions ask for is one row.
Facilities::Figure Facilities::add(const Distribution& law, const std::string& entity) {
  if (law.is_constant()) return {law.minimum(), kNoRow};
  const std::uint64_t key = hash_of(entity);
  const auto known = std::ranges::find(coordinates_, key, &Coordinate::entity);
  const auto row = static_cast<std::size_t>(known - coordinates_.begin());
  if (known == coordinates_.end()) {
    coordinates_.push_back({Purpose::Facility, key, static_cast<std::uint32_t>(row)});
    laws_.push_back(law);
  }
  return {0, row};
}

Facilities::Question Facilities::ask(std::size_t target) {
  const TargetSpec& of = spec_->targets[target];
  Question question;
  question.target = target;
  question.metric = *of.metric;
  question.by = static_cast<double>(judged_at(*spec_, of).time_since_epoch().count());
  for (std::size_t c = 0; c < spec_->centres.size(); ++c) {
    if (!within(spec_->centres[c].region, of.region)) continue;
    if (question.metric == TargetMetric::OwnSoftwareShare) {
      add_software(question, c);
    } else {
      add_centre(question, c);
    }
  }
  question.weight = weight_of(question);
  return question;
}

void Facilities::add_centre(Question& question, std::size_t c) {
  const CentreSpec& centre = spec_->centres[c];
  const FacilitySpec& facility = centre.facility;
  Part part{c, phases_[c], {}, {1, kNoRow}, !facility.provenance.value_or(centre.provenance).assumed()};
  bool stated = false;
  if (question.metric == TargetMetric::Pue && facility.pue) {
    stated = true;
    part.figure = add(*facility.pue, centre.id + "/pue");
  } else if (question.metric == TargetMetric::RackUse && facility.racks) {
    stated = true;
    part.figure = add(facility.racks->used, centre.id + "/racks/used");
    part.other = add(facility.racks->built, centre.id + "/racks/built");
  } else if (question.metric == TargetMetric::GreenShare && facility.green_share) {
    stated = true;
    part.figure = add(*facility.green_share, centre.id + "/green_share");
    if (facility.pue) part.other = add(*facility.pue, centre.id + "/pue");
  }
  (stated ? question.parts : question.missing).push_back(std::move(part));
}

void Facilities::add_software(Question& question, std::size_t c) {
  const CentreSpec& centre = spec_->centres[c];
  const FacilitySpec& facility = centre.facility;
  for (const std::size_t phase : phases_[c]) {
    const PoolSpec& pool = pool_of(phase);
    Part part{c, {phase}, {}, {1, kNoRow}, false};
    const bool own = pool.own_software_share.has_value();
    if (own) {
      part.figure = add(*pool.own_software_share, centre.id + "/" + pool.id + "/own_software_share");
      part.sourced = !pool.provenance.assumed();
    } else if (facility.own_software_share) {
      part.figure = add(*facility.own_software_share, centre.id + "/own_software_share");
      part.sourced = !facility.provenance.value_or(centre.provenance).assumed();
    }
    (own || facility.own_software_share ? question.parts : question.missing).push_back(std::move(part));
  }
}

bool Facilities::all_have(const Question& question, Measure measure) const {
  return std::ranges::all_of(question.parts, [&](const Part& part) {
    return std::ranges::all_of(part.phases, [&](std::size_t phase) {
      const AcceleratorSpec* accelerator = accelerator_of(pool_of(phase));
      return accelerator != nullptr ? accelerator->peak.contains(kUnits[measure])
                                    : pool_of(phase).capacity.contains(kUnits[measure]);
    });
  });
}

MetricWeight Facilities::weight_of(const Question& question) const {
  if (question.metric == TargetMetric::RackUse) return MetricWeight::Racks;
  const bool of_power = question.metric != TargetMetric::OwnSoftwareShare;
  if (of_power && all_have(question, kPower)) {
    const bool all_state_pue = std::ranges::all_of(question.parts, [this](const Part& part) {
      return spec_->centres[part.centre].facility.pue.has_value();
    });
    return question.metric == TargetMetric::GreenShare && all_state_pue ? MetricWeight::Electricity
                                                                        : MetricWeight::Power;
  }
  return all_have(question, kPeak) ? MetricWeight::Peak : MetricWeight::Alike;
}

void Facilities::draw(std::vector<double>& rows, std::size_t samples) const {
  for (std::size_t row = 0; row < laws_.size(); ++row) {
    for (std::size_t s = 0; s < samples; ++s) {
      double& value = rows[row * samples + s];
      value = laws_[row].sample(value);
    }
  }
}

Facilities::Told Facilities::tell(const Question& question, const ReachModel::Block& block,
                                  const std::vector<double>& rows, std::size_t samples, std::size_t sample,
                                  std::vector<char>& missing) const {
  const bool is_weighted = question.weight != MetricWeight::Alike && question.weight != MetricWeight::Racks;
  const Measure measure = question.weight == MetricWeight::Peak ? kPeak : kPower;
  std::vector<double> present(measures_.build_out().pools.size());
  std::vector<double> weights(is_weighted ? present.size() : 0);
  block.add_by_phase(kPresence, sample, question.by, present);
  if (is_weighted) block.add_by_phase(measure, sample, question.by, weights);
  const auto in_service = [&](const Part& part) {
    return std::ranges::any_of(part.phases, [&](std::size_t phase) { return present[phase] > 0; });
  };
  const auto value = [&](const Figure& of) {
    return of.row == kNoRow ? of.constant : rows[of.row * samples + sample];
  };
  for (std::size_t m = 0; m < question.missing.size(); ++m) {
    if (in_service(question.missing[m])) missing[m] = 1;
  }
  Told told;
  double sum = 0;
  for (const Part& part : question.parts) {
    if (!in_service(part)) continue;
    double weight = 0;
    double sourced = 0;
    const auto add = [&](double more, bool is_sourced) {
      weight += more;
      if (is_sourced) sourced += more;
    };
    const double factor = question.weight == MetricWeight::Electricity ? value(part.other) : 1;
    for (const std::size_t phase : part.phases) {
      if (!is_weighted) break;
      const PoolSpec& pool = pool_of(phase);
      const AcceleratorSpec* accelerator = accelerator_of(pool);
      add(weights[phase] * factor, part.sourced && !pool.provenance.assumed() &&
                                       (accelerator == nullptr || !accelerator->provenance.assumed()));
    }
    if (!is_weighted) add(question.weight == MetricWeight::Racks ? value(part.other) : 1, part.sourced);
    sum += question.weight == MetricWeight::Racks ? value(part.figure) : weight * value(part.figure);
    told.weight += weight;
    told.sourced += sourced;
  }
  told.value = told.weight > 0 ? sum / told.weight : std::numeric_limits<double>::quiet_NaN();
  return told;
}

}  // namespace suanwang

// What of a spec's supply is drawn at random, and how.
#include "scenario/supply.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include <fmt/format.h>

#include "suanwang/base/random.hpp"
#include "suanwang/centre/programme_sampler.hpp"
#include "suanwang/scenario/programme.hpp"
#include "suanwang/scenario/run.hpp"

namespace suanwang {
namespace {

/// Draw 0 of a purpose for an entity that is named by a path such as "centre/pool".
double uniform(const Spec& spec, std::uint32_t replication, Purpose purpose, const std::string& entity) {
  return RandomStream{spec.seed, replication, purpose, hash_of(entity)}.uniform(0);
}

struct Instant {
  Time at = kAlways;
  std::optional<CivilTime> date;
};

/// Time 0 plus `seconds`, which may be negative; kNever, or kAlways, where that is out of range.
Time from_start(double seconds) {
  if (seconds >= 0) return after(kStart, Seconds{seconds});
  const Duration before = rounded_up(Seconds{-seconds});
  return before == Duration::max() ? kAlways : kStart - before;
}

/// A date in seconds since 1970, to whole seconds.
Instant instant_of(double seconds, const Inputs& inputs) {
  const CivilTime civil{std::chrono::seconds{static_cast<std::int64_t>(std::llround(seconds))}};
  // Without an origin there are no dates to compare with; the reader refuses such scenarios.
  const auto since = inputs.origin ? civil - *inputs.origin : std::chrono::seconds{0};
  return {from_start(static_cast<double>(since.count())), civil};
}

Instant draw_date(const DateSpec& date, const Spec& spec, const Inputs& inputs, std::uint32_t replication,
                  const std::string& entity) {
  double seconds = date.seconds.minimum();
  if (!date.is_fixed()) {
    const double u = uniform(spec, replication, Purpose::Online, entity);
    // A date that is still uncertain has not come by `as_of`.
    const bool given = spec.as_of && !date.from_start;
    seconds = given
                  ? date.seconds.sample_above(static_cast<double>(spec.as_of->time_since_epoch().count()), u)
                  : date.seconds.sample(u);
  }
  if (date.from_start) {
    Instant instant{from_start(seconds), {}};
    if (inputs.origin)
      instant.date = *inputs.origin + std::chrono::seconds{static_cast<std::int64_t>(std::llround(seconds))};
    return instant;
  }
  return instant_of(seconds, inputs);
}

const AcceleratorSpec* accelerator_of(const Spec& spec, const PoolSpec& pool) {
  if (!pool.accelerator) return nullptr;
  const auto found = std::find_if(spec.accelerators.begin(), spec.accelerators.end(),
                                  [&](const AcceleratorSpec& a) { return a.id == *pool.accelerator; });
  return found == spec.accelerators.end() ? nullptr : &*found;
}

/// What a pool is when all of it is in service.
DrawnPool draw_size(const Spec& spec, std::uint32_t replication, std::size_t c, std::size_t p) {
  const CentreSpec& centre = spec.centres[c];
  const PoolSpec& pool = centre.pools[p];
  const std::string entity = centre.id + "/" + pool.id;
  DrawnPool drawn;
  drawn.centre = c;
  drawn.pool = p;
  const AcceleratorSpec* accelerator = accelerator_of(spec, pool);
  if (pool.nodes) drawn.count = *pool.nodes * pool.per_node.value_or(1);
  if (pool.cards) drawn.count = *pool.cards;
  for (const auto& [precision, amount] : pool.capacity) {
    const double flops =
        amount.sample(uniform(spec, replication, Purpose::Capacity, entity + "/" + precision));
    if (accelerator == nullptr) {
      drawn.total[precision] = Flops{flops};
    } else {
      // Whole accelerators only; the tolerance keeps 16 EFLOPS ÷ 256 TFLOPS at 62,500.
      drawn.count = static_cast<std::int64_t>(flops / accelerator->peak.at(precision).base() + 1e-6);
    }
  }
  if (accelerator != nullptr) {
    for (const auto& [precision, peak] : accelerator->peak) {
      drawn.total[precision] = static_cast<double>(drawn.count) * peak;
    }
  }
  return drawn;
}

/// The steps in which a pool comes into service by itself.
std::vector<ServiceStep> draw_steps(const Spec& spec, const Inputs& inputs, std::uint32_t replication,
                                    const CentreSpec& centre, const PoolSpec& pool) {
  if (!pool.online) return {{kStart, {}, 1}};
  const Instant online = draw_date(*pool.online, spec, inputs, replication, centre.id + "/" + pool.id);
  return {{online.at, online.date, 1}};
}

/// How a pool comes into service, and leaves it.
struct Service {
  std::vector<ServiceStep> steps;
  Time retires = kNever;
};

/// By pool, in (centre, pool id) order: sample `replication` of the programme, as a study of the targets
/// draws it.
std::vector<Service> draw_programme(const Spec& spec, const Inputs& inputs, std::uint32_t replication) {
  const ProgrammeSampler sampler{build_programme(spec, inputs.origin).programme,
                                 ProgrammeSampler::Inversion::Exact};
  std::vector<double> uniforms;
  for (const ProgrammeUnknown& each : sampler.unknowns()) {
    uniforms.push_back(RandomStream{spec.seed, replication, each.purpose, each.entity}.uniform(0));
  }
  const ProgrammeSamples drawn = sampler.evaluate(uniforms, 1);
  std::vector<Service> result;
  for (std::size_t phase = 0; phase < sampler.programme().phases.size(); ++phase) {
    Service& service = result.emplace_back();
    for (const PhaseStep& step : drawn.steps(phase, 0)) {
      const Instant at = std::isfinite(step.date) ? instant_of(step.date, inputs) : Instant{};
      service.steps.push_back({at.at, at.date, step.share});
    }
    const double retires = drawn.retirement(phase, 0);
    if (std::isfinite(retires)) service.retires = instant_of(retires, inputs).at;
  }
  return result;
}

bool waits_for_programme(const Spec& spec) {
  return std::ranges::any_of(spec.centres, [](const CentreSpec& centre) {
    return std::ranges::any_of(centre.pools, [](const PoolSpec& pool) {
      const bool retires_after = pool.retires && !std::holds_alternative<DateSpec>(*pool.retires);
      return pool.phase || pool.replaces || retires_after;
    });
  });
}

}  // namespace

std::vector<DrawnPool> in_steps(const DrawnPool& whole, const std::vector<ServiceStep>& steps) {
  std::vector<DrawnPool> parts;
  std::int64_t count = 0;
  double share = 0;
  for (const ServiceStep& step : steps) {
    DrawnPool part = whole;
    part.online = step.at;
    part.date = step.date;
    // The tolerance keeps a share of 4096 / 6144 of 6144 at 4096.
    const auto now = static_cast<std::int64_t>(static_cast<double>(whole.count) * step.share + 1e-6);
    part.count = now - count;
    // What has accelerators counts by them.
    const double added = whole.count > 0 ? static_cast<double>(part.count) / static_cast<double>(whole.count)
                                         : step.share - share;
    count = now;
    share = step.share;
    if (added <= 0) continue;
    for (auto& [precision, rate] : part.total) rate = Flops{rate.base() * added};
    parts.push_back(std::move(part));
  }
  return parts;
}

void check_run(const Spec& spec, Diagnostics& diagnostics) {
  for (const CentreSpec& centre : spec.centres) {
    for (const PoolSpec& pool : centre.pools) {
      const std::string path = fmt::format("centres.{}.pools.{}", centre.id, pool.id);
      if (pool.retires) diagnostics.warning(pool.at, path + ".retires", "a simulation keeps it in service");
      if (pool.replaces) {
        diagnostics.warning(pool.at, path + ".replaces",
                            fmt::format("a simulation keeps '{}' in service", *pool.replaces));
      }
    }
  }
}

DrawnSupply draw_supply(const Spec& spec, const Inputs& inputs, std::uint32_t replication) {
  DrawnSupply supply;
  std::vector<Service> programme;  // by pool, in the order of this loop
  if (waits_for_programme(spec)) programme = draw_programme(spec, inputs, replication);
  std::size_t phase = 0;
  for (std::size_t c = 0; c < spec.centres.size(); ++c) {
    const CentreSpec& centre = spec.centres[c];
    for (std::size_t p = 0; p < centre.pools.size(); ++p, ++phase) {
      DrawnPool whole = draw_size(spec, replication, c, p);
      const PoolSpec& pool = centre.pools[p];
      const auto* retires = pool.retires ? std::get_if<DateSpec>(&*pool.retires) : nullptr;
      if (retires != nullptr) {
        whole.retires =
            draw_date(*retires, spec, inputs, replication, centre.id + "/" + pool.id + "/retires").at;
      } else if (!programme.empty()) {
        whole.retires = programme[phase].retires;
      }
      const auto parts = in_steps(
          whole, pool.phase ? programme[phase].steps : draw_steps(spec, inputs, replication, centre, pool));
      supply.pools.insert(supply.pools.end(), parts.begin(), parts.end());
    }
    if (centre.joins) {
      supply.joins.push_back(draw_date(*centre.joins, spec, inputs, replication, centre.id + "/joins").at);
    } else {
      supply.joins.push_back(centre.never_joins || spec.joins_declared ? kNever : kStart);
    }
  }
  for (const BasisSpec& basis : spec.bases) {
    std::map<std::string, double> factors;
    for (const auto& [precision, factor] : basis.convert) {
      factors[precision] =
          factor.sample(uniform(spec, replication, Purpose::Conversion, basis.id + "/" + precision));
    }
    supply.convert.push_back(std::move(factors));
  }
  return supply;
}

}  // namespace suanwang

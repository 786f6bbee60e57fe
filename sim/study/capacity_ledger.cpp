#include "suanwang/study/capacity_ledger.hpp"

#include <algorithm>
#include <cmath>

#include "suanwang/measure/intervals.hpp"

#include "study/reach_samples.hpp"
#include "study/target_parts.hpp"

namespace suanwang {
namespace {

constexpr std::size_t kSamples = 10'000;

CapacityLedger ledger(const Spec& spec, const ReachModel& model, std::size_t q,
                      const ReachModel::Block& medians, const ReachModel::Block& block) {
  const ReachQuestion& question = model.questions()[q];
  const TargetSpec& target = spec.targets[question.target];
  CapacityLedger result;
  result.target = question.target;
  result.basis = question.basis;
  result.basis_name = {question.basis, question.basis};
  for (const BasisSpec& basis : spec.bases) {
    if (basis.id == question.basis) result.basis_name = basis.name;
  }
  result.by = CivilTime{std::chrono::seconds{std::llround(question.by)}};

  for (const auto& each : medians.entries(q, 0, question.by)) {
    const BuildOut::Pool& pool = model.build_out().pools[each.phase];
    LedgerEntry entry{pool.centre,
                      pool.pool,
                      each.precision,
                      each.by_cards,
                      each.units,
                      each.peak,
                      each.factor,
                      each.share,
                      each.online,
                      each.retires,
                      0,
                      false,
                      each.sourced,
                      std::llround(each.flops() * each.share / 1e12)};
    result.teraflops += entry.teraflops;
    if (entry.sourced) result.sourced_teraflops += entry.teraflops;
    result.entries.push_back(std::move(entry));
  }
  std::vector<std::uint64_t> there(result.entries.size());
  std::vector<double> capacity(kSamples);
  std::uint64_t met = 0;
  for (std::size_t s = 0; s < kSamples; ++s) {
    const auto entries = block.entries(q, s, question.by);
    for (std::size_t e = 0; e < entries.size(); ++e) {
      there[e] += entries[e].share > 0 ? 1 : 0;
      const LedgerEntry& median = result.entries[e];
      const bool differs = entries[e].units != median.units || entries[e].factor != median.factor ||
                           entries[e].online != median.online || entries[e].retires != median.retires;
      result.entries[e].uncertain = result.entries[e].uncertain || differs;
    }
    capacity[s] = block.capacity(q, s, question.by);
    met += satisfies(target.bound, capacity[s], target.value.base()) ? 1 : 0;
  }
  for (std::size_t e = 0; e < there.size(); ++e) {
    result.entries[e].in_service = static_cast<double>(there[e]) / kSamples;
  }
  std::ranges::sort(capacity);
  result.p10 = nearest_rank(capacity, 0.1);
  result.p50 = nearest_rank(capacity, 0.5);
  result.p90 = nearest_rank(capacity, 0.9);
  result.probability = static_cast<double>(met) / kSamples;
  return result;
}

}  // namespace

std::vector<CapacityLedger> capacity_ledgers(const Spec& spec, std::size_t target) {
  const ReachModel model{spec};
  const std::vector<double> middle(model.unknowns().size(), 0.5);
  const ReachModel::Block medians = model.evaluate(middle, 1);
  const ReachDraws draws{model, ReachPoints::Plain, spec.seed, kSamples};
  const std::vector<double> uniforms = draws.block(0, kSamples);
  const ReachModel::Block block = model.evaluate(uniforms, kSamples);
  std::vector<CapacityLedger> result;
  for (std::size_t q = 0; q < model.questions().size(); ++q) {
    if (model.questions()[q].target == target) result.push_back(ledger(spec, model, q, medians, block));
  }
  return result;
}

}  // namespace suanwang

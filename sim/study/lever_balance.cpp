#include "study/lever_balance.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

#include "study/target_parts.hpp"

namespace suanwang {
namespace {

/// By sample: by how much K is away from the bound without any lever, on the wrong side.
std::vector<double> lacking_of(const PlanCase& plan, const LeverTables& tables, std::size_t question) {
  std::vector<double> result = tables.capacity(LeverChoice(tables.groups().size()), question);
  const TargetSpec& target = plan.target(question);
  const bool more = wants_more(target.bound);
  for (double& k : result) k = std::max(more ? target.value.base() - k : k - target.value.base(), 0.0);
  return result;
}

/// Samples by what is lacking in them, most first.
std::vector<std::size_t> hardest_first(const std::vector<double>& lacking) {
  std::vector<std::size_t> samples(lacking.size());
  std::iota(samples.begin(), samples.end(), 0U);
  std::ranges::stable_sort(samples, [&](std::size_t a, std::size_t b) { return lacking[a] > lacking[b]; });
  return samples;
}

}  // namespace

std::vector<LeverBalance> lever_balances(const PlanCase& plan, const LeverTables& tables,
                                         std::size_t question, std::uint64_t needed) {
  const std::vector<double> lacking = lacking_of(plan, tables, question);
  const std::vector<std::size_t> hardest = hardest_first(lacking);
  const std::size_t n = lacking.size();
  const std::size_t spared = n - needed;  // so many samples need not be met
  const std::array<std::size_t, 4> sizes{n, 4 * spared, 2 * spared, spared + spared / 4 + 1};

  std::vector<LeverBalance> balances;
  for (const std::size_t wanted : sizes) {
    const std::size_t size = std::min(wanted, n);
    if (size <= spared) continue;
    for (const bool is_relative : {false, true}) {
      const auto weighted = [&](std::size_t s, double gain) {
        return is_relative ? std::min(gain / lacking[s], 1.0) : std::min(gain, lacking[s]);
      };
      double least = 0;  // the easiest of the hardest: those after the first `spared`
      for (std::size_t i = spared; i < size; ++i) {
        if (lacking[hardest[i]] > 0) least += weighted(hardest[i], lacking[hardest[i]]);
      }
      if (!(least > 0)) continue;
      LeverBalance& balance = balances.emplace_back();
      for (std::size_t g = 0; g < tables.groups().size(); ++g) {
        const LeverTables::Group& group = tables.groups()[g];
        std::vector<double>& shares = balance.emplace_back();
        for (std::size_t c = 0; c < group.combinations.size(); ++c) {
          double sum = 0;
          for (std::size_t i = 0; i < size; ++i) {
            const std::size_t s = hardest[i];
            if (lacking[s] > 0) sum += weighted(s, std::max(tables.nearer(question, group, c, 0, s), 0.0));
          }
          // Rounded up, so that nothing is ruled out by rounding.
          shares.push_back(std::min(std::ceil(1e6 * sum / least) / 1e6, 1.0));
        }
      }
    }
  }
  return balances;
}

}  // namespace suanwang

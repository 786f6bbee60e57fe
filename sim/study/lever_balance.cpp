#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

#include "study/lever_search.hpp"
#include "study/target_parts.hpp"

namespace suanwang {
namespace {

/// By sample: by how much K is away from the bound without any lever, on the wrong side.
std::vector<double> lacking_of(const PlanCase& plan, const LeverTables& tables, std::size_t question) {
  std::vector<double> result = tables.capacity(LeverSet(plan.levers().size()), question);
  const TargetSpec& target = plan.target(question);
  const bool more = wants_more(target.bound);
  for (double& k : result) k = std::max(more ? target.value.base() - k : k - target.value.base(), 0.0);
  return result;
}

}  // namespace

std::vector<LeverRow> balance_rows(const PlanCase& plan, const LeverTables& tables, std::size_t question,
                                   std::uint64_t needed) {
  const std::vector<double> lacking = lacking_of(plan, tables, question);
  const std::size_t n = lacking.size();
  std::vector<std::size_t> hardest(n);
  std::iota(hardest.begin(), hardest.end(), 0U);
  std::ranges::stable_sort(hardest, [&](std::size_t a, std::size_t b) { return lacking[a] > lacking[b]; });
  const std::size_t spared = n - needed;  // so many samples need not be met
  const std::array<std::size_t, 4> sizes{n, 4 * spared, 2 * spared, spared + spared / 4 + 1};

  std::vector<LeverRow> rows;
  for (const std::size_t wanted : sizes) {
    const std::size_t size = std::min(wanted, n);
    if (size <= spared) continue;
    for (const bool is_relative : {false, true}) {
      const auto weight = [&](std::size_t s) { return is_relative ? 1 / lacking[s] : 1; };
      LeverRow row{std::vector<double>(plan.levers().size()), 0, std::numeric_limits<double>::infinity()};
      // The easiest of the hardest: those after the first `spared`.
      for (std::size_t i = spared; i < size; ++i) {
        const std::size_t s = hardest[i];
        if (lacking[s] > 0) row.low += weight(s) * lacking[s];
      }
      if (!(row.low > 0)) continue;
      for (std::size_t lever = 0; lever < row.coefficients.size(); ++lever) {
        const std::vector<double>& gain = tables.gain(question, lever);
        double sum = 0;
        for (std::size_t i = 0; i < size; ++i) {
          const std::size_t s = hardest[i];
          if (lacking[s] > 0) sum += weight(s) * std::min(gain[s], lacking[s]);
        }
        // Rounded up, so that nothing is ruled out by rounding.
        row.coefficients[lever] = std::min(std::ceil(1e6 * sum / row.low) / 1e6, 1.0);
      }
      row.low = 1 - 1e-7;
      rows.push_back(std::move(row));
    }
  }
  return rows;
}

}  // namespace suanwang

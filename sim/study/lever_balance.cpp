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

std::vector<LeverRow> balance_rows(const PlanCase& plan, const LeverTables& tables,
                                   const LeverProgramme& programme, std::size_t question,
                                   std::uint64_t needed) {
  const std::vector<double> lacking = lacking_of(plan, tables, question);
  const std::vector<std::size_t> hardest = hardest_first(lacking);
  const std::size_t n = lacking.size();
  const std::size_t spared = n - needed;  // so many samples need not be met
  const std::array<std::size_t, 4> sizes{n, 4 * spared, 2 * spared, spared + spared / 4 + 1};

  std::vector<LeverRow> rows;
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
      LeverRow row{std::vector<double>(programme.columns()), 1 - 1e-7,
                   std::numeric_limits<double>::infinity()};
      for (std::size_t g = 0; g < tables.groups().size(); ++g) {
        const LeverTables::Group& group = tables.groups()[g];
        for (std::size_t c = 1; c < group.combinations.size(); ++c) {
          double sum = 0;
          for (std::size_t i = 0; i < size; ++i) {
            const std::size_t s = hardest[i];
            if (lacking[s] > 0) sum += weighted(s, std::max(tables.nearer(question, group, c, 0, s), 0.0));
          }
          // Rounded up, so that nothing is ruled out by rounding.
          row.coefficients[programme.column(g, c)] = std::min(std::ceil(1e6 * sum / least) / 1e6, 1.0);
        }
      }
      rows.push_back(std::move(row));
    }
  }
  return rows;
}

}  // namespace suanwang

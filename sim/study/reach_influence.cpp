// What each unknown does to the probability of a target.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "suanwang/base/check.hpp"
#include "suanwang/study/finding_out.hpp"
#include "suanwang/study/sobol_indices.hpp"

#include "study/reach_samples.hpp"
#include "study/target_parts.hpp"

namespace suanwang {
namespace {

constexpr std::size_t kScreening = 256;      // samples by which unknowns without any effect are found
constexpr std::size_t kTornado = 10'000;     // samples of which P is counted with an unknown held
constexpr std::size_t kFindingOut = 20'000;  // samples
constexpr std::uint64_t kIndices = 4096;     // samples, times the number of unknowns and two

class Influences {
 public:
  Influences(const ReachModel& model, const ReachDraws& draws, const ReachSamples& samples,
             const ReachOptions& options, Progress* progress)
      : model_{&model}, draws_{&draws}, samples_{&samples}, options_{&options}, progress_{progress} {
    screen();
    hold();
    find_values();
  }

  [[nodiscard]] std::vector<Influence> of(std::size_t question, const TargetSpec& target,
                                          std::uint64_t seed) const {
    std::vector<Influence> result;
    for (std::size_t u = 0; u < model_->unknowns().size(); ++u) {
      if (!matters_[u][question]) continue;
      Influence influence;
      influence.unknown = u;
      influence.at_p10 = share(held_[2 * u][question], target);
      influence.at_p90 = share(held_[2 * u + 1][question], target);
      result.push_back(influence);
    }
    add_indices(result, question, seed);
    add_finding_out(result, question, target);
    std::ranges::stable_sort(result, std::ranges::greater{},
                             [](const Influence& i) { return std::abs(i.swing()); });
    return result;
  }

 private:
  static double share(const std::vector<double>& capacity, const TargetSpec& target) {
    const auto met = std::ranges::count_if(
        capacity, [&](double k) { return satisfies(target.bound, k, target.value.base()); });
    return static_cast<double>(met) / static_cast<double>(capacity.size());
  }

  /// K at each target's date, by question and sample.
  [[nodiscard]] std::vector<std::vector<double>> capacities(std::span<const double> uniforms,
                                                            std::size_t count) const {
    if (progress_ != nullptr && progress_->stop) throw Interrupted{};
    const ReachModel::Block block = model_->evaluate(uniforms, count);
    std::vector<std::vector<double>> result(model_->questions().size(), std::vector<double>(count));
    for (std::size_t q = 0; q < result.size(); ++q) {
      for (std::size_t s = 0; s < count; ++s) {
        result[q][s] = block.capacity(q, s, model_->questions()[q].by);
      }
    }
    return result;
  }

  /// Which unknowns change an answer at all: their numbers are exchanged among some samples.
  void screen() {
    const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(kScreening, draws_->samples()));
    const std::vector<double> uniforms = draws_->block(0, count);
    const auto as_drawn = capacities(uniforms, count);
    matters_.assign(model_->unknowns().size(), std::vector<bool>(model_->questions().size()));
    std::vector<std::vector<std::vector<double>>> changed(matters_.size());
    for_each_index(matters_.size(), options_->parallelism, [&](std::size_t u) {
      std::vector<double> other = uniforms;
      const auto row = other.begin() + static_cast<std::ptrdiff_t>(u * count);
      for (std::size_t s = 0; s < count; ++s)
        row[static_cast<std::ptrdiff_t>(s)] = 1 - row[static_cast<std::ptrdiff_t>(s)];
      changed[u] = capacities(other, count);
    });
    for (std::size_t u = 0; u < matters_.size(); ++u) {
      for (std::size_t q = 0; q < matters_[u].size(); ++q) matters_[u][q] = changed[u][q] != as_drawn[q];
    }
  }

  /// The tornado: each unknown that matters at its 10 % and at its 90 % quantile, all others random.
  void hold() {
    const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(kTornado, draws_->samples()));
    const std::vector<double> uniforms = draws_->block(0, count);
    held_.resize(2 * matters_.size());
    for_each_index(held_.size(), options_->parallelism, [&](std::size_t i) {
      const std::vector<bool>& matters = matters_[i / 2];
      if (std::ranges::find(matters, true) == matters.end()) return;
      std::vector<double> held = uniforms;
      std::fill_n(held.begin() + static_cast<std::ptrdiff_t>(i / 2 * count), count, i % 2 == 0 ? 0.1 : 0.9);
      held_[i] = capacities(held, count);
    });
  }

  [[nodiscard]] std::size_t known_samples() const {
    return static_cast<std::size_t>(std::min<std::uint64_t>(kFindingOut, draws_->samples()));
  }

  /// What each unknown that matters is in the samples from which the value of finding out is known.
  void find_values() {
    values_.resize(matters_.size());
    for_each_index(values_.size(), options_->parallelism, [&](std::size_t u) {
      if (std::ranges::find(matters_[u], true) == matters_[u].end()) return;
      values_[u] = model_->values(u, draws_->row(u, 0, known_samples()));
    });
  }

  void add_indices(std::vector<Influence>& influences, std::size_t question, std::uint64_t seed) const {
    if (influences.empty()) return;
    const std::size_t rows = model_->unknowns().size();
    const double by = model_->questions()[question].by;
    const SobolIndices indices = sobol_indices(
        influences.size(), kIndices, seed,
        [&](std::span<const std::span<const double>> columns, std::span<double> values) {
          const std::size_t count = values.size();
          std::vector<double> uniforms(rows * count, 0.5);  // those that do not matter, anywhere
          for (std::size_t i = 0; i < influences.size(); ++i) {
            std::ranges::copy(columns[i],
                              uniforms.begin() + static_cast<std::ptrdiff_t>(influences[i].unknown * count));
          }
          const ReachModel::Block block = model_->evaluate(uniforms, count);
          for (std::size_t s = 0; s < count; ++s) values[s] = block.capacity(question, s, by);
        },
        options_->parallelism);
    for (std::size_t i = 0; i < influences.size(); ++i) {
      influences[i].first_order = indices.first[i].value;
      influences[i].first_order_se = indices.first[i].standard_error;
      influences[i].total = indices.total[i].value;
      influences[i].total_se = indices.total[i].standard_error;
    }
  }

  void add_finding_out(std::vector<Influence>& influences, std::size_t question,
                       const TargetSpec& target) const {
    const std::size_t count = known_samples();
    std::vector<std::uint8_t> met(count);
    for (std::size_t s = 0; s < count; ++s) {
      met[s] = satisfies(target.bound, samples_->capacity[question][s], target.value.base()) ? 1 : 0;
    }
    for_each_index(influences.size(), options_->parallelism, [&](std::size_t i) {
      Influence& influence = influences[i];
      const FindingOut found = finding_out(values_[influence.unknown], met);
      influence.finding_out = found.expected_move;
      influence.finding_out_se = found.standard_error;
      influence.if_low = found.if_lower;
      influence.if_high = found.if_upper;
    });
  }

  const ReachModel* model_;
  const ReachDraws* draws_;
  const ReachSamples* samples_;
  const ReachOptions* options_;
  Progress* progress_;
  std::vector<std::vector<bool>> matters_;              // by unknown, by question
  std::vector<std::vector<std::vector<double>>> held_;  // by unknown × 2, by question: K
  std::vector<std::vector<double>> values_;             // by unknown, by sample
};

}  // namespace

void add_influences(std::vector<ReachAnswer>& answers, const ReachModel& model, const ReachDraws& draws,
                    const ReachSamples& samples, const ReachOptions& options, Progress* progress) {
  const Influences influences{model, draws, samples, options, progress};
  for (std::size_t q = 0; q < answers.size(); ++q) {
    answers[q].influences = influences.of(q, model.spec().targets[answers[q].target], model.spec().seed);
  }
}

}  // namespace suanwang

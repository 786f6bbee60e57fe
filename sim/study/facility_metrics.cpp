// Targets on what centres state: PUE, racks, electricity, software.
#include <algorithm>
#include <limits>
#include <set>
#include <utility>

#include "suanwang/base/check.hpp"

#include "study/facilities.hpp"
#include "study/metric_parts.hpp"
#include "study/reach_samples.hpp"

namespace suanwang {
namespace {

constexpr std::size_t kBlock = 4096;

using Question = Facilities::Question;
using Told = Facilities::Told;
using Part = Facilities::Part;

/// What the samples told of each question.
struct Sampled {
  std::vector<std::vector<Told>> told;     // by question, by sample
  std::vector<std::vector<char>> missing;  // by question, by missing part: in service in some sample
};

Sampled sample(const Facilities& facilities, std::uint64_t seed, std::uint64_t samples,
               Parallelism parallelism, Progress* progress) {
  const std::vector<Question>& questions = facilities.questions();
  const ReachDraws draws{facilities.measures(), ReachPoints::Plain, seed, samples};
  const PointSet points = PointSet::plain(seed);
  const auto blocks = static_cast<std::size_t>((samples + kBlock - 1) / kBlock);
  Sampled result{{questions.size(), std::vector<Told>(samples)}, {}};
  std::vector<std::vector<std::vector<char>>> missing(blocks);
  for_each_index(blocks, parallelism, [&](std::size_t b) {
    if (progress != nullptr && progress->stop) throw Interrupted{};
    const std::uint64_t first = b * kBlock;
    const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(kBlock, samples - first));
    std::vector<double> rows(facilities.coordinates().size() * count);
    points.fill(first, count, facilities.coordinates(), rows);
    facilities.draw(rows, count);
    const std::vector<double> uniforms = draws.block(first, count);
    const ReachModel::Block block = facilities.measures().evaluate(uniforms, count);
    for (std::size_t q = 0; q < questions.size(); ++q) {
      missing[b].emplace_back(questions[q].missing.size());
      for (std::size_t s = 0; s < count; ++s) {
        result.told[q][first + s] = facilities.tell(questions[q], block, rows, count, s, missing[b][q]);
      }
    }
  });
  for (std::size_t q = 0; q < questions.size(); ++q) {
    std::vector<char>& any = result.missing.emplace_back(questions[q].missing.size());
    for (const auto& block : missing) {
      for (std::size_t m = 0; m < any.size(); ++m) any[m] = any[m] != 0 || block[q][m] != 0 ? 1 : 0;
    }
  }
  return result;
}

MetricAnswer answer(const Spec& spec, const Question& question, const std::vector<Told>& told,
                    const std::vector<char>& missing) {
  std::vector<double> values;
  double weight = 0;
  double sourced = 0;
  for (const Told& each : told) {
    values.push_back(each.value);
    weight += each.weight;
    sourced += each.sourced;
  }
  MetricAnswer result = judge_values(spec, question.target, std::move(values));
  result.weight = question.weight;
  if (weight > 0) result.sourced = sourced / weight;
  std::set<std::size_t> stating;
  std::set<std::size_t> lacking;
  for (const Part& part : question.parts) stating.insert(part.centre);
  for (std::size_t m = 0; m < missing.size(); ++m) {
    if (missing[m] != 0) lacking.insert(question.missing[m].centre);
  }
  result.stated = stating.size();
  if (!result.is_judged()) {
    constexpr double kNotKnown = std::numeric_limits<double>::quiet_NaN();
    result.probability = kNotKnown;
    result.interval = {kNotKnown, kNotKnown};
  }
  result.missing.assign(lacking.begin(), lacking.end());
  return result;
}

}  // namespace

std::vector<MetricAnswer> judge_facilities(const Spec& spec, std::uint64_t samples, Parallelism parallelism,
                                           Progress* progress) {
  const auto is_stated = [](const TargetSpec& target) {
    return target.metric && !is_of_a_run(*target.metric);
  };
  if (std::ranges::none_of(spec.targets, is_stated)) return {};
  const Facilities facilities{spec};
  const Sampled sampled = sample(facilities, spec.seed, samples, parallelism, progress);
  std::vector<MetricAnswer> answers;
  for (std::size_t q = 0; q < facilities.questions().size(); ++q) {
    answers.push_back(answer(spec, facilities.questions()[q], sampled.told[q], sampled.missing[q]));
  }
  return answers;
}

}  // namespace suanwang

#include "study/reach_samples.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

#include "suanwang/base/check.hpp"

namespace suanwang {

ReachDraws::ReachDraws(const ReachModel& model, ReachPoints points, std::uint64_t seed, std::uint64_t samples)
    : model_{&model} {
  if (points == ReachPoints::Plain) {
    sets_.push_back(PointSet::plain(seed));
    per_set_ = samples;
    return;
  }
  per_set_ = std::max<std::uint64_t>(1, (samples + kSets - 1) / kSets);
  if (points == ReachPoints::Sobol) per_set_ = std::bit_ceil(per_set_);
  const auto dimensions = static_cast<std::uint32_t>(std::max<std::size_t>(1, model.coordinates().size()));
  const PointSet first =
      points == ReachPoints::Latin ? PointSet::latin(seed, per_set_) : PointSet::sobol(seed, dimensions);
  for (std::uint32_t set = 0; set < kSets; ++set) sets_.push_back(first.randomised(set));
}

std::vector<double> ReachDraws::draw(std::span<const Coordinate> coordinates, std::uint64_t first,
                                     std::size_t count) const {
  std::vector<double> result(coordinates.size() * count);
  if (sets_.size() == 1) {
    sets_.front().fill(first, count, coordinates, result);
    return result;
  }
  for (std::size_t done = 0; done < count;) {  // set by set
    const std::uint64_t at = first + done;
    const std::uint64_t in_set = at % per_set_;
    const auto length = static_cast<std::size_t>(std::min<std::uint64_t>(count - done, per_set_ - in_set));
    std::vector<double> part(coordinates.size() * length);
    sets_[at / per_set_].fill(in_set, length, coordinates, part);
    for (std::size_t c = 0; c < coordinates.size(); ++c) {
      std::copy_n(part.begin() + static_cast<std::ptrdiff_t>(c * length), length,
                  result.begin() + static_cast<std::ptrdiff_t>(c * count + done));
    }
    done += length;
  }
  return result;
}

std::vector<double> ReachDraws::block(std::uint64_t first, std::size_t count) const {
  return draw(model_->coordinates(), first, count);
}

std::vector<double> ReachDraws::row(std::size_t unknown, std::uint64_t first, std::size_t count) const {
  return draw(std::span{model_->coordinates()}.subspan(unknown, 1), first, count);
}

namespace {

/// What is counted over the samples of a block, by question: as in `ReachSamples`.
struct Counts {
  std::vector<std::vector<std::uint64_t>> critical;
  std::vector<std::uint64_t> passages;
  std::vector<std::uint64_t> lost;
};

/// Samples `first` to `first + count - 1`, into their slots.
void sample_block(const ReachModel& model, const ReachDraws& draws, const std::vector<double>& months,
                  std::uint64_t first, std::size_t count, ReachSamples& result, Counts& counts) {
  const std::vector<double> uniforms = draws.block(first, count);
  const ReachModel::Block block = model.evaluate(uniforms, count);
  for (std::size_t q = 0; q < model.questions().size(); ++q) {
    for (std::size_t s = 0; s < count; ++s) {
      const std::uint64_t slot = first + s;
      const double by = model.questions()[q].by;
      const ReachModel::Block::Passage passage = block.passage(q, s);
      result.capacity[q][slot] = block.capacity(q, s, by);
      result.met_from[q][slot] = passage.at;
      counts.lost[q] += passage.lost ? 1U : 0U;
      if (slot >= ReachSamples::kDetailed) continue;
      result.sourced[q][slot] = block.sourced(q, s, by);
      for (std::size_t m = 0; m < months.size(); ++m) {
        result.fan[q][m][slot] = block.capacity(q, s, months[m]);
      }
      if (!std::isfinite(passage.at)) continue;
      ++counts.passages[q];
      for (const std::size_t activity : block.critical_path(s, passage.by)) ++counts.critical[q][activity];
    }
  }
}

}  // namespace

ReachSamples sample(const ReachModel& model, const ReachDraws& draws, const std::vector<double>& months,
                    const ReachOptions& options, Progress* progress) {
  const std::uint64_t n = draws.samples();
  const std::size_t questions = model.questions().size();
  const auto detailed = static_cast<std::size_t>(std::min(n, ReachSamples::kDetailed));
  const std::size_t activities = model.build_out().labels.size();
  ReachSamples result;
  result.capacity.assign(questions, std::vector<double>(n));
  result.met_from.assign(questions, std::vector<double>(n));
  result.sourced.assign(questions, std::vector<double>(detailed));
  result.fan.assign(questions, {months.size(), std::vector<double>(detailed)});
  result.critical.assign(questions, std::vector<std::uint64_t>(activities));
  result.passages.assign(questions, 0);
  result.lost.assign(questions, 0);

  const std::size_t blocks = static_cast<std::size_t>((n + options.block - 1) / options.block);
  std::vector<Counts> counts(blocks);
  for_each_index(blocks, options.parallelism, [&](std::size_t b) {
    if (progress != nullptr && progress->stop) throw Interrupted{};
    const std::uint64_t first = b * options.block;
    const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(options.block, n - first));
    const std::vector<std::uint64_t> none(first < detailed ? activities : 0);
    counts[b] = {
        {questions, none}, std::vector<std::uint64_t>(questions), std::vector<std::uint64_t>(questions)};
    sample_block(model, draws, months, first, count, result, counts[b]);
    if (progress != nullptr) progress->jobs += count;
  });
  for (const Counts& block : counts) {
    for (std::size_t q = 0; q < questions; ++q) {
      result.passages[q] += block.passages[q];
      result.lost[q] += block.lost[q];
      for (std::size_t a = 0; a < block.critical[q].size(); ++a)
        result.critical[q][a] += block.critical[q][a];
    }
  }
  return result;
}

}  // namespace suanwang

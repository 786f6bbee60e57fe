#include "suanwang/measure/samples.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdio>
#include <stdexcept>
#include <utility>

#include "suanwang/base/check.hpp"

namespace suanwang {
namespace {

constexpr std::size_t kChunk = 4096;

}  // namespace

double JobSample::bounded_slowdown() const {
  const double executed_s = std::max(in_seconds(executed), 10.0);
  return std::max(1.0, in_seconds(turnaround()) / executed_s);
}

struct Samples::File {
  std::FILE* stream = std::tmpfile();
  std::vector<JobSample> pending;
  ~File() {
    if (stream != nullptr) std::fclose(stream);
  }
  void flush() {
    if (std::fwrite(pending.data(), sizeof(JobSample), pending.size(), stream) != pending.size() ||
        std::fflush(stream) != 0) {
      throw std::runtime_error("cannot write the temporary file of job samples (is the disk full?)");
    }
    pending.clear();
  }
};

Samples::Samples(Keep keep) : keep_{keep} {
  if (keep_ == Keep::Memory) return;
  file_ = std::make_unique<File>();
  if (file_->stream == nullptr) throw std::runtime_error("cannot make a temporary file for job samples");
  std::setvbuf(file_->stream, nullptr, _IONBF, 0);
  file_->pending.reserve(kChunk);
}

Samples::~Samples() = default;
Samples::Samples(Samples&&) noexcept = default;
Samples& Samples::operator=(Samples&&) noexcept = default;

void Samples::add(const JobSample& sample) {
  ++size_;
  waited_ += sample.wait.count();
  if (keep_ == Keep::File) {
    file_->pending.push_back(sample);
    if (file_->pending.size() == kChunk) file_->flush();
    return;
  }
  if (chunks_.empty() || chunks_.back().size() == kChunk) {
    chunks_.emplace_back();
    chunks_.back().reserve(kChunk);
  }
  chunks_.back().push_back(sample);
}

std::optional<double> Samples::mean_wait() const {
  if (size_ == 0) return std::nullopt;
  return static_cast<double>(waited_) / 1e9 / static_cast<double>(size_);
}

void Samples::for_each(const std::function<void(const JobSample&)>& visit) const {
  for (const auto& chunk : chunks_) {
    for (const JobSample& sample : chunk) visit(sample);
  }
  if (keep_ == Keep::Memory) return;
  std::rewind(file_->stream);
  std::vector<JobSample> buffer(kChunk);
  std::uint64_t left = size_ - file_->pending.size();
  while (left > 0) {
    const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(left, kChunk));
    if (std::fread(buffer.data(), sizeof(JobSample), wanted, file_->stream) != wanted) {
      throw std::runtime_error("cannot read the temporary file of job samples back");
    }
    for (std::size_t i = 0; i < wanted; ++i) visit(buffer[i]);
    left -= wanted;
  }
  for (const JobSample& sample : file_->pending) visit(sample);
  std::fseek(file_->stream, 0, SEEK_END);
}

namespace {

// Each metric as an unsigned integer that sorts like it: times in ns, slowdowns (>= 1) by their bits.
constexpr std::size_t kMetrics = 3;
std::array<std::uint64_t, kMetrics> keys_of(const JobSample& sample) {
  return {static_cast<std::uint64_t>(sample.wait.count()),
          std::bit_cast<std::uint64_t>(sample.bounded_slowdown()),
          static_cast<std::uint64_t>(sample.turnaround().count())};
}

/// Selection of one order statistic by its digits, most significant first.
struct Selection {
  std::size_t metric;
  std::uint64_t rank;        // from 0, among the keys that share `prefix`
  std::uint64_t prefix = 0;  // digits found so far, in place
  std::vector<std::uint64_t> histogram;
};

/// Neumaier's compensated sum: the order of samples is fixed, so it is reproducible.
struct CompensatedSum {
  double sum = 0;
  double lost = 0;
  void add(double x) {
    const double t = sum + x;
    lost += std::abs(sum) >= std::abs(x) ? (sum - t) + x : (x - t) + sum;
    sum = t;
  }
  [[nodiscard]] double value() const { return sum + lost; }
};

void select(const std::vector<const Samples*>& runs, std::vector<Selection>& selections) {
  constexpr int kDigit = 16;
  for (int shift = 64 - kDigit; shift >= 0; shift -= kDigit) {
    for (Selection& s : selections) s.histogram.assign(std::size_t{1} << kDigit, 0);
    const std::uint64_t above = shift + kDigit == 64 ? 0 : ~std::uint64_t{0} << (shift + kDigit);
    for (const Samples* run : runs) {
      run->for_each([&](const JobSample& sample) {
        const auto keys = keys_of(sample);
        for (Selection& s : selections) {
          const std::uint64_t key = keys[s.metric];
          if ((key & above) == s.prefix) ++s.histogram[key >> shift & ((1U << kDigit) - 1)];
        }
      });
    }
    for (Selection& s : selections) {
      std::size_t digit = 0;
      while (s.rank >= s.histogram[digit]) s.rank -= s.histogram[digit++];
      s.prefix |= static_cast<std::uint64_t>(digit) << shift;
    }
  }
}

double value_of(std::size_t metric, std::uint64_t key) {
  if (metric == 1) return std::bit_cast<double>(key);
  return in_seconds(Duration{static_cast<std::int64_t>(key)});
}

}  // namespace

JobSummary summarise(const std::vector<const Samples*>& runs) {
  JobSummary result;
  Int128 wait = 0;
  Int128 turnaround = 0;
  CompensatedSum slowdown;
  std::array<std::uint64_t, kMetrics> most{};
  for (const Samples* run : runs) {
    result.jobs += run->size();
    run->for_each([&](const JobSample& sample) {
      wait += sample.wait.count();
      turnaround += sample.turnaround().count();
      slowdown.add(sample.bounded_slowdown());
      const auto keys = keys_of(sample);
      for (std::size_t m = 0; m < kMetrics; ++m) most[m] = std::max(most[m], keys[m]);
    });
  }
  if (result.jobs == 0) return result;
  const auto n = static_cast<double>(result.jobs);
  std::array<Summary*, kMetrics> summaries{&result.wait, &result.bounded_slowdown, &result.turnaround};
  result.wait.mean = static_cast<double>(wait) / 1e9 / n;
  result.turnaround.mean = static_cast<double>(turnaround) / 1e9 / n;
  result.bounded_slowdown.mean = slowdown.value() / n;

  constexpr std::array<std::uint64_t, 3> kPercent{50, 95, 99};
  std::vector<Selection> selections;
  for (std::size_t m = 0; m < kMetrics; ++m) {
    for (const std::uint64_t percent : kPercent) {
      const std::uint64_t rank = (result.jobs * percent + 99) / 100;  // nearest rank, from 1
      selections.push_back({m, rank - 1, 0, {}});
    }
  }
  select(runs, selections);
  for (std::size_t m = 0; m < kMetrics; ++m) {
    summaries[m]->p50 = value_of(m, selections[3 * m].prefix);
    summaries[m]->p95 = value_of(m, selections[3 * m + 1].prefix);
    summaries[m]->p99 = value_of(m, selections[3 * m + 2].prefix);
    summaries[m]->max = value_of(m, most[m]);
  }
  return result;
}

}  // namespace suanwang

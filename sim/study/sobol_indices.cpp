#include "suanwang/study/sobol_indices.hpp"

#include <algorithm>
#include <cmath>

#include "suanwang/base/check.hpp"
#include "suanwang/base/points.hpp"

namespace suanwang {
namespace {

constexpr std::size_t kBatches = 16;
constexpr std::size_t kBlock = 1024;  ///< points evaluated at a time

/// Sums over points, of values from which a number near their mean has been taken.
struct Sums {
  double points = 0;
  double values = 0;   ///< of f(A) + f(B)
  double squares = 0;  ///< of f(A)^2 + f(B)^2
  /// By dimension, with D = f(A_B^d) - f(A): sums of D, of f(B) D and of D^2.
  std::vector<double> changes, products, changes2;

  explicit Sums(std::size_t dimensions) : changes(dimensions), products(dimensions), changes2(dimensions) {}

  void add(const Sums& other, double sign) {
    points += sign * other.points;
    values += sign * other.values;
    squares += sign * other.squares;
    for (std::size_t d = 0; d < changes.size(); ++d) {
      changes[d] += sign * other.changes[d];
      products[d] += sign * other.products[d];
      changes2[d] += sign * other.changes2[d];
    }
  }
};

/// The columns of points `first` to `first + count - 1`: A, then B.
class Columns {
 public:
  Columns(const PointSet& set, std::size_t dimensions, std::uint64_t first, std::size_t count)
      : numbers_(2 * dimensions * count) {
    std::vector<Coordinate> coordinates(2 * dimensions);
    for (std::size_t d = 0; d < coordinates.size(); ++d)
      coordinates[d].dimension = static_cast<std::uint32_t>(d);
    set.fill(first, count, coordinates, numbers_);
    for (std::size_t d = 0; d < dimensions; ++d) {
      a.emplace_back(numbers_.data() + d * count, count);
      b.emplace_back(numbers_.data() + (dimensions + d) * count, count);
    }
  }

  std::vector<std::span<const double>> a, b;

 private:
  std::vector<double> numbers_;
};

void add_block(const PointModel& model, const PointSet& set, std::uint64_t first, std::size_t count,
               double centre, Sums& sums) {
  const std::size_t dimensions = sums.changes.size();
  Columns columns{set, dimensions, first, count};
  std::vector<double> of_a(count), of_b(count), mixed(count);
  const auto evaluate = [&](std::span<const std::span<const double>> at, std::vector<double>& values) {
    model(at, values);
    for (double& v : values) v -= centre;
  };
  evaluate(columns.a, of_a);
  evaluate(columns.b, of_b);
  sums.points += static_cast<double>(count);
  for (std::size_t k = 0; k < count; ++k) {
    sums.values += of_a[k] + of_b[k];
    sums.squares += of_a[k] * of_a[k] + of_b[k] * of_b[k];
  }
  for (std::size_t d = 0; d < dimensions; ++d) {
    std::swap(columns.a[d], columns.b[d]);
    evaluate(columns.a, mixed);
    std::swap(columns.a[d], columns.b[d]);
    for (std::size_t k = 0; k < count; ++k) {
      const double change = mixed[k] - of_a[k];
      sums.changes[d] += change;
      sums.products[d] += of_b[k] * change;
      sums.changes2[d] += change * change;
    }
  }
}

/// The indices that follow from sums, without errors.
SobolIndices indices_of(const Sums& sums) {
  const double mean = sums.values / (2 * sums.points);
  const double variance = std::max(sums.squares / (2 * sums.points) - mean * mean, 0.0);
  SobolIndices result;
  result.mean = mean;
  result.variance = variance;
  for (std::size_t d = 0; d < sums.changes.size(); ++d) {
    const double alone = (sums.products[d] - mean * sums.changes[d]) / sums.points;
    const double left = sums.changes2[d] / (2 * sums.points);
    result.first.push_back({variance > 0 ? alone / variance : 0, 0});
    result.total.push_back({variance > 0 ? left / variance : 0, 0});
  }
  return result;
}

/// The jackknife's error of index d, from the indices with one batch left out.
double error_of(const std::vector<SobolIndices>& without, std::vector<Index> SobolIndices::*kind,
                std::size_t d) {
  const auto n = static_cast<double>(without.size());
  double mean = 0, squares = 0;
  for (const SobolIndices& w : without) mean += (w.*kind)[d].value / n;
  for (const SobolIndices& w : without) squares += std::pow((w.*kind)[d].value - mean, 2);
  return std::sqrt(squares * (n - 1) / n);
}

/// The value in the middle of the cube: taken from every other one, it makes sums of squares exact enough,
/// and those of a constant exactly 0.
double middle_of(const PointModel& model, std::size_t dimensions) {
  const double half = 0.5;
  double value = 0;
  const std::vector<std::span<const double>> columns(dimensions, {&half, 1});
  model(columns, {&value, 1});
  return value;
}

}  // namespace

SobolIndices sobol_indices(std::size_t dimensions, std::uint64_t samples, std::uint64_t seed,
                           const PointModel& model, Parallelism parallelism) {
  SUANWANG_CHECK(1 <= dimensions && 2 * dimensions <= PointSet::kMostDimensions && samples >= 2 * kBatches);
  const std::uint64_t per_batch = (samples + kBatches - 1) / kBatches;
  const std::size_t blocks = (per_batch + kBlock - 1) / kBlock;
  const double centre = middle_of(model, dimensions);

  const PointSet set = PointSet::sobol(seed, static_cast<std::uint32_t>(2 * dimensions));
  std::vector<Sums> slots(kBatches * blocks, Sums{dimensions});
  for_each_index(slots.size(), parallelism, [&](std::size_t i) {
    const std::uint64_t first = i % blocks * kBlock;
    const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(kBlock, per_batch - first));
    add_block(model, set.randomised(static_cast<std::uint32_t>(i / blocks)), first, count, centre, slots[i]);
  });

  Sums all{dimensions};
  std::vector<Sums> batches(kBatches, Sums{dimensions});
  for (std::size_t i = 0; i < slots.size(); ++i) batches[i / blocks].add(slots[i], 1);
  for (const Sums& batch : batches) all.add(batch, 1);
  SobolIndices result = indices_of(all);
  std::vector<SobolIndices> without;
  for (const Sums& batch : batches) {
    Sums others = all;
    others.add(batch, -1);
    without.push_back(indices_of(others));
  }
  for (std::size_t d = 0; d < dimensions; ++d) {
    result.first[d].standard_error = error_of(without, &SobolIndices::first, d);
    result.total[d].standard_error = error_of(without, &SobolIndices::total, d);
  }
  result.mean += centre;
  result.evaluations = kBatches * per_batch * (dimensions + 2) + 1;
  return result;
}

}  // namespace suanwang

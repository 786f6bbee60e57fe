#pragma once

#include <array>
#include <cstddef>
#include <limits>
#include <string>
#include <vector>

#include "suanwang/study/target_metrics.hpp"

#include "study/reach_model.hpp"

namespace suanwang {

/// What targets ask of what centres state: whom, with which weights, and what is drawn for it.
class Facilities {
 public:
  static constexpr std::size_t kNoRow = std::numeric_limits<std::size_t>::max();

  /// A figure as stated: a constant, or a row of what is drawn.
  struct Figure {
    double constant = 0;
    std::size_t row = kNoRow;
  };

  /// What counts with one weight: a centre, or of software a pool.
  struct Part {
    std::size_t centre = 0;
    std::vector<std::size_t> phases;
    Figure figure;
    Figure other;  ///< racks: built; electricity: PUE
    bool sourced = false;
  };

  struct Question {
    std::size_t target = 0;
    TargetMetric metric = TargetMetric::Pue;
    double by = 0;  ///< seconds since 1970
    MetricWeight weight = MetricWeight::Alike;
    std::vector<Part> parts;
    std::vector<Part> missing;
  };

  /// What came of one sample.
  struct Told {
    double value = 0;
    double weight = 0;
    double sourced = 0;
  };

  explicit Facilities(const Spec& spec);

  [[nodiscard]] const std::vector<Question>& questions() const { return questions_; }
  [[nodiscard]] const ReachModel& measures() const { return measures_; }
  [[nodiscard]] const std::vector<Coordinate>& coordinates() const { return coordinates_; }
  /// The values of uniform numbers [rows × samples], in place.
  void draw(std::vector<double>& rows, std::size_t samples) const;
  /// @param missing by missing part: whether it was in service in some sample so far
  [[nodiscard]] Told tell(const Question& question, const ReachModel::Block& block,
                          const std::vector<double>& rows, std::size_t samples, std::size_t sample,
                          std::vector<char>& missing) const;

 private:
  /// How much of a pool is in service, counted as capacity is.
  enum Measure : std::size_t { kPower, kPeak, kPresence, kMeasures };
  /// No precision has a blank in its name.
  static constexpr std::array<const char*, kMeasures> kUnits{"busy power", "fp16", "in service"};

  static Spec measured(const Spec& spec);
  Figure add(const Distribution& law, const std::string& entity);
  [[nodiscard]] Question ask(std::size_t target);
  void add_centre(Question& question, std::size_t centre);
  void add_software(Question& question, std::size_t centre);
  [[nodiscard]] MetricWeight weight_of(const Question& question) const;
  [[nodiscard]] bool all_have(const Question& question, Measure measure) const;
  [[nodiscard]] const PoolSpec& pool_of(std::size_t phase) const;
  [[nodiscard]] const AcceleratorSpec* accelerator_of(const PoolSpec& pool) const;

  const Spec* spec_;
  Spec measured_;
  ReachModel measures_;
  std::vector<std::vector<std::size_t>> phases_;  // by centre
  std::vector<Coordinate> coordinates_;
  std::vector<Distribution> laws_;
  std::vector<Question> questions_;
};

}  // namespace suanwang

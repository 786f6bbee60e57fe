#include "centre/programme_draws.hpp"

#include <algorithm>
#include <utility>

#include "suanwang/base/check.hpp"

#include "base/distribution_laws.hpp"

namespace suanwang {
namespace {

template <class Law>
bool is(const Distribution& law) {
  return dynamic_cast<const Law*>(&Distribution::Shape::of(law)) != nullptr;
}

/// Cheap enough to need no table.
bool is_plain(const Distribution& law) {
  return is<laws::Uniform>(law) || is<laws::Exponential>(law) || is<laws::Triangular>(law);
}

}  // namespace

ProgrammeDraws::ProgrammeDraws(const Programme& programme, const std::vector<double>& starts,
                               ProgrammeSampler::Inversion inversion)
    : tabled_{inversion == ProgrammeSampler::Inversion::Tabled} {
  for (std::size_t i = 0; i < programme.activities.size(); ++i) {
    durations_.push_back(duration(programme, i, starts[i]));
  }
  add_shocks(programme);
  for (std::size_t i = 0; i < durations_.size(); ++i) {
    Number& number = durations_[i];
    if (!number.exact || (number.shock && shocks_[*number.shock].rho == 1)) continue;
    number.row = add_row(ProgrammeUnknown::Kind::Activity, i, 0, programme.activities[i].duration);
  }
  for (std::size_t k = 0; k < programme.supplies.size(); ++k) {
    const std::vector<Lot>& lots = programme.supplies[k].lots;
    for (std::size_t l = 0; l < lots.size(); ++l) {
      Number number;
      number.draw_from(lots[l].quantity.law, std::nullopt, tabled_);
      if (number.exact) number.row = add_row(ProgrammeUnknown::Kind::Lot, k, l, lots[l].quantity);
      quantities_.push_back(std::move(number));
    }
  }
}

void ProgrammeDraws::Number::draw_from(const Distribution& law, std::optional<double> above, bool tabled) {
  if (law.is_constant() || (above && law.sample_above(*above, 0.5) <= *above)) {
    constant = above ? std::max(law.minimum(), *above) : law.minimum();
    return;
  }
  if (above) {
    exact = [law, bound = *above](double u) { return law.sample_above(bound, u); };
  } else if (shock) {
    exact = [law](double u) { return law.quantile(u); };
  } else {
    exact = [law](double u) { return law.sample(u); };
  }
  if (shock && above) left = Distribution::Shape::of(law).above(*above);
  if (tabled && (above || !is_plain(law))) table.emplace(exact);
}

ProgrammeDraws::Number ProgrammeDraws::duration(const Programme& programme, std::size_t i,
                                                double start) const {
  const Activity& activity = programme.activities[i];
  Number number;
  if (activity.done) return number;
  std::optional<double> above;
  if (programme.as_of && start < *programme.as_of) above = *programme.as_of - start;
  if (activity.shock) {
    const double rho = programme.shocks.at(*activity.shock).rho;
    SUANWANG_CHECK(0 <= rho && rho <= 1);
    if (rho > 0) number.shock = *activity.shock;
  }
  number.draw_from(activity.duration.law, above, tabled_);
  return number;
}

void ProgrammeDraws::add_shocks(const Programme& programme) {
  for (std::size_t k = 0; k < programme.shocks.size(); ++k) {
    std::vector<double> lefts;
    std::vector<Number*> members;
    for (Number& number : durations_) {
      if (!number.exact || number.shock != k) continue;
      members.push_back(&number);
      if (number.left < 1) lefts.push_back(number.left);
    }
    if (members.empty()) continue;
    const Shock& shock = programme.shocks[k];
    const std::size_t row = add_row(ProgrammeUnknown::Kind::Shock, k, 0, {{}, Purpose::Shock, shock.entity});
    for (Number* number : members) number->shock = shocks_.size();
    shocks_.push_back({shock.rho, row, SharedShock{shock.rho, std::move(lefts), tabled_}});
  }
}

std::size_t ProgrammeDraws::add_row(ProgrammeUnknown::Kind kind, std::size_t index, std::size_t lot,
                                    const Unknown& unknown) {
  unknowns_.push_back({kind, index, lot, unknown.purpose, unknown.entity});
  return unknowns_.size() - 1;
}

void ProgrammeDraws::Number::apply(std::span<const double> u, std::span<double> values) const {
  if (table) {
    table->apply(u, values);
  } else {
    std::transform(u.begin(), u.end(), values.begin(), exact);
  }
}

void ProgrammeDraws::fill(std::span<const double> uniforms, std::size_t samples, std::span<double> durations,
                          std::span<double> quantities) const {
  SUANWANG_CHECK(uniforms.size() == unknowns_.size() * samples);
  const auto row = [&](std::size_t r) { return uniforms.subspan(r * samples, samples); };
  std::vector<double> shared(shocks_.size() * samples);
  const auto shared_by = [&](std::size_t k) { return std::span{shared}.subspan(k * samples, samples); };
  for (std::size_t k = 0; k < shocks_.size(); ++k) shocks_[k].law.spread(row(shocks_[k].row), shared_by(k));
  const auto draw = [&](const Number& number, std::span<double> values) {
    if (!number.exact) {
      std::fill(values.begin(), values.end(), number.constant);
    } else if (number.shock) {
      const std::span<const double> own = number.row == kNoRow ? std::span<const double>{} : row(number.row);
      shocks_[*number.shock].law.draws(shared_by(*number.shock), own, number.left, values);
      number.apply(values, values);
    } else {
      number.apply(row(number.row), values);
    }
  };
  for (std::size_t i = 0; i < durations_.size(); ++i)
    draw(durations_[i], durations.subspan(i * samples, samples));
  for (std::size_t l = 0; l < quantities_.size(); ++l) {
    draw(quantities_[l], quantities.subspan(l * samples, samples));
  }
}

}  // namespace suanwang

#include "study/lever_tables.hpp"

#include <algorithm>
#include <numeric>
#include <set>
#include <utility>

#include "suanwang/base/check.hpp"
#include "suanwang/model/simulation.hpp"

#include "study/reach_model.hpp"
#include "study/reach_samples.hpp"
#include "study/target_parts.hpp"

namespace suanwang {

std::optional<Spec> PlanCase::with(const std::vector<std::size_t>& pulled, Diagnostics& diagnostics) const {
  std::set<std::size_t> all;
  for (const std::size_t lever : pulled) all.insert(rules.needs(lever).begin(), rules.needs(lever).end());
  std::vector<std::string> ids;
  for (const std::size_t lever : all) ids.push_back(levers()[lever].id);
  return with_levers(*scenario, base, ids, diagnostics);
}

const TargetSpec& PlanCase::target(std::size_t question) const {
  return spec->targets[targets[question]];
}

bool PlanCase::is_met(std::size_t question, double k) const {
  return satisfies(target(question).bound, k, target(question).value.base());
}

std::vector<double> capacities(const PlanCase& plan, const Spec& spec, PoolChoice choice, std::uint64_t first,
                               std::uint64_t count) {
  const ReachModel model{spec};
  const ReachDraws draws{model, ReachPoints::Plain, spec.seed, first + count};
  std::vector<bool> is_counted;
  for (const BuildOut::Pool& each : model.build_out().pools) {
    const CentreSpec& centre = spec.centres[each.centre];
    const std::string path = "centres." + centre.id + ".pools." + centre.pools[each.pool].id;
    is_counted.push_back(choice.pools->contains(path) == choice.is_of_them);
  }
  std::vector<double> result(plan.questions.size() * count);
  for (std::uint64_t done = 0; done < count;) {
    if (plan.progress != nullptr && plan.progress->stop) throw Interrupted{};
    const auto length = static_cast<std::size_t>(std::min<std::uint64_t>(plan.options->block, count - done));
    const std::vector<double> uniforms = draws.block(first + done, length);
    const ReachModel::Block block = model.evaluate(uniforms, length);
    for (std::size_t q = 0; q < plan.questions.size(); ++q) {
      const double by = model.questions()[plan.questions[q]].by;
      for (std::size_t s = 0; s < length; ++s) {
        result[q * count + done + s] = block.capacity_of(is_counted, plan.questions[q], s, by);
      }
    }
    done += length;
  }
  if (plan.progress != nullptr) ++plan.progress->runs;
  return result;
}

LeverTables::LeverTables(const PlanCase& plan, const LeverGroups& groups)
    : plan_{&plan}, samples_{plan.options->samples} {
  for (std::size_t q = 0; q < plan.questions.size(); ++q) {
    wants_more_.push_back(suanwang::wants_more(plan.target(q).bound));
  }
  const scenario::LeverRules& rules = plan.rules;
  for (const LeverGroup& each : groups.groups) {
    Group& group = groups_.emplace_back();
    group.levers = each.levers;
    const std::size_t k = each.levers.size();
    std::vector<std::uint32_t> needs(k), clashes(k);
    for (std::size_t i = 0; i < k; ++i) {
      for (std::size_t j = 0; j < k; ++j) {
        if (rules.requires_of(each.levers[i], each.levers[j])) needs[i] |= 1U << j;
        if (rules.clash(each.levers[i], each.levers[j])) clashes[i] |= 1U << j;
      }
    }
    group.place.assign(std::size_t{1} << k, kNone);
    for (std::uint32_t bits = 0; bits < group.place.size(); ++bits) {
      bool is_one = true;
      for (std::size_t i = 0; i < k && is_one; ++i) {
        if ((bits >> i & 1U) != 0) is_one = (needs[i] & ~bits) == 0 && (clashes[i] & bits) == 0;
      }
      if (!is_one) continue;
      group.place[bits] = group.combinations.size();
      group.combinations.push_back(bits);
    }
    group.values.resize(group.combinations.size());
  }
}

bool LeverTables::fill(const LeverGroups& groups, Diagnostics& diagnostics) {
  struct Task {
    std::size_t group;
    std::size_t place;
    Diagnostics problems;
  };
  std::vector<Task> tasks;
  for (std::size_t g = 0; g < groups_.size(); ++g) {
    for (std::size_t i = 0; i < groups_[g].values.size(); ++i) tasks.push_back({g, i, {}});
  }
  std::vector<std::set<std::string>> pools;
  for (const LeverGroup& each : groups.groups) pools.emplace_back(each.pools.begin(), each.pools.end());
  for_each_index(tasks.size() + 1, plan_->options->parallelism, [&](std::size_t t) {
    if (plan_->progress != nullptr && plan_->progress->stop) throw Interrupted{};
    if (t == tasks.size()) {
      unmoved_ = capacities(*plan_, *plan_->spec, {&groups.felt, false}, 0, samples_);
      return;
    }
    Task& task = tasks[t];
    Group& group = groups_[task.group];
    std::vector<std::size_t> pulled;
    for (std::size_t i = 0; i < group.levers.size(); ++i) {
      if ((group.combinations[task.place] >> i & 1U) != 0) pulled.push_back(group.levers[i]);
    }
    const std::optional<Spec> spec = plan_->with(pulled, task.problems);
    if (!spec) return;
    group.values[task.place] = capacities(*plan_, *spec, {&pools[task.group], true}, 0, samples_);
  });
  evaluations_ = tasks.size() + 1;
  bool is_good = true;
  for (const Task& task : tasks) {
    diagnostics.add(task.problems);
    is_good = is_good && !task.problems.has_errors();
  }
  return is_good;
}

std::optional<LeverTables> LeverTables::make(const PlanCase& plan, const LeverGroups& groups,
                                             Diagnostics& diagnostics) {
  LeverTables tables{plan, groups};
  if (!tables.fill(groups, diagnostics)) return std::nullopt;
  return tables;
}

bool LeverTables::is_never_nearer(std::size_t question, const Group& group, std::size_t place,
                                  std::size_t than) const {
  for (std::uint64_t s = 0; s < samples_; ++s) {
    if (nearer(question, group, place, than, s) > 0) return false;
  }
  return true;
}

LeverChoice LeverTables::choice_of(const LeverSet& set) const {
  LeverChoice choice;
  for (const Group& group : groups_) {
    std::uint32_t bits = 0;
    for (std::size_t i = 0; i < group.levers.size(); ++i) {
      if (set[group.levers[i]]) bits |= 1U << i;
    }
    SUANWANG_CHECK(group.place[bits] != kNone);
    choice.push_back(group.place[bits]);
  }
  return choice;
}

std::vector<double> LeverTables::capacity(const LeverChoice& choice, std::size_t question) const {
  const auto first = unmoved_.begin() + static_cast<std::ptrdiff_t>(question * samples_);
  std::vector<double> sum{first, first + static_cast<std::ptrdiff_t>(samples_)};
  for (std::size_t g = 0; g < groups_.size(); ++g) {
    const double* add = groups_[g].values[choice[g]].data() + question * samples_;
    for (std::uint64_t s = 0; s < samples_; ++s) sum[s] += add[s];
  }
  return sum;
}

std::vector<std::uint64_t> LeverTables::met(const LeverChoice& choice) const {
  std::vector<std::uint64_t> result;
  for (std::size_t q = 0; q < questions(); ++q) {
    const std::vector<double> k = capacity(choice, q);
    result.push_back(
        static_cast<std::uint64_t>(std::ranges::count_if(k, [&](double x) { return plan_->is_met(q, x); })));
  }
  return result;
}

}  // namespace suanwang

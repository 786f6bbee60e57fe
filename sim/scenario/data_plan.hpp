#pragma once

#include <string>
#include <vector>

#include "suanwang/model/world.hpp"
#include "suanwang/scenario/run.hpp"
#include "suanwang/scenario/spec.hpp"

// From the datasets and zones of a spec to what a simulation starts from.
namespace suanwang {

/// The lists of datasets that jobs of a spec need, each once; the first is empty.
[[nodiscard]] std::vector<std::vector<std::string>> data_lists(const Spec& spec);

/// The place of a list among them: `Job::data`.
[[nodiscard]] std::uint32_t data_list(const std::vector<std::vector<std::string>>& lists,
                                      const std::vector<std::string>& names);

/// Whether the zone of a dataset lets it be at a centre.
[[nodiscard]] bool may_be_at(const Spec& spec, const DatasetSpec& dataset, const std::string& centre);

/// The centres that a dispatcher below serves, by index.
[[nodiscard]] std::vector<std::size_t> served_by(const Spec& spec, const RegionalDispatcherSpec& dispatcher);

/// Fills in datasets, zones, storage, the network and the dispatchers.
void plan_data(const Spec& spec, const Inputs& inputs, WorldPlan& plan);

}  // namespace suanwang

#pragma once

#include <nlohmann/json_fwd.hpp>

#include "suanwang/scenario/spec.hpp"
#include "suanwang/study/network_study.hpp"

namespace suanwang {

/// A study of the network in the JSON of `validate`: bits and seconds, centres and links by id.
[[nodiscard]] nlohmann::ordered_json network_json(const NetworkStudy& study, const Spec& spec);

}  // namespace suanwang

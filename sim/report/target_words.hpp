#pragma once

#include <string>
#include <string_view>

#include "suanwang/scenario/spec.hpp"

#include "report/words.hpp"

namespace suanwang {

[[nodiscard]] std::string_view sign_of(Bound bound);

/// "2027 target > 60 EFLOPS"
[[nodiscard]] std::string target_label(const TargetSpec& target, Words words);

}  // namespace suanwang

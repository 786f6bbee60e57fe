#pragma once

#include <string>

#include "suanwang/report/console.hpp"
#include "suanwang/scenario/spec.hpp"
#include "suanwang/study/network_study.hpp"

namespace suanwang {

/// What `validate --network` prints: links, parts, what one cut separates, the tightest cuts, and the
/// latency circles.
[[nodiscard]] std::string network_report(const NetworkStudy& study, const Spec& spec,
                                         const ConsoleStyle& style);

/// "400 Gbps", "1.2 Tbps", "unlimited".
[[nodiscard]] std::string bandwidth_text(BytesPerSecond bandwidth, Language language);

}  // namespace suanwang

#include "scenario/rates.hpp"

#include <fmt/format.h>

namespace suanwang::scenario {

bool is_integer(std::string_view precision) {
  constexpr std::string_view kLower = "int";
  constexpr std::string_view kUpper = "INT";
  return precision.starts_with(kLower) || precision.starts_with(kUpper);
}

bool check_unit(const Value& rate, std::string_view precision) {
  const Node& node = rate.node();
  for (std::size_t i = 0; i < node.items.size(); ++i) {
    if (!check_unit(rate.item(i), precision)) return false;
  }
  for (const Node::Entry& entry : node.entries) {
    if (!check_unit(rate.entry(entry), precision)) return false;
  }
  const std::string_view text = node.text;
  const bool is_flops = text.ends_with("FLOPS") || text.ends_with("FLOP/s");
  const bool is_ops = !is_flops && text.ends_with("OPS");
  if (!(is_integer(precision) ? is_flops : is_ops)) return true;
  rate.error(fmt::format("{} is counted in {}", precision,
                         is_integer(precision) ? "OPS, not FLOPS" : "FLOPS, not OPS"));
  return false;
}

}  // namespace suanwang::scenario

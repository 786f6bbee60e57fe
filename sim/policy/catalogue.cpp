#include "suanwang/policy/catalogue.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "policy/parts.hpp"

namespace suanwang {
namespace {

bool is_id(std::string_view name) {
  const auto is_letter_or_digit = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  };
  return !name.empty() && is_letter_or_digit(name.front()) &&
         std::ranges::all_of(name, [&](char c) { return is_letter_or_digit(c) || c == '-' || c == '_'; });
}

template <class Entry>
void add_problems(std::string_view kind, const std::vector<Entry>& entries,
                  std::vector<std::string>& problems) {
  std::set<std::string_view> seen;
  for (const Entry& entry : entries) {
    if (!is_id(entry.name)) {
      problems.push_back(
          fmt::format("{} '{}': expected a name of letters a-z, digits, '-' and '_'", kind, entry.name));
    } else if (!seen.insert(entry.name).second) {
      problems.push_back(fmt::format("{} '{}': there is one of this name already", kind, entry.name));
    }
    bool can_be_made = true;
    if constexpr (requires { entry.dispatch; }) {
      can_be_made = (entry.dispatch == Dispatch::Chosen) == (entry.make != nullptr);
    } else {
      can_be_made = entry.make != nullptr;
    }
    if (!can_be_made) problems.push_back(fmt::format("{} '{}': nothing makes it", kind, entry.name));
  }
}

}  // namespace

std::vector<std::string> Catalogue::problems() const {
  std::vector<std::string> found;
  add_problems("order", orders, found);
  add_problems("backfill", backfills, found);
  add_problems("place", places, found);
  add_problems("dispatch", dispatches, found);
  return found;
}

const Catalogue& standard_catalogue() {
  static const Catalogue catalogue{standard_orders(), standard_backfills(), standard_places(),
                                   standard_dispatches(), standard_preemptions()};
  return catalogue;
}

}  // namespace suanwang

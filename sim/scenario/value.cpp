#include "scenario/value.hpp"

namespace suanwang::scenario {

const std::set<std::string, std::less<>>& Context::ids(const std::string& section) {
  const auto [place, is_new] = ids_.try_emplace(section);
  if (is_new) {
    if (const Node* node = find_path(*root, section)) {
      for (const Node::Entry& each : node->entries) place->second.insert(each.key);
    }
  }
  return place->second;
}

std::string Context::suggestion(std::string_view word, const std::vector<std::string>& candidates) {
  if (candidates.size() > comparisons_left_ || word.size() > 200) return "";
  comparisons_left_ -= candidates.size();
  const std::string near = nearest(word, candidates);
  return near.empty() ? "" : "; did you mean '" + near + "'?";
}

}  // namespace suanwang::scenario

#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

#include "suanwang/base/check.hpp"

// The lists of a spec are sorted by id.
namespace suanwang {

/// The entry of this id in a list sorted by id; null where there is none.
template <class T>
[[nodiscard]] const T* find_id(const std::vector<T>& sorted, const std::string& id) {
  const auto at = std::lower_bound(sorted.begin(), sorted.end(), id,
                                   [](const T& entry, const std::string& key) { return entry.id < key; });
  return at == sorted.end() || at->id != id ? nullptr : &*at;
}

/// The place of `id` in a list sorted by id. @pre it is there: the reader has checked all names
template <class T>
[[nodiscard]] std::size_t index_of(const std::vector<T>& sorted, const std::string& id) {
  const T* found = find_id(sorted, id);
  SUANWANG_CHECK(found != nullptr);
  return static_cast<std::size_t>(found - sorted.data());
}

}  // namespace suanwang

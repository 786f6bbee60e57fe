#pragma once

#include <string_view>

namespace suanwang {

/// What `list` says in Chinese of an entry, "backfill.easy" or "backfill.easy.candidates"; empty where it has
/// no translation: then the entry's own English text is said.
[[nodiscard]] std::string_view chinese_of(std::string_view entry);

}  // namespace suanwang

#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "suanwang/policy/settings.hpp"

#include "scenario/fields.hpp"

namespace suanwang::scenario {

/// Writes the JSON Schema (draft 2020-12) of what the formats read.
class SchemaWriter {
 public:
  explicit SchemaWriter(const Catalogue& catalogue) : catalogue_{&catalogue} {}

  [[nodiscard]] const Catalogue& catalogue() const { return *catalogue_; }

  /// A reference to the definition `name`, which `make` writes at its first use.
  [[nodiscard]] JsonText shared(const std::string& name, const std::function<JsonText()>& make);

  /// A mapping with these keys. @param is_whole whether its required keys must be there (not so in
  /// `defaults`)
  [[nodiscard]] JsonText object(const Fields& fields, bool is_whole = true);

  [[nodiscard]] const std::map<std::string, JsonText>& definitions() const { return definitions_; }

 private:
  const Catalogue* catalogue_;
  std::map<std::string, JsonText> definitions_;
};

/// `text` as a JSON string, quotes and all.
[[nodiscard]] JsonText json_string(std::string_view text);

/// {"key": value, …} of values that are JSON already.
[[nodiscard]] JsonText json_object(const std::vector<std::pair<std::string_view, JsonText>>& members);

/// [value, …] of values that are JSON already.
[[nodiscard]] JsonText json_array(const std::vector<JsonText>& items);

/// One of these texts.
[[nodiscard]] JsonText schema_of_words(const std::vector<std::string>& words);

/// A text, or a number, that matches `pattern` when written out.
[[nodiscard]] JsonText schema_of_pattern(std::string_view pattern);

/// Any of these.
[[nodiscard]] JsonText schema_any_of(const std::vector<JsonText>& schemas);

/// A mapping whose keys match `pattern`. @param least how many it has at least
[[nodiscard]] JsonText schema_of_map(std::string_view pattern, const JsonText& value, std::size_t least);

/// A list of exactly these; or of any number, when `length` is 0.
[[nodiscard]] JsonText schema_of_list(const JsonText& item, std::size_t length, std::size_t least = 0);

inline constexpr std::string_view kIdPattern = "^[A-Za-z0-9][A-Za-z0-9_-]*$";
inline constexpr std::string_view kDatePattern =
    "^[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}(:[0-9]{2})?)?$";

}  // namespace suanwang::scenario

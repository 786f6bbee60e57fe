#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "scenario/value.hpp"

namespace suanwang::scenario {

class SchemaWriter;

/// JSON, as text.
using JsonText = std::string;

/// One key of a mapping: how it is read, described and documented.
struct Field {
  std::string_view key;
  std::string_view doc;
  bool is_required = false;
  std::string_view needs;  ///< not available yet: what it waits for
  std::function<void(const Value&)> read;
  std::function<JsonText(SchemaWriter&)> schema;
};

/// All keys of a mapping. The reader, the JSON Schema and "did you mean" go by this one list.
///
/// A format says how a value is written: `std::optional<T> read(const Value&) const`, which reports what is
/// wrong, and `JsonText schema(SchemaWriter&) const`.
class Fields {
 public:
  /// @param into a variable that takes the value, or a function that is called with it
  template <class T, class Format>
  void required(std::string_view key, T&& into, Format format, std::string_view doc) {
    add(key, std::forward<T>(into), std::move(format), doc, true);
  }
  template <class T, class Format>
  void optional(std::string_view key, T&& into, Format format, std::string_view doc) {
    add(key, std::forward<T>(into), std::move(format), doc, false);
  }
  /// A key of the language that a later version will read. @param needs completes "not available yet: ..."
  void later(std::string_view key, std::string_view needs) {
    list_.push_back({key, "", false, needs, {}, {}});
  }

  [[nodiscard]] const std::vector<Field>& list() const { return list_; }
  [[nodiscard]] const Field* find(std::string_view key) const;

 private:
  template <class T, class Format>
  void add(std::string_view key, T&& into, Format format, std::string_view doc, bool is_required) {
    Field field{key, doc, is_required, "", {}, {}};
    if constexpr (std::is_lvalue_reference_v<T>) {
      field.read = [&into, format](const Value& value) {
        if (auto result = format.read(value)) into = *std::move(result);
      };
    } else {
      field.read = [take = std::forward<T>(into), format](const Value& value) {
        if (auto result = format.read(value)) take(*std::move(result));
      };
    }
    field.schema = [format](SchemaWriter& writer) { return format.schema(writer); };
    list_.push_back(std::move(field));
  }

  std::vector<Field> list_;
};

/// A mapping being read, and what fills in the keys that it does not give.
class Object {
 public:
  explicit Object(Value value, std::optional<Value> defaults = {})
      : value_{std::move(value)}, defaults_{std::move(defaults)} {}

  [[nodiscard]] const Value& value() const { return value_; }
  [[nodiscard]] Context& context() const { return value_.context(); }

  /// Whether the mapping itself has `key`.
  [[nodiscard]] bool gives(std::string_view key) const { return value_.node().find(key) != nullptr; }
  /// Whether the mapping or its defaults have `key`.
  [[nodiscard]] bool has(std::string_view key) const { return find(key).has_value(); }
  [[nodiscard]] std::optional<Value> find(std::string_view key) const;

  /// Reads every key of `fields`; reports keys that are unknown, missing or not available yet. False when
  /// this is no mapping at all (nothing stands for an empty one).
  bool read(const Fields& fields) const;

  /// Keys of `group` that the mapping has. Its own come before those of the defaults, so that `cards` in an
  /// entry wins over a default `per_node`.
  [[nodiscard]] std::vector<std::string_view> given_of(const std::vector<std::string_view>& group) const;

 private:
  void read(const Field& field) const;

  Value value_;
  std::optional<Value> defaults_;
};

/// Reports keys and values of `value` as an entry would that takes them as its defaults.
void check_defaults(const Value& value, const Fields& fields);

/// The defaults that the scenario gives for the entries of `section`.
[[nodiscard]] std::optional<Value> defaults_of(Context& context, std::string_view section);

/// Whether `defaults` may say something of the entries of `section`.
[[nodiscard]] bool may_have_defaults(std::string_view section);

/// Why an id is no id, or "".
[[nodiscard]] std::string fault_of_id(std::string_view id);

/// "x is not available yet: ...", as it is reported everywhere.
[[nodiscard]] std::string not_available(std::string_view needs);

}  // namespace suanwang::scenario

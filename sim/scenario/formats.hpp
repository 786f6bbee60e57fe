#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "suanwang/base/unit.hpp"

#include "scenario/fields.hpp"
#include "scenario/schema.hpp"

namespace suanwang::scenario {

/// Any text that is not empty.
struct Text {
  std::string_view what = "a text";
  [[nodiscard]] std::optional<std::string> read(const Value& value) const;
  [[nodiscard]] JsonText schema(SchemaWriter& writer) const;
};

/// An id that is defined by standing here, such as the `class` of a stream.
struct NewId {
  [[nodiscard]] std::optional<std::string> read(const Value& value) const;
  [[nodiscard]] JsonText schema(SchemaWriter& writer) const;
};

/// The id of an entry of `section`.
struct Reference {
  std::string_view section;   ///< "centres"
  std::string_view singular;  ///< "centre"
  [[nodiscard]] std::optional<std::string> read(const Value& value) const;
  [[nodiscard]] JsonText schema(SchemaWriter& writer) const;
};

/// A text, or `{en: …, zh: …}`. Without `zh` the English name serves both; without `en` it stays empty and
/// becomes the id.
struct NameFormat {
  [[nodiscard]] std::optional<Name> read(const Value& value) const;
  [[nodiscard]] JsonText schema(SchemaWriter& writer) const;
};

/// "guangdong.shenzhen"
struct Region {
  [[nodiscard]] std::optional<std::string> read(const Value& value) const;
  [[nodiscard]] JsonText schema(SchemaWriter& writer) const;
};

struct YesNo {
  [[nodiscard]] std::optional<bool> read(const Value& value) const;
  [[nodiscard]] JsonText schema(SchemaWriter& writer) const;
};

/// A whole number within bounds.
template <class T>
struct Whole {
  T low = 0;
  T high = std::numeric_limits<T>::max();
  [[nodiscard]] std::optional<T> read(const Value& value) const;
  [[nodiscard]] JsonText schema(SchemaWriter& writer) const;
};

/// "expected one of a, b and c, got 'd'; did you mean ...?"
void refuse_word(const Value& value, const std::vector<std::string>& known);

/// One of some words, each with what it means.
template <class T>
struct Word {
  std::vector<std::pair<std::string_view, T>> words;

  [[nodiscard]] std::optional<T> read(const Value& value) const {
    std::vector<std::string> known;
    for (const auto& [word, meaning] : words) {
      if (value.is_scalar() && value.text() == word) return meaning;
      known.emplace_back(word);
    }
    refuse_word(value, known);
    return std::nullopt;
  }
  [[nodiscard]] JsonText schema(SchemaWriter& /*writer*/) const {
    std::vector<std::string> known;
    for (const auto& [word, meaning] : words) known.emplace_back(word);
    return schema_of_words(known);
  }
};

/// A number with a unit, within bounds, in base units.
struct Amount {
  Dimension dimension = Dimension::Count;
  double low = 0;
  double high = std::numeric_limits<double>::max();
  std::string_view bounds;     ///< in words: "above 0 and up to 36500 days"
  bool is_low_allowed = true;  ///< whether `low` itself is
  bool is_whole = false;

  [[nodiscard]] std::optional<double> read(const Value& value) const;
  [[nodiscard]] JsonText schema(SchemaWriter& writer) const;
  /// Whether `amount` is within the bounds; otherwise says so at `value`.
  [[nodiscard]] bool holds(double amount, const Value& value) const;
};

/// An amount as a quantity of type `T`.
template <class T>
struct Typed {
  Amount amount;
  [[nodiscard]] std::optional<T> read(const Value& value) const {
    const std::optional<double> base = amount.read(value);
    return base ? std::optional<T>{T{*base}} : std::nullopt;
  }
  [[nodiscard]] JsonText schema(SchemaWriter& writer) const { return amount.schema(writer); }
};

/// A civil date, or date and time of day, at the scenario's timezone.
struct Date {
  bool is_end = false;      ///< a bare date means the end of that day
  bool needs_start = true;  ///< whether the date must be placed in simulated time
  [[nodiscard]] std::optional<CivilTime> read(const Value& value) const;
  [[nodiscard]] JsonText schema(SchemaWriter& writer) const;
};

/// A list of at least one.
template <class Format>
struct List {
  Format format;
  using Item = typename decltype(std::declval<Format>().read(std::declval<Value>()))::value_type;

  [[nodiscard]] std::optional<std::vector<Item>> read(const Value& value) const {
    if (!value.node().is_sequence() || value.node().items.empty()) {
      value.expected("a list such as [a, b]");
      return std::nullopt;
    }
    std::vector<Item> items;
    for (std::size_t i = 0; i < value.node().items.size(); ++i) {
      if (auto item = format.read(value.item(i))) items.push_back(*std::move(item));
    }
    return items;
  }
  [[nodiscard]] JsonText schema(SchemaWriter& writer) const {
    return schema_of_list(format.schema(writer), 0, 1);
  }
};

/// A list, or one item without brackets.
template <class Format>
struct OneOrMore {
  Format format;
  using Item = typename List<Format>::Item;

  [[nodiscard]] std::optional<std::vector<Item>> read(const Value& value) const {
    if (value.node().is_sequence()) return List<Format>{format}.read(value);
    auto item = format.read(value);
    return item ? std::optional{std::vector<Item>{*std::move(item)}} : std::nullopt;
  }
  [[nodiscard]] JsonText schema(SchemaWriter& writer) const {
    return schema_any_of({format.schema(writer), List<Format>{format}.schema(writer)});
  }
};

/// A mapping from names to values of one format, at least one: peaks by precision.
template <class Format>
struct ByName {
  Format format;
  using Item = typename List<Format>::Item;

  [[nodiscard]] std::optional<std::map<std::string, Item>> read(const Value& value) const {
    if (!value.node().is_map() || value.node().entries.empty()) {
      value.expected("a mapping such as {fp16: ...}");
      return std::nullopt;
    }
    std::map<std::string, Item> items;
    for (const Node::Entry& entry : value.node().entries) {
      const Value each = value.entry(entry);
      if (const std::string fault = fault_of_id(entry.key); !fault.empty()) each.error_here(fault);
      if (auto item = format.read(each)) items.emplace(entry.key, *std::move(item));
    }
    return items;
  }
  [[nodiscard]] JsonText schema(SchemaWriter& writer) const {
    return schema_of_map(kIdPattern, format.schema(writer), 1);
  }
};

/// A mapping read by the list of its keys.
template <class T>
struct Record {
  [[nodiscard]] std::optional<T> read(const Value& value) const {
    T result{};
    Fields keys;
    fields(keys, result);
    const Object object{value};
    if (!object.read(keys)) return std::nullopt;
    finish(object, result);
    return result;
  }
  [[nodiscard]] JsonText schema(SchemaWriter& writer) const {
    T example{};
    Fields keys;
    fields(keys, example);
    return writer.object(keys);
  }
};

/// A section: entries by id, which take what they do not give from `defaults`. Sorted by id.
template <class T>
struct Entries {
  std::string_view section;  ///< whose defaults apply
  bool may_be_empty = true;

  [[nodiscard]] std::optional<std::vector<T>> read(const Value& value) const {
    if (value.node().is_null() && may_be_empty) return std::vector<T>{};
    if (!value.node().is_map() || (value.node().entries.empty() && !may_be_empty)) {
      value.expected("at least one entry, by its id");
      return std::nullopt;
    }
    const std::optional<Value> defaults = defaults_of(value.context(), section);
    std::vector<T> result;
    result.reserve(value.node().entries.size());
    for (const Node::Entry& node : value.node().entries) {
      T& entry = result.emplace_back();
      entry.id = node.key;
      read(Object{value.entry(node), defaults}, entry);
    }
    std::ranges::sort(result, {}, &T::id);
    return result;
  }

  [[nodiscard]] JsonText schema(SchemaWriter& writer) const {
    T example{};
    Fields keys;
    fields(keys, example);
    // What an entry must have may come from the section's defaults.
    return schema_of_map(kIdPattern, writer.object(keys, !may_have_defaults(section)), may_be_empty ? 0 : 1);
  }

 private:
  static void read(const Object& object, T& entry) {
    if (const std::string fault = fault_of_id(entry.id); !fault.empty()) object.value().error_here(fault);
    entry.at = object.value().named_at().location();
    Fields keys;
    fields(keys, entry);
    if (!object.read(keys)) return;
    if constexpr (requires { entry.name; }) {
      if (entry.name.en.empty()) entry.name.en = entry.id;
      if (entry.name.zh.empty()) entry.name.zh = entry.name.en;
    }
    finish(object, entry);
  }
};

/// What fills in the entries of one section.
template <class T>
struct Defaults {
  struct Nothing {};
  [[nodiscard]] std::optional<Nothing> read(const Value& value) const {
    T example{};
    Fields keys;
    fields(keys, example);
    check_defaults(value, keys);
    return Nothing{};
  }
  [[nodiscard]] JsonText schema(SchemaWriter& writer) const {
    T example{};
    Fields keys;
    fields(keys, example);
    return writer.object(keys, false);
  }
};

}  // namespace suanwang::scenario

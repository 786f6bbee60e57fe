#include "scenario/fields.hpp"

#include <algorithm>
#include <array>

namespace suanwang::scenario {
namespace {

constexpr std::size_t kLongestId = 100;  ///< ids become names of folders

std::vector<std::string> keys_of(const Fields& fields) {
  std::vector<std::string> keys;
  for (const Field& field : fields.list()) keys.emplace_back(field.key);
  return keys;
}

void refuse_unknown_keys(const Value& value, const Fields& fields) {
  for (const Node::Entry& entry : value.node().entries) {
    if (fields.find(entry.key) != nullptr) continue;
    Context& context = value.context();
    context.diagnostics.error(
        entry.key_at.location(), value.path(),
        "unknown key " + quoted(entry.key) + context.suggestion(entry.key, keys_of(fields)));
  }
}

bool is_mapping(const Value& value) {
  if (value.node().is_map() || value.node().is_null()) return true;
  value.expected("a mapping");
  return false;
}

}  // namespace

const Field* Fields::find(std::string_view key) const {
  const auto at = std::ranges::find(list_, key, &Field::key);
  return at == list_.end() ? nullptr : &*at;
}

std::optional<Value> Object::find(std::string_view key) const {
  if (const Node::Entry* entry = value_.node().find(key)) return value_.entry(*entry);
  if (!defaults_) return std::nullopt;
  const Node::Entry* entry = defaults_->node().find(key);
  return entry == nullptr ? std::nullopt : std::optional{defaults_->entry(*entry)};
}

bool Object::read(const Fields& fields) const {
  if (!is_mapping(value_)) return false;
  refuse_unknown_keys(value_, fields);
  for (const Field& field : fields.list()) read(field);
  return true;
}

void Object::read(const Field& field) const {
  const std::optional<Value> found = find(field.key);
  if (!found) {
    if (field.is_required) value_.error_here("missing key '" + std::string{field.key} + "'");
  } else if (!field.needs.empty()) {
    found->error_here(not_available(field.needs));
  } else {
    field.read(*found);
  }
}

std::vector<std::string_view> Object::given_of(const std::vector<std::string_view>& group) const {
  std::vector<std::string_view> own;
  std::vector<std::string_view> all;
  for (const std::string_view key : group) {
    if (gives(key)) own.push_back(key);
    if (has(key)) all.push_back(key);
  }
  return own.empty() ? all : own;
}

void check_defaults(const Value& value, const Fields& fields) {
  if (!is_mapping(value)) return;
  refuse_unknown_keys(value, fields);
  for (const Node::Entry& entry : value.node().entries) {
    const Field* field = fields.find(entry.key);
    if (field == nullptr) continue;
    if (field->needs.empty()) {
      field->read(value.entry(entry));
    } else {
      value.entry(entry).error_here(not_available(field->needs));
    }
  }
}

std::optional<Value> defaults_of(Context& context, std::string_view section) {
  const Node::Entry* defaults = context.root->find("defaults");
  const Node::Entry* entry = defaults == nullptr ? nullptr : defaults->value->find(section);
  if (entry == nullptr) return std::nullopt;
  return Value{*entry->value, "defaults." + std::string{section}, entry->key_at, context};
}

bool may_have_defaults(std::string_view section) {
  static constexpr std::array<std::string_view, 6> kSections{"accelerators", "centres", "links",
                                                             "policies",     "pools",   "tenants"};
  return std::ranges::find(kSections, section) != kSections.end();
}

std::string fault_of_id(std::string_view id) {
  const auto is_letter_or_digit = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  };
  const bool is_good =
      !id.empty() && id.size() <= kLongestId && is_letter_or_digit(id.front()) &&
      std::ranges::all_of(id, [&](char c) { return is_letter_or_digit(c) || c == '-' || c == '_'; });
  if (is_good) return "";
  return "expected an id of letters a-z, digits, '-' and '_' (a name may be anything), got " + quoted(id);
}

std::string not_available(std::string_view needs) {
  return "not available yet: " + std::string{needs};
}

}  // namespace suanwang::scenario

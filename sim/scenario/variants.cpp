// Variants, assumption sets, and what they set.

#include "scenario/formats.hpp"
#include "scenario/sections.hpp"
#include "scenario/settings.hpp"

namespace suanwang::scenario {

std::optional<Settings::Set> Settings::read(const Value& value) const {
  if (!value.node().is_map()) {
    value.expected("values by path, such as {links.a-b.bandwidth: 800 Gbps}");
    return std::nullopt;
  }
  Set set;
  for (const Node::Entry& entry : value.node().entries) set.emplace_back(entry.key, to_yaml(*entry.value));
  return set;
}

JsonText Settings::schema(SchemaWriter& /*writer*/) const {
  return R"({"type": "object"})";
}

void fields(Fields& f, VariantSpec& v) {
  f.optional("name", v.name, NameFormat{}, "what people read");
  f.optional("set", v.set, Settings{}, "{path: value}, such as {links.a-b.bandwidth: 800 Gbps}");
}
void finish(const Object& /*object*/, VariantSpec& /*variant*/) {}

}  // namespace suanwang::scenario

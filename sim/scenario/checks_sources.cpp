#include <fmt/format.h>

#include "scenario/checks.hpp"
#include "scenario/distributions.hpp"

namespace suanwang::scenario {
namespace {

/// How a figure is written in an entry, or else in its defaults.
std::string figure(const Node* own, const Node* fallback) {
  const Node* node = own != nullptr ? own : fallback;
  return node == nullptr ? "" : in_words(*node);
}

void check_source(const Provenance& provenance, const Location& at, const std::string& path,
                  std::string_view what, const std::string& figures, Context& context) {
  if (provenance.source.empty()) {
    context.diagnostics.warning(at, path, "no source given");
  } else if (provenance.assumed()) {
    context.diagnostics.warning(at, path, fmt::format("{} assumed ({})", what, figures));
  }
}

std::string size_in_words(const PoolSpec& pool, const std::string& centre, const Context& context) {
  if (pool.cards) return fmt::format("{} card{}", *pool.cards, *pool.cards == 1 ? "" : "s");
  if (pool.nodes && pool.per_node) {
    return fmt::format("{} node{} of {}", *pool.nodes, *pool.nodes == 1 ? "" : "s", *pool.per_node);
  }
  return figure(find_node(context, {"centres", centre, "pools", pool.id, "capacity"}),
                find_node(context, {"defaults", "pools", "capacity"}));
}

}  // namespace

const Node* find_node(const Context& context, std::initializer_list<std::string_view> keys) {
  const Node* node = context.root.get();
  for (const std::string_view key : keys) {
    const Node::Entry* entry = node->find(key);
    if (entry == nullptr) return nullptr;
    node = entry->value.get();
  }
  return node;
}

void check_sources(const Spec& spec, Context& context) {
  for (const AcceleratorSpec& each : spec.accelerators) {
    check_source(each.provenance, each.at, "accelerators." + each.id, "peak is",
                 figure(find_node(context, {"accelerators", each.id, "peak"}),
                        find_node(context, {"defaults", "accelerators", "peak"})),
                 context);
  }
  for (const BasisSpec& each : spec.bases) {
    if (each.convert.empty()) continue;
    check_source(each.provenance, each.at, "bases." + each.id, "conversion is",
                 figure(find_node(context, {"bases", each.id, "convert"}), nullptr), context);
  }
  for (const CentreSpec& centre : spec.centres) {
    for (const PoolSpec& pool : centre.pools) {
      check_source(pool.provenance, pool.at, fmt::format("centres.{}.pools.{}", centre.id, pool.id),
                   "capacity is", size_in_words(pool, centre.id, context), context);
    }
  }
  for (const LinkSpec& link : spec.links) {
    check_source(link.provenance, link.at, "links." + link.id, "bandwidth is",
                 figure(find_node(context, {"links", link.id, "bandwidth"}),
                        find_node(context, {"defaults", "links", "bandwidth"})),
                 context);
  }
}

}  // namespace suanwang::scenario

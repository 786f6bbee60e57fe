#include <fmt/format.h>

#include "scenario/by_id.hpp"
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

/// The entries of a section of the programme, in the order of the text: `visit(id, node)`.
template <class Visit>
void for_each_entry(const Node& root, const std::string& path, Visit visit) {
  const Node* section = find_path(root, path);
  if (section == nullptr) return;
  for (const Node::Entry& entry : section->entries) visit(entry.key, *entry.value);
}

/// "duration is", or what else the figures of an activity are.
std::string_view subject_of(const ActivitySpec& activity) {
  return activity.duration ? "duration is" : "date is";
}

std::string figures_of(const ActivitySpec& activity, const Node& node) {
  const std::string_view key = activity.duration ? "duration" : activity.date ? "date" : "done";
  const Node::Entry* entry = node.find(key);
  return figure(entry == nullptr ? nullptr : entry->value.get(), nullptr);
}

void check_programme_sources(const ProgrammeSpec& programme, Context& context) {
  const std::string root = "programme.";
  for (const ShockSpec& each : programme.shocks) {
    check_source(each.provenance, each.at, root + "shocks." + each.id, "rho is", fmt::format("{}", each.rho),
                 context);
  }
  for (const CrewSpec& each : programme.crews) {
    check_source(each.provenance, each.at, root + "crews." + each.id, "count is",
                 fmt::format("{}", each.count), context);
  }
  // Through the text, since finding one of ten thousand entries there takes long.
  for_each_entry(*context.root, root + "activities", [&](const std::string& id, const Node& node) {
    const ActivitySpec& each = programme.activities[index_of(programme.activities, id)];
    check_source(each.provenance, each.at, root + "activities." + id, subject_of(each),
                 figures_of(each, node), context);
  });
  for (const SupplySpec& supply : programme.supplies) {
    const std::string lots = fmt::format("{}supplies.{}.lots", root, supply.id);
    for_each_entry(*context.root, lots, [&](const std::string& id, const Node& node) {
      const LotSpec& each = supply.lots[index_of(supply.lots, id)];
      check_source(each.provenance, each.at, lots + "." + id, "delivery is",
                   figure(node.find("quantity")->value.get(), nullptr) + ", " + figures_of(each, node),
                   context);
    });
  }
}

/// What else than capacity a centre states, apart from what comes from defaults.
void check_facility_sources(const CentreSpec& centre, Context& context) {
  for (const char* key : {"tariff", "grid", "pue", "racks", "green_share", "own_software_share"}) {
    const Node* node = find_node(context, {"centres", centre.id, key});
    if (node == nullptr) continue;
    check_source(centre.facility.provenance.value_or(centre.provenance), centre.at,
                 fmt::format("centres.{}.{}", centre.id, key), "figure is", in_words(*node), context);
  }
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
  check_programme_sources(spec.programme, context);
  for (const CentreSpec& centre : spec.centres) {
    check_facility_sources(centre, context);
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

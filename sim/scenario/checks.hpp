#pragma once

#include <algorithm>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "suanwang/scenario/spec.hpp"

#include "scenario/by_id.hpp"
#include "scenario/value.hpp"

namespace suanwang::scenario {

/// What a variant got wrong or probably wrong as a whole, once each part of it has been read. Problems go to
/// `context.diagnostics`.

/// Errors: dates without a start, an end that is not after it.
void check_time(const Spec& spec, Context& context);

/// Errors: activities in a cycle, facts that contradict one another or lie after `as_of`, activities that
/// must have ended by then; pools that retire before they come into service.
void check_programme(const Spec& spec, Context& context);

/// Errors: levers that contradict one another, or set what is asked.
void check_lever_rules(const Spec& spec, Context& context);

/// @pre the variant was read without an error
void check_uses(const Spec& spec, Context& context);  ///< activities, shocks, crews and supplies of no use
void check_policies(const Spec& spec, Context& context);  ///< jobs without a policy or without a home
void check_centres(const Spec& spec, Context& context);   ///< islands, dates before `as_of`, tenants
void check_quotas(const Spec& spec, Context& context);    ///< regions, capacity, gangs, policies
void check_targets(const Spec& spec, Context& context);   ///< too early, or of no centre
void check_links(const Spec& spec, Context& context);  ///< latency unknown, unusable, parallel, unreachable
void check_data(const Spec& spec, Context& context);   ///< datasets outside their zone or beyond storage
void check_dispatchers(const Spec& spec, Context& context);  ///< two for a centre, or none for a region
void check_routes(const Spec& spec, Context& context);       ///< fixed routes that lead elsewhere
void check_fit(const Spec& spec, Context& context);          ///< gangs larger than every pool
void check_precisions(const Spec& spec, Context& context);  ///< bases that count nothing, misspelt precisions
void check_walltimes(const Spec& spec, Context& context);   ///< jobs that are sure to be killed
void check_sources(const Spec& spec, Context& context);     ///< figures assumed, or without a source
void check_plan(const Spec& spec, Context& context);        ///< targets, money, power

/// Warnings of a lever that its settings alone do not tell: its region is nowhere, or it sets to a time
/// before `as_of` what was not there by then. @param before the spec without this lever @param after with it
void check_lever(const LeverSpec& lever, const Spec& before, const Spec& after, const Node& tree,
                 Diagnostics& diagnostics);

/// The node at `keys` below the root, without defaults; null where there is none.
[[nodiscard]] const Node* find_node(const Context& context, std::initializer_list<std::string_view> keys);

/// The regions in which centres lie, with those that hold them: "gd", "gd.sz". Ascending.
[[nodiscard]] std::vector<std::string> regions_of(const Spec& spec);

/// The accelerators of a pool when it is there. @pre it takes jobs
[[nodiscard]] double most_accelerators(const Spec& spec, const PoolSpec& pool);

/// Whether any pool of the centre takes jobs.
[[nodiscard]] bool is_schedulable(const CentreSpec& centre);

}  // namespace suanwang::scenario

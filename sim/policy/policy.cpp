#include "suanwang/policy/policy.hpp"

#include "suanwang/base/check.hpp"
#include "suanwang/policy/catalogue.hpp"

namespace suanwang {
namespace {

template <class Entry>
const Entry& entry_of(const std::vector<Entry>& entries, const std::string& name) {
  const Entry* entry = find_entry(entries, name);
  SUANWANG_CHECK(entry != nullptr);
  return *entry;
}

}  // namespace

Policy::Policy(const PolicySettings& settings)
    : settings_{settings},
      place_{entry_of(place_entries(), settings.place).make()},
      dispatch_{entry_of(dispatch_entries(), settings.dispatch).dispatch} {}

std::unique_ptr<Order> Policy::make_order() const {
  return entry_of(order_entries(), settings_.order).make(settings_.ordering);
}

std::unique_ptr<Backfill> Policy::make_backfill() const {
  return entry_of(backfill_entries(), settings_.backfill.rule).make(*this);
}

std::unique_ptr<Dispatcher> Policy::make_dispatcher() const {
  const DispatchEntry& entry = entry_of(dispatch_entries(), settings_.dispatch);
  SUANWANG_CHECK(entry.make != nullptr);
  return entry.make(settings_);
}

}  // namespace suanwang

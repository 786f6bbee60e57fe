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

Policy::Policy(const PolicySettings& settings, const Catalogue& catalogue)
    : settings_{settings},
      place_{entry_of(catalogue.places, settings.place).make()},
      dispatch_{entry_of(catalogue.dispatches, settings.dispatch).dispatch},
      make_order_{entry_of(catalogue.orders, settings.order).make},
      make_backfill_{entry_of(catalogue.backfills, settings.backfill.rule).make},
      make_dispatcher_{entry_of(catalogue.dispatches, settings.dispatch).make} {}

std::unique_ptr<Order> Policy::make_order() const {
  return make_order_(settings_.ordering);
}

std::unique_ptr<Backfill> Policy::make_backfill() const {
  return make_backfill_(*this);
}

std::unique_ptr<Dispatcher> Policy::make_dispatcher() const {
  SUANWANG_CHECK(make_dispatcher_ != nullptr);
  return make_dispatcher_(settings_);
}

}  // namespace suanwang

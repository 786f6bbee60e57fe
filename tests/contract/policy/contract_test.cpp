/// The contract that a rule outside the tree is tried by (study/policy_contract.hpp): the rules of the
/// catalogue keep it, and each fault that is planted is found.
#include <memory>
#include <set>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "suanwang/study/policy_contract.hpp"

namespace suanwang {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::set<std::string> breaches(const PolicySettings& settings, const Catalogue& catalogue) {
  std::set<std::string> found;
  for (const ContractBreach& breach : contract_breaches(settings, catalogue, 6)) found.insert(breach.what);
  return found;
}

TEST(PolicyContract, IsKeptByTheCatalogue) {
  const Catalogue& all = standard_catalogue();
  for (const OrderEntry& order : all.orders) {
    for (const BackfillEntry& backfill : all.backfills) {
      for (const DispatchEntry& dispatch : all.dispatches) {
        const PolicySettings settings{.order = std::string{order.name},
                                      .backfill = {.rule = std::string{backfill.name}},
                                      .dispatch = std::string{dispatch.name}};
        EXPECT_THAT(breaches(settings, all), IsEmpty())
            << order.name << " " << backfill.name << " " << dispatch.name;
      }
    }
  }
}

TEST(PolicyContract, NobodyStarvesWhereAllPartsPromiseIt) {
  const Catalogue& all = standard_catalogue();
  for (const OrderEntry& order : all.orders) {
    for (const BackfillEntry& backfill : all.backfills) {
      for (const DispatchEntry& dispatch : all.dispatches) {
        const PolicySettings settings{.order = std::string{order.name},
                                      .backfill = {.rule = std::string{backfill.name}},
                                      .dispatch = std::string{dispatch.name}};
        if (order.starves_nobody && backfill.starves_nobody && dispatch.starves_nobody) {
          EXPECT_LT(wait_beside_endless_small_jobs(settings, all), 200)
              << order.name << " " << backfill.name << " " << dispatch.name;
        }
      }
    }
  }
  for (const std::string order : {"sjf", "smallest", "priority", "deadline"})
    EXPECT_GT(wait_beside_endless_small_jobs({.order = order}, all), 5000)
        << "the test shows nothing: " << order;
}

/// Ranks by the published id.
class ByLabel final : public Order {
 public:
  double rank(const Job& job, const QueueState& /*state*/) override {
    return static_cast<double>(job.label % 7);
  }
};
/// Remembers what earlier runs have asked.
class Forgetful final : public Order {
 public:
  double rank(const Job& /*job*/, const QueueState& /*state*/) override {
    static double asked = 0;
    asked = asked < 1000 ? asked * 1.1 + 1 : -asked;
    return asked;
  }
};
/// Never starts a job of more than three accelerators.
class Narrow final : public Backfill {
 public:
  explicit Narrow(const Policy& policy) : place_{&policy.place()} {}
  void pass(const View& view, Decisions& decisions) override {
    if (!view.queue.empty() && view.queue.head().need <= Accelerators::whole(3))
      start_from_head(view, *place_, decisions);
  }
  [[nodiscard]] WaitingQueue::Index index() const override { return WaitingQueue::Index::None; }

 private:
  const Place* place_;
};

TEST(PolicyContract, FindsWhatIsPlanted) {
  Catalogue all = standard_catalogue();
  all.orders.push_back(
      {{.name = "by-label", .summary = "planted"},
       [](const OrderSettings&) -> std::unique_ptr<Order> { return std::make_unique<ByLabel>(); }});
  all.orders.push_back(
      {{.name = "forgetful", .summary = "planted"},
       [](const OrderSettings&) -> std::unique_ptr<Order> { return std::make_unique<Forgetful>(); }});
  all.backfills.push_back(
      {{.name = "narrow", .summary = "planted"},
       [](const Policy& p) -> std::unique_ptr<Backfill> { return std::make_unique<Narrow>(p); }});
  EXPECT_TRUE(all.problems().empty());
  EXPECT_THAT(breaches({.order = "by-label"}, all),
              Contains("with other names and job ids, it decides otherwise"));
  EXPECT_THAT(breaches({.order = "forgetful"}, all), Contains("run again, it decides otherwise"));
  EXPECT_THAT(breaches({.backfill = {.rule = "narrow"}}, all),
              Contains(HasSubstr("although nothing happens any more")));
}

TEST(Catalogue, SaysWhatIsWrongWithIt) {
  Catalogue all = standard_catalogue();
  all.orders.push_back(all.orders.front());
  all.orders.push_back({{.name = "two words", .summary = ""}, all.orders.front().make});
  all.backfills.push_back({{.name = "empty", .summary = ""}, nullptr});
  all.dispatches.push_back({{.name = "empty", .summary = ""}, Dispatch::Chosen});
  EXPECT_THAT(
      all.problems(),
      testing::ElementsAre("order 'fifo': there is one of this name already",
                           "order 'two words': expected a name of letters a-z, digits, '-' and '_'",
                           "backfill 'empty': nothing makes it", "dispatch 'empty': nothing makes it"));
}

}  // namespace
}  // namespace suanwang

// Histories of flows, at random: starts, cancellations, cuts, repairs, completions.
#include "suanwang/net/flows.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <vector>

#include <gtest/gtest.h>

#include "support/fair_shares.hpp"
#include "support/random_networks.hpp"
#include "support/seeds.hpp"

namespace suanwang {
namespace {

/// A random history of starts, cancellations, cuts, repairs and completions. What it knows, it knows by
/// itself.
class History {
 public:
  History(test::Rng& rng, bool shuffled) : rng_{rng.bits()}, order_{shuffled ? 1U : 0U} {
    ties_ = rng_.chance(0.5);
    for (std::size_t l = 0, n = 1 + rng_.index(8); l < n; ++l)
      net_.capacities.push_back(test::any_capacity(rng_, ties_));
    flows_.emplace(test::capacities_of(net_));
    sent_before_.resize(net_.capacities.size(), 0);
  }

  void run(std::size_t instants) {
    for (std::size_t i = 0; i < instants; ++i) {
      const Duration wait{rng_.integer(1, 2'000'000'000)};
      now_ = std::min(now_ + wait, flows_->next());
      change();
      flows_->settle(now_);
      check();
      if (::testing::Test::HasFailure()) return;
    }
    finish();
  }

  /// (instant, key) of all completions, in order.
  [[nodiscard]] const std::vector<std::pair<Time, std::uint64_t>>& log() const { return log_; }
  [[nodiscard]] std::vector<double> carried() const {
    std::vector<double> bytes;
    for (std::size_t l = 0; l < net_.capacities.size(); ++l) {
      bytes.push_back(flows_->carried(ResourceId{l}, now_).base());
    }
    return bytes;
  }

 private:
  struct Live {
    FlowId id;
    test::SharedFlow flow;
    double size;
  };

  void account(const Live& live, double left) {
    for (const ResourceId l : live.flow.path) sent_before_[l.index()] += live.size - left;
  }

  void take() {
    for (const Flows::Completion& done : flows_->take_completed(now_)) {
      log_.emplace_back(now_, done.key);
      EXPECT_FALSE(flows_->alive(done.flow));
      account(live_.at(done.key), 0);
      live_.erase(done.key);
    }
  }

  void change() {
    if (rng_.chance(0.3)) {
      const std::size_t l = rng_.index(net_.capacities.size());
      net_.capacities[l] = rng_.chance(0.4) ? 0.0 : test::any_capacity(rng_, ties_);
      flows_->set_capacity(now_, ResourceId{l}, BytesPerSecond{net_.capacities[l]});
    }
    take();
    if (!live_.empty() && rng_.chance(0.2)) {
      const auto chosen = std::next(live_.begin(), static_cast<std::ptrdiff_t>(rng_.index(live_.size())));
      const double before = flows_->left(chosen->second.id, now_).base();
      const double left = flows_->cancel(now_, chosen->second.id).base();
      EXPECT_EQ(left, before);
      account(chosen->second, left);
      live_.erase(chosen);
    }
    start_some();
  }

  /// Draws first and starts then, so that the order of starting can be another.
  void start_some() {
    std::vector<std::pair<std::uint64_t, Live>> drawn;
    for (std::size_t n = rng_.chance(0.6) ? rng_.index(4) : 0; n > 0; --n) {
      Live live;
      live.flow = !live_.empty() && rng_.chance(0.4) ? live_.begin()->second.flow
                                                     : test::any_flow(rng_, net_.capacities.size(), ties_);
      live.size = rng_.chance(0.1) ? 0 : ties_ ? test::tied_number(rng_) : std::exp(rng_.uniform(-5, 5));
      drawn.emplace_back(next_key_++, live);
    }
    if (order_ != 0) std::ranges::reverse(drawn);
    for (auto& [key, live] : drawn) {
      live.id = flows_->start(now_, test::request_of(live.flow, live.size, key));
      live_.emplace(key, live);
    }
  }

  void check() const {
    test::SharedNetwork present{net_.capacities, {}};
    std::vector<double> found;
    for (const auto& [key, live] : live_) {
      if (live.size == 0) continue;
      present.flows.push_back(live.flow);
      found.push_back(flows_->rate(live.id).base());
    }
    EXPECT_EQ(flows_->size(), live_.size());
    EXPECT_EQ(flows_->violation(), std::nullopt);
    EXPECT_EQ(test::certificate_violation(present, found), std::nullopt);
    const std::vector<double> from_scratch = test::rates_of(present, test::in_order(found.size()));
    for (std::size_t f = 0; f < found.size(); ++f) {
      EXPECT_TRUE(found[f] == from_scratch[f] || std::abs(found[f] - from_scratch[f]) <= 1e-12 * found[f])
          << found[f] << ", from scratch " << from_scratch[f];
    }
    check_conservation();
  }

  /// Bytes sent = bytes received + bytes in flight, on every resource.
  void check_conservation() const {
    std::vector<double> sent = sent_before_;
    std::vector<std::size_t> count(sent.size(), 0);
    for (const auto& [key, live] : live_) {
      for (const ResourceId l : live.flow.path) {
        sent[l.index()] += live.size - flows_->left(live.id, now_).base();
        count[l.index()] += live.size > 0 ? 1 : 0;
      }
    }
    for (std::size_t l = 0; l < sent.size(); ++l) {
      EXPECT_NEAR(flows_->carried(ResourceId{l}, now_).base(), sent[l], 1e-11 * (1 + sent[l]));
      EXPECT_EQ(flows_->flow_count(ResourceId{l}), count[l]);
      EXPECT_EQ(flows_->flows_on(ResourceId{l}).size(), count[l]);
    }
  }

  /// Repairs everything: then all that is under way comes to its end.
  void finish() {
    for (std::size_t l = 0; l < net_.capacities.size(); ++l) {
      flows_->set_capacity(now_, ResourceId{l}, BytesPerSecond{net_.capacities[l] = 1});
    }
    flows_->settle(now_);
    while (!live_.empty()) {
      ASSERT_LT(flows_->next(), kNever) << "a flow is lost";
      now_ = flows_->next();
      take();
      flows_->settle(now_);
      check_conservation();
      if (::testing::Test::HasFailure()) return;
    }
    EXPECT_EQ(flows_->next(), kNever);
    EXPECT_EQ(flows_->size(), 0U);
  }

  test::Rng rng_;
  unsigned order_;
  bool ties_ = false;
  test::SharedNetwork net_;
  std::optional<Flows> flows_;
  Time now_ = kStart;
  std::map<std::uint64_t, Live> live_;  // by key
  std::uint64_t next_key_ = 0;
  std::vector<double> sent_before_;  // by resource, of flows that are gone
  std::vector<std::pair<Time, std::uint64_t>> log_;
};

// At every instant: the certificate, the same rates as from scratch, and bytes that add up; in the end no
// flow is lost, whatever was cut.
TEST(FlowsProperty, HistoriesWithCutsLoseNothing) {
  test::for_seeds(300, [](test::Rng& rng) {
    History history{rng, false};
    history.run(60);
  });
}

TEST(FlowsProperty, TheOrderOfStartingWithinAnInstantChangesNoBit) {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    test::Rng rng{seed};
    test::Rng again{seed};
    History one{rng, false};
    History other{again, true};
    one.run(40);
    other.run(40);
    ASSERT_EQ(one.log(), other.log()) << "seed " << seed;
    ASSERT_EQ(one.carried(), other.carried()) << "seed " << seed;
  }
}

}  // namespace
}  // namespace suanwang

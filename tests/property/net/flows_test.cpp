#include "suanwang/net/flows.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <vector>

#include <gtest/gtest.h>

#include "support/fair_shares.hpp"
#include "support/seeds.hpp"

namespace suanwang {
namespace {

/// Few values, so that ties are many; some of them almost but not quite alike.
double tied(test::Rng& rng) {
  const double value = static_cast<double>(rng.integer(1, 4));
  return rng.chance(0.2) ? value * (1 + static_cast<double>(rng.integer(-3, 3)) * 1e-15) : value;
}

/// Numbers of all sizes, or few that are often equal.
double any(test::Rng& rng, bool ties) {
  return ties ? tied(rng) : std::exp(rng.uniform(-8, 8));
}

double capacity(test::Rng& rng, bool ties) {
  const double kind = rng.uniform();
  return kind < 0.05 ? 0.0 : kind < 0.1 ? test::kInfinite : any(rng, ties);
}

test::SharedFlow flow(test::Rng& rng, std::size_t resources, bool ties) {
  test::SharedFlow made;
  std::vector<ResourceId> all;
  for (std::size_t l = 0; l < resources; ++l) all.emplace_back(l);
  rng.shuffle(all);
  all.resize(rng.index(std::min<std::size_t>(resources, 5)) + 1);
  made.path = all;
  if (rng.chance(0.5)) made.weight = any(rng, ties);
  if (rng.chance(0.3)) made.cap = any(rng, ties);
  return made;
}

test::SharedNetwork network(test::Rng& rng) {
  test::SharedNetwork made;
  const bool ties = rng.chance(0.5);
  for (std::size_t l = 0, n = 1 + rng.index(12); l < n; ++l) made.capacities.push_back(capacity(rng, ties));
  for (std::size_t f = 0, n = 1 + rng.index(20); f < n; ++f) {
    // Flows of one class as well.
    made.flows.push_back(f > 0 && rng.chance(0.3) ? made.flows[rng.index(f)]
                                                  : flow(rng, made.capacities.size(), ties));
  }
  return made;
}

std::vector<BytesPerSecond> capacities(const test::SharedNetwork& network) {
  return {network.capacities.begin(), network.capacities.end()};
}

FlowRequest request(const test::SharedFlow& flow, double size, std::uint64_t key) {
  return {flow.path, Bytes{size}, flow.weight, BytesPerSecond{flow.cap}, key};
}

/// The rates that the flows of a network have, started in the order given.
std::vector<double> rates(const test::SharedNetwork& network, const std::vector<std::size_t>& order) {
  Flows flows{capacities(network)};
  std::vector<FlowId> ids(network.flows.size());
  for (const std::size_t f : order) ids[f] = flows.start(kStart, request(network.flows[f], 1, f));
  flows.settle(kStart);
  std::vector<double> found;
  for (const FlowId id : ids) found.push_back(flows.rate(id).base());
  return found;
}

std::vector<std::size_t> in_order(std::size_t count) {
  std::vector<std::size_t> order(count);
  for (std::size_t i = 0; i < count; ++i) order[i] = i;
  return order;
}

TEST(FlowsProperty, TheCertificateHoldsOnTenThousandNetworks) {
  test::for_seeds(10'000, [](test::Rng& rng) {
    const test::SharedNetwork net = network(rng);
    const std::vector<double> found = rates(net, in_order(net.flows.size()));
    ASSERT_EQ(test::certificate_violation(net, found), std::nullopt);
  });
}

TEST(FlowsProperty, RatesAreThoseOfTheDefinition) {
  test::for_seeds(2'000, [](test::Rng& rng) {
    const test::SharedNetwork net = network(rng);
    const std::vector<double> found = rates(net, in_order(net.flows.size()));
    const std::vector<double> expected = test::fair_rates(net);
    for (std::size_t f = 0; f < found.size(); ++f) {
      if (std::isinf(expected[f])) {
        EXPECT_EQ(found[f], expected[f]);
      } else {
        EXPECT_NEAR(found[f], expected[f], 1e-10 * expected[f]);
      }
    }
  });
}

TEST(FlowsProperty, TheOrderOfDeclarationChangesNoBit) {
  test::for_seeds(2'000, [](test::Rng& rng) {
    const test::SharedNetwork net = network(rng);
    std::vector<std::size_t> order = in_order(net.flows.size());
    const std::vector<double> found = rates(net, order);
    rng.shuffle(order);
    EXPECT_EQ(rates(net, order), found);
  });
}

// Weights whose sums lose all digits of the smallest.
TEST(FlowsProperty, SmallWeightsKeepTheirShareBesideLargeOnes) {
  test::for_seeds(500, [](test::Rng& rng) {
    test::SharedNetwork net;
    net.capacities = {100, 10};
    for (std::size_t f = 0; f < 12; ++f) {
      test::SharedFlow made;
      made.path = {ResourceId{0}};
      made.weight = std::exp(rng.uniform(-18, 18));
      if (rng.chance(0.7)) made.path.emplace_back(1);
      net.flows.push_back(made);
    }
    const std::vector<double> found = rates(net, in_order(net.flows.size()));
    ASSERT_EQ(test::certificate_violation(net, found), std::nullopt);
  });
}

/// A random history of starts, cancellations, cuts, repairs and completions. What it knows, it knows by
/// itself.
class History {
 public:
  History(test::Rng& rng, bool shuffled) : rng_{rng.bits()}, order_{shuffled ? 1U : 0U} {
    ties_ = rng_.chance(0.5);
    for (std::size_t l = 0, n = 1 + rng_.index(8); l < n; ++l)
      net_.capacities.push_back(capacity(rng_, ties_));
    flows_.emplace(capacities(net_));
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
      net_.capacities[l] = rng_.chance(0.4) ? 0.0 : capacity(rng_, ties_);
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
                                                     : flow(rng_, net_.capacities.size(), ties_);
      live.size = rng_.chance(0.1) ? 0 : ties_ ? tied(rng_) : std::exp(rng_.uniform(-5, 5));
      drawn.emplace_back(next_key_++, live);
    }
    if (order_ != 0) std::ranges::reverse(drawn);
    for (auto& [key, live] : drawn) {
      live.id = flows_->start(now_, request(live.flow, live.size, key));
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
    const std::vector<double> from_scratch = rates(present, in_order(found.size()));
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

// Rates at one instant, on random networks.
#include <cmath>
#include <vector>

#include <gtest/gtest.h>

#include "suanwang/net/flows.hpp"

#include "support/fair_shares.hpp"
#include "support/random_networks.hpp"
#include "support/seeds.hpp"

namespace suanwang {
namespace {

TEST(SharesProperty, TheCertificateHoldsOnTenThousandNetworks) {
  test::for_seeds(10'000, [](test::Rng& rng) {
    const test::SharedNetwork net = test::any_network(rng);
    const std::vector<double> found = test::rates_of(net, test::in_order(net.flows.size()));
    ASSERT_EQ(test::certificate_violation(net, found), std::nullopt);
  });
}

TEST(SharesProperty, RatesAreThoseOfTheDefinition) {
  test::for_seeds(2'000, [](test::Rng& rng) {
    const test::SharedNetwork net = test::any_network(rng);
    const std::vector<double> found = test::rates_of(net, test::in_order(net.flows.size()));
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

TEST(SharesProperty, TheOrderOfDeclarationChangesNoBit) {
  test::for_seeds(2'000, [](test::Rng& rng) {
    const test::SharedNetwork net = test::any_network(rng);
    std::vector<std::size_t> order = test::in_order(net.flows.size());
    const std::vector<double> found = test::rates_of(net, order);
    rng.shuffle(order);
    EXPECT_EQ(test::rates_of(net, order), found);
  });
}

// Weights whose sums lose all digits of the smallest.
TEST(SharesProperty, SmallWeightsKeepTheirShareBesideLargeOnes) {
  test::for_seeds(3'000, [](test::Rng& rng) {
    test::SharedNetwork net = test::any_network(rng);
    for (test::SharedFlow& flow : net.flows) flow.weight = std::exp(rng.uniform(-18, 18));
    const std::vector<double> found = test::rates_of(net, test::in_order(net.flows.size()));
    ASSERT_EQ(test::certificate_violation(net, found), std::nullopt);
  });
}

}  // namespace
}  // namespace suanwang

/// The simulator against queueing theory: every value is a closed form (or a Markov chain's, where it says
/// so), every estimate comes with its standard error from independent replications and must be within four of
/// it. Sources of the formulas: L. Kleinrock, "Queueing Systems I", 1975; R. Conway, W. Maxwell, L. Miller,
/// "Theory of Scheduling", 1967; values in the brief, section 9 (rows in brackets).
#include "support/queueing.hpp"

#include <cmath>
#include <cstdlib>

#include <gtest/gtest.h>

namespace suanwang {
namespace {

using test::Customers;
using test::Experiment;
using test::exponential;
using test::fifo;
using test::hyperexponential_4;
using test::Law;
using test::Queue;

/// Erlang's loss formula, by its recursion: the probability that all servers are busy when none may wait.
double erlang_b(int servers, double load) {
  double b = 1;
  for (int c = 1; c <= servers; ++c) b = load * b / (c + load * b);
  return b;
}

/// Erlang's delay formula: the probability that a job has to wait.
double erlang_c(int servers, double load) {
  const double b = erlang_b(servers, load);
  return b / (1 - load / servers * (1 - b));
}

/// Mean wait in M/M/c with service rate 1.
double mmc_wait(int servers, double rate) {
  return erlang_c(servers, rate) / (servers - rate);
}

/// Pollaczek and Khinchine: mean wait in M/G/1.
double mg1_wait(double rate, const Law& service) {
  return rate * service.second_moment / (2 * (1 - rate * service.mean));
}

// The squared coefficient of variation of each law in its name; means 1.
Law erlang_4() {
  return {Distribution::gamma(4, 1), 1, 1.25};
}
/// Lognormal, scv 9: sigma^2 = ln 10, median = exp(-sigma^2/2).
Law lognormal_9() {
  return {Distribution::lognormal(1 / std::sqrt(10.0), std::sqrt(std::log(10.0))), 1, 10};
}

TEST(QueueingFormulas, AreThoseOfTheBrief) {
  EXPECT_NEAR(erlang_c(2, 1.6), 0.711111111111, 1e-12);
  EXPECT_NEAR(mmc_wait(1, 0.8), 4, 1e-12);
  EXPECT_NEAR(mmc_wait(2, 1.6), 1.777777777778, 1e-12);
  EXPECT_NEAR(mmc_wait(5, 4), 0.554112554113, 1e-12);
  EXPECT_NEAR(mmc_wait(10, 9), 0.668731524108, 1e-12);
  EXPECT_NEAR(mmc_wait(100, 95), 0.101291370783, 1e-12);
  EXPECT_NEAR(erlang_b(5, 5), 0.2848678213309, 1e-12);
  EXPECT_NEAR(erlang_b(10, 8), 0.12166106425295, 1e-12);
  EXPECT_NEAR(erlang_b(100, 90), 0.02695738046436, 1e-12);
  EXPECT_NEAR(erlang_b(20, 20), 0.15889196154197, 1e-12);
  EXPECT_NEAR(mg1_wait(0.8, test::constant()), 2, 1e-12);
  EXPECT_NEAR(mg1_wait(0.8, erlang_4()), 2.5, 1e-12);
  EXPECT_NEAR(mg1_wait(0.8, hyperexponential_4()), 10, 1e-12);
  EXPECT_NEAR(mg1_wait(0.7, lognormal_9()), 11.6666666667, 1e-9);
  for (const Law& law : {exponential(), test::constant(), erlang_4(), hyperexponential_4(), lognormal_9()}) {
    EXPECT_NEAR(law.distribution.mean(), law.mean, 1e-12);
  }
}

// [1] Turnaround in M/M/1 is exponential with mean 1/(1-0.8) = 5.
TEST(Queueing, MM1) {
  const Experiment mm1{{.streams = {{0.8}}, .policy = fifo()}, 80'000};
  mm1.expect("wait", 4, Experiment::mean_wait);
  mm1.expect("turnaround", 5, Experiment::mean_turnaround);
  mm1.expect("delayed", 0.8, Experiment::delayed);
  mm1.expect("turnaround above 10 s", std::exp(-2.0), Experiment::turnaround_above_10_s, 0.05);
}

// [2] to [4]
struct Mmc {
  int servers;
  double rate;
  double jobs;
  double precision;  ///< of the wait
};
class QueueingMMc : public ::testing::TestWithParam<Mmc> {};
TEST_P(QueueingMMc, WaitAndDelay) {
  const auto [servers, rate, jobs, precision] = GetParam();
  const Experiment queue{{.servers = servers, .streams = {{rate}}, .policy = fifo()}, jobs};
  queue.expect("wait", mmc_wait(servers, rate), Experiment::mean_wait, precision);
  queue.expect("turnaround", mmc_wait(servers, rate) + 1, Experiment::mean_turnaround);
  queue.expect("delayed", erlang_c(servers, rate), Experiment::delayed);
}
INSTANTIATE_TEST_SUITE_P(Servers, QueueingMMc,
                         ::testing::Values(Mmc{2, 1.6, 60'000, 0.03}, Mmc{5, 4, 60'000, 0.04},
                                           Mmc{10, 9, 100'000, 0.06}),
                         [](const auto& tested) { return std::to_string(tested.param.servers); });

// [5] The wait itself is a tenth of a service and varies much; what can be told soon is how many wait, and
// the turnaround.
TEST(Queueing, MM100) {
  const Experiment queue{{.servers = 100, .streams = {{95}}, .policy = fifo()}, 60'000};
  queue.expect("turnaround", mmc_wait(100, 95) + 1, Experiment::mean_turnaround, 0.02);
  queue.expect("delayed", erlang_c(100, 95), Experiment::delayed, 0.04);
}

// [6] A loss system: nobody waits. The blocking depends on the law of service by its mean only.
struct Loss {
  const char* name;
  int servers;
  double load;
  Law (*law)();
};
class QueueingLoss : public ::testing::TestWithParam<Loss> {};
TEST_P(QueueingLoss, ErlangB) {
  const Loss& loss = GetParam();
  PolicySettings policy = fifo();
  policy.max_waiting = 0;
  const Experiment queue{{.servers = loss.servers, .streams = {{loss.load, loss.law()}}, .policy = policy},
                         20'000};
  const double precision = loss.load > 50 ? 0.07 : 0.03;  // refusals are rare, and come together
  queue.expect("refused", erlang_b(loss.servers, loss.load), Experiment::refused, precision);
}
INSTANTIATE_TEST_SUITE_P(
    Insensitivity, QueueingLoss,
    ::testing::Values(Loss{"Exponential5", 5, 5, exponential}, Loss{"Constant5", 5, 5, test::constant},
                      Loss{"Erlang5", 5, 5, erlang_4}, Loss{"Hyperexponential5", 5, 5, hyperexponential_4},
                      Loss{"Lognormal5", 5, 5, lognormal_9}, Loss{"Exponential10", 10, 8, exponential},
                      Loss{"Constant10", 10, 8, test::constant}, Loss{"Lognormal10", 10, 8, lognormal_9},
                      Loss{"Exponential20", 20, 20, exponential},
                      Loss{"Exponential100", 100, 90, exponential},
                      Loss{"Constant100", 100, 90, test::constant}),
    [](const auto& tested) { return std::string{tested.param.name}; });

// [7] and [8]
TEST(Queueing, MD1) {
  const Experiment queue{{.streams = {{0.8, test::constant()}}, .policy = fifo()}, 60'000};
  queue.expect("wait", 2, Experiment::mean_wait);
}
TEST(Queueing, ME41) {
  const Experiment queue{{.streams = {{0.8, erlang_4()}}, .policy = fifo()}, 60'000};
  queue.expect("wait", 2.5, Experiment::mean_wait);
}
TEST(Queueing, MH21) {
  const Experiment queue{{.streams = {{0.8, hyperexponential_4()}}, .policy = fifo()}, 120'000};
  queue.expect("wait", 10, Experiment::mean_wait, 0.04);
}
TEST(Queueing, LognormalService) {
  const Experiment queue{{.streams = {{0.7, lognormal_9()}}, .policy = fifo()}, 120'000};
  queue.expect("wait", 35.0 / 3, Experiment::mean_wait, 0.06);
}

// [17] M/M/1 with room for 10 jobs, 9 of them waiting. With r = 0.9: P(full) = (1-r) r^10 / (1-r^11).
TEST(Queueing, MM1WithTenPlaces) {
  const double r = 0.9;
  const double full = (1 - r) * std::pow(r, 10) / (1 - std::pow(r, 11));
  const double length = r / (1 - r) - 11 * std::pow(r, 11) / (1 - std::pow(r, 11));
  EXPECT_NEAR(full, 0.05081373132741, 1e-12);
  EXPECT_NEAR(length, 3.969440598586, 1e-12);
  PolicySettings policy = fifo();
  policy.max_waiting = 9;
  const Experiment queue{{.streams = {{r}}, .policy = policy}, 60'000};
  queue.expect("refused", full, Experiment::refused);
  queue.expect("turnaround", length / (r * (1 - full)), Experiment::mean_turnaround);  // Little
}

// [13] Two classes, the first before the second, nobody is interrupted: W0 = sum of rate_i E[S^2]/2 = 0.7;
// W1 = W0/(1-0.3) = 1, W2 = W0/((1-0.3)(1-0.7)) = 10/3.
TEST(Queueing, TwoPriorities) {
  PolicySettings policy = fifo();
  policy.order = "priority";
  const Customers high{.per_second = 0.3, .priority = 5};
  const Customers low{.per_second = 0.4, .priority = -1};
  const Experiment queue{{.streams = {high, low}, .policy = policy}, 60'000};
  queue.expect("wait of the first", 1, Experiment::mean_wait, 0.03, 0);
  queue.expect("wait of the second", 10.0 / 3, Experiment::mean_wait, 0.04, 1);
}

// [15] The same with 4 servers: W0 = C(4, 3.2)/4, W1 = W0/(1-0.3), W2 = W0/((1-0.3)(1-0.8)).
TEST(Queueing, TwoPrioritiesOnFourServers) {
  const double w0 = erlang_c(4, 3.2) / 4;
  EXPECT_NEAR(w0 / 0.7, 0.2130115970669302, 1e-12);
  EXPECT_NEAR(w0 / 0.7 / 0.2, 1.0650579853346513, 1e-12);
  PolicySettings policy = fifo();
  policy.order = "priority";
  const Customers high{.per_second = 1.2, .priority = 1};
  const Customers low{.per_second = 2.0, .priority = 0};
  const Experiment queue{{.servers = 4, .streams = {high, low}, .policy = policy}, 60'000};
  queue.expect("wait of the first", w0 / 0.7, Experiment::mean_wait, 0.03, 0);
  queue.expect("wait of the second", w0 / 0.7 / 0.2, Experiment::mean_wait, 0.04, 1);
}

// [11] Shortest job first, nobody is interrupted: W(x) = W0/(1-rho(x))^2 with W0 = rate E[S^2]/2 and
// rho(x) = rate (1 - (1+x) e^-x), over the law of x (by Simpson's rule).
double sjf_wait(double rate) {
  const auto integrand = [rate](double x) {
    const double rho = rate * (1 - (1 + x) * std::exp(-x));
    return std::exp(-x) * rate / ((1 - rho) * (1 - rho));
  };
  const int steps = 20'000;
  const double h = 60.0 / steps;
  double sum = integrand(0) + integrand(60);
  for (int i = 1; i < steps; ++i) sum += (i % 2 == 1 ? 4 : 2) * integrand(i * h);
  return sum * h / 3;
}
class QueueingShortestFirst : public ::testing::TestWithParam<double> {};
TEST_P(QueueingShortestFirst, Wait) {
  const double rate = GetParam();
  EXPECT_NEAR(sjf_wait(0.5) + 1, 1.7126863319389, 1e-9);
  EXPECT_NEAR(sjf_wait(0.8) + 1, 2.8822186162398, 1e-9);
  PolicySettings policy = fifo();
  policy.order = "sjf";
  const Experiment queue{{.streams = {{rate}}, .policy = policy}, 60'000};
  queue.expect("wait", sjf_wait(rate), Experiment::mean_wait);
}
INSTANTIATE_TEST_SUITE_P(Rates, QueueingShortestFirst, ::testing::Values(0.5, 0.8), [](const auto& tested) {
  return "Tenths" + std::to_string(std::lround(10 * tested.param));
});

// [23] Gangs of one or two servers in strict order: mean turnaround from the Markov chain (brief).
class QueueingGangs : public ::testing::TestWithParam<std::pair<double, double>> {};
TEST_P(QueueingGangs, TurnaroundOnTwoServers) {
  const auto [rate, turnaround] = GetParam();
  const Customers gangs{.per_second = rate, .servers = Distribution::choice({{1, 0.5}, {2, 0.5}})};
  const Experiment queue{{.servers = 2, .streams = {gangs}, .policy = fifo()}, rate < 1 ? 60e3 : 120e3};
  queue.expect("turnaround", turnaround, Experiment::mean_turnaround, 0.04);
}
INSTANTIATE_TEST_SUITE_P(Rates, QueueingGangs,
                         ::testing::Values(std::pair{0.5, 1.700662930577488},
                                           std::pair{0.8, 3.1533773219447823},
                                           std::pair{1.0, 7.557500098090745}),
                         [](const auto& tested) {
                           return "Tenths" + std::to_string(std::lround(10 * tested.param.first));
                         });

// [22] How many such gangs a second two servers can do at all: strict order leaves a server idle whenever a
// gang of two waits behind one of one. With half of the gangs of each size, 1/(p2 (1+p1) + p1^2/2) = 8/7.
TEST(QueueingGangs, SaturationInStrictOrder) {
  constexpr std::size_t kReplications = 32;
  constexpr std::uint64_t kJobs = 20'000;
  std::vector<double> per_second(kReplications);
  for_each_index(kReplications, {}, [&](std::size_t r) {
    Generator generator;
    generator.arrivals.kind = Arrivals::Kind::Every;
    generator.arrivals.every = Duration{1};  // a backlog
    generator.classes.push_back(
        {ClassId{0}, 1, Distribution::choice({{1, 0.5}, {2, 0.5}}), Distribution::exponential(1)});
    generator.count = kJobs;
    test::Instance instance = test::one_pool(2);
    instance.source([&] { return generate(generator, 1, static_cast<std::uint32_t>(r)); });
    const SimulationOutcome outcome = test::simulate_for(instance, fifo(), {});
    per_second[r] = static_cast<double>(kJobs) / in_seconds(outcome.ended);
  });
  const test::Estimate found = test::estimate(per_second);
  EXPECT_NEAR(found.mean, 8.0 / 7, 4 * found.standard_error);
  EXPECT_LE(4 * found.standard_error, 0.01);
}

// [42] Why a compute network is one queue: ten servers at load 0.9, each with its own customers, make these
// spend 1/(1-0.9) = 10; behind one queue they spend 1 + C(10, 9)/(10-9).
TEST(Queueing, PoolingTenServers) {
  Queue ten{.streams = std::vector<Customers>(10, Customers{0.9}), .policy = fifo(), .separate = true};
  ten.policy.dispatch = "home";
  const Experiment islands{ten, 100'000};
  islands.expect("turnaround in islands", 10, Experiment::mean_turnaround, 0.05);
  ten.policy.dispatch = "any";
  const Experiment network{ten, 80'000};
  network.expect("turnaround in the network", 1 + mmc_wait(10, 9), Experiment::mean_turnaround);
}

}  // namespace
}  // namespace suanwang

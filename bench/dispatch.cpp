// What does it cost to score every queued job at every centre, and to match them all at once?
#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/successive_shortest_path_nonnegative_weights.hpp>

#include "suanwang/base/parallel.hpp"
#include "suanwang/policy/forecast.hpp"
#include "suanwang/policy/matching.hpp"
#include "suanwang/policy/scorer.hpp"
#include "suanwang/policy/transport.hpp"

#include "timing.hpp"

namespace suanwang::bench {
namespace {

constexpr Duration kHour = std::chrono::hours{1};

double wall_seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

/// `draw(i)`: a number in [0, below), the same for the same i.
std::int64_t draw(std::size_t i, std::int64_t below) {
  std::uint64_t x = (i + 1) * 0x9E3779B97F4A7C15ULL;
  x ^= x >> 29;
  x *= 0xBF58476D1CE4E5B9ULL;
  return static_cast<std::int64_t>((x >> 33) % static_cast<std::uint64_t>(below));
}

/// Jobs of 1 to 64 accelerators, and centres of 1,024 with eight jobs before them.
struct Country {
  std::vector<Job> jobs;
  std::vector<ScoredCentre> centres;
  std::vector<Forecast> forecasts;
  std::vector<double> staging_s;  // [job × centres + centre]

  Country(std::size_t job_count, std::size_t centre_count) : jobs(job_count), centres(centre_count) {
    for (std::size_t j = 0; j < jobs.size(); ++j) {
      jobs[j].accelerators = Accelerators::whole(std::int64_t{1} << draw(j, 7));
      jobs[j].walltime = (1 + draw(j + 7, 24)) * kHour;
      jobs[j].home = CentreId{static_cast<std::size_t>(draw(j, static_cast<std::int64_t>(centre_count)))};
    }
    for (std::size_t c = 0; c < centres.size(); ++c) {
      constexpr std::int64_t kCards = 1024;
      Ledger ledger{PartitionId{0}, CentreId{c}, AcceleratorId{0}, 0, {{PoolId{0}, kCards, 8}}};
      ledger.bring_online(PoolId{0});
      WaitingQueue queue{WaitingQueue::Index::None};
      for (std::uint64_t i = 0; i < 8; ++i)
        queue.insert({0, i},
                     {JobId{i}, Accelerators::whole(64 * (1 + draw(c + i, 15))), (1 + draw(i, 9)) * kHour});
      const std::vector<const Ledger*> partitions{&ledger};
      forecasts.emplace_back().renew(kStart, partitions, queue);
      const Accelerators free = Accelerators::whole(draw(c, kCards));
      centres[c] = {.price = EnergyPrice{1e-7},
                    .carbon = CarbonIntensity{1e-4},
                    .load = 0.5,
                    .online = ledger.online(),
                    .guests = Accelerators::whole(draw(c, 100)),
                    .rooms = {{free, {free.milli / 8}, ledger.eventual(), Accelerators::whole(8)}}};
    }
    for (std::size_t i = 0; i < jobs.size() * centres.size(); ++i)
      staging_s.push_back(static_cast<double>(draw(i, 1000)));
  }

  [[nodiscard]] double wait_s(std::size_t j, std::size_t c, bool forecast) const {
    const double staging = staging_s[j * centres.size() + c];
    if (!forecast) return staging;
    const Time ready = after(kStart, Seconds{staging});
    return in_seconds(forecasts[c].earliest(jobs[j].accelerators, jobs[j].walltime, ready) - kStart);
  }
};

constexpr std::array<double, kCriteria> kWeights{1, 0.5, 60, 3600, 100, 600, 60};

constexpr std::size_t kLanes = 32;

/// The pass as a simulation makes it: rows in lanes, shared among threads. @pre the lanes are open
void score_all(const Country& country, Scorer& scorer, bool forecast, std::size_t threads,
               std::vector<double>& scores) {
  const std::size_t columns = country.centres.size();
  for_each_index(kLanes, {threads}, [&](std::size_t lane) {
    for (std::size_t j = lane; j < country.jobs.size(); j += kLanes) {
      for (std::size_t c = 0; c < columns; ++c) {
        scores[j * columns + c] = scorer({.job = country.jobs[j],
                                          .centre = country.centres[c],
                                          .is_home = country.jobs[j].home == CentreId{c},
                                          .wait_s = country.wait_s(j, c, forecast),
                                          .staging_s = country.staging_s[j * columns + c],
                                          .now = kStart},
                                         lane);
      }
    }
  });
}

/// The same by one loop, with everything written out.
void score_plainly(const Country& country, bool forecast, std::vector<double>& scores) {
  const std::size_t columns = country.centres.size();
  for (std::size_t j = 0; j < country.jobs.size(); ++j) {
    const Job& job = country.jobs[j];
    const double need = static_cast<double>(job.accelerators.milli) / 1000;
    for (std::size_t c = 0; c < columns; ++c) {
      const ScoredCentre& centre = country.centres[c];
      const bool is_guest = job.home != CentreId{c};
      const Room& room = centre.rooms[0];
      const double loose = static_cast<double>(room.loose.milli) / 1000;
      const double node = static_cast<double>(room.node.milli) / 1000;
      const bool fits = need <= static_cast<double>(room.free.milli) / 1000;
      const double taken = fits ? loose : 0;
      const double grown = need <= taken ? -need : std::ceil((need - taken) / node) * node - need;
      const double guests = static_cast<double>(centre.guests.milli) / 1000;
      const double online = static_cast<double>(centre.online.milli) / 1000;
      double score = kWeights[0] * country.wait_s(j, c, forecast);
      score += kWeights[1] * country.staging_s[j * columns + c];
      score += kWeights[2] * grown / need;
      score += kWeights[3] * centre.price->base() * 3.6e6 + kWeights[4] * centre.carbon->base() * 3600;
      if (is_guest) score += kWeights[5] * (guests + need) / online + kWeights[6];
      scores[j * columns + c] = score;
    }
  }
}

/// Three ways in turn, by the wall clock, for two threads share a pass; the column Time is two threads'.
void scoring(benchmark::State& state, const std::string& formula, bool forecast) {
  const Country country{small() ? 200U : 10'000U, small() ? 50U : 500U};
  const std::size_t pairs = country.jobs.size() * country.centres.size();
  ScoreSettings settings;
  settings.weights = kWeights;
  settings.expression = formula;
  Scorer scorer{settings};
  scorer.open(kLanes);
  std::vector<double> ours(pairs);
  std::vector<double> theirs(pairs);
  std::vector<double> plain;
  std::vector<double> one;
  std::vector<double> two;
  const auto timed = [](std::vector<double>& into, auto&& work) {
    const double began = wall_seconds();
    work();
    into.push_back(wall_seconds() - began);
  };
  for (auto _ : state) {
    timed(plain, [&] { score_plainly(country, forecast, theirs); });
    timed(one, [&] { score_all(country, scorer, forecast, 1, ours); });
    timed(two, [&] { score_all(country, scorer, forecast, 2, ours); });
    state.SetIterationTime(two.back());
  }
  for (std::size_t i = 0; i < pairs; ++i) {
    if (std::abs(ours[i] - theirs[i]) > 1e-6) return state.SkipWithError("the plain loop has another score");
  }
  const auto n = static_cast<double>(pairs);
  std::vector<double> speed_ups;
  std::vector<double> of_plain;
  for (std::size_t i = 0; i < one.size(); ++i) {
    speed_ups.push_back(one[i] / two[i]);
    of_plain.push_back(plain[i] / one[i]);
  }
  state.counters["plain_ns"] = median(plain) / n * 1e9;
  state.counters["one_ns"] = median(one) / n * 1e9;
  state.counters["two_ns"] = median(two) / n * 1e9;
  state.counters["speed_of_plain"] = median(of_plain);
  state.counters["speed_up"] = median(speed_ups);
}

const std::string kFormula =
    "1 * wait + 0.5 * staging + 60 * fragmentation + 3600 * price + 100 * carbon + 600 * fairness + 60 * "
    "affinity";
#define SUANWANG_SCORING(name, formula, forecast)     \
  BENCHMARK_CAPTURE(scoring, name, formula, forecast) \
      ->Name("scoring/" #name)                        \
      ->UseManualTime()                               \
      ->Iterations(small() ? 2 : 7)                   \
      ->Unit(benchmark::kMillisecond)
SUANWANG_SCORING(weights, "", true);
SUANWANG_SCORING(weights_alone, "", false);
SUANWANG_SCORING(formula_alone, kFormula, false);
#undef SUANWANG_SCORING

using Traits = boost::adjacency_list_traits<boost::vecS, boost::vecS, boost::directedS>;
using Graph = boost::adjacency_list<
    boost::vecS, boost::vecS, boost::directedS, boost::no_property,
    boost::property<boost::edge_capacity_t, std::int64_t,
                    boost::property<boost::edge_residual_capacity_t, std::int64_t,
                                    boost::property<boost::edge_reverse_t, Traits::edge_descriptor,
                                                    boost::property<boost::edge_weight_t, std::int64_t>>>>>;

Graph graph_of(const TransportProblem& p) {
  Graph graph(p.rows + p.columns + 2);
  const auto add = [&](std::size_t from, std::size_t to, std::int64_t capacity, std::int64_t cost) {
    const auto there = boost::add_edge(from, to, graph).first;
    const auto back = boost::add_edge(to, from, graph).first;
    boost::put(boost::edge_capacity, graph, there, capacity);
    boost::put(boost::edge_weight, graph, there, cost);
    boost::put(boost::edge_weight, graph, back, -cost);
    boost::put(boost::edge_reverse, graph, there, back);
    boost::put(boost::edge_reverse, graph, back, there);
  };
  for (std::size_t r = 0; r < p.rows; ++r) {
    add(p.rows + p.columns, r, p.demand[r], 0);
    for (std::size_t c = 0; c < p.columns; ++c) add(r, p.rows + c, p.demand[r], p.cost[r * p.columns + c]);
  }
  for (std::size_t c = 0; c < p.columns; ++c) add(p.rows + c, p.rows + p.columns + 1, p.capacity[c], 0);
  return graph;
}

/// One round of the flow, beside Boost.Graph's on the same network: 10 % more accelerators than are asked
/// for.
void transport(benchmark::State& state) {
  const auto rows = static_cast<std::size_t>(small() ? 64 : state.range(0));
  const std::size_t columns = small() ? 20 : 50;
  TransportProblem p{.rows = rows, .columns = columns, .cost = {}, .demand = {}, .capacity = {}};
  std::int64_t wanted = 0;
  for (std::size_t r = 0; r < rows; ++r) wanted += p.demand.emplace_back(std::int64_t{1} << draw(r, 6));
  for (std::size_t i = 0; i < rows * columns; ++i)
    p.cost.push_back(draw(i, 1'000'000) / p.demand[i / columns]);
  p.capacity.assign(columns, wanted / static_cast<std::int64_t>(columns) * 11 / 10 + 1);
  Versus versus;
  for (auto _ : state) {
    Graph graph = graph_of(p);
    std::vector<std::int64_t> flow;
    const std::size_t s = rows + columns;
    versus.round(
        state, [&] { boost::successive_shortest_path_nonnegative_weights(graph, s, s + 1); },
        [&] { flow = cheapest_flow(p); });
    benchmark::DoNotOptimize(flow.data());
  }
  versus.report(state, 1);
}
BENCHMARK(transport)
    ->Name("matching/transport")
    ->Arg(64)
    ->Arg(1'000)
    ->Unit(benchmark::kMillisecond)
    ->Iterations(3);

/// A round of each way to match: 1,000 jobs and 50 centres with room for them.
void matching(benchmark::State& state, Matches (*match)(const MatchProblem&)) {
  const std::size_t jobs = small() ? 64 : 1'000;
  const std::size_t centres = small() ? 20 : 50;
  MatchProblem p;
  for (std::size_t j = 0; j < jobs; ++j) p.need.push_back(Accelerators::whole(std::int64_t{1} << draw(j, 6)));
  p.home.resize(jobs);
  const std::int64_t room = static_cast<std::int64_t>(jobs * 11 / centres);
  p.room.assign(centres, {{Accelerators::whole(room), {}, Accelerators::whole(room)}});
  for (std::size_t i = 0; i < jobs * centres; ++i)
    p.score.push_back(static_cast<double>(draw(i, 100'000)) / 7);
  double matched = 0;
  for (auto _ : state) {
    const Matches matches = match(p);
    matched =
        static_cast<double>(std::ranges::count_if(matches, [](const auto& m) { return m.has_value(); }));
  }
  state.counters["matched"] = matched / static_cast<double>(jobs);
}
BENCHMARK_CAPTURE(matching, flow, match_by_flow)->Name("matching/flow")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(matching, assignment, match_by_size)
    ->Name("matching/assignment")
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace suanwang::bench

// How much faster are our flows than SimGrid's, on the same transfers over the same routes? Both carry each
// workload in processes of their own (a process has one SimGrid engine, and no second), in turn; then all
// finish times are compared. The time is that of the simulation, without building the platform or drawing the
// transfers.
//
// SimGrid in its fastest form that gives the same answer: network/optim Lazy, which solves only what was
// modified and keeps ends in a heap; raw contexts; one actor that starts all transfers, and no other, so that
// hardly any time goes into actors; a host for each centre, and a route for each pair of them. The model is
// CM02 without factors, windows, latency or crosstraffic: max-min fair sharing, nothing else.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

#include <simgrid/s4u.hpp>
#include <sys/wait.h>
#include <unistd.h>

#include "timing.hpp"
#include "wide_area.hpp"

namespace suanwang::bench {
namespace {

/// What a process that carried a workload tells.
struct Carried {
  double seconds = 0;
  std::vector<double> finish;
};

namespace sg = simgrid::s4u;

void build_platform(const WideArea& network) {
  auto* zone = sg::create_full_zone("wide-area");
  std::vector<const sg::Link*> links;
  for (std::size_t l = 0; l < network.capacities().size(); ++l) {
    links.push_back(zone->create_link("link" + std::to_string(l), network.capacities()[l].base())
                        ->set_latency(0)
                        ->seal());
  }
  std::vector<sg::Host*> hosts;
  for (std::size_t c = 0; c < network.centres(); ++c) {
    hosts.push_back(zone->create_host("centre" + std::to_string(c), 1e9)->seal());
  }
  for (std::size_t from = 0; from < network.centres(); ++from) {
    for (std::size_t to = 0; to < network.centres(); ++to) {
      if (from == to) continue;
      std::vector<sg::LinkInRoute> route;
      for (const ResourceId l : network.route(from, to)) route.emplace_back(links[l.index()]);
      zone->add_route(hosts[from]->get_netpoint(), hosts[to]->get_netpoint(), nullptr, nullptr, route, false);
    }
  }
  zone->seal();
}

Carried by_simgrid(const WideArea& network, const std::vector<Transfer>& transfers) {
  std::vector<std::string> options{"peer",
                                   "--log=root.thres:error",
                                   "--cfg=network/model:CM02",
                                   "--cfg=network/optim:Lazy",
                                   "--cfg=network/TCP-gamma:0",
                                   "--cfg=network/bandwidth-factor:1",
                                   "--cfg=network/latency-factor:1",
                                   "--cfg=network/weight-S:0",
                                   "--cfg=network/crosstraffic:no",
                                   "--cfg=contexts/factory:raw"};
  std::vector<char*> arguments;
  for (std::string& option : options) arguments.push_back(option.data());
  arguments.push_back(nullptr);
  int count = static_cast<int>(options.size());
  sg::Engine engine{&count, arguments.data()};
  build_platform(network);
  std::vector<sg::Host*> hosts;
  for (std::size_t c = 0; c < network.centres(); ++c) {
    hosts.push_back(engine.host_by_name("centre" + std::to_string(c)));
  }
  Carried carried;
  carried.finish.resize(transfers.size());
  sg::Actor::create("starter", hosts[0], [&] {
    std::vector<sg::CommPtr> started;
    started.reserve(transfers.size());
    for (const Transfer& t : transfers) {
      sg::this_actor::sleep_until(in_seconds(t.start));
      started.push_back(
          sg::Comm::sendto_async(hosts[t.from], hosts[t.to], static_cast<std::uint64_t>(t.bytes)));
    }
    for (std::size_t i = 0; i < started.size(); ++i) {
      started[i]->wait();
      carried.finish[i] = started[i]->get_finish_time();
    }
  });
  carried.seconds = seconds_of([&] { engine.run(); });
  return carried;
}

Carried by_us(const WideArea& network, const std::vector<Transfer>& transfers) {
  Carried carried;
  Replay result;
  carried.seconds = seconds_of([&] { result = replay(network, transfers); });
  for (const Time t : result.finish) carried.finish.push_back(in_seconds(t));
  return carried;
}

/// Runs `work()` in a process of its own.
template <class Work>
Carried apart(std::size_t transfers, Work&& work) {
  int ends[2];
  if (pipe(ends) != 0) std::abort();
  const pid_t child = fork();
  if (child == 0) {
    const Carried carried = work();
    std::FILE* out = fdopen(ends[1], "wb");
    std::fwrite(&carried.seconds, sizeof(double), 1, out);
    std::fwrite(carried.finish.data(), sizeof(double), carried.finish.size(), out);
    std::fclose(out);
    std::_Exit(0);
  }
  close(ends[1]);
  Carried carried;
  carried.finish.resize(transfers);
  std::FILE* in = fdopen(ends[0], "rb");
  const bool whole = std::fread(&carried.seconds, sizeof(double), 1, in) == 1 &&
                     std::fread(carried.finish.data(), sizeof(double), transfers, in) == transfers;
  std::fclose(in);
  int status = 0;
  waitpid(child, &status, 0);
  if (!whole || status != 0) {
    std::fputs("a process said nothing\n", stderr);
    std::exit(1);
  }
  return carried;
}

/// False if finish times differ by more than ten microseconds. Ours are whole nanoseconds, rounded up, and
/// until then a completed transfer keeps its share: one that outlives ten thousand others ends microseconds
/// later for it.
bool compare(const char* name, const WideArea& network, const std::vector<Transfer>& transfers, int rounds) {
  const Replay shape = replay(network, transfers);
  std::vector<double> simgrid;
  std::vector<double> ours;
  std::vector<double> ratios;
  double apart_s = 0;
  for (int round = 0; round < rounds; ++round) {
    const Carried theirs = apart(transfers.size(), [&] { return by_simgrid(network, transfers); });
    const Carried mine = apart(transfers.size(), [&] { return by_us(network, transfers); });
    simgrid.push_back(theirs.seconds);
    ours.push_back(mine.seconds);
    ratios.push_back(theirs.seconds / mine.seconds);
    for (std::size_t i = 0; i < transfers.size(); ++i) {
      apart_s = std::max(apart_s, std::abs(theirs.finish[i] - mine.finish[i]));
    }
  }
  std::printf("%-8s %7zu %8zu %6.0f %6zu %10.3f %9.4f %13.2f %7.1f %9.1e\n", name, network.centres(),
              transfers.size(), shape.mean_concurrent, shape.peak_concurrent, median(simgrid), median(ours),
              median(ours) / static_cast<double>(transfers.size()) * 1e6, median(ratios), apart_s);
  std::fflush(stdout);
  return apart_s <= 1e-5;
}

}  // namespace
}  // namespace suanwang::bench

int main(int argc, char** argv) {
  using namespace suanwang::bench;
  const std::string only = argc > 1 ? argv[1] : "";
  const auto wanted = [&](const char* name) { return only.empty() || only == name; };
  const std::size_t scale = small() ? 50 : 1;
  const int rounds = small() ? 1 : 3;
  bool same = true;
  std::printf("%-8s %7s %8s %6s %6s %10s %9s %13s %7s %9s\n", "workload", "centres", "flows", "mean", "peak",
              "simgrid_s", "ours_s", "ours_us/flow", "ratio", "differ_s");
  std::fflush(stdout);  // or each process would print it again
  for (const std::size_t centres : {12U, 20U, 30U}) {
    const WideArea network{centres};
    if (wanted("50")) {
      same = compare("50", network, steady_transfers(network, 50, 100'000 / scale), rounds) && same;
    }
    if (wanted("1000")) {
      same =
          compare("1000", network, steady_transfers(network, 1000 / scale, 10'000 / scale), rounds) && same;
    }
    if (wanted("10000")) {
      same = compare("10000", network, burst_of_transfers(network, 10'000 / scale), 1) && same;
    }
  }
  return same ? 0 : 1;
}

// How a simulation gets from its plan to the world at time 0, and how supply changes it later.
#include <algorithm>
#include <utility>

#include "suanwang/base/check.hpp"
#include "suanwang/model/simulation.hpp"

namespace suanwang {

Simulation::Simulation(WorldPlan plan, const Policy& policy, std::vector<Observer*> observers,
                       Progress* progress, WaitBook* waits)
    : policy_{policy},
      observers_{std::move(observers)},
      progress_{progress},
      waits_{waits},
      world_{.centres = std::move(plan.centres),
             .pools = std::move(plan.pools),
             .partitions = {},
             .next_ends = {},
             .partition_of = {},
             .domain_of = {},
             .domains = {},
             .jobs = {},
             .spare_jobs = {},
             .arrivals = ArrivalQueue{std::move(plan.sources)},
             .end = plan.end,
             .network = WideArea{std::move(plan.network)},
             .transfers = TransferQueue{std::move(plan.transfers)},
             .data = {},
             .dispatch = {},
             .tenants = {},
             .quotas = {}},
      order_{policy.make_order()},
      centre_names_{std::move(plan.centre_names)},
      stream_names_{std::move(plan.stream_names)},
      stream_entities_{std::move(plan.stream_entities)},
      seed_{plan.seed},
      replication_{plan.replication},
      parallelism_{plan.parallelism} {
  if (order_->reads_tenants()) world_.tenants.emplace(std::move(plan.tenants), order_->half_life());
  if (!plan.quotas.quotas.empty()) open_quotas(std::move(plan.quotas));
  open_partitions();
  open_domains();
  if (waits_ != nullptr)
    waits_->open(world_.domains.size(),
                 policy_.settings().backfill.rule == "none" ? WaitReason::Order : WaitReason::Reservation);
  open_data(std::move(plan.datasets), std::move(plan.data_lists), plan.storage);
  open_links();
  if (policy.dispatch() == Dispatch::Chosen) open_desks(plan.dispatcher, std::move(plan.below));
  networked_ = chooses() || world_.data.lists.size() > 1 || world_.transfers.next_time() != kNever;
  for (std::size_t i = 0; i < world_.pools.size(); ++i) {
    const Time online = world_.pools[i].online;
    const auto key = static_cast<std::uint32_t>(i);
    if (online >= world_.end) continue;
    if (online <= kStart) {
      bring_online(PoolId{i});
    } else {
      engine_.schedule(online, Phase::Supply, key, {EventKind::PoolOnline, key});
    }
  }
}

void Simulation::open_desks(const DispatcherPlan& above, std::vector<RegionalPlan> below) {
  DispatchState& dispatch = world_.dispatch;
  const std::size_t centres = world_.centres.size();
  RegionalPlan all{above, {}};
  for (std::size_t c = 0; c < centres; ++c) all.centres.emplace_back(c);
  dispatch.serving.assign(centres, DispatcherId{below.size()});
  for (std::size_t d = 0; d < below.size(); ++d) {
    for (const CentreId centre : below[d].centres) {
      DispatcherId& serving = dispatch.serving[centre.index()];
      SUANWANG_CHECK(serving == DispatcherId{below.size()});
      serving = DispatcherId{d};
    }
  }
  below.push_back(std::move(all));
  for (RegionalPlan& plan : below) {
    Desk& desk = dispatch.desks.emplace_back();
    desk.plan = std::move(plan);
    desk.rule = policy_.make_dispatcher();
    desk.sights.resize(centres);
  }
}

void Simulation::open_data(std::vector<DatasetPlan> datasets, std::vector<std::vector<DatasetId>> lists,
                           const std::vector<std::optional<std::int64_t>>& storage) {
  DataState& data = world_.data;
  data.datasets = std::move(datasets);
  data.lists = std::move(lists);
  for (const DatasetPlan& dataset : data.datasets) data.sizes.push_back(dataset.size);
  for (std::size_t c = 0; c < world_.centres.size(); ++c) {
    data.storage.emplace_back(data.sizes, c < storage.size() ? storage[c] : std::nullopt);
  }
  for (std::size_t d = 0; d < data.datasets.size(); ++d) {
    for (const CentreId centre : data.datasets[d].at) data.storage[centre.index()].keep(DatasetId{d});
  }
  data.no_room.resize(world_.centres.size());
  fill_possible();
}

/// Puts the first change of each link's bandwidth before the engine; each change brings in the next.
void Simulation::open_links() {
  for (std::size_t l = 0; l < world_.network.plan().links.size(); ++l) {
    auto& changes = link_changes_.emplace_back();
    for (const CapacityPlan::Change& change : world_.network.plan().links[l].capacity.changes()) {
      if (change.at > kStart && change.at < world_.end) changes.insert(changes.begin(), change);
    }
    if (changes.empty()) continue;
    const auto key = static_cast<std::uint32_t>(l);
    engine_.schedule(changes.back().at, Phase::Supply, 0xC0000000U | key, {EventKind::LinkChanges, key});
  }
}

void Simulation::open_partitions() {
  // Accelerators of a centre are numbered by type, then pool; a pool that never comes online has no numbers.
  std::vector<PoolId> order;
  for (std::size_t i = 0; i < world_.pools.size(); ++i) order.emplace_back(i);
  std::stable_sort(order.begin(), order.end(), [&](PoolId a, PoolId b) {
    const PoolPlan& x = world_.pools[a.index()];
    const PoolPlan& y = world_.pools[b.index()];
    return std::pair{x.centre, x.type} < std::pair{y.centre, y.type};
  });
  world_.partition_of.resize(world_.pools.size());
  std::uint32_t number = 0;
  for (std::size_t i = 0; i < order.size();) {
    const PoolPlan first = world_.pools[order[i].index()];
    if (i == 0 || world_.pools[order[i - 1].index()].centre != first.centre) number = 0;
    const PartitionId id{world_.partitions.size()};
    std::vector<PoolPart> parts;
    std::uint32_t count = 0;
    for (; i < order.size(); ++i) {
      const PoolPlan& pool = world_.pools[order[i].index()];
      if (pool.centre != first.centre || pool.type != first.type) break;
      world_.partition_of[order[i].index()] = id;
      if (pool.online >= world_.end) continue;
      parts.push_back({order[i], pool.count, pool.per_node, std::max(pool.online, kStart)});
      count += static_cast<std::uint32_t>(pool.count);
    }
    world_.partitions.emplace_back(Ledger{id, first.centre, first.type, number, std::move(parts)});
    number += count;
  }
}

void Simulation::open_domains() {
  const bool any = policy_.dispatch() == Dispatch::Any;
  for (std::size_t d = 0; d < 1 + world_.centres.size(); ++d)
    world_.domains.emplace_back(policy_.make_backfill());
  for (const Partition& partition : world_.partitions) {
    const Ledger& ledger = partition.ledger;
    const Time joins = world_.centres[ledger.centre().index()].joins;
    const DomainId own = domain_at(ledger.centre());
    const DomainId id = any && joins <= kStart ? DomainId{0} : own;
    world_.domain_of.push_back(id);
    world_.domains[id.index()].partitions.push_back(&ledger);
    Domain& by_itself = world_.domains[own.index()];
    by_itself.largest = std::max(by_itself.largest, ledger.eventual());
    Domain& network = world_.domains[0];
    if (any && joins < world_.end) network.largest = std::max(network.largest, ledger.eventual());
  }
  if (policy_.dispatch() == Dispatch::Home) return;
  for (std::size_t c = 0; c < world_.centres.size(); ++c) {
    const Time joins = world_.centres[c].joins;
    if (joins >= world_.end) continue;
    if (any) {
      // An island that will join can wait for the network's room.
      Domain& by_itself = world_.domains[domain_at(CentreId{c}).index()];
      by_itself.largest = std::max(by_itself.largest, world_.domains[0].largest);
    }
    const auto key = static_cast<std::uint32_t>(c);
    if (policy_.dispatch() == Dispatch::Chosen) {
      for (const auto& [from, to] : world_.centres[c].opt_outs) {
        if (to > kStart && to < world_.end)
          engine_.schedule(to, Phase::Supply, 0x90000000U | key, {EventKind::OptOutEnds, key});
      }
    }
    if (joins > kStart)
      engine_.schedule(joins, Phase::Supply, 0x80000000U | key, {EventKind::CentreJoins, key});
  }
}

void Simulation::bring_online(PoolId pool) {
  Ledger& ledger = world_.partitions[world_.partition_of[pool.index()].index()].ledger;
  ledger.bring_online(pool);
  const PoolPlan& plan = world_.pools[pool.index()];
  Record record{.at = now(),
                .kind = RecordKind::PoolOnline,
                .centre = plan.centre,
                .accelerators = Accelerators::whole(plan.count)};
  record.pool = pool;
  for (Observer* observer : observers_) observer->on(record);
  const DomainId domain = world_.domain_of[ledger.id().index()];
  world_.domains[domain.index()].affected = true;
  note_free(domain);
  note_change(domain);
  unpark();
}

void Simulation::join(CentreId centre) {
  const Record record{.at = now(), .kind = RecordKind::CentreJoined, .centre = centre, .accelerators = {}};
  if (policy_.dispatch() == Dispatch::Chosen) {
    world_.domains[domain_at(centre).index()].affected = true;
    unpark();
    for (Observer* observer : observers_) observer->on(record);
    return;
  }
  Domain& network = world_.domains[0];
  Domain& island = world_.domains[domain_at(centre).index()];
  for (const Ledger* ledger : island.partitions) {
    network.partitions.push_back(ledger);
    world_.domain_of[ledger->id().index()] = DomainId{0};
  }
  std::sort(network.partitions.begin(), network.partitions.end(),
            [](const Ledger* a, const Ledger* b) { return a->id() < b->id(); });
  island.partitions.clear();
  std::vector<WaitingQueue::Place> waiting;
  island.queue.for_each([&](const QueueKey& key, const Waiting& job) { waiting.push_back({key, job}); });
  for (const WaitingQueue::Place& job : waiting) {
    island.queue.erase(job.key, job.job);
    network.queue.insert(job.key, job.job);
    world_.jobs[job.job.job.index()].domain = kNetworkDomain;
    if (waits_ != nullptr) waits_->queued(job.job.job, kNetworkDomain, now());
  }
  note_free(kNetworkDomain);
  note_free(domain_at(centre));
  if (world_.quotas) {
    const auto joins = [&](const QueueKey& /*key*/, const Waiting& job) {
      LiveJob& live = world_.jobs[job.job.index()];
      if (live.domain == domain_at(centre)) live.domain = kNetworkDomain;
    };
    for (const QuotaGroup* group : world_.quotas->waiting()) group->aside.for_each(joins);
  }
  engine_.cancel(island.wake);
  island.affected = false;
  island.reshaped = true;
  network.reshaped = true;
  network.affected = true;
  for (Observer* observer : observers_) observer->on(record);
}

}  // namespace suanwang

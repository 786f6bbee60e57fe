#pragma once

#include <string_view>

namespace suanwang::test {

/// A scenario that uses every key of the language and every distribution. A key that is added to the language
/// is added here: `ScenarioSchema.TheExampleUsesEveryKey` says which one is missing.
inline constexpr std::string_view kEverything = R"(suanwang: 1
name: {en: Everything, zh: 全部}
start: 2024-01-01
end: 2027-12-31
as_of: 2026-11-21
timezone: "+08:00"
seed: 20240606
replications: 20
include: []
programme:
  shocks: {export: {rho: 0.5, name: {en: export rules, zh: 出口管制}, source: s}}
  crews: {testers: {name: Testers, count: 2, source: s}}
  activities:
    civil: {name: Civil works, duration: {pert: [300 days, 400 days, 700 days]}, begun: 2023-01-01, done: 2025-06-30, source: s}
    power: {date: {pert: [2026-12-31, 2027-06-30, 2028-06-30]}, announced: 2026-12-31, shock: export, source: s}
    hall: {after: [civil, {activity: power, lag: 30 days}], duration: 90 days, not_before: 2026-12-01, crew: testers, announced: {date: 2027-06-30, on: 2024-05-01}}
  supplies:
    chips: {name: Chips, unit: cards, source: s, lots: {one: {quantity: 4096, date: 2027-03-31}, two: {quantity: {uniform: [2000, 4000]}, after: [power], duration: 90 days, shock: export}}}
    grid: {unit: MW, lots: {line: {name: Line, quantity: 40 MW, date: 2027-01-01, source: s}}}
assumptions:
  cautious: {name: {zh: 谨慎}, set: {programme.shocks.export.rho: 0.9}}
bases:
  total:
    name: {en: total}
    count: [general, intelligent, super]
    unit: fp32
    convert: {fp16: {uniform: [0.125, 0.5]}, int8: 10 %, bf16: {triangular: [0.1, 0.2, 0.3]}}
    source: assumed
  ai: {count: intelligent, unit: fp16}
accelerators:
  card:
    name: Card
    peak: {fp16: 256 TFLOPS, int8: 512 TOPS}
    memory: 32 GiB
    power: {idle: 70 W, busy: 310 W}
    origin: domestic
    source: vendor data sheet
defaults:
  accelerators: {origin: domestic}
  centres: {region: guangdong}
  links: {bandwidth: 100 Gbps, route_factor: 1.4, source: assumed}
  policies: {dispatch: data}
  pools: {accelerator: card, per_node: 8}
  tenants: {source: assumed}
centres:
  a:
    name: Centre A
    at: [22.59, 113.97]
    region: guangdong.shenzhen
    joins: 2023-10-20
    storage: 20 PB
    storage_bandwidth: 400 GB/s
    ingress: 800 Gbps
    reserve: 0.25
    refuse: {above: 512, longer_than: 3 days}
    opt_outs: [{from: 2025-03-01 02:00, for: 6 h}, {from: 2025-04-01, to: 2025-04-02}]
    source: yearbook
    tariff: 0.55 CNY/kWh
    grid: 442 gCO2/kWh
    pue: {triangular: [1.2, 1.25, 1.4]}
    racks: {built: 1000, used: {uniform: [600, 800]}}
    green_share: 40 %
    facility_source: a survey
    own_software_share: 0.3
    pools:
      p1: {name: Phase 1, accelerator: card, nodes: 512, per_node: 8, online: 2020-10-15}
      p2: {capacity: {fp16: 16 EFLOPS}, announced: 2025-12-31, online: {pert: [2026-12-31, 2027-06-30, 2028-06-30]}}
      p3: {cards: 64, online: 10 h, source: x}
      p4: {cards: 64, online: {mixture: [{weight: 1, uniform: [2026-01-01, 2027-12-01]}, {weight: 1, constant: 2028-01-01}]}}
      p5: {cards: 64, online: {choice: {2027-01-01: 1, 2027-07-01: 2}}}
      p7: {cards: 640, own_software_share: {uniform: [0, 1]}, replaces: p1, online: {after: [hall], needs: {chips: , grid: 12 MW}, priority: 1}}
      p8: {cards: 64, online: {needs: [chips]}, retires: {after: hall}}
      p9: {cards: 64, online: {after: {activity: hall, lag: 1 day}}, retires: {uniform: [2030-01-01, 2031-01-01]}, announced: {date: 2026-06-30, on: 2024-05-01}}
      p6: {cards: 64, online: {triangular: [1 h, 2 h, 3 h]}}
  b:
    at: [24.85, 113.60]
    joins: never
    pools:
      stock: {kind: general, capacity: {fp32: {uniform: [12 EFLOPS, 20 EFLOPS]}}, schedulable: false, source: assumed}
      cards: {cards: 128, source: assumed}
links:
  a-b: {name: A to B, between: [a, b], bandwidth: 400 Gbps, latency: 1.66 ms, route_factor: 1.33, outages: [{from: 2025-03-01 02:00, for: 6 h}, {from: 2025-04-01, to: 2025-04-02}], source: paper}
  b-a: {between: [b, a], bandwidth: unlimited, upgrades: {2026-06-01: 800 Gbps, 10 h: unlimited}, outages: {from: 3 h, for: 6 h}}
routing: {split: 4}
routes: {file: routes.csv}
fairness: rtt
zones:
  bay: {name: Bay, centres: a, links: [a-b], rules: [{allow: weights, to: b, review: 24 h}], source: plan}
datasets:
  corpus: {name: Corpus, size: 40 TB, at: [a], zone: bay, kind: weights, source: plan}
dispatcher:
  name: {en: national, zh: 国家}
  at: a
  latency: 50 ms
  refresh: 30 s
  source: plan
  below:
    bay: {name: Bay, at: a, region: guangdong.shenzhen, latency: 10 ms, refresh: 1 s, passes_on: 2 h, source: plan}
    rest: {centres: [b], passes_on: never}
tenants:
  labs: {name: {en: labs, zh: 实验室}, home: a, share: 2, parent: city, cohort: research, quota: {guangdong: {nominal: 2048, borrow: 2048, lend: 128}, anywhere: 8192}, source: plan}
  schools: {parent: city, cohort: research, quota: {guangdong: 2048}}
  city: {}
mixes:
  acme:
    name: Acme
    source: Hu et al.
    classes:
      sft: {name: tuning, weight: 15, accelerators: {uniform: [1, 8.5]}, duration: 1 h, source: assumed}
      eval: {accelerators: {empirical: {file: gpus.csv, steps: true}}, duration: {empirical: {file: times.csv, unit: s, steps: false}}}
workload:
  poisson:
    name: stream
    source: trace
    generate:
      tenant: labs
      class: tuning
      name: Tuning
      arrivals:
        poisson: 12 per day
        profile:
          hours: [1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1]
          weekdays: [1, 1, 1, 1, 1, 0.5, 0]
        growth: {2024-01-01: 1, 2026-01-01: 2.5}
      accelerators: {choice: {8: 0.7, 64: 0.3}}
      duration: {lognormal: {median: 40 min, sigma: 1.4}}
      walltime: {factor: 3}
      priority: {choice: {0: 1, 5: 1}}
      count: 1000
      data: [corpus]
      output: 50 GB
      checkpoint: 200 GB
  regular:
    generate: {tenant: labs, arrivals: {every: 10 min}, mix: acme, walltime: {weibull: {shape: 0.7, scale: 1 h}}, priority: {geometric: {success: 50 %, step: 1}}}
  renewal:
    generate: {tenant: labs, arrivals: {gamma: {shape: 2, mean: 1 h}}, accelerators: 1, duration: {pareto: {shape: 1.1, min: 1 min, max: 1 day}}, walltime: exact, deadline: {uniform: [1 h, 1 day]}}
  mixture:
    generate:
      arrivals: {exponential: {mean: 2 h}}
      accelerators: 1
      duration: {mixture: [{weight: 3, constant: 5 min}, {weight: 1, mixture: [{weight: 1, exponential: {mean: 1 h}}]}]}
      walltime: {pert: [1 h, 2 h, 4 h]}
  log: {trace: {format: swf, file: kth.swf.gz, centre: a, tenant: labs, class: hpc, walltime: exact}}
  bulk: {transfers: {file: transfers.csv}}
  single:
    jobs:
      one: {tenant: labs, centre: a, submit: 2024-02-01, accelerators: 2048, duration: 30 days, walltime: 40 days, priority: 5, deadline: 60 days}
      two: {tenant: schools, submit: 90 min, accelerators: 1, duration: 1 h, walltime: exact}
policies:
  p: {name: {zh: 孤岛}, order: fifo, backfill: {easy: {candidates: shortest, reserve: machines}}, place: best-fit, dispatch: {overflow: {after: 30 min}}, staging: {ahead: true, hold: false}, decide: per-event, max_waiting: 10}
  q: {order: sjf, backfill: {depth: 3}, dispatch: national}
  r: {order: sjf, backfill: conservative}
  s: {order: {expr: walltime / (1 + wait), half_life: 1 day}}
  t: {order: {fair-share: {half_life: 1 day}}}
  u: {order: {multifactor: {age: 1, fair_share: 1, size: 1, priority: 1, max_age: 1 day, half_life: 1 day}}}
  y: {order: srtf, preemption: {checkpoint: {every: 30 min, takes: 1 min}, restart: 5 min, minimum_run: 10 min, reclaim: any}}
  v: {order: fifo, dispatch: {scored: {weights: {wait: 1, staging: 0.5, fragmentation: 60, price: 0, carbon: 0, fairness: 600, affinity: 60}, assign: flow, window: 128, moves_after: 1 h}}}
  w: {order: fifo, dispatch: {scored: {expr: wait + 600 * affinity}}}
  x: {order: fifo, dispatch: {expr: wait}}
variants:
  base: {name: {zh: 现行}}
  faster: {set: {links.a-b.bandwidth: 800 Gbps}}
targets:
  t1: {name: Goal, by: 2027-12-31, region: guangdong, more_than: 40 EFLOPS, basis: [total, fp16], source: plan}
  t2: {at_least: 1 PFLOPS, basis: ai}
  t3: {at_most: 100 EFLOPS, basis: fp16}
  t4: {less_than: 100 EFLOPS, basis: fp16}
  t5: {metric: pue, region: guangdong, at_most: 1.25}
  t6: {metric: own_software_share, at_least: 30 %, source: plan}
plan:
  reach: 90 %
  targets: {t1: [total, fp16]}
  budget: {2026: 2.5 G CNY, 2027: 40 亿元}
  power: {guangdong: 60 MW}
  levers:
    wider: {name: Wider, set: {links.a-b.bandwidth: 800 Gbps}, cost: {2026: 100 M CNY}, power: 2 MW, region: guangdong,
            excludes: [widest], source: plan}
    widest: {set: {links.a-b.bandwidth: 1.6 Tbps}}
    more: {set: {links.a-b.bandwidth: 900 Gbps}, requires: wider, excludes: widest}
)";

}  // namespace suanwang::test

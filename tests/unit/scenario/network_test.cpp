#include <limits>

#include <gtest/gtest.h>

#include "suanwang/base/civil.hpp"

#include "support/literals.hpp"
#include "support/scenarios.hpp"

namespace suanwang {
namespace {

using namespace test::literals;
using test::problems_of;

/// Three centres, the last without a place; what follows begins in line 8.
constexpr std::string_view kThree =
    "suanwang: 1\n"
    "accelerators: {card: {peak: {fp16: 100 TFLOPS}, source: s}}\n"
    "defaults: {pools: {accelerator: card, cards: 8, source: s}, links: {source: s}}\n"
    "centres:\n"
    "  a: {at: [22.5, 114], region: gd.sz, pools: {p: {}}}\n"
    "  b: {at: [24.8, 113.6], region: gd.sg, pools: {p: {}}}\n"
    "  c: {region: gd.gz, pools: {p: {}}}\n";

std::string problems(std::string_view more) {
  return problems_of(std::string{kThree} + std::string{more});
}

TEST(ScenarioLinks, EveryKey) {
  const Spec spec =
      test::spec_of(std::string{kThree} +
                    "links:\n"
                    "  b-c: {between: [c, b], bandwidth: unlimited, latency: 0 s}\n"
                    "  a-b: {between: [a, b], bandwidth: 400 Gbps, route_factor: 1.33, source: paper, "
                    "name: {en: A to B}}\n");
  ASSERT_EQ(spec.links.size(), 2U);
  const LinkSpec& ab = spec.links[0];
  EXPECT_EQ(ab.id, "a-b");
  EXPECT_EQ(ab.name.zh, "A to B");
  EXPECT_EQ(ab.from, "a");
  EXPECT_EQ(ab.to, "b");
  EXPECT_EQ(ab.bandwidth, 400.0_Gbps);
  EXPECT_FALSE(ab.latency);
  EXPECT_EQ(ab.route_factor, 1.33);
  EXPECT_EQ(ab.provenance.source, "paper");
  EXPECT_EQ(spec.links[1].bandwidth.base(), std::numeric_limits<double>::infinity());
  EXPECT_EQ(spec.links[1].latency, 0.0_s);
  EXPECT_EQ(spec.links[1].route_factor, 1.4);
}

TEST(ScenarioLinks, UnitsAndBounds) {
  EXPECT_EQ(
      problems("links: {x: {between: [a, b], bandwidth: 400}}\n"),
      "s.yaml:8:41: error: links.x.bandwidth: expected a rate with a unit, like '400 Gbps' or '50 GB/s', got "
      "'400'\n");
  EXPECT_EQ(problems("links: {x: {between: [a, b], bandwidth: .inf}}\n"),
            "s.yaml:8:41: error: links.x.bandwidth: expected a finite rate, got '.inf'\n");
  EXPECT_EQ(
      problems("links: {x: {between: [a, b], bandwidth: -1 Gbps, latency: -1 ms, route_factor: 0.5}}\n"),
      "s.yaml:8:41: error: links.x.bandwidth: expected a rate from 0 to 100 PB/s, got '-1 Gbps'\n"
      "s.yaml:8:59: error: links.x.latency: expected an amount of time from 0 to 1 h, got '-1 ms'\n"
      "s.yaml:8:80: error: links.x.route_factor: expected a ratio from 1 to 100, got '0.5'\n");
  EXPECT_EQ(problems("links: {x: {between: [a, b], bandwidth: 400 GHz, latency: 40 km}}\n"),
            "s.yaml:8:41: error: links.x.bandwidth: unknown unit 'GHz'; expected a rate with a unit, like "
            "'400 Gbps' or "
            "'50 GB/s'\n"
            "s.yaml:8:59: error: links.x.latency: expected an amount of time with a unit, like '90 s' or '40 "
            "min', got "
            "'40 km'\n");
  EXPECT_EQ(problems("links: {x: {between: [a, b], bandwith: 400 Gbps}}\n"),
            "s.yaml:8:9: error: links.x: missing key 'bandwidth'\n"
            "s.yaml:8:30: error: links.x: unknown key 'bandwith'; did you mean 'bandwidth'?\n");
}

TEST(ScenarioLinks, Ends) {
  EXPECT_EQ(problems("links:\n"
                     "  x: {between: [a, d], bandwidth: 1 Gbps}\n"
                     "  y: {between: [a, a], bandwidth: 1 Gbps}\n"
                     "  z: {between: [a, b, c], bandwidth: 1 Gbps}\n"
                     "  w: {between: a, bandwidth: 1 Gbps}\n"
                     "  v: {bandwidth: 1 Gbps}\n"),
            "s.yaml:9:20: error: links.x.between[1]: there is no centre 'd'\n"
            "s.yaml:10:16: error: links.y.between: both ends are centre 'a'\n"
            "s.yaml:11:16: error: links.z.between: expected two centres, such as [a, b], got a list\n"
            "s.yaml:12:16: error: links.w.between: expected two centres, such as [a, b], got 'a'\n"
            "s.yaml:13:3: error: links.v: missing key 'between'\n");
  EXPECT_EQ(
      problems_of("suanwang: 1\n"
                  "centres:\n"
                  "  shaoguan: {pools: {p: {schedulable: false, capacity: {fp32: 1 PFLOPS}}}}\n"
                  "  b: {pools: {p: {schedulable: false, capacity: {fp32: 1 PFLOPS}}}}\n"
                  "links: {x: {between: [shaogaun, b], bandwidth: 1 Gbps}}\n"),
      "s.yaml:5:23: error: links.x.between[0]: there is no centre 'shaogaun'; did you mean 'shaoguan'?\n");
}

TEST(ScenarioLinks, LatencyNeedsPlaces) {
  EXPECT_EQ(
      problems("links: {x: {between: [a, c], bandwidth: 1 Gbps}, y: {between: [a, b], bandwidth: 1 Gbps}}\n"),
      "s.yaml:8:9: error: links.x: missing key 'latency': centre 'c' has no 'at' to compute it from\n");
}

TEST(ScenarioLinks, ProbablyWrong) {
  EXPECT_EQ(problems("links:\n"
                     "  x: {between: [a, b], bandwidth: 1 Gbps}\n"
                     "  y: {between: [b, a], bandwidth: 2 Gbps}\n"
                     "  z: {between: [b, c], bandwidth: 0 Gbps, latency: 1 ms}\n"),
            "s.yaml:7:3: warning: centres.c: no usable link leads from here to 'a' and its network\n"
            "s.yaml:10:3: warning: links.y: joins the same centres as link 'x'\n"
            "s.yaml:11:3: warning: links.z: a bandwidth of 0 carries nothing: this link is never used\n");
  EXPECT_EQ(problems("links: {x: {between: [b, c], bandwidth: 1 Gbps, latency: 1 ms}}\n"),
            "s.yaml:5:3: warning: centres.a: no usable link leads from here to 'b' and its network\n");
  EXPECT_EQ(problems("links: {}\n"), "") << "without links there is no network to be cut off from";
}

TEST(ScenarioSources, MissingAndAssumed) {
  EXPECT_EQ(problems("links: {x: {between: [a, b], bandwidth: 1 Gbps, source: ''}}\n"),
            "s.yaml:8:57: error: links.x.source: expected a text, got ''\n");
  EXPECT_EQ(
      problems_of(
          "suanwang: 1\n"
          "accelerators:\n"
          "  x: {peak: {fp16: 100 TFLOPS, int8: 200 TOPS}, source: assumed}\n"
          "  y: {peak: {fp16: 100 TFLOPS}}\n"
          "bases:\n"
          "  b: {count: intelligent, unit: fp32, convert: {fp16: {triangular: [0.1, 0.2, 0.5]}}, source: "
          "assumed}\n"
          "  c: {count: intelligent, unit: int8}\n"
          "  d: {count: intelligent, unit: fp32, convert: {fp16: 0.5}}\n"
          "defaults: {links: {bandwidth: 10 Gbps, source: 'assumed, as elsewhere'}}\n"
          "centres:\n"
          "  a:\n"
          "    at: [0, 0]\n"
          "    pools:\n"
          "      p: {accelerator: x, capacity: {fp16: {uniform: [100 PFLOPS, 500 PFLOPS]}}, source: "
          "assumed}\n"
          "      q: {accelerator: x, nodes: 3, per_node: 8, source: assumed}\n"
          "      r: {accelerator: x, cards: 3}\n"
          "  z: {at: [1, 1], source: yearbook, pools: {p: {accelerator: x, cards: 3}}}\n"
          "links:\n"
          "  l: {between: [a, z]}\n"),
      "s.yaml:3:3: warning: accelerators.x: peak is assumed (fp16 100 TFLOPS, int8 200 TOPS)\n"
      "s.yaml:4:3: warning: accelerators.y: no source given\n"
      "s.yaml:6:3: warning: bases.b: conversion is assumed (fp16 triangular 0.1 to 0.2 to 0.5)\n"
      "s.yaml:8:3: warning: bases.d: no source given\n"
      "s.yaml:14:7: warning: centres.a.pools.p: capacity is assumed (fp16 uniform 100 PFLOPS to 500 PFLOPS)\n"
      "s.yaml:15:7: warning: centres.a.pools.q: capacity is assumed (3 nodes of 8)\n"
      "s.yaml:16:7: warning: centres.a.pools.r: no source given\n"
      "s.yaml:19:3: warning: links.l: bandwidth is assumed (10 Gbps)\n");
}

// --- bases and targets

TEST(ScenarioTargets, EveryKey) {
  const Spec spec =
      test::spec_of(std::string{kThree} +
                    "start: 2026-01-01\n"
                    "timezone: \"+08:00\"\n"
                    "bases:\n"
                    "  total: {name: {zh: 总算力}, count: [general, intelligent], unit: fp32, "
                    "convert: {fp16: {uniform: [0.125, 0.5]}, int8: 25 %}, source: assumed}\n"
                    "targets:\n"
                    "  y2027: {by: 2027-12-31, region: gd, more_than: 40 EFLOPS, basis: [total, fp16]}\n"
                    "  small: {at_most: 1.5 PFLOPS, basis: fp16, source: plan}\n");
  ASSERT_EQ(spec.bases.size(), 1U);
  const BasisSpec& total = spec.bases[0];
  EXPECT_EQ(total.name.en, "total");
  EXPECT_EQ(total.name.zh, "总算力");
  EXPECT_EQ(total.count, (std::vector{ComputeKind::General, ComputeKind::Intelligent}));
  EXPECT_EQ(total.unit, "fp32");
  EXPECT_EQ(total.convert.at("fp16").maximum(), 0.5);
  EXPECT_EQ(total.convert.at("int8").mean(), 0.25);
  ASSERT_EQ(spec.targets.size(), 2U);
  const TargetSpec& y2027 = spec.targets[1];
  EXPECT_EQ(y2027.by, parse_date("2028-01-01", std::chrono::hours{8})) << "the end of that day";
  EXPECT_EQ(y2027.region, "gd");
  EXPECT_EQ(y2027.bound, Bound::MoreThan);
  EXPECT_EQ(y2027.value, Flops{40e18});
  EXPECT_EQ(y2027.value_text, "40 EFLOPS");
  EXPECT_EQ(y2027.basis, (std::vector<std::string>{"total", "fp16"}));
  EXPECT_EQ(spec.targets[0].bound, Bound::AtMost);
  EXPECT_EQ(spec.targets[0].basis, std::vector<std::string>{"fp16"});
  EXPECT_FALSE(spec.targets[0].by);
}

TEST(ScenarioTargets, Mistakes) {
  EXPECT_EQ(
      problems("bases: {total: {count: [general], unit: fp32}}\n"
               "targets:\n"
               "  a: {basis: totl}\n"
               "  b: {more_than: 40, basis: [total, fp32]}\n"
               "  c: {more_than: 1 EFLOPS, at_most: 2 EFLOPS, basis: fp16}\n"
               "  d: {at_least: -1 EFLOPS}\n"
               "  f: {less_than: [1], basis: []}\n"),
      "s.yaml:10:3: error: targets.a: missing a bound: 'more_than', 'at_least', 'at_most' or 'less_than'\n"
      "s.yaml:10:14: error: targets.a.basis: 'totl' is neither a basis nor a precision in which anything has "
      "a "
      "capacity; did you mean 'total'?\n"
      "s.yaml:11:18: error: targets.b.more_than: expected a compute rate with a unit, like '320 TFLOPS' or "
      "'512 "
      "TOPS', got '40'\n"
      "s.yaml:11:37: error: targets.b.basis[1]: 'fp32' is neither a basis nor a precision in which anything "
      "has a capacity\n"
      "s.yaml:12:3: error: targets.c: expected one bound, got several\n"
      "s.yaml:13:3: error: targets.d: missing key 'basis'\n"
      "s.yaml:13:17: error: targets.d.at_least: expected a compute rate above 0 and up to 1000000 EFLOPS, "
      "got "
      "'-1 EFLOPS'\n"
      "s.yaml:14:18: error: targets.f.less_than: expected a compute rate with a unit, like '320 TFLOPS' or "
      "'512 "
      "TOPS', got a list\n"
      "s.yaml:14:30: error: targets.f.basis: expected a list such as [a, b], got an empty list\n");
}

TEST(ScenarioTargets, ProbablyWrong) {
  EXPECT_EQ(problems("start: 2026-01-01\n"
                     "targets:\n"
                     "  early: {by: 2025-12-31, more_than: 1 EFLOPS, basis: fp16}\n"
                     "  first: {by: 2026-01-01, more_than: 1 EFLOPS, basis: fp16, region: gd.s}\n"),
            "s.yaml:10:3: warning: targets.early: its date lies before the start, 2026-01-01\n"
            "s.yaml:11:3: warning: targets.first: no centre lies in region 'gd.s'; did you mean 'gd.sg'?\n");
}

TEST(ScenarioTargets, IntegersAreCountedInOpsAndAllElseInFlops) {
  EXPECT_EQ(problems_of("suanwang: 1\n"
                        "accelerators: {x: {peak: {fp16: 1 TFLOPS, int8: 2 TOPS}, source: s}}\n"
                        "centres: {a: {source: s, pools: {p: {accelerator: x, cards: 8}}}}\n"
                        "bases: {i: {count: intelligent, unit: int8}, f: {count: intelligent, unit: fp16}}\n"
                        "targets:\n"
                        "  a: {more_than: 1 TOPS, basis: [i, int8]}\n"
                        "  b: {more_than: 1 TFLOP/s, basis: [f, fp16]}\n"
                        "  c: {more_than: 1 TFLOPS, basis: [f, i]}\n"
                        "  d: {more_than: 1 TOPS, basis: f}\n"
                        "  e: {at_most: 1 TOPS, basis: fp16}\n"),
            "s.yaml:8:18: error: targets.c.more_than: int8 is counted in OPS, not FLOPS\n"
            "s.yaml:9:18: error: targets.d.more_than: fp16 is counted in FLOPS, not OPS\n"
            "s.yaml:10:16: error: targets.e.at_most: fp16 is counted in FLOPS, not OPS\n");
}

TEST(ScenarioBases, WhatCountsNothing) {
  EXPECT_EQ(
      problems_of("suanwang: 1\n"
                  "accelerators: {x: {peak: {fp16: 1 TFLOPS, fp32: 1 TFLOPS}, source: s}}\n"
                  "centres: {a: {source: s, pools: {p: {accelerator: x, cards: 8}}}}\n"
                  "bases:\n"
                  "  a: {count: intelligent, unit: fp61}\n"
                  "  b: {count: intelligent, unit: fp16, source: s, convert: {fp32: 2, pf32: 2, int8: 0.5}}\n"
                  "  c: {count: super, unit: fp16, source: s, convert: {fp32: 2}}\n"
                  "  d: {count: intelligent, unit: fp64, source: s, convert: {fp32: 0.5}}\n"
                  "  e: {count: intelligent, unit: FP16, source: s, convert: {fp32: 0.5}}\n"),
      "s.yaml:5:33: warning: bases.a.unit: counts nothing: no accelerator or pool has a capacity in 'fp61'; "
      "did you mean 'fp16'?\n"
      "s.yaml:6:69: warning: bases.b.convert.pf32: counts nothing: no accelerator or pool has a capacity in "
      "'pf32'; did you mean 'fp32'?\n"
      "s.yaml:6:78: warning: bases.b.convert.int8: counts nothing: no accelerator or pool has a capacity in "
      "'int8'\n"
      "s.yaml:7:3: warning: bases.c: counts nothing: no pool of its kinds has a capacity in 'fp16' or "
      "'fp32'\n"
      "s.yaml:9:33: warning: bases.e.unit: counts nothing: no accelerator or pool has a capacity in 'FP16'; "
      "did you mean 'fp16'?\n");
}

TEST(ScenarioPrecisions, WhatNothingElseMentions) {
  EXPECT_EQ(problems_of(
                "suanwang: 1\n"
                "accelerators:\n"
                "  x: {peak: {fp61: 1 TFLOPS, fp8: 2 TFLOPS, fp4: 4 TFLOPS, posit: 1 TFLOPS}, source: s}\n"
                "  y: {peak: {fp17: 1 TFLOPS}, source: s}\n"
                "  z: {peak: {fp17: 1 TFLOPS}, source: s}\n"
                "centres:\n"
                "  a:\n"
                "    source: s\n"
                "    pools:\n"
                "      p: {accelerator: x, capacity: {fp61: 1 PFLOPS}}\n"
                "      q: {schedulable: false, capacity: {fp23: 1 PFLOPS, pf64: 1 PFLOPS, fp46: 1 PFLOPS}}\n"
                "bases: {b: {count: intelligent, unit: fp46}}\n"),
            "s.yaml:3:14: warning: accelerators.x.peak.fp61: nothing else mentions 'fp61'; did you mean "
            "'fp16'?\n"
            "s.yaml:11:42: warning: centres.a.pools.q.capacity.fp23: nothing else mentions 'fp23'; did you "
            "mean 'fp32'?\n"
            "s.yaml:11:58: warning: centres.a.pools.q.capacity.pf64: nothing else mentions 'pf64'; did you "
            "mean 'fp64'?\n");
}

TEST(ScenarioBases, Mistakes) {
  EXPECT_EQ(
      problems("bases:\n"
               "  a: {unit: fp32}\n"
               "  b: {count: [generl], unit: fp32, convert: {fp16: -1, fp8: {uniform: [2, 1]}}}\n"
               "  c: {count: [super], unit: fp32, convert: {fp32: 1}}\n"),
      "s.yaml:9:3: error: bases.a: missing key 'count'\n"
      "s.yaml:10:15: error: bases.b.count[0]: expected 'general', 'intelligent' or 'super', got 'generl'; "
      "did "
      "you mean 'general'?\n"
      "s.yaml:10:52: error: bases.b.convert.fp16: expected a ratio above 0 and up to 1000000, got '-1'\n"
      "s.yaml:10:75: error: bases.b.convert.fp8.uniform[1]: expected no less than '2' before it, got '1'\n"
      "s.yaml:11:3: error: bases.c: 'convert' names 'fp32', which is the unit itself\n");
}

}  // namespace
}  // namespace suanwang

#include <gtest/gtest.h>

#include "suanwang/base/civil.hpp"

#include "support/literals.hpp"
#include "support/scenarios.hpp"

namespace suanwang {
namespace {

using namespace test::literals;
using test::problems_with;
using test::ScenarioFolder;
using test::spec_with;

/// Line 4 of a scenario in which work is possible; what follows begins in line 5.
constexpr std::string_view kPolicy = "policies: {p: {order: fifo}}\n";

std::string problems(std::string_view more) {
  return problems_with(std::string{kPolicy} + std::string{more});
}

Spec spec(std::string_view more) {
  return spec_with(std::string{kPolicy} + std::string{more});
}

const GenerateSpec& generate_of(const Spec& spec, std::size_t stream = 0) {
  return std::get<GenerateSpec>(spec.workload.at(stream).jobs);
}

/// What is wrong with the keys of `generate`; they stand in line 5 from column 27 on.
std::string problems_of_generate(std::string_view keys) {
  return problems("workload: {w: {generate: {" + std::string{keys} + "}}}\n");
}

TEST(ScenarioGenerate, EveryKey) {
  const Spec s = spec(
      "start: 2024-01-01\n"
      "end: 2027-12-31\n"
      "tenants: {labs: {home: a, name: Labs}}\n"
      "workload:\n"
      "  fine-tune:\n"
      "    name: {zh: 微调}\n"
      "    source: trace\n"
      "    generate:\n"
      "      tenant: labs\n"
      "      class: tuning\n"
      "      name: Tuning\n"
      "      arrivals:\n"
      "        poisson: 12 per day\n"
      "        profile: {weekdays: [1, 1, 1, 1, 1, 0.5, 0]}\n"
      "        growth: {2026-01-01: 2.5, 2024-01-01: 1}\n"
      "      accelerators: {choice: {2: 0.7, 8: 0.3}}\n"
      "      duration: {lognormal: {median: 40 min, sigma: 1.4}}\n"
      "      walltime: {factor: {uniform: [1.5, 3]}}\n"
      "      priority: {choice: {0: 1, 5: 1}}\n"
      "      count: 1000\n");
  ASSERT_EQ(s.workload.size(), 1U);
  const StreamSpec& stream = s.workload[0];
  EXPECT_EQ(stream.name.zh, "微调");
  EXPECT_EQ(stream.provenance.source, "trace");
  const GenerateSpec& g = generate_of(s);
  EXPECT_EQ(g.tenant, "labs");
  EXPECT_EQ(g.arrivals.kind, Arrivals::Kind::Poisson);
  EXPECT_DOUBLE_EQ(g.arrivals.per_second, 12.0 / 86400);
  EXPECT_EQ(g.arrivals.weekdays, (std::vector<double>{1, 1, 1, 1, 1, 0.5, 0}));
  EXPECT_TRUE(g.arrivals.hours.empty());
  const auto day = [](const char* text) { return *parse_date(text, std::chrono::seconds{0}); };
  EXPECT_EQ(g.growth_dates,
            (std::vector<std::pair<CivilTime, double>>{{day("2024-01-01"), 1}, {day("2026-01-01"), 2.5}}));
  ASSERT_EQ(g.classes.size(), 1U);
  EXPECT_EQ(g.classes[0].id, "tuning");
  EXPECT_EQ(g.classes[0].name.zh, "Tuning");
  EXPECT_EQ(g.classes[0].provenance.source, "trace");
  EXPECT_DOUBLE_EQ(g.classes[0].accelerators.mean(), 0.7 * 2 + 0.3 * 8);
  EXPECT_DOUBLE_EQ(g.classes[0].duration.quantile(0.5), 2400);
  EXPECT_EQ(g.walltime.kind, WalltimeRule::Kind::Factor);
  EXPECT_EQ(g.walltime.value.maximum(), 3);
  EXPECT_EQ(g.priority.maximum(), 5);
  EXPECT_EQ(g.count, 1000U);
}

TEST(ScenarioGenerate, OtherArrivalsAndWalltimes) {
  const Spec s = spec(
      "end: 30 days\n"
      "workload:\n"
      "  a: {generate: {arrivals: {every: 10 min}, accelerators: 1, duration: 5 min, walltime: 1 h}}\n"
      "  b: {generate: {arrivals: {exponential: {mean: 2 h}}, accelerators: 2, duration: 5 min, walltime: "
      "exact}}\n"
      "  c: {generate: {arrivals: {poisson: 1 per h}, accelerators: 2, duration: 5 min, walltime: {uniform: "
      "[1 h, 2 h]}}}\n");
  EXPECT_EQ(generate_of(s, 0).arrivals.kind, Arrivals::Kind::Every);
  EXPECT_EQ(generate_of(s, 0).arrivals.every, std::chrono::minutes{10});
  EXPECT_EQ(generate_of(s, 0).walltime.kind, WalltimeRule::Kind::Given);
  EXPECT_EQ(generate_of(s, 0).walltime.value.mean(), 3600);
  EXPECT_EQ(generate_of(s, 0).classes[0].id, "a");
  EXPECT_EQ(generate_of(s, 1).arrivals.kind, Arrivals::Kind::Intervals);
  EXPECT_DOUBLE_EQ(generate_of(s, 1).arrivals.interval.mean(), 7200);
  EXPECT_EQ(generate_of(s, 1).walltime.kind, WalltimeRule::Kind::Exact);
  EXPECT_EQ(generate_of(s, 2).walltime.value.minimum(), 3600);
  EXPECT_EQ(std::get<Duration>(*s.end), std::chrono::hours{24 * 30});
}

TEST(ScenarioGenerate, MixesGiveTheClasses) {
  const Spec s = spec(
      "mixes:\n"
      "  acme:\n"
      "    source: Hu et al., NSDI'24\n"
      "    classes:\n"
      "      sft: {weight: 15, accelerators: 8, duration: 1 h, name: {zh: 微调}, source: assumed}\n"
      "      eval: {accelerators: {choice: {1: 3, 4: 1}}, duration: {exponential: {mean: 2 min}}}\n"
      "workload: {w: {generate: {arrivals: {every: 1 h}, mix: acme, count: 10}}}\n");
  const GenerateSpec& g = generate_of(s);
  ASSERT_EQ(g.classes.size(), 2U);
  EXPECT_EQ(g.classes[0].id, "eval");
  EXPECT_EQ(g.classes[0].weight, 1);
  EXPECT_EQ(g.classes[0].provenance.source, "Hu et al., NSDI'24");
  EXPECT_EQ(g.classes[1].id, "sft");
  EXPECT_EQ(g.classes[1].weight, 15);
  EXPECT_EQ(g.classes[1].provenance.source, "assumed");
  EXPECT_EQ(g.classes[1].duration.mean(), 3600);
}

TEST(ScenarioGenerate, MixMistakes) {
  EXPECT_EQ(
      problems("mixes:\n"
               "  m: {classes: {}}\n"
               "  n: {classes: {x: {accelerators: 8, weight: 0, duration: 1 h}}}\n"
               "  o: {classes: {x: {accelerators: 8, weight: -1}}}\n"
               "workload: {w: {generate: {arrivals: {every: 1 h}, mix: k, count: 10, class: c, duration: 1 "
               "h}}}\n"),
      "s.yaml:6:16: error: mixes.m.classes: expected at least one entry, by its id, got an empty mapping\n"
      "s.yaml:7:3: error: mixes.n: expected a class with a weight above 0\n"
      "s.yaml:8:17: error: mixes.o.classes.x: missing key 'duration'\n"
      "s.yaml:8:46: error: mixes.o.classes.x.weight: expected a ratio from 0 to 1e12, got '-1'\n"
      "s.yaml:9:56: error: workload.w.generate.mix: there is no mix 'k'\n"
      "s.yaml:9:70: error: workload.w.generate.class: not with 'mix', whose classes give the class\n"
      "s.yaml:9:80: error: workload.w.generate.duration: not with 'mix', whose classes give the duration\n");
}

TEST(ScenarioGenerate, MissingKeys) {
  EXPECT_EQ(
      problems_of_generate(""),
      "s.yaml:5:16: error: workload.w.generate: missing key 'arrivals'\n"
      "s.yaml:5:16: error: workload.w.generate: missing key 'accelerators'\n"
      "s.yaml:5:16: error: workload.w.generate: missing key 'duration'\n"
      "s.yaml:5:16: error: workload.w.generate: never ends: give a 'count' here, or the scenario an 'end'\n");
  EXPECT_EQ(problems_of_generate(
                "arrivals: {every: 1 h}, accelerators: 1, model: {parameters: 200e9}, count: 3, data: [x]"),
            "s.yaml:5:68: error: workload.w.generate.model: not available yet: training time from a model's "
            "size comes "
            "with a later version\n"
            "s.yaml:5:113: error: workload.w.generate.data[0]: there is no dataset 'x'\n");
  EXPECT_EQ(problems_of_generate("tenant: t, clas: x, count: 0"),
            "s.yaml:5:16: error: workload.w.generate: missing key 'arrivals'\n"
            "s.yaml:5:16: error: workload.w.generate: missing key 'accelerators'\n"
            "s.yaml:5:16: error: workload.w.generate: missing key 'duration'\n"
            "s.yaml:5:35: error: workload.w.generate.tenant: there is no tenant 't'\n"
            "s.yaml:5:38: error: workload.w.generate: unknown key 'clas'; did you mean 'class'?\n"
            "s.yaml:5:54: error: workload.w.generate.count: expected a whole number from 1 to 1000000000000, "
            "got '0'\n");
}

TEST(ScenarioGenerate, ArrivalMistakes) {
  const auto problems_of_arrivals = [](const std::string& arrivals) {
    return problems_of_generate("accelerators: 1, duration: 1 h, count: 9, arrivals: " + arrivals);
  };
  EXPECT_EQ(problems_of_arrivals("often"),
            "s.yaml:5:79: error: workload.w.generate.arrivals: expected {poisson: 12 per day}, {every: 10 "
            "min} or the "
            "distribution of an interval, got 'often'\n");
  EXPECT_EQ(
      problems_of_arrivals("{posson: 12 per day}"),
      "s.yaml:5:80: error: workload.w.generate.arrivals: unknown key 'posson'; did you mean 'poisson'?\n");
  EXPECT_EQ(problems_of_arrivals("{evry: 10 min}"),
            "s.yaml:5:80: error: workload.w.generate.arrivals: unknown key 'evry'; did you mean 'every'?\n");
  EXPECT_EQ(problems_of_arrivals("{poisson: 12}"),
            "s.yaml:5:89: error: workload.w.generate.arrivals.poisson: expected a frequency with a unit, "
            "like '12 per "
            "day' or '3 per hour', got '12'\n");
  EXPECT_EQ(
      problems_of_arrivals(
          "{poisson: 0 per day, growth: {someday: 1}, profile: {hours: [1, 2], weekdays: 3}}"),
      "s.yaml:5:89: error: workload.w.generate.arrivals.poisson: expected a frequency above 0 and up to "
      "1000000 "
      "per s, got '0 per day'\n"
      "s.yaml:5:109: error: workload.w.generate.arrivals.growth: expected a date such as 2027-12-31, got "
      "'someday'\n"
      "s.yaml:5:139: error: workload.w.generate.arrivals.profile.hours: expected 24 weights, one an hour "
      "from "
      "00:00, got 2 weights\n"
      "s.yaml:5:157: error: workload.w.generate.arrivals.profile.weekdays: expected 7 weights, Monday first, "
      "got "
      "'3'\n");
  EXPECT_EQ(
      problems_of_arrivals("{poisson: 1 per h, profile: {weekdays: [0, 0, 0, 0, 0, 0, 0]}}"),
      "s.yaml:5:118: error: workload.w.generate.arrivals.profile.weekdays: expected a weight above 0\n");
  EXPECT_EQ(problems_of_arrivals("{every: 10 min, profile: {}}"),
            "s.yaml:5:95: error: workload.w.generate.arrivals: unknown key 'profile'\n");
  EXPECT_EQ(
      problems_of_arrivals("{every: 0 s}"),
      "s.yaml:5:87: error: workload.w.generate.arrivals.every: expected an amount of time above 0 and up to "
      "36500 days, got '0 s'\n");
  EXPECT_EQ(
      problems(
          "start: 2026-01-01\n"
          "workload: {w: {generate: {accelerators: 1, duration: 1 h, count: 9, arrivals: {poisson: 1 per h, "
          "growth: {2026-01-01: 1, 2026-01-01 00:00: 2}}}}}\n"),
      "s.yaml:6:122: error: workload.w.generate.arrivals.growth.2026-01-01 00:00: a second factor for the "
      "same "
      "instant\n");
}

TEST(ScenarioGenerate, CountsOfAcceleratorsAreWhole) {
  const auto problems_of_gang = [](const std::string& gang) {
    return problems_of_generate("arrivals: {every: 1 h}, duration: 1 h, count: 9, accelerators: " + gang);
  };
  EXPECT_EQ(problems_of_gang("1.5"),
            "s.yaml:5:90: error: workload.w.generate.accelerators: expected a whole number from 1 to "
            "1000000000, got "
            "'1.5'\n");
  EXPECT_EQ(problems_of_gang("-8"),
            "s.yaml:5:90: error: workload.w.generate.accelerators: expected a whole number from 1 to "
            "1000000000, got "
            "'-8'\n");
  EXPECT_EQ(problems_of_gang("1e308"),
            "s.yaml:5:90: error: workload.w.generate.accelerators: expected a whole number from 1 to "
            "1000000000, got "
            "'1e308'\n");
  EXPECT_EQ(problems_of_gang("{choice: {8: 0.7, 0.5: 0.3}}"),
            "s.yaml:5:108: error: workload.w.generate.accelerators.choice: expected a whole number from 1 to "
            "1000000000, got '0.5'\n");
  EXPECT_EQ(problems_of_gang("{uniform: [1, 7.5]}"), "");
}

TEST(ScenarioGenerate, WalltimeMistakes) {
  EXPECT_EQ(problems_of_generate(
                "arrivals: {every: 1 h}, duration: 1 h, accelerators: 1, count: 1, walltime: exakt"),
            "s.yaml:5:103: error: workload.w.generate.walltime: expected 'exact', {factor: 3} or an amount "
            "of time, "
            "got 'exakt'\n");
  EXPECT_EQ(problems_of_generate(
                "arrivals: {every: 1 h}, duration: 1 h, accelerators: 1, count: 1, walltime: {factor: 0}"),
            "s.yaml:5:112: error: workload.w.generate.walltime.factor: expected a ratio above 0 and up to "
            "1000000, got "
            "'0'\n");
}

TEST(ScenarioTrace, EveryKey) {
  const ScenarioFolder folder;
  folder.write("sub/s.yaml",
               std::string{test::kSmallest} +
                   "policies: {p: {order: fifo}}\n"
                   "tenants: {t: {}}\n"
                   "workload:\n"
                   "  log: {trace: {format: swf, file: ../kth.swf.gz, centre: a, tenant: t, class: hpc, "
                   "walltime: exact}}\n"
                   "  plain: {trace: {format: philly, file: x.csv}}\n");
  LoadOptions options;
  options.file = "sub/s.yaml";
  Diagnostics diagnostics;
  const auto scenario = folder.load(options, diagnostics);
  ASSERT_TRUE(scenario) << diagnostics.text();
  const auto& log = std::get<TraceSpec>(scenario->variants[0].workload[0].jobs);
  EXPECT_EQ(log.format, "swf");
  EXPECT_EQ(folder.without_folder(log.file), "kth.swf.gz") << "relative to the file that names it";
  EXPECT_EQ(log.file_text, "../kth.swf.gz");
  EXPECT_EQ(log.file_at.line, 7);
  EXPECT_EQ(log.file_at.column, 36);
  EXPECT_EQ(log.centre, "a");
  EXPECT_EQ(log.tenant, "t");
  EXPECT_EQ(log.job_class, "hpc");
  EXPECT_TRUE(log.exact_walltime);
  const auto& plain = std::get<TraceSpec>(scenario->variants[0].workload[1].jobs);
  EXPECT_EQ(folder.without_folder(plain.file), "sub/x.csv");
  EXPECT_FALSE(plain.exact_walltime);
}

TEST(ScenarioTrace, Mistakes) {
  EXPECT_EQ(
      problems("workload:\n"
               "  a: {trace: {format: sfw, file: x}}\n"
               "  b: {trace: {format: swf, centre: b}}\n"
               "  c: {trace: {format: swf, file: '', walltime: 1 h}}\n"),
      "s.yaml:6:23: error: workload.a.trace.format: expected 'swf', 'philly' or 'batsim', got 'sfw'; did you "
      "mean 'swf'?\n"
      "s.yaml:7:7: error: workload.b.trace: missing key 'file'\n"
      "s.yaml:7:36: error: workload.b.trace.centre: there is no centre 'b'\n"
      "s.yaml:8:34: error: workload.c.trace.file: expected the name of a file, got ''\n"
      "s.yaml:8:48: error: workload.c.trace.walltime: expected 'exact' or 'requested', got '1 h'\n");
}

TEST(ScenarioJobs, EveryKey) {
  const Spec s = spec(
      "start: 2024-01-01\n"
      "tenants: {t: {home: a}}\n"
      "workload:\n"
      "  flagship:\n"
      "    jobs:\n"
      "      pangu: {tenant: t, centre: a, accelerators: 8, submit: 2024-02-01, duration: 30 days, walltime: "
      "40 days, "
      "priority: -3}\n"
      "      later: {accelerators: 1, submit: 90 min, duration: 1 h, walltime: exact}\n"
      "      first: {accelerators: 1, duration: 1 ns}\n");
  const auto& jobs = std::get<std::vector<ExplicitJobSpec>>(s.workload[0].jobs);
  ASSERT_EQ(jobs.size(), 3U);
  EXPECT_EQ(jobs[0].id, "first");
  EXPECT_EQ(std::get<Duration>(jobs[0].submit), Duration{0});
  EXPECT_FALSE(jobs[0].walltime);
  EXPECT_EQ(std::get<Duration>(jobs[1].submit), std::chrono::minutes{90});
  EXPECT_FALSE(jobs[1].walltime);
  const ExplicitJobSpec& pangu = jobs[2];
  EXPECT_EQ(std::get<CivilTime>(pangu.submit), parse_date("2024-02-01", std::chrono::seconds{0}));
  EXPECT_EQ(pangu.duration, Seconds{30 * 86400.0});
  EXPECT_EQ(pangu.walltime, Seconds{40 * 86400.0});
  EXPECT_EQ(pangu.priority, -3);
  EXPECT_EQ(pangu.accelerators, 8);
  EXPECT_EQ(pangu.tenant, "t");
  EXPECT_EQ(pangu.centre, "a");
}

TEST(ScenarioJobs, Mistakes) {
  EXPECT_EQ(
      problems("workload:\n"
               "  w:\n"
               "    jobs:\n"
               "      a: {accelerators: 8, duration: 5}\n"
               "      b: {accelerators: 0, duration: 1e9 days, submit: -1 s}\n"
               "      c: {submit: later}\n"
               "      d: {accelerators: 8, model: {}}\n"
               "  x: {jobs: {}}\n"
               "  y: {}\n"
               "  z: {jobs: {j: {accelerators: 1, duration: 1 s}}, trace: {format: swf, file: x}}\n"),
      "s.yaml:8:38: error: workload.w.jobs.a.duration: expected an amount of time with a unit, like '90 s' "
      "or "
      "'40 min', got '5'\n"
      "s.yaml:9:25: error: workload.w.jobs.b.accelerators: expected a whole number from 1 to 1000000000, got "
      "'0'\n"
      "s.yaml:9:38: error: workload.w.jobs.b.duration: expected an amount of time above 0 and up to 36500 "
      "days, "
      "got '1e9 days'\n"
      "s.yaml:9:56: error: workload.w.jobs.b.submit: expected an amount of time from 0 to 36500 days, got "
      "'-1 "
      "s'\n"
      "s.yaml:10:7: error: workload.w.jobs.c: missing key 'accelerators'\n"
      "s.yaml:10:7: error: workload.w.jobs.c: missing key 'duration'\n"
      "s.yaml:10:19: error: workload.w.jobs.c.submit: expected a date such as 2027-12-31, or an amount of "
      "time "
      "from the start such as '10 h', got 'later'\n"
      "s.yaml:11:28: error: workload.w.jobs.d.model: not available yet: training time from a model's size "
      "comes "
      "with a later version\n"
      "s.yaml:12:13: error: workload.x.jobs: expected at least one entry, by its id, got an empty mapping\n"
      "s.yaml:13:3: error: workload.y: expected exactly one of 'generate', 'trace', 'jobs' and 'transfers'\n"
      "s.yaml:14:3: error: workload.z: expected exactly one of 'generate', 'trace', 'jobs' and "
      "'transfers'\n");
}

TEST(ScenarioFit, JobsLargerThanEveryPool) {
  EXPECT_EQ(
      problems(
          "end: 1 day\n"
          "workload:\n"
          "  fits: {generate: {arrivals: {every: 1 h}, accelerators: {uniform: [1, 8.4]}, duration: 1 h}}\n"
          "  never: {generate: {arrivals: {every: 1 h}, accelerators: 9, duration: 1 h, class: big}}\n"
          "  partly: {generate: {arrivals: {every: 1 h}, accelerators: {choice: {8: 3, 16: 1}}, duration: "
          "1 h}}\n"
          "  tail: {generate: {arrivals: {every: 1 h}, accelerators: {exponential: {mean: 2}}, duration: "
          "1 h}}\n"
          "  single: {jobs: {j: {accelerators: 9, duration: 1 h}}}\n"),
      "s.yaml:8:3: warning: workload.never: class 'big': no job can ever fit: the smallest needs 9 "
      "accelerators, "
      "the most in one place are 8 of 'card' in 'a'\n"
      "s.yaml:9:3: warning: workload.partly: about 25 % of the jobs can never fit: the most accelerators in "
      "one "
      "place are 8 of 'card' in 'a'\n"
      // P(X > 8.5) = exp(-8.5 / 2) = 1.4 %
      "s.yaml:10:3: warning: workload.tail: about 1.4 % of the jobs can never fit: the most accelerators in "
      "one "
      "place are 8 of 'card' in 'a'\n"
      "s.yaml:11:19: warning: workload.single.jobs.j: can never fit: it needs 9 accelerators, the most in "
      "one "
      "place are 8 of 'card' in 'a'\n");
}

TEST(ScenarioFit, PoolsOfOneTypeCountTogetherAndOthersApart) {
  const std::string centres =
      "suanwang: 1\n"
      "accelerators: {x: {peak: {fp16: 1 TFLOPS}, source: s}, y: {peak: {fp16: 1 TFLOPS}, source: s}}\n"
      "centres:\n"
      "  a:\n"
      "    source: s\n"
      "    pools:\n"
      "      p: {accelerator: x, cards: 8}\n"
      "      q: {accelerator: x, capacity: {fp16: 4.9 TFLOPS}, online: 1 h}\n"
      "      r: {accelerator: y, nodes: 5, per_node: 2}\n"
      "      s: {accelerator: x, cards: 99, schedulable: false}\n"
      "policies: {p: {order: fifo}}\n";
  EXPECT_EQ(test::problems_of(centres + "workload: {w: {jobs: {j: {accelerators: 12, duration: 1 h}}}}\n"),
            "");
  EXPECT_EQ(test::problems_of(centres + "workload: {w: {jobs: {j: {accelerators: 13, duration: 1 h}}}}\n"),
            "s.yaml:12:23: warning: workload.w.jobs.j: can never fit: it needs 13 accelerators, the most in "
            "one place "
            "are 12 of 'x' in 'a'\n");
}

TEST(ScenarioFit, NothingTakesJobs) {
  EXPECT_EQ(test::problems_of(
                "suanwang: 1\n"
                "centres: {a: {source: s, pools: {p: {schedulable: false, capacity: {fp32: 1 PFLOPS}}}}}\n"
                "policies: {p: {order: fifo}}\n"
                "workload: {w: {jobs: {j: {accelerators: 1, duration: 1 h}}}}\n"),
            "s.yaml:1:1: warning: no pool takes jobs: every job will be rejected\n");
}

TEST(ScenarioJobs, AWalltimeBelowTheDuration) {
  EXPECT_EQ(test::problems_with("policies: {p: {order: fifo}}\n"
                                "workload: {w: {jobs: {\n"
                                "  a: {accelerators: 1, duration: 2 h, walltime: 119 min},\n"
                                "  b: {accelerators: 1, duration: 2 h, walltime: 2 h}}}}\n"),
            "s.yaml:6:3: warning: workload.w.jobs.a: its walltime is below its duration: it is killed before "
            "it is done\n");
}

}  // namespace
}  // namespace suanwang

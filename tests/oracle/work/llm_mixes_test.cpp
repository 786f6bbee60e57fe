/// The mixes of scenarios/catalogue/llm-mixes.yaml, drawn through `generate`, against the published tables of
/// the Acme clusters. The file is read here without the scenario reader: what is tested is what it says.
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <yaml-cpp/yaml.h>

#include "suanwang/base/hash.hpp"
#include "suanwang/work/generator.hpp"

namespace suanwang {
namespace {

const std::string kCatalogue = SUANWANG_SOURCE_DIR "/scenarios/catalogue/";
const std::string kAcme = SUANWANG_SOURCE_DIR "/../shared/traces/acme_aggregates/";
constexpr std::uint64_t kJobs = 400'000;

using Points = std::vector<std::pair<double, double>>;

Points read_points(const std::string& file) {
  std::ifstream in{kCatalogue + file};
  EXPECT_TRUE(in) << file;
  Points points;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with('#') || line == "value,cumulative") continue;
    const std::size_t comma = line.find(',');
    points.emplace_back(std::stod(line.substr(0, comma)), std::stod(line.substr(comma + 1)));
  }
  return points;
}

struct ClassOfMix {
  std::string id;
  double weight;
  Points duration;
  JobClass job_class;
};

std::vector<ClassOfMix> read_mix(const std::string& id) {
  std::vector<ClassOfMix> classes;
  const YAML::Node mix = YAML::LoadFile(kCatalogue + "llm-mixes.yaml")["mixes"][id];
  for (const auto& entry : mix["classes"]) {
    const auto empirical = entry.second["duration"]["empirical"];
    EXPECT_EQ(empirical["unit"].as<std::string>(), "s");
    const Points duration = read_points(empirical["file"].as<std::string>());
    std::vector<std::pair<double, double>> accelerators;
    for (const auto& choice : entry.second["accelerators"]["choice"]) {
      accelerators.emplace_back(choice.first.as<double>(), choice.second.as<double>());
    }
    const auto weight = entry.second["weight"].as<double>();
    classes.push_back(
        {entry.first.as<std::string>(), weight, duration,
         JobClass{.id = ClassId{classes.size()},
                  .weight = weight,
                  .accelerators = Distribution::choice(accelerators),
                  .duration = Distribution::empirical(duration, Distribution::Between::Continuous)}});
  }
  return classes;
}

std::vector<Job> draw(const std::vector<ClassOfMix>& classes, const std::string& id) {
  Generator generator;
  generator.entity = hash_of(id);
  generator.arrivals.per_second = 102.0 / 3600;
  generator.count = kJobs;
  for (const ClassOfMix& each : classes) generator.classes.push_back(each.job_class);
  std::vector<Job> jobs;
  for (const auto source = generate(generator, 2024, 0); const auto job = source->next();)
    jobs.push_back(*job);
  return jobs;
}

/// Standard error of a share p among n.
double standard_error(double p, double n) {
  return std::sqrt(p * (1 - p) / n);
}

/// Rows of a CSV file by column name.
std::vector<std::map<std::string, std::string>> read_table(const std::string& file) {
  std::ifstream in{kAcme + file};
  std::vector<std::map<std::string, std::string>> rows;
  std::vector<std::string> names;
  for (std::string line; std::getline(in, line);) {
    if (line.ends_with('\r')) line.pop_back();
    std::vector<std::string> cells;
    std::istringstream split{line};
    for (std::string cell; std::getline(split, cell, ',');) cells.push_back(cell);
    if (names.empty()) {
      names = cells;
      continue;
    }
    auto& row = rows.emplace_back();
    for (std::size_t i = 0; i < cells.size(); ++i) row[names[i]] = cells[i];
  }
  return rows;
}

struct Cluster {
  const char* id;
  const char* name;
  std::vector<std::pair<double, double>> quantiles;             ///< p, seconds: README of the traces
  std::vector<std::pair<std::int64_t, double>> up_to;           ///< GPUs, per cent of jobs: the same
  std::vector<std::pair<std::int64_t, double>> gpu_time_up_to;  ///< GPUs, per cent of GPU time: the same
  double gpu_seconds;                                           ///< of the mean job
};

class LlmMix : public ::testing::TestWithParam<Cluster> {};

// The published quantiles have two digits or more; the types' shares of the jobs are rounded to 0.1 %. So the
// share of jobs up to a published quantile may miss p by 4 standard errors, by what 1.5 % of the quantile
// make, and by 0.15 percentage points.
TEST_P(LlmMix, DurationsHaveThePublishedQuantiles) {
  const std::vector<Job> jobs = draw(read_mix(GetParam().id), GetParam().id);
  std::vector<double> durations;
  for (const Job& job : jobs) durations.push_back(in_seconds(job.run));
  std::sort(durations.begin(), durations.end());
  const auto share_up_to = [&](double seconds) {
    return static_cast<double>(std::upper_bound(durations.begin(), durations.end(), seconds) -
                               durations.begin()) /
           static_cast<double>(durations.size());
  };
  for (const auto& [p, seconds] : GetParam().quantiles) {
    const double rounding = share_up_to(seconds * 1.015) - share_up_to(seconds * 0.985);
    EXPECT_NEAR(share_up_to(seconds), p, 4 * standard_error(p, kJobs) + rounding / 2 + 0.0015)
        << "p" << p * 100;
  }
}

// The table has one decimal of a per cent; the choices of the file are rounded to 0.001 %.
TEST_P(LlmMix, GpusHaveThePublishedShares) {
  const std::vector<Job> jobs = draw(read_mix(GetParam().id), GetParam().id);
  for (const auto& [gpus, percent] : GetParam().up_to) {
    const auto up_to = std::count_if(jobs.begin(), jobs.end(),
                                     [k = gpus](const Job& job) { return job.accelerators.count() <= k; });
    const double p = percent / 100;
    EXPECT_NEAR(static_cast<double>(up_to) / kJobs, p, 4 * standard_error(p, kJobs) + 0.0006) << gpus;
  }
}

// At every point of the exact distribution of each type: share of the sampled jobs of that type.
TEST_P(LlmMix, EachTypeHasItsDurations) {
  const std::vector<ClassOfMix> classes = read_mix(GetParam().id);
  const std::vector<Job> jobs = draw(classes, GetParam().id);
  for (const ClassOfMix& each : classes) {
    std::vector<double> durations;
    for (const Job& job : jobs) {
      if (job.job_class == each.job_class.id) durations.push_back(in_seconds(job.run));
    }
    const auto n = static_cast<double>(durations.size());
    ASSERT_GT(n, 2000);
    for (const auto& [seconds, p] : each.duration) {
      const auto up_to = std::count_if(durations.begin(), durations.end(),
                                       [s = seconds](double duration) { return duration <= s + 1e-9; });
      EXPECT_NEAR(static_cast<double>(up_to) / n, p, 4 * standard_error(p, n) + 1 / n)
          << each.id << " up to " << seconds << " s";
    }
  }
}

/// GPU seconds per job of a cluster, in closed form: GPUs and durations of a class are independent.
double gpu_seconds(const ClassOfMix& each) {
  return each.weight * each.job_class.accelerators.mean() * each.job_class.duration.mean();
}

// What independence costs is stated in the file, and bounded here: 4 percentage points for a type.
TEST_P(LlmMix, TypesTakeAboutThePublishedSharesOfGpuTime) {
  if (!std::filesystem::exists(kAcme)) GTEST_SKIP() << "NOT TESTED: the Acme tables are not here";
  std::map<std::string, double> seconds;
  double total = 0;
  for (const ClassOfMix& each : read_mix(GetParam().id)) total += seconds[each.id] = gpu_seconds(each);
  std::size_t types = 0;
  for (const auto& row : read_table("cdf/type_shares.csv")) {
    if (row.at("cluster") != GetParam().name) continue;
    std::string id = row.at("type");
    std::transform(id.begin(), id.end(), id.begin(),
                   [](char c) { return static_cast<char>(std::tolower(c)); });
    ASSERT_TRUE(seconds.contains(id)) << id;
    EXPECT_NEAR(100 * seconds[id] / total, std::stod(row.at("gpu_time_pct")), 4) << id;
    ++types;
  }
  EXPECT_EQ(types, seconds.size());
}

// Six points of the distribution of GPU time over GPUs, and the GPU seconds of the mean job (README of the
// traces; cluster_summary: GPU time by outcome, added up, over the number of jobs).
TEST_P(LlmMix, GpuTimeByGpusAndInAllIsAboutAsPublished) {
  double total = 0;
  double weights = 0;
  std::map<std::int64_t, double> up_to;
  for (const ClassOfMix& each : read_mix(GetParam().id)) {
    total += gpu_seconds(each);
    weights += each.weight;
    const Distribution& gpus = each.job_class.accelerators;
    for (const auto& [k, percent] : GetParam().gpu_time_up_to) {
      double mean_up_to_k = 0;
      for (std::int64_t g = 1; g <= k; ++g) {
        const auto exactly = static_cast<double>(g);
        mean_up_to_k += exactly * (gpus.cdf(exactly) - gpus.cdf(exactly - 0.5));
      }
      up_to[k] += each.weight * mean_up_to_k * each.job_class.duration.mean();
    }
  }
  EXPECT_NEAR(total / weights / GetParam().gpu_seconds, 1, 0.06);
  for (const auto& [k, percent] : GetParam().gpu_time_up_to) {
    EXPECT_NEAR(100 * up_to[k] / total, percent, 5) << k;
  }
}

// Box plots of GPUs by type: at least p of the jobs are at or below each quartile, at most p below it; nobody
// stands between a whisker and its limit of 1.5 interquartile ranges, and somebody at each whisker.
TEST_P(LlmMix, TypesHaveThePublishedBoxPlots) {
  if (!std::filesystem::exists(kAcme)) GTEST_SKIP() << "NOT TESTED: the Acme tables are not here";
  constexpr double kRounding = 3e-4;
  std::map<std::string, Distribution> gpus;
  for (const ClassOfMix& each : read_mix(GetParam().id)) gpus[each.id] = each.job_class.accelerators;
  for (const auto& row : read_table("cdf/gpu_num_box_by_type.csv")) {
    if (row.at("cluster") != GetParam().name) continue;
    std::string id = row.at("type");
    std::transform(id.begin(), id.end(), id.begin(),
                   [](char c) { return static_cast<char>(std::tolower(c)); });
    SCOPED_TRACE(id);
    const Distribution& box = gpus.at(id);
    const auto number = [&](const char* column) { return std::stod(row.at(column)); };
    for (const auto& [p, column] : {std::pair{0.25, "q1"}, std::pair{0.5, "median"}, std::pair{0.75, "q3"}}) {
      EXPECT_GE(box.cdf(number(column)), p - kRounding) << column;
      EXPECT_LE(box.cdf(number(column) - 0.5), p + kRounding) << column;
    }
    const double reach = 1.5 * (number("q3") - number("q1"));
    const double low = number("whisker_low");
    const double high = number("whisker_high");
    EXPECT_NEAR(box.cdf(low - 0.5), box.cdf(number("q1") - reach - 0.5), 1e-12);
    EXPECT_GT(box.cdf(low), box.cdf(low - 0.5));
    EXPECT_NEAR(box.cdf(high), box.cdf(number("q3") + reach), 1e-12);
    EXPECT_GT(box.cdf(high), box.cdf(high - 0.5));
  }
}

INSTANTIATE_TEST_SUITE_P(
    Acme, LlmMix,
    ::testing::Values(
        Cluster{"seren",
                "Seren",
                {{0.1, 6.6}, {0.25, 18}, {0.5, 134}, {0.75, 413}, {0.9, 1352}, {0.95, 3269}, {0.99, 27528}},
                {{1, 54.0}, {8, 96.8}, {32, 98.8}, {128, 99.6}, {256, 99.7}, {512, 99.9}, {1024, 100}},
                {{1, 1.4}, {8, 11.9}, {32, 19.1}, {128, 41.7}, {256, 56.3}, {512, 69.7}},
                32'405},
        Cluster{"kalos",
                "Kalos",
                {{0.1, 22.5}, {0.25, 40}, {0.5, 125}, {0.75, 380}, {0.9, 1546}, {0.95, 2938}, {0.99, 13713}},
                {{1, 86.3}, {8, 93.9}, {32, 94.7}, {128, 95.7}, {256, 96.9}, {512, 98.9}, {1024, 100}},
                {{1, 0.2}, {8, 0.6}, {32, 2.0}, {128, 3.8}, {256, 24.9}, {512, 64.1}},
                267'905}),
    [](const auto& param) { return std::string{param.param.id}; });

}  // namespace
}  // namespace suanwang

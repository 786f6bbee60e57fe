#include <fstream>
#include <sstream>
#include <string>

#include <gtest/gtest.h>

#include "support/scenarios.hpp"

namespace suanwang {
namespace {

/// The sample of the scenario language in the architecture's page; empty when the page is not there.
std::string sample() {
  std::ifstream page{SUANWANG_SOURCE_DIR "/../shared/ARCHITECTURE.md"};
  std::string result;
  bool is_inside = false;
  for (std::string line; std::getline(page, line);) {
    if (line == "```") is_inside = false;
    if (is_inside) result += line + '\n';
    if (line == "```yaml") is_inside = true;
  }
  return result;
}

/// The sample is read as a whole, and all that is wrong with it is what is not built yet. This list shrinks
/// with every part that is.
TEST(ScenarioSample, OnlyLacksWhatIsNotBuiltYet) {
  const std::string text = sample();
  if (text.empty())
    GTEST_SKIP() << "../shared/ARCHITECTURE.md is not there: the sample of the language is NOT tested";
  const test::ScenarioFolder folder;
  folder.write("s.yaml", text);
  folder.write("catalogue/accelerators.yaml",
               "suanwang: 1\naccelerators: {a100: {peak: {fp16: 312 TFLOPS}, source: data sheet}}\n");
  folder.write("catalogue/energy.yaml", "suanwang: 1\ntariffs: {guangdong: 0.70 CNY/kWh}\n");
  LoadOptions options;
  options.file = folder.path("s.yaml");
  Diagnostics diagnostics;
  EXPECT_FALSE(load(options, diagnostics));

  std::string places;
  for (const Diagnostic& entry : diagnostics.sorted()) {
    EXPECT_EQ(entry.severity, Severity::Error) << to_text(entry);
    EXPECT_TRUE(entry.message.starts_with("not available yet: ")) << to_text(entry);
    places +=
        folder.without_folder(entry.at.file) + ":" + std::to_string(entry.at.line) + " " + entry.path + "\n";
  }
  EXPECT_EQ(places,
            "s.yaml:29 defaults.centres.tariff\n"
            "s.yaml:29 defaults.centres.grid\n"
            "s.yaml:29 defaults.centres.failures\n"
            "s.yaml:78 workload.flagship.jobs.pangu.model\n"
            "catalogue/energy.yaml:2 tariffs\n");
}

}  // namespace
}  // namespace suanwang

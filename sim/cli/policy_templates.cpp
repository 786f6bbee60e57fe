// What `suanwang new policy` writes. @NAME@ stands for the rule's name, @FILE@ for that with underscores.
#include "cli/policy_templates.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "suanwang/base/version.hpp"

namespace suanwang {
namespace {

constexpr std::string_view kOrderSource =
    R"(// The order "@NAME@": smallest job first, by walltime x accelerators. Change `rank`, and what is said of it.
#include "@FILE@.hpp"

#include <memory>

namespace {

class Rule final : public suanwang::Order {
 public:
  // Smaller goes first; equal ranks keep the order of submission.
  double rank(const suanwang::Job& job, const suanwang::QueueState& /*state*/) override {
    return suanwang::in_seconds(job.walltime) * static_cast<double>(job.accelerators.milli) / 1000;
  }
  // For ranks that move with the clock, the queue or the tenants' use: changes_with_time(), reads_tenants().
};

}  // namespace

suanwang::OrderEntry @FILE@_entry() {
  return {{.name = "@NAME@", .summary = "by walltime x accelerators, smallest first", .starves_nobody = false},
          [](const suanwang::OrderSettings&) -> std::unique_ptr<suanwang::Order> {
            return std::make_unique<Rule>();
          }};
}
)";

constexpr std::string_view kBackfillSource =
    R"(// The backfill rule "@NAME@": whoever fits starts, in the order of the queue. Nobody holds a reservation, so a
// wide job may wait for ever. Change `pass`, and what is said of it.
#include "@FILE@.hpp"

#include <memory>
#include <optional>

namespace {

class Rule final : public suanwang::Backfill {
 public:
  explicit Rule(const suanwang::Policy& policy) : place_{&policy.place()} {}

  // Each decision is carried out at once: a job that starts has left the queue, and holds its accelerators.
  void pass(const suanwang::View& view, suanwang::Decisions& decisions) override {
    suanwang::start_from_head(view, *place_, decisions);
    std::optional<suanwang::QueueKey> last;
    while (const auto job = view.queue.next(last)) {
      last = job->key;
      const suanwang::Accelerators need = job->job.need;
      const suanwang::Ledger* partition =
          choose_partition(view.partitions, *place_, need,
                           [&](const suanwang::Ledger& p) { return need <= p.free(); });
      if (partition != nullptr) decisions.start(*job, *partition, place_->pick(*partition, need, nullptr));
    }
  }
  [[nodiscard]] suanwang::WaitingQueue::Index index() const override {
    return suanwang::WaitingQueue::Index::None;
  }

 private:
  const suanwang::Place* place_;
};

}  // namespace

suanwang::BackfillEntry @FILE@_entry() {
  return {{.name = "@NAME@", .summary = "whoever fits starts, in the order of the queue", .starves_nobody = false},
          [](const suanwang::Policy& policy) -> std::unique_ptr<suanwang::Backfill> {
            return std::make_unique<Rule>(policy);
          }};
}
)";

constexpr std::string_view kHeader = R"(#pragma once

#include <suanwang/policy/catalogue.hpp>

/// The rule "@NAME@", for a catalogue.
suanwang::@ENTRY@ @FILE@_entry();
)";

constexpr std::string_view kMain = R"(// suanwang with one more rule.
#include <suanwang/cli/cli.hpp>

#include "@FILE@.hpp"

int main(int argc, char** argv) {
  suanwang::Catalogue catalogue = suanwang::standard_catalogue();
  catalogue.@PART@.push_back(@FILE@_entry());
  return suanwang::run_command_line(argc, argv, catalogue);
}
)";

constexpr std::string_view kTest =
    R"(// What every policy must keep, tried with "@NAME@"; add what your rule promises.
#include <gtest/gtest.h>
#include <suanwang/study/policy_contract.hpp>

#include "@FILE@.hpp"

namespace {

suanwang::Catalogue catalogue() {
  suanwang::Catalogue all = suanwang::standard_catalogue();
  all.@PART@.push_back(@FILE@_entry());
  return all;
}

TEST(@TEST@, KeepsTheContract) {
  const suanwang::Catalogue all = catalogue();
  ASSERT_TRUE(all.problems().empty());
  for (const auto& other : all.@OTHERS@) {
    for (const auto& dispatch : all.dispatches) {
      const suanwang::PolicySettings settings{@SETTINGS@,
                                              .dispatch = std::string{dispatch.name}};
      for (const suanwang::ContractBreach& breach : suanwang::contract_breaches(settings, all, 10))
        ADD_FAILURE() << other.name << ", " << dispatch.name << ", network " << breach.network << ": "
                      << breach.what;
    }
  }
}

TEST(@TEST@, StarvesNobodyWhereItPromises) {
  const suanwang::Catalogue all = catalogue();
  const double wait = wait_beside_endless_small_jobs({@ALONE@}, all);
  if (@FILE@_entry().starves_nobody) {
    EXPECT_LT(wait, 200) << "seconds, for a job of the whole machine";
  }
}

}  // namespace
)";

constexpr std::string_view kCMake = R"(cmake_minimum_required(VERSION 3.25)
project(@FILE@ LANGUAGES CXX)

# Where suanwang is not in a usual place: cmake -DCMAKE_PREFIX_PATH=DIR, as it was installed to.
find_package(suanwang @VERSION@ REQUIRED)
add_library(@FILE@_rule STATIC @FILE@.cpp)
target_compile_features(@FILE@_rule PUBLIC cxx_std_20)
target_compile_options(@FILE@_rule PRIVATE -ffp-contract=off)  # the same ranks on every machine
target_link_libraries(@FILE@_rule PUBLIC suanwang::suanwang)
add_executable(suanwang-@NAME@ main.cpp)
target_link_libraries(suanwang-@NAME@ PRIVATE @FILE@_rule)

enable_testing()
add_test(NAME list COMMAND suanwang-@NAME@ list policies --lang en)
set_tests_properties(list PROPERTIES PASS_REGULAR_EXPRESSION "    @NAME@ ")
add_test(NAME run COMMAND suanwang-@NAME@ run ${CMAKE_CURRENT_SOURCE_DIR}/scenario.yaml --out results)
add_test(NAME audit COMMAND suanwang-@NAME@ audit results)
set_tests_properties(run PROPERTIES FIXTURES_SETUP results)
set_tests_properties(audit PROPERTIES FIXTURES_REQUIRED results)
find_package(GTest QUIET)
if(GTest_FOUND)
  add_executable(@FILE@_test @FILE@_test.cpp)
  target_link_libraries(@FILE@_test PRIVATE @FILE@_rule GTest::gtest_main)
  add_test(NAME contract COMMAND @FILE@_test)
endif()
)";

constexpr std::string_view kScenario = R"(# A centre under the rule "@NAME@", beside EASY.
suanwang: 1
end: 10 days
accelerators: {card: {peak: {fp16: 256 TFLOPS}, source: assumed}}
centres: {lab: {pools: {main: {accelerator: card, nodes: 8, per_node: 8, source: assumed}}, source: assumed}}
workload:
  training:
    source: assumed
    generate: {arrivals: {poisson: 500 per day}, duration: {lognormal: {median: 10 min, sigma: 1.2}},
               accelerators: {choice: {1: 4, 4: 3, 8: 2, 32: 1}}, walltime: {factor: {uniform: [1, 4]}}}
policies: {baseline: {order: fifo, backfill: easy}, mine: {@POLICY@}}
)";

constexpr std::string_view kReadme = R"(# @NAME@

A scheduling rule outside suanwang's tree, of the kind `@KIND@`. The rule is `@FILE@.cpp`; the rest builds and tests it:

    cmake -S . -B build -DCMAKE_PREFIX_PATH=WHERE_SUANWANG_IS_INSTALLED && cmake --build build
    build/suanwang-@NAME@ list policies
    build/suanwang-@NAME@ run scenario.yaml
    ctest --test-dir build --output-on-failure

`build/suanwang-@NAME@` is suanwang with one more rule: scenarios may say `@KIND@: @NAME@`.
)";

struct Kind {
  std::string_view name;
  std::string_view source;
  std::string_view entry;
  std::string_view part;
  std::string_view others;    ///< the part that the test combines it with,
  std::string_view settings;  ///< and how
  std::string_view alone;
  std::string_view policy;
};
constexpr std::array kKinds{
    Kind{"order", kOrderSource, "OrderEntry", "orders", "backfills",
         R"(.order = "@NAME@", .backfill = {.rule = std::string{other.name}})", R"(.order = "@NAME@")",
         "order: @NAME@, backfill: easy"},
    Kind{"backfill", kBackfillSource, "BackfillEntry", "backfills", "orders",
         R"(.order = std::string{other.name}, .backfill = {.rule = "@NAME@"})",
         R"(.backfill = {.rule = "@NAME@"})", "order: fifo, backfill: @NAME@"},
};

const Kind* kind_of(std::string_view name) {
  const auto* found = std::ranges::find(kKinds, name, &Kind::name);
  return found == kKinds.end() ? nullptr : found;
}

/// "MyRule" of "my-rule".
std::string camel_case(const std::string& name) {
  std::string result;
  bool starts_word = true;
  for (const char c : name) {
    const bool is_small = c >= 'a' && c <= 'z';
    if (c != '-') result += starts_word && is_small ? static_cast<char>(c - 'a' + 'A') : c;
    starts_word = c == '-';
  }
  return result;
}

std::string replaced(std::string_view text, std::string_view mark, std::string_view by) {
  std::string result;
  for (std::size_t at = text.find(mark); at != std::string_view::npos; at = text.find(mark)) {
    result += text.substr(0, at);
    result += by;
    text.remove_prefix(at + mark.size());
  }
  return result += text;
}

}  // namespace

bool is_template_kind(std::string_view kind) {
  return kind_of(kind) != nullptr;
}

std::vector<TemplateFile> policy_template(std::string_view kind_name, const std::string& name) {
  const Kind& kind = *kind_of(kind_name);
  std::string file = name;
  std::ranges::replace(file, '-', '_');
  const std::string test = camel_case(name);
  const std::array<std::pair<std::string_view, std::string_view>, 11> marks{{{"@ENTRY@", kind.entry},
                                                                             {"@PART@", kind.part},
                                                                             {"@OTHERS@", kind.others},
                                                                             {"@SETTINGS@", kind.settings},
                                                                             {"@ALONE@", kind.alone},
                                                                             {"@POLICY@", kind.policy},
                                                                             {"@KIND@", kind.name},
                                                                             {"@TEST@", test},
                                                                             {"@VERSION@", kVersion},
                                                                             {"@FILE@", file},
                                                                             {"@NAME@", name}}};
  std::vector<TemplateFile> files{
      {"CMakeLists.txt", std::string{kCMake}},   {"README.md", std::string{kReadme}},
      {"main.cpp", std::string{kMain}},          {file + ".hpp", std::string{kHeader}},
      {file + ".cpp", std::string{kind.source}}, {file + "_test.cpp", std::string{kTest}},
      {"scenario.yaml", std::string{kScenario}}};
  for (TemplateFile& each : files) {
    for (const auto& [mark, by] : marks) each.text = replaced(each.text, mark, by);
  }
  return files;
}

}  // namespace suanwang

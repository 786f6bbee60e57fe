#pragma once

#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <unistd.h>

#include "suanwang/scenario/spec.hpp"

namespace suanwang::test {

/// Three lines that make a scenario: one centre `a` of eight accelerators `card`. What a test adds begins in
/// line 4.
inline constexpr std::string_view kSmallest =
    "suanwang: 1\n"
    "accelerators: {card: {peak: {fp16: 100 TFLOPS}, source: s}}\n"
    "centres: {a: {at: [0, 0], pools: {p: {accelerator: card, cards: 8, source: s}}}}\n";

/// A temporary folder of scenario files, removed at the end.
class ScenarioFolder {
 public:
  ScenarioFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "suanwang-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make a temporary folder");
    folder_ = name;
  }
  ~ScenarioFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  ScenarioFolder(const ScenarioFolder&) = delete;
  ScenarioFolder& operator=(const ScenarioFolder&) = delete;

  [[nodiscard]] std::string path(const std::string& name) const { return (folder_ / name).string(); }

  void write(const std::string& name, std::string_view text) const {
    std::filesystem::create_directories((folder_ / name).parent_path());
    std::ofstream{folder_ / name, std::ios::binary} << text;
  }

  /// `text` with the folder's own name left out, so that tests can state whole messages.
  [[nodiscard]] std::string without_folder(std::string text) const {
    const std::string prefix = folder_.string() + "/";
    for (std::size_t at = text.find(prefix); at != std::string::npos; at = text.find(prefix)) {
      text.erase(at, prefix.size());
    }
    return text;
  }

  /// What `load` says of another file of the folder.
  [[nodiscard]] std::string problems_of_file(const std::string& name) const {
    LoadOptions options;
    options.file = name;
    return problems(options);
  }

  /// Loads `s.yaml`, or another file of the folder; `options.file` is its name.
  [[nodiscard]] std::optional<Scenario> load(LoadOptions options, Diagnostics& diagnostics) const {
    options.file = path(options.file.empty() ? "s.yaml" : options.file);
    return suanwang::load(options, diagnostics);
  }

  /// What `load` says of the folder's scenario. Errors and a result exclude each other.
  [[nodiscard]] std::string problems(LoadOptions options = {}) const {
    Diagnostics diagnostics;
    const auto scenario = load(std::move(options), diagnostics);
    EXPECT_EQ(scenario.has_value(), !diagnostics.has_errors());
    return without_folder(diagnostics.text());
  }

 private:
  std::filesystem::path folder_;
};

/// `--set` options.
inline LoadOptions setting(std::vector<std::string> paths_and_values) {
  LoadOptions options;
  options.set = std::move(paths_and_values);
  return options;
}

/// What `load` says of `text` as the file s.yaml.
inline std::string problems_of(std::string_view text, LoadOptions options = {}) {
  const ScenarioFolder folder;
  folder.write("s.yaml", text);
  return folder.problems(std::move(options));
}

/// What `load` says of the smallest scenario with `more` after it, from line 4 on.
inline std::string problems_with(std::string_view more, LoadOptions options = {}) {
  return problems_of(std::string{kSmallest} + std::string{more}, std::move(options));
}

/// The first variant of `text`; fails the test when it does not load. Warnings do not matter.
inline Spec spec_of(std::string_view text, LoadOptions options = {}) {
  const ScenarioFolder folder;
  folder.write("s.yaml", text);
  Diagnostics diagnostics;
  const auto scenario = folder.load(std::move(options), diagnostics);
  EXPECT_TRUE(scenario) << folder.without_folder(diagnostics.text());
  return scenario ? scenario->variants.front() : Spec{};
}

/// The smallest scenario with `more` after it.
inline Spec spec_with(std::string_view more, LoadOptions options = {}) {
  return spec_of(std::string{kSmallest} + std::string{more}, std::move(options));
}

}  // namespace suanwang::test

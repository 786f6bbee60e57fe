// `suanwang new policy`: a rule of one's own, outside the tree.
#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "suanwang/policy/catalogue.hpp"
#include "suanwang/report/output.hpp"

#include "cli/commands.hpp"
#include "cli/policy_templates.hpp"

namespace suanwang {
namespace {

constexpr std::size_t kLongestName = 60;

/// Why this cannot be the name of a rule, and of files and functions; "" where it can.
std::string fault_of_name(const std::string& name) {
  const auto is_letter = [](char c) { return c >= 'a' && c <= 'z'; };
  const auto is_letter_or_digit = [&](char c) { return is_letter(c) || (c >= '0' && c <= '9'); };
  const bool good_letters =
      !name.empty() && is_letter(name.front()) && is_letter_or_digit(name.back()) &&
      name.find("--") == std::string::npos &&
      std::ranges::all_of(name, [&](char c) { return is_letter_or_digit(c) || c == '-'; });
  if (name.size() > kLongestName)
    return fmt::format("expected at most {} characters, got {}", kLongestName, name.size());
  if (!good_letters)
    return "expected small letters a-z, digits and single hyphens between them, as my-rule, got " +
           quoted(name);
  return "";
}

/// The name that the entry would have is taken.
bool is_taken(const Catalogue& catalogue, const std::string& kind, const std::string& name) {
  return kind == "order" ? find_entry(catalogue.orders, name) != nullptr
                         : find_entry(catalogue.backfills, name) != nullptr;
}

/// Where nothing is yet. @throws WriteError
void write_new(const std::filesystem::path& path, const std::string& text) {
  std::FILE* file = std::fopen(path.c_str(), "wx");
  if (file == nullptr) throw WriteError{path, errno};
  const bool written = std::fwrite(text.data(), 1, text.size(), file) == text.size();
  const int problem = errno;
  if (std::fclose(file) != 0 || !written) throw WriteError{path, written ? errno : problem};
}

}  // namespace

ExitCode new_command(const Options& options, Screen& screen) {
  Diagnostics diagnostics;
  if (const std::string fault = fault_of_name(options.name); !fault.empty())
    diagnostics.error({}, "NAME", fault);
  if (!is_template_kind(options.kind)) {
    diagnostics.error({}, "--kind",
                      "expected 'order' or 'backfill', got " + quoted(options.kind) +
                          did_you_mean(options.kind, {"order", "backfill"}));
  } else if (is_taken(*options.catalogue, options.kind, options.name)) {
    diagnostics.error({}, "NAME",
                      fmt::format("there is {} {} {} already", options.kind == "order" ? "an" : "a",
                                  options.kind, quoted(options.name)));
  }
  if (diagnostics.has_errors()) return refuse(options, diagnostics, screen);

  const std::filesystem::path folder = options.out.empty() ? options.name : options.out;
  const std::vector<TemplateFile> files = policy_template(options.kind, options.name);
  for (const TemplateFile& file : files) {
    std::error_code ignored;
    if (std::filesystem::exists(std::filesystem::symlink_status(folder / file.name, ignored)))
      diagnostics.error({}, (folder / file.name).string(), "is there already, and stays as it is");
  }
  if (diagnostics.has_errors()) return refuse(options, diagnostics, screen);

  std::error_code problem;
  std::filesystem::create_directories(folder, problem);
  if (problem) throw WriteError{folder, problem.message()};
  for (const TemplateFile& file : files) write_new(folder / file.name, file.text);
  const bool zh = options.language == Language::Zh;
  std::string text = fmt::format("{} {}\n", zh ? "已写入" : "Written to", folder.string());
  for (const TemplateFile& file : files) text += fmt::format("  {}\n", file.name);
  screen.out(text + (zh ? "接下来见其中的 README.md\n" : "README.md there says how to build it\n"));
  return ExitCode::Good;
}

}  // namespace suanwang

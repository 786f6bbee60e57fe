#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace suanwang {

/// A file of a rule outside the tree, by its name in the folder.
struct TemplateFile {
  std::string name;
  std::string text;
};

/// Whether there are templates of this kind: order, backfill.
[[nodiscard]] bool is_template_kind(std::string_view kind);

/// The files of a rule of this kind and name. @pre is_template_kind(kind); the name is letters a-z, digits
/// and hyphens
[[nodiscard]] std::vector<TemplateFile> policy_template(std::string_view kind, const std::string& name);

}  // namespace suanwang

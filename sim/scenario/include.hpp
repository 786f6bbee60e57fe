#pragma once

#include <string>

#include "scenario/document.hpp"
#include "scenario/files.hpp"

namespace suanwang::scenario {

/// The scenario in `file` with everything that it includes, as one tree; null when a file cannot be read or
/// there is nothing to go on with.
///
/// Sections whose entries have ids (centres, links, …) are united over the files, and so are the sections of
/// `defaults` and their keys; every other key may be given once over all files. A file that is included twice
/// counts once. Cycles and ids defined twice are errors.
[[nodiscard]] NodePtr read_with_includes(const std::string& file, Files& files, Diagnostics& diagnostics);

/// Whether the top-level key `section` holds entries by id.
[[nodiscard]] bool is_section(std::string_view section);

}  // namespace suanwang::scenario

// Rules of routing, and the file of fixed routes.
#include "scenario/routing.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <tuple>

#include <fmt/format.h>

#include "scenario/checks.hpp"
#include "scenario/sections.hpp"
#include "scenario/text_position.hpp"

namespace suanwang::scenario {
namespace {

constexpr std::size_t kMostBytes = 64U << 20U;
constexpr std::size_t kMostRows = 1'000'000;

const Word<RoutingRule> kWords{
    {{"least-latency", {RoutingRule::Kind::LeastLatency, 1}}, {"widest", {RoutingRule::Kind::Widest, 1}}}};

/// {split: 4}
struct Split {
  std::uint64_t most = 1;
};
void fields(Fields& f, Split& split) {
  f.required("split", split.most, Whole<std::uint64_t>{1, RoutingRule::kMostRoutes},
             "evenly over so many routes of least latency that share no link, or fewer");
}
void finish(const Object& /*object*/, Split& /*split*/) {}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r";
  const std::size_t first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) + 1 - first);
}

std::vector<std::string_view> parts_of(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find(separator, at), text.size());
    parts.push_back(trimmed(text.substr(at, end - at)));
    at = end + 1;
  }
  return parts;
}

/// Rows `from,to,links`, with what is wrong with each.
class RouteTable {
 public:
  RouteTable(const std::string& file, Context& context) : file_{file}, context_{context} {}

  std::vector<RouteSpec> read(std::string_view text) {
    bool has_header = false;
    for (int line = 1; !text.empty(); ++line) {
      const std::size_t end = std::min(text.find('\n'), text.size());
      const std::string_view row = trimmed(text.substr(0, end));
      text.remove_prefix(std::min(end + 1, text.size()));
      if (row.empty() || row.starts_with('#')) continue;
      if (!has_header) {
        has_header = true;
        if (parts_of(row, ',') == std::vector<std::string_view>{"from", "to", "links"}) continue;
        refuse(line, "expected the columns from,to,links, got " + quoted(row));
        return {};
      }
      if (routes_.size() >= kMostRows) {
        refuse(line, fmt::format("more than {} rows", kMostRows));
        return {};
      }
      read_row(row, line);
    }
    if (!has_header) refuse(0, "expected the columns from,to,links");
    std::ranges::sort(routes_, {}, [](const RouteSpec& route) { return std::tie(route.from, route.to); });
    return std::move(routes_);
  }

 private:
  void refuse(int line, std::string message) {
    context_.diagnostics.error({file_, line, line > 0 ? 1 : 0}, "", std::move(message));
  }

  void read_row(std::string_view row, int line) {
    const std::vector<std::string_view> cells = parts_of(row, ',');
    if (cells.size() != 3 || cells[2].empty()) {
      return refuse(line, "expected from,to,links such as 'a,c,a-b b-c', got " + quoted(row));
    }
    RouteSpec route{std::string{cells[0]}, std::string{cells[1]}, {}, {file_, line, 1}};
    bool is_known = knows("centres", "centre", route.from, line);
    is_known = knows("centres", "centre", route.to, line) && is_known;
    for (const std::string_view link : parts_of(cells[2], ' ')) {
      if (link.empty()) continue;
      is_known = knows("links", "link", link, line) && is_known;
      route.links.emplace_back(link);
    }
    if (!is_known) return;
    if (route.from == route.to) return refuse(line, "leads from '" + route.from + "' to itself");
    const auto [first, is_new] = lines_.emplace(std::pair{route.from, route.to}, line);
    if (!is_new) {
      return refuse(line, fmt::format("a second route from '{}' to '{}'; the first is in line {}", route.from,
                                      route.to, first->second));
    }
    routes_.push_back(std::move(route));
  }

  bool knows(const std::string& section, std::string_view singular, std::string_view id, int line) {
    const auto& known = context_.ids(section);
    if (known.contains(id)) return true;
    refuse(line, fmt::format("there is no {} {}", singular, quoted(id)) +
                     context_.suggestion(id, {known.begin(), known.end()}));
    return false;
  }

  const std::string& file_;
  Context& context_;
  std::vector<RouteSpec> routes_;
  std::map<std::pair<std::string, std::string>, int> lines_;
};

/// Why these links are no way from one end to the other, or "".
std::string fault_of(const RouteSpec& route, const Spec& spec) {
  std::set<std::string> passed{route.from};
  std::string at = route.from;
  for (const std::string& id : route.links) {
    const LinkSpec& link = *find_id(spec.links, id);
    if (link.from != at && link.to != at) {
      return fmt::format("link '{}' does not lead on from centre '{}'", id, at);
    }
    at = link.from == at ? link.to : link.from;
    if (!passed.insert(at).second) return fmt::format("passes centre '{}' twice", at);
  }
  return at == route.to ? "" : fmt::format("ends at centre '{}', not at '{}'", at, route.to);
}

}  // namespace

std::optional<RoutingRule> RoutingFormat::read(const Value& value) const {
  if (value.is_scalar()) return kWords.read(value);
  if (!value.node().is_map()) {
    value.expected("'least-latency', 'widest' or {split: 4}");
    return std::nullopt;
  }
  const auto split = Record<Split>{}.read(value);
  return split ? std::optional{RoutingRule{RoutingRule::Kind::Split, split->most}} : std::nullopt;
}

JsonText RoutingFormat::schema(SchemaWriter& writer) const {
  return schema_any_of({kWords.schema(writer), Record<Split>{}.schema(writer)});
}

void fields(Fields& f, RoutesDraft& routes) {
  f.required(
      "file", routes.file, Text{"the name of a file"},
      "CSV with the columns from,to,links: a row holds in both directions unless the reverse has its own");
}

void finish(const Object& object, RoutesDraft& routes) {
  if (routes.file.empty()) return;
  const Value name = *object.find("file");
  const std::string file = name.file_named(routes.file);
  Context& context = object.context();
  const Files::Text& text = context.files.read(file, kMostBytes);
  if (!text.bytes) return name.error(fmt::format("'{}': {}", file, text.why));
  if (const auto fault = first_fault(*text.bytes)) {
    return context.diagnostics.error({file, fault->line, fault->column}, "", fault->message);
  }
  routes.routes = RouteTable{file, context}.read(*text.bytes);
}

void check_routes(const Spec& spec, Context& context) {
  for (const RouteSpec& route : spec.routes) {
    const std::string fault = fault_of(route, spec);
    if (!fault.empty()) context.diagnostics.error(route.at, "", fault);
  }
}

}  // namespace suanwang::scenario

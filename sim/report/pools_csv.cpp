// pools.csv: what accelerators there are in each replication, and which numbers they have.
#include <algorithm>
#include <cstdint>
#include <optional>
#include <string_view>
#include <tuple>
#include <vector>

#include "suanwang/report/csv.hpp"

#include "report/csv_line.hpp"

namespace suanwang {
namespace {

constexpr std::string_view kHeader =
    "replication,centre,pool,accelerator,accelerators,first,last,online_s,retires_s,joins_s,schedulable\n";
constexpr std::size_t kNumberBytes = 256;  // 8 numbers of at most 32 characters, commas with them

/// The numbers of a pool's accelerators in its centre, by place in `supply.pools`: from 0 by (accelerator,
/// pool). Pools on which no job can run by `end` have none.
std::vector<std::optional<Range>> number(const Spec& spec, const DrawnSupply& supply, Time end) {
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < supply.pools.size(); ++i) {
    const DrawnPool& drawn = supply.pools[i];
    const bool runs_jobs = spec.centres[drawn.centre].pools[drawn.pool].schedulable && drawn.count > 0;
    if (runs_jobs && drawn.online < end) order.push_back(i);
  }
  const auto type_of = [&](std::size_t i) -> const std::string& {
    return *spec.centres[supply.pools[i].centre].pools[supply.pools[i].pool].accelerator;
  };
  std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) {
    return std::tie(supply.pools[a].centre, type_of(a)) < std::tie(supply.pools[b].centre, type_of(b));
  });
  std::vector<std::optional<Range>> numbers(supply.pools.size());
  std::uint32_t next = 0;
  for (std::size_t k = 0; k < order.size(); ++k) {
    const DrawnPool& drawn = supply.pools[order[k]];
    if (k > 0 && supply.pools[order[k - 1]].centre != drawn.centre) next = 0;
    const auto count = static_cast<std::uint32_t>(drawn.count);
    numbers[order[k]] = Range{next, next + count - 1};
    next += count;
  }
  return numbers;
}

/// Empty where it is never; what was before time 0 was at time 0.
void write_instant(Line& line, Time instant) {
  if (instant == kNever) {
    line.comma();
  } else {
    line.time(std::max(instant, kStart));
  }
}

}  // namespace

std::string_view pools_csv_header() {
  return kHeader;
}

void write_pools_csv(OutputFile& file, const Spec& spec, const Inputs& inputs) {
  const std::vector<std::string> centres = fields_of_ids(spec.centres);
  file.append(kHeader);
  for (std::uint32_t replication = 0; replication < spec.replications; ++replication) {
    const DrawnSupply supply = draw_supply(spec, inputs, replication);
    const std::vector<std::optional<Range>> numbers = number(spec, supply, inputs.end);
    for (std::size_t i = 0; i < supply.pools.size(); ++i) {
      const DrawnPool& drawn = supply.pools[i];
      const PoolSpec& pool = spec.centres[drawn.centre].pools[drawn.pool];
      const std::string id = field_of(pool.id);
      const std::string type = field_of(pool.accelerator.value_or(""));
      Line line{file.room(kNumberBytes + centres[drawn.centre].size() + id.size() + type.size())};
      line.integer(replication);
      line.text(centres[drawn.centre]);
      line.text(id);
      line.text(type);
      line.integer(drawn.count);
      if (numbers[i]) {
        line.integer(numbers[i]->first);
        line.integer(numbers[i]->last);
      } else {
        line.comma();
        line.comma();
      }
      write_instant(line, drawn.online);
      write_instant(line, drawn.retires);
      write_instant(line, supply.joins[drawn.centre]);
      line.text(pool.schedulable ? "1" : "0");
      file.advance(line.size() - 1);  // the last comma gives way to the end of the line
      file.append("\n");
    }
  }
}

}  // namespace suanwang

#pragma once

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "report/audit_book.hpp"
#include "report/audit_json.hpp"
#include "report/audit_sums.hpp"

namespace suanwang::audit {

/// Compares figures of a part of summary.json.
class Comparer {
 public:
  Comparer(JsonReader json, const Json& of, std::string path, Book& book)
      : json_{std::move(json)}, of_{of}, path_{std::move(path)}, book_{book} {}

  [[nodiscard]] Comparer in(std::string_view key) const {
    return {json_, json_.object(of_, path_, key), place(key), book_};
  }

  void whole(std::string_view key, std::uint64_t must) {
    book_.looked(Check::Sums);
    if (!has(key)) return differ(key, "missing", fmt::format("{}", must));
    const std::uint64_t is = json_.whole(of_, path_, key);
    if (is != must) differ(key, fmt::format("{}", is), fmt::format("{}", must));
  }
  /// Null in the summary where there is nothing to tell a figure from.
  void figure(std::string_view key, std::optional<double> must, double tolerance = 1e-9) {
    book_.looked(Check::Sums);
    if (!must) {
      if (JsonReader::has(of_, key)) differ(key, fmt::format("{}", json_.number(of_, path_, key)), "null");
      return;
    }
    if (!JsonReader::has(of_, key)) return differ(key, "null", fmt::format("{}", *must));
    const double is = json_.number(of_, path_, key);
    if (!(std::abs(is - *must) <= tolerance * std::max(std::abs(*must), 1e-9)))
      differ(key, fmt::format("{}", is), fmt::format("{}", *must));
  }
  void true_that(bool good, std::string_view key, const Name& what) {
    book_.looked(Check::Sums);
    if (!good) book_.fault_at(Check::Sums, json_.shown(), place(key), [&] { return what; });
  }
  /// Rows name what there are no figures of.
  void missing(std::string_view key) {
    book_.looked(Check::Sums);
    differ(key, "missing", "figures of it");
  }
  [[nodiscard]] double number(std::string_view key) const { return json_.number(of_, path_, key); }
  [[nodiscard]] std::uint64_t count(std::string_view key) const { return json_.whole(of_, path_, key); }
  [[nodiscard]] bool has(std::string_view key) const { return JsonReader::has(of_, key); }
  [[nodiscard]] const Json& part() const { return of_; }

 private:
  [[nodiscard]] std::string place(std::string_view key) const {
    return path_.empty() ? std::string{key} : fmt::format("{}/{}", path_, key);
  }
  void differ(std::string_view key, const std::string& is, const std::string& must) {
    book_.fault_at(Check::Sums, json_.shown(), place(key), [&]() -> Name {
      return {fmt::format("is {}, and rows give {}", is, must), fmt::format("为 {}，明细给出 {}", is, must)};
    });
  }

  JsonReader json_;
  const Json& of_;
  std::string path_;
  Book& book_;
};

/// Why finished jobs waited (audit_waits.cpp): beside the rows, and beside the mean wait.
void compare_wait_reasons(const Comparer& policy, const Tally& tally);
void check_wait_reasons(const Comparer& policy);

}  // namespace suanwang::audit

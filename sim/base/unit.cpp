#include "suanwang/base/unit.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <span>
#include <system_error>
#include <vector>

#include "suanwang/base/diagnostics.hpp"

namespace suanwang {
namespace {

/// One unit: a value times `times`, over `over`, is in base units. Both are whole numbers and so exact; with
/// a factor of 1e-3 in their place, 1.66 ms would not be 0.00166.
struct Unit {
  std::string_view symbol;
  double times = 1;
  double over = 1;
};

constexpr double kKi = 1024, kMi = kKi * kKi, kGi = kMi * kKi, kTi = kGi * kKi, kPi = kTi * kKi,
                 kEi = kPi * kKi;
constexpr double kHour = 3600, kDay = 24 * kHour, kWeek = 7 * kDay;
// A year of the Julian calendar, as astronomers and the SI brochure take it, and its twelfth part: spans of
// time that depend on no date. A date is moved by them, not along the calendar.
constexpr double kYear = 365.25 * kDay, kQuarter = kYear / 4, kMonth = kYear / 12;
constexpr double kJoulesPerKwh = 3.6e6, kJoulesPerMwh = 3.6e9;

constexpr std::array kTime{
    Unit{"ns", 1, 1e9},
    Unit{"us", 1, 1e6},
    Unit{"\u00b5s", 1, 1e6},  // micro sign
    Unit{"\u03bcs", 1, 1e6},  // Greek mu
    Unit{"ms", 1, 1e3},
    Unit{"s"},
    Unit{"second"},
    Unit{"seconds"},
    Unit{"min", 60},
    Unit{"minute", 60},
    Unit{"minutes", 60},
    Unit{"h", kHour},
    Unit{"hour", kHour},
    Unit{"hours", kHour},
    Unit{"d", kDay},
    Unit{"day", kDay},
    Unit{"days", kDay},
    Unit{"week", kWeek},
    Unit{"weeks", kWeek},
    Unit{"month", kMonth},
    Unit{"months", kMonth},
    Unit{"quarter", kQuarter},
    Unit{"quarters", kQuarter},
    Unit{"year", kYear},
    Unit{"years", kYear},
};
constexpr std::array kData{
    Unit{"B"},        Unit{"kB", 1e3},  Unit{"MB", 1e6},  Unit{"GB", 1e9},  Unit{"TB", 1e12},
    Unit{"PB", 1e15}, Unit{"EB", 1e18}, Unit{"KiB", kKi}, Unit{"MiB", kMi}, Unit{"GiB", kGi},
    Unit{"TiB", kTi}, Unit{"PiB", kPi}, Unit{"EiB", kEi},
};
constexpr std::array kBandwidth{
    Unit{"bps", 1, 8},
    Unit{"kbps", 1e3, 8},
    Unit{"Mbps", 1e6, 8},
    Unit{"Gbps", 1e9, 8},
    Unit{"Tbps", 1e12, 8},
    Unit{"Pbps", 1e15, 8},
    Unit{"bit/s", 1, 8},
    Unit{"kbit/s", 1e3, 8},
    Unit{"Mbit/s", 1e6, 8},
    Unit{"Gbit/s", 1e9, 8},
    Unit{"Tbit/s", 1e12, 8},
    Unit{"Pbit/s", 1e15, 8},
    Unit{"B/s"},
    Unit{"kB/s", 1e3},
    Unit{"MB/s", 1e6},
    Unit{"GB/s", 1e9},
    Unit{"TB/s", 1e12},
    Unit{"PB/s", 1e15},
    Unit{"KiB/s", kKi},
    Unit{"MiB/s", kMi},
    Unit{"GiB/s", kGi},
    Unit{"TiB/s", kTi},
    Unit{"PiB/s", kPi},
};
constexpr std::array kComputeRate{
    Unit{"FLOPS"},         Unit{"kFLOPS", 1e3},   Unit{"MFLOPS", 1e6},   Unit{"GFLOPS", 1e9},
    Unit{"TFLOPS", 1e12},  Unit{"PFLOPS", 1e15},  Unit{"EFLOPS", 1e18},  Unit{"ZFLOPS", 1e21},
    Unit{"FLOP/s"},        Unit{"kFLOP/s", 1e3},  Unit{"MFLOP/s", 1e6},  Unit{"GFLOP/s", 1e9},
    Unit{"TFLOP/s", 1e12}, Unit{"PFLOP/s", 1e15}, Unit{"EFLOP/s", 1e18}, Unit{"ZFLOP/s", 1e21},
    Unit{"OPS"},           Unit{"kOPS", 1e3},     Unit{"MOPS", 1e6},     Unit{"GOPS", 1e9},
    Unit{"TOPS", 1e12},    Unit{"POPS", 1e15},    Unit{"EOPS", 1e18},    Unit{"ZOPS", 1e21},
};
constexpr std::array kPower{
    Unit{"W"}, Unit{"kW", 1e3}, Unit{"MW", 1e6}, Unit{"GW", 1e9}, Unit{"TW", 1e12},
};
constexpr std::array kEnergy{
    Unit{"J"},         Unit{"kJ", 1e3},    Unit{"MJ", 1e6},    Unit{"GJ", 1e9},     Unit{"TJ", 1e12},
    Unit{"Wh", 3.6e3}, Unit{"kWh", 3.6e6}, Unit{"MWh", 3.6e9}, Unit{"GWh", 3.6e12}, Unit{"TWh", 3.6e15},
};
constexpr std::array kDistance{Unit{"m", 1, 1e3}, Unit{"km"}};
constexpr std::array kFrequency{
    Unit{"per s"},
    Unit{"/s"},
    Unit{"per second"},
    Unit{"/second"},
    Unit{"per min", 1, 60},
    Unit{"/min", 1, 60},
    Unit{"per minute", 1, 60},
    Unit{"/minute", 1, 60},
    Unit{"per h", 1, kHour},
    Unit{"/h", 1, kHour},
    Unit{"per hour", 1, kHour},
    Unit{"/hour", 1, kHour},
    Unit{"per d", 1, kDay},
    Unit{"/d", 1, kDay},
    Unit{"per day", 1, kDay},
    Unit{"/day", 1, kDay},
    Unit{"per week", 1, kWeek},
    Unit{"/week", 1, kWeek},
};
constexpr std::array kCarbonIntensity{
    Unit{"gCO2/kWh", 1, kJoulesPerKwh},     Unit{"kgCO2/kWh", 1e3, kJoulesPerKwh},
    Unit{"kgCO2/MWh", 1e3, kJoulesPerMwh},  Unit{"tCO2/MWh", 1e6, kJoulesPerMwh},
    Unit{"gCO2e/kWh", 1, kJoulesPerKwh},    Unit{"kgCO2e/kWh", 1e3, kJoulesPerKwh},
    Unit{"kgCO2e/MWh", 1e3, kJoulesPerMwh}, Unit{"tCO2e/MWh", 1e6, kJoulesPerMwh},
};
constexpr std::array kEnergyPrice{Unit{"CNY/kWh", 1, kJoulesPerKwh}, Unit{"CNY/MWh", 1, kJoulesPerMwh}};
constexpr std::array kMoney{
    Unit{"CNY"},    Unit{"k CNY", 1e3},        Unit{"M CNY", 1e6},       Unit{"G CNY", 1e9},
    Unit{"\u5143"}, Unit{"\u4e07\u5143", 1e4}, Unit{"\u4ebf\u5143", 1e8}};
constexpr std::array kRatio{Unit{"%", 1, 100}};

/// What a dimension is called, how it is written, and its units.
struct Entry {
  Dimension dimension;
  std::string_view noun;
  std::string_view examples;
  bool bare = false;  ///< a number alone is such a quantity
  std::span<const Unit> units = {};
};

constexpr std::array kEntries{
    Entry{Dimension::Count, "a number", "", true},
    Entry{Dimension::Ratio, "a ratio", "like '0.3' or '30 %'", true, kRatio},
    Entry{Dimension::Time, "an amount of time", "like '90 s' or '40 min'", false, kTime},
    Entry{Dimension::Data, "an amount of data", "like '40 TB' or '32 GiB'", false, kData},
    Entry{Dimension::Bandwidth, "a rate", "like '400 Gbps' or '50 GB/s'", false, kBandwidth},
    Entry{Dimension::ComputeRate, "a compute rate", "like '320 TFLOPS' or '512 TOPS'", false, kComputeRate},
    Entry{Dimension::Power, "a power", "like '310 W' or '20 MW'", false, kPower},
    Entry{Dimension::Energy, "an amount of energy", "like '500 kWh' or '2 GWh'", false, kEnergy},
    Entry{Dimension::Distance, "a distance", "like '250 km' or '800 m'", false, kDistance},
    Entry{Dimension::Frequency, "a frequency", "like '12 per day' or '3 per hour'", false, kFrequency},
    Entry{Dimension::CarbonIntensity, "a carbon intensity", "like '0.4419 kgCO2/kWh' or '442 gCO2/kWh'",
          false, kCarbonIntensity},
    Entry{Dimension::EnergyPrice, "a price of energy", "like '0.70 CNY/kWh'", false, kEnergyPrice},
    Entry{Dimension::Money, "an amount of money", "like '250 M CNY' or '2.5 G CNY'", false, kMoney},
};

constexpr const Entry& entry_of(Dimension dimension) {
  return kEntries[static_cast<std::size_t>(dimension)];
}
static_assert([] {
  for (std::size_t i = 0; i < kEntries.size(); ++i) {
    if (static_cast<std::size_t>(kEntries[i].dimension) != i) return false;
  }
  return true;
}());

const Unit* find(const Entry& entry, std::string_view symbol) {
  const auto at = std::ranges::find(entry.units, symbol, &Unit::symbol);
  return at == entry.units.end() ? nullptr : &*at;
}

bool measures_something(std::string_view symbol) {
  return std::ranges::any_of(kEntries, [symbol](const Entry& e) { return find(e, symbol) != nullptr; });
}

/// "expected a rate with a unit, like '400 Gbps' or '50 GB/s'"
std::string expected(const Entry& entry) {
  std::string result = "expected " + std::string{entry.noun};
  if (!entry.bare) result += " with a unit";
  if (!entry.examples.empty()) result += ", " + std::string{entry.examples};
  return result;
}

/// "expected a finite rate, got '1e400 Gbps'"
std::string not_finite(const Entry& entry, std::string_view text) {
  const std::string_view without_article = entry.noun.substr(entry.noun.find(' ') + 1);
  return "expected a finite " + std::string{without_article} + ", got " + quoted(text);
}

std::string lower(std::string_view text) {
  std::string result{text};
  for (char& c : result) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return result;
}

/// The unit that `symbol` probably stood for, or "": another case first, since `gw` is nearer to `GW` than
/// its letters tell; but `GBps` are bytes, and so never `Gbps`.
std::string near_unit(const Entry& entry, std::string_view symbol) {
  if (symbol.ends_with("Bps")) {
    const std::string bytes = std::string{symbol.substr(0, symbol.size() - 2)} + "/s";
    if (find(entry, bytes) != nullptr) return bytes;
  }
  std::vector<std::string> symbols;
  for (const Unit& unit : entry.units) {
    if (lower(unit.symbol) == lower(symbol)) return std::string{unit.symbol};
    symbols.emplace_back(unit.symbol);
  }
  return nearest(symbol, symbols);
}

std::string unknown_unit(const Entry& entry, std::string_view symbol) {
  const std::string near = near_unit(entry, symbol);
  return "unknown unit " + quoted(symbol) +
         (near.empty() ? "; " + expected(entry) : "; did you mean '" + near + "'?");
}

/// The number with which `text` begins.
struct Leading {
  bool present = false;
  double value = 0;  ///< infinite when out of the range of doubles
  std::string_view rest;
};

Leading leading_number(std::string_view text) {
  std::string_view digits = text;
  const bool plus = digits.starts_with('+');
  if (plus) digits.remove_prefix(1);
  // from_chars would also take "-5" after the plus, and read "info" as an infinity followed by "o".
  const std::string_view magnitude = digits.substr(!plus && digits.starts_with('-') ? 1 : 0);
  if (magnitude.empty() ||
      std::string_view{".0123456789"}.find(magnitude.front()) == std::string_view::npos) {
    return {};
  }
  double value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error == std::errc::invalid_argument) return {};
  const std::string_view rest = digits.substr(static_cast<std::size_t>(end - digits.data()));
  if (error == std::errc::result_out_of_range) value = HUGE_VAL;  // too small as well: nobody means that
  return {true, value, rest};
}

/// Whether `text` is how YAML or people write a value that is no number: ".inf", "-.INF", "nan", "infinity".
bool is_named_non_finite(std::string_view text) {
  if (text.starts_with('+') || text.starts_with('-')) text.remove_prefix(1);
  if (text.starts_with('.')) text.remove_prefix(1);
  const std::string word = lower(text.substr(0, text.find(' ')));
  return word == "inf" || word == "infinity" || word == "nan";
}

bool may_begin_a_unit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '%' || c == '/' ||
         static_cast<unsigned char>(c) >= 0x80;
}

}  // namespace

ParsedQuantity parse_quantity(std::string_view text, Dimension dimension) {
  const Entry& entry = entry_of(dimension);
  if (is_named_non_finite(text)) return {std::nullopt, not_finite(entry, text)};
  const std::string mismatch = expected(entry) + ", got " + quoted(text);
  const Leading number = leading_number(text);
  if (!number.present) return {std::nullopt, mismatch};

  Unit unit{""};
  if (number.rest.empty()) {
    if (!entry.bare) return {std::nullopt, mismatch};
  } else {
    const std::string_view symbol = number.rest.substr(number.rest.starts_with(' ') ? 1 : 0);
    const Unit* found = find(entry, symbol);
    if (found == nullptr) {
      const bool is_unit_like = !symbol.empty() && may_begin_a_unit(symbol.front()) && !entry.bare;
      if (!is_unit_like || measures_something(symbol)) return {std::nullopt, mismatch};
      return {std::nullopt, unknown_unit(entry, symbol)};
    }
    unit = *found;
  }
  const double base = number.value * unit.times / unit.over;
  if (!std::isfinite(base)) return {std::nullopt, not_finite(entry, text)};
  return {base, ""};
}

std::optional<double> parse_number(std::string_view text) {
  if (is_named_non_finite(text)) return std::nullopt;
  const Leading number = leading_number(text);
  if (!number.present || !number.rest.empty() || !std::isfinite(number.value)) return std::nullopt;
  return number.value;
}

std::string_view noun_of(Dimension dimension) {
  return entry_of(dimension).noun;
}

}  // namespace suanwang

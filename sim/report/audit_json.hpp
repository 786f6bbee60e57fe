#pragma once

#include <cmath>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "suanwang/base/diagnostics.hpp"

namespace suanwang::audit {

using Json = nlohmann::ordered_json;

/// Reads a JSON document of which nothing is certain: what is not as it must be is an error in the
/// diagnostics, and something harmless is answered.
class JsonReader {
 public:
  JsonReader(std::string shown, Diagnostics& diagnostics)
      : shown_{std::move(shown)}, diagnostics_{&diagnostics} {}

  [[nodiscard]] const Json& object(const Json& of, const std::string& path, std::string_view key) const {
    return get(of, path, key, &Json::is_object, "an object");
  }
  [[nodiscard]] const Json& array(const Json& of, const std::string& path, std::string_view key) const {
    return get(of, path, key, &Json::is_array, "a list");
  }
  [[nodiscard]] double number(const Json& of, const std::string& path, std::string_view key) const {
    const Json& found = get(of, path, key, &Json::is_number, "a number");
    return found.is_number() ? found.get<double>() : 0;
  }
  [[nodiscard]] std::uint64_t whole(const Json& of, const std::string& path, std::string_view key) const {
    const Json& found = get(of, path, key, &Json::is_number_unsigned, "a whole number");
    return found.is_number_unsigned() ? found.get<std::uint64_t>() : 0;
  }
  [[nodiscard]] bool flag(const Json& of, const std::string& path, std::string_view key) const {
    const Json& found = get(of, path, key, &Json::is_boolean, "true or false");
    return found.is_boolean() && found.get<bool>();
  }
  [[nodiscard]] std::string text(const Json& of, const std::string& path, std::string_view key) const {
    const Json& found = get(of, path, key, &Json::is_string, "a text");
    return found.is_string() ? found.get<std::string>() : "";
  }
  [[nodiscard]] std::vector<std::string> texts(const Json& of, const std::string& path,
                                               std::string_view key) const {
    std::vector<std::string> result;
    for (const Json& each : array(of, path, key)) {
      if (each.is_string()) {
        result.push_back(each.get<std::string>());
      } else {
        error(fmt::format("{}/{}", path, key), "expected a list of texts");
      }
    }
    return result;
  }
  /// Whether there is something else than null.
  [[nodiscard]] static bool has(const Json& of, std::string_view key) {
    const auto found = of.is_object() ? of.find(key) : of.end();
    return found != of.end() && !found->is_null();
  }
  void error(const std::string& path, std::string message) const {
    diagnostics_->error({shown_, 0, 0}, path, std::move(message));
  }
  [[nodiscard]] const std::string& shown() const { return shown_; }

 private:
  [[nodiscard]] const Json& get(const Json& of, const std::string& path, std::string_view key,
                                bool (Json::*is)() const noexcept, std::string_view expected) const {
    static const Json kNothing = nullptr;
    const auto found = of.is_object() ? of.find(key) : of.end();
    if (found != of.end() && ((*found).*is)()) return *found;
    const std::string place = path.empty() ? std::string{key} : fmt::format("{}/{}", path, key);
    error(place, fmt::format("expected {}{}", expected, found == of.end() ? ", found nothing" : ""));
    return kNothing;
  }

  std::string shown_;
  Diagnostics* diagnostics_;
};

}  // namespace suanwang::audit

// Quotas of tenants: what they may hold in which region, and what they lend.
#include <algorithm>
#include <utility>

#include "scenario/formats.hpp"
#include "scenario/quota_plan.hpp"
#include "scenario/sections.hpp"

namespace suanwang::scenario {
namespace {

constexpr std::int64_t kMost = 1'000'000'000;
constexpr std::string_view kAnywhere = "anywhere";

/// {nominal: 512, borrow: 64, lend: 128}
struct QuotaDraft {
  QuotaSpec spec;
};
void fields(Fields& f, QuotaDraft& quota) {
  QuotaSpec& q = quota.spec;
  f.required("nominal", q.nominal, Whole<std::int64_t>{0, kMost}, "accelerators that are its own");
  f.optional("borrow", q.borrow, Whole<std::int64_t>{0, kMost},
             "accelerators beyond that, of what its cohort lends; no limit if not given");
  f.optional("lend", q.lend, Whole<std::int64_t>{0, kMost},
             "of its own, what others of its cohort may hold while it does not; all if not given");
}
void finish(const Object& object, QuotaDraft& quota) {
  if (quota.spec.lend && *quota.spec.lend > quota.spec.nominal && object.has("nominal"))
    object.find("lend")->error("expected no more than 'nominal'");
}

/// A number of accelerators, or one with limits of borrowing and lending.
struct QuotaFormat {
  [[nodiscard]] std::optional<QuotaSpec> read(const Value& value) const {
    QuotaSpec spec;
    if (value.node().is_map()) {
      const auto draft = Record<QuotaDraft>{}.read(value);
      if (!draft) return std::nullopt;
      spec = draft->spec;
    } else if (const auto nominal = Whole<std::int64_t>{0, kMost}.read(value)) {
      spec.nominal = *nominal;
    } else {
      return std::nullopt;
    }
    spec.at = value.named_at().location();
    return spec;
  }
  [[nodiscard]] JsonText schema(SchemaWriter& writer) const {
    return schema_any_of({Whole<std::int64_t>{0, kMost}.schema(writer), Record<QuotaDraft>{}.schema(writer)});
  }
};

/// One quota for everywhere, or one for each of some regions.
struct QuotasFormat {
  [[nodiscard]] std::optional<std::vector<QuotaSpec>> read(const Value& value) const {
    if (!value.node().is_map()) {
      const auto everywhere = QuotaFormat{}.read(value);
      return everywhere ? std::optional{std::vector{*everywhere}} : std::nullopt;
    }
    if (value.node().entries.empty()) {
      value.expected("a quota by region, such as {guangdong: 512}");
      return std::nullopt;
    }
    std::vector<QuotaSpec> quotas;
    for (const Node::Entry& entry : value.node().entries) {
      auto quota = QuotaFormat{}.read(value.entry(entry));
      if (!quota) continue;
      if (entry.key != kAnywhere) quota->region = entry.key;
      quotas.push_back(*std::move(quota));
    }
    std::ranges::sort(quotas, {}, &QuotaSpec::region);
    return quotas;
  }
  [[nodiscard]] JsonText schema(SchemaWriter& writer) const {
    return schema_any_of({Whole<std::int64_t>{0, kMost}.schema(writer),
                          schema_of_map("^[A-Za-z0-9][A-Za-z0-9_.-]*$", QuotaFormat{}.schema(writer), 1)});
  }
};

}  // namespace

void list_quotas(Fields& f, TenantSpec& tenant) {
  f.optional("cohort", tenant.cohort, NewId{},
             "tenants of one cohort lend each other what they do not use of their quotas");
  f.optional("quota", tenant.quotas, QuotasFormat{},
             "accelerators that its jobs may hold at once: a number, or by region, with all that lies in it "
             "('anywhere': the whole network)");
}

void finish_quotas(const Object& object, const TenantSpec& tenant) {
  if (tenant.cohort) {
    if (tenant.quotas.empty() && !object.has("quota"))
      object.find("cohort")->error_here("a cohort lends quotas, and this tenant has none: give it a 'quota'");
    return;
  }
  for (const QuotaSpec& quota : tenant.quotas) {
    if (!quota.borrow && !quota.lend) continue;
    object.context().diagnostics.error(
        quota.at, path_of(tenant, quota),
        std::string{"'"} + (quota.borrow ? "borrow" : "lend") +
            "' needs a 'cohort': without one a tenant neither borrows nor lends");
  }
}

std::string path_of(const TenantSpec& tenant, const QuotaSpec& quota) {
  const std::string_view region = quota.region.empty() ? kAnywhere : std::string_view{quota.region};
  return "tenants." + tenant.id + ".quota." + std::string{region};
}

}  // namespace suanwang::scenario

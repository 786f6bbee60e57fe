#include "suanwang/measure/wait_reason_sums.hpp"

namespace suanwang {
namespace {

WaitReasonSum& at(std::vector<WaitReasonSum>& sums, std::size_t index) {
  if (sums.size() <= index) sums.resize(index + 1);
  return sums[index];
}

void add_each(std::vector<WaitReasonSum>& to, const std::vector<WaitReasonSum>& others) {
  for (std::size_t i = 0; i < others.size(); ++i) at(to, i).add(others[i]);
}

}  // namespace

void WaitReasonSum::add(const WaitParts& wait) {
  ++jobs;
  for (std::size_t i = 0; i < kWaitReasons; ++i) {
    if (wait[i] != Duration{0}) parts[i] += wait[i].count();  // mostly one or two of them
  }
}

void WaitReasonSum::add(const WaitReasonSum& other) {
  jobs += other.jobs;
  for (std::size_t i = 0; i < kWaitReasons; ++i) parts[i] += other.parts[i];
}

double WaitReasonSum::seconds(WaitReason reason) const {
  return static_cast<double>(parts[static_cast<std::size_t>(reason)]) / 1e9;
}

double WaitReasonSum::seconds() const {
  Int128 sum = 0;
  for (const Int128 part : parts) sum += part;
  return static_cast<double>(sum) / 1e9;
}

void WaitReasonSums::add(const WaitReasonSums& other) {
  all.add(other.all);
  add_each(tenants, other.tenants);
  no_tenant.add(other.no_tenant);
  add_each(homes, other.homes);
}

void WaitReasonSums::add(const JobFacts& job, const WaitParts& wait) {
  all.add(wait);
  (job.tenant ? at(tenants, job.tenant->index()) : no_tenant).add(wait);
  if (job.home) at(homes, job.home->index()).add(wait);
}

}  // namespace suanwang

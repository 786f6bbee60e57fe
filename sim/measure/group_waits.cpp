#include "suanwang/measure/group_waits.hpp"

#include <algorithm>
#include <array>

namespace suanwang {
namespace {

constexpr int kDigit = 8;

/// A group while its order statistic is selected by its digits, most significant first.
struct Group {
  std::uint64_t jobs = 0;
  Int128 waited = 0;         // ns
  std::uint64_t rank = 0;    // from 0, among the waits that share `prefix`
  std::uint64_t prefix = 0;  // digits found so far, in place
  std::array<std::uint64_t, std::size_t{1} << kDigit> histogram{};

  void find_digit(int shift) {
    std::size_t digit = 0;
    while (rank >= histogram[digit]) rank -= histogram[digit++];
    prefix |= static_cast<std::uint64_t>(digit) << shift;
    histogram.fill(0);
  }
  [[nodiscard]] GroupWait result() const {
    if (jobs == 0) return {};
    return {jobs, static_cast<double>(waited) / 1e9 / static_cast<double>(jobs),
            in_seconds(Duration{static_cast<std::int64_t>(prefix)})};
  }
};

std::uint64_t key_of(const JobSample& sample) {
  return static_cast<std::uint64_t>(sample.wait.count());
}

/// The groups of classes, and those of tenants with the jobs of none first.
struct Groups {
  std::vector<Group> classes;
  std::vector<Group> tenants;

  template <class Visit>
  void for_each(const Visit& visit) {
    for (std::vector<Group>* groups : {&classes, &tenants}) {
      for (Group& group : *groups) visit(group);
    }
  }
  /// The two groups of a sample.
  [[nodiscard]] std::array<Group*, 2> of(const JobSample& sample) {
    if (classes.size() <= sample.job_class) classes.resize(sample.job_class + std::size_t{1});
    if (tenants.size() <= sample.tenant) tenants.resize(sample.tenant + std::size_t{1});
    return {&classes[sample.job_class], &tenants[sample.tenant]};
  }
};

void select(const std::vector<const Samples*>& runs, std::uint64_t greatest, Groups& groups) {
  for (int shift = 64 - kDigit; shift >= 0; shift -= kDigit) {
    if (greatest >> shift == 0) continue;  // this digit is 0 in all
    const std::uint64_t above = shift + kDigit == 64 ? 0 : ~std::uint64_t{0} << (shift + kDigit);
    for (const Samples* run : runs) {
      run->for_each([&](const JobSample& sample) {
        const std::uint64_t key = key_of(sample);
        for (Group* group : groups.of(sample)) {
          if ((key & above) == group->prefix) ++group->histogram[key >> shift & ((1U << kDigit) - 1)];
        }
      });
    }
    groups.for_each([shift](Group& group) {
      if (group.jobs > 0) group.find_digit(shift);
    });
  }
}

}  // namespace

GroupWaits waits_by_group(const std::vector<const Samples*>& runs) {
  Groups groups;
  std::uint64_t greatest = 0;
  for (const Samples* run : runs) {
    run->for_each([&](const JobSample& sample) {
      greatest = std::max(greatest, key_of(sample));
      for (Group* group : groups.of(sample)) {
        ++group->jobs;
        group->waited += sample.wait.count();
      }
    });
  }
  groups.for_each([](Group& group) {
    if (group.jobs > 0) group.rank = (group.jobs * 95 + 99) / 100 - 1;  // nearest rank
  });
  select(runs, greatest, groups);

  GroupWaits result;
  for (const Group& group : groups.classes) result.classes.push_back(group.result());
  for (std::size_t i = 1; i < groups.tenants.size(); ++i)
    result.tenants.push_back(groups.tenants[i].result());
  return result;
}

}  // namespace suanwang

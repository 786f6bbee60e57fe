#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include <gtest/gtest.h>

#include "support/simulate.hpp"

/// The rules of the scheduling literature, written down as plainly as they can be: every pass reads the whole
/// queue, every forecast is an array with one number for each second, and nothing is remembered that could be
/// computed again. Slow, and shares no code with the simulator: what it is compared with.
///
/// It knows one domain (all centres have joined), times in whole seconds and `place: first-fit`.
namespace suanwang::test {

class Textbook {
 public:
  /// What becomes of a job. Jobs are in the order of submission.
  struct Fate {
    Job job;
    bool rejected = false;
    std::int64_t start = -1;
    std::int64_t end = -1;
    std::size_t centre = 0;
    std::vector<std::uint32_t> numbers;  ///< accelerators, by number in the centre
    std::int64_t promised = -1;          ///< EASY: shadow time when the job first was a blocked head;
                                         ///< conservative: its first reservation
  };

  Textbook(const Instance& instance, PolicySettings settings) : settings_{std::move(settings)} {
    read_pools(instance);
    read_jobs(instance);
  }

  std::vector<Fate> run() {
    while (true) {
      now_ = next_instant();
      if (now_ == kForever) break;
      if (settings_.decide == DecideRule::PerInstant) {
        while (const auto job = next_end()) end(*job);
        while (next_job_ < fates_.size() && submit_of(next_job_) == now_) submit();
        pass();
      } else {
        run_events();
      }
    }
    return fates_;
  }

 private:
  using Forecast = std::vector<std::int64_t>;  // accelerators free at each second
  static constexpr std::int64_t kForever = std::numeric_limits<std::int64_t>::max();
  static constexpr std::size_t kNobody = static_cast<std::size_t>(-1);

  struct Accelerator {
    std::int64_t online;
    std::size_t holder = kNobody;
  };
  struct Part {
    std::size_t centre;
    std::size_t type;
    std::uint32_t first_number = 0;
    std::vector<Accelerator> accelerators;
  };
  struct Running {
    std::size_t job;
    std::size_t part;
    bool released = false;
  };
  struct Promise {
    std::size_t part;
    std::int64_t start;
  };

  static std::int64_t whole(Duration span) {
    return std::chrono::duration_cast<std::chrono::seconds>(span).count();
  }
  std::int64_t submit_of(std::size_t job) const { return whole(fates_[job].job.submit - kStart); }
  std::int64_t walltime(std::size_t job) const { return whole(fates_[job].job.walltime); }
  std::int64_t need(std::size_t job) const { return fates_[job].job.accelerators.count(); }
  std::int64_t until(std::size_t job) const { return fates_[job].start + walltime(job); }

  void read_pools(const Instance& instance) {
    for (const PoolPlan& pool : instance.pools) {
      const std::size_t centre = pool.centre.index();
      const std::size_t type = pool.type.index();
      auto part = std::find_if(parts_.begin(), parts_.end(),
                               [&](const Part& p) { return p.centre == centre && p.type == type; });
      if (part == parts_.end()) part = parts_.insert(part, Part{centre, type, 0, {}});
      const std::int64_t online = std::max<std::int64_t>(0, whole(pool.online - kStart));
      part->accelerators.insert(part->accelerators.end(), static_cast<std::size_t>(pool.count), {online});
      horizon_ = std::max(horizon_, online);
    }
    std::sort(parts_.begin(), parts_.end(), [](const Part& a, const Part& b) {
      return std::tie(a.centre, a.type) < std::tie(b.centre, b.type);
    });
    for (std::size_t p = 1; p < parts_.size(); ++p) {
      const Part& last = parts_[p - 1];
      if (last.centre != parts_[p].centre) continue;
      parts_[p].first_number = last.first_number + static_cast<std::uint32_t>(last.accelerators.size());
    }
  }

  void read_jobs(const Instance& instance) {
    for (const auto& open : instance.streams) {
      const auto source = open();
      while (const auto job = source->next()) fates_.push_back({.job = *job, .numbers = {}});
    }
    std::stable_sort(fates_.begin(), fates_.end(),
                     [](const Fate& a, const Fate& b) { return a.job.submit < b.job.submit; });
    std::int64_t serial = 0;
    for (std::size_t i = 0; i < fates_.size(); ++i) {
      serial += walltime(i);
      horizon_ = std::max(horizon_, submit_of(i));
    }
    horizon_ += serial + 2;  // by then all could have run one after the other
    promises_.resize(fates_.size());
  }

  // --- What happens
  // -----------------------------------------------------------------------------------------

  std::int64_t next_instant() const {
    std::int64_t next = kForever;
    const auto consider = [&](std::int64_t t) {
      if (t > now_) next = std::min(next, t);
    };
    if (next_job_ < fates_.size()) consider(submit_of(next_job_));
    for (const Running& r : running_) consider(fates_[r.job].end);
    for (const auto& promise : promises_) {
      if (promise) consider(promise->start);
    }
    if (queue_.empty()) return next;
    for (const Part& part : parts_) {
      for (const Accelerator& a : part.accelerators) consider(a.online);
    }
    return next;
  }

  /// The job that started first of those that end now.
  std::optional<std::size_t> next_end() const {
    for (const Running& r : running_) {  // in the order of their starts
      if (fates_[r.job].end == now_) return r.job;
    }
    return std::nullopt;
  }

  void run_events() {
    if (online_by(now_) > online_by(now_ - 1)) pass_event();
    while (next_job_ < fates_.size() && submit_of(next_job_) == now_) {
      const std::size_t job = next_job_;
      submit();
      release_due();
      const bool fits = std::any_of(parts_.begin(), parts_.end(),
                                    [&](const Part& part) { return free_now(part) >= need(job); });
      if (!fates_[job].rejected && (fits || settings_.backfill.rule == "conservative")) pass();
    }
    while (const auto job = next_end()) {
      end(*job);
      pass_event();
    }
    if (std::any_of(promises_.begin(), promises_.end(),
                    [&](const auto& p) { return p && p->start == now_; })) {
      pass_event();
    }
  }

  void pass_event() {
    release_due();
    pass();
  }

  std::int64_t online_by(std::int64_t t) const {
    std::int64_t n = 0;
    for (const Part& part : parts_) {
      for (const Accelerator& a : part.accelerators) n += a.online <= t ? 1 : 0;
    }
    return n;
  }

  void submit() {
    const std::size_t job = next_job_++;
    const bool fits = std::any_of(parts_.begin(), parts_.end(), [&](const Part& part) {
      return static_cast<std::int64_t>(part.accelerators.size()) >= need(job);
    });
    if (!fits) {
      fates_[job].rejected = true;
      return;
    }
    queue_.push_back(job);
    submitted_.push_back(job);
    std::stable_sort(queue_.begin(), queue_.end(), [&](std::size_t a, std::size_t b) {
      return std::pair{rank(fates_[a].job), a} < std::pair{rank(fates_[b].job), b};
    });
  }

  double rank(const Job& job) const {
    if (settings_.order == "sjf") return in_seconds(job.walltime);
    if (settings_.order == "ljf") return -in_seconds(job.walltime);
    if (settings_.order == "smallest") return static_cast<double>(job.accelerators.count());
    if (settings_.order == "priority") return -job.priority;
    EXPECT_EQ(settings_.order, "fifo");
    return 0;
  }

  void release(Running& running) {
    if (running.released) return;
    running.released = true;
    for (Accelerator& a : parts_[running.part].accelerators) {
      if (a.holder == running.job) a.holder = kNobody;
    }
  }

  void release_due() {
    for (Running& r : running_) {
      if (until(r.job) <= now_) release(r);
    }
  }

  void end(std::size_t job) {
    const auto at =
        std::find_if(running_.begin(), running_.end(), [&](const Running& r) { return r.job == job; });
    release(*at);
    running_.erase(at);
    something_ended_ = true;
  }

  /// Starts a job on the lowest free accelerators that are not in `spared`.
  void start(std::size_t job, std::size_t p, const std::vector<std::size_t>& spared = {}) {
    Fate& fate = fates_[job];
    fate.start = now_;
    fate.end = now_ + std::min(walltime(job), whole(fate.job.run));
    fate.centre = parts_[p].centre;
    for (std::size_t i = 0; static_cast<std::int64_t>(fate.numbers.size()) < need(job); ++i) {
      Accelerator& a = parts_[p].accelerators.at(i);
      if (a.online > now_ || a.holder != kNobody) continue;
      if (std::find(spared.begin(), spared.end(), i) != spared.end()) continue;
      a.holder = job;
      fate.numbers.push_back(parts_[p].first_number + static_cast<std::uint32_t>(i));
    }
    running_.push_back({job, p});
    queue_.erase(std::find(queue_.begin(), queue_.end(), job));
    promises_[job].reset();
  }

  // --- What is free, now and by forecast
  // --------------------------------------------------------------------

  std::int64_t free_now(const Part& part) const {
    return std::count_if(part.accelerators.begin(), part.accelerators.end(),
                         [&](const Accelerator& a) { return a.online <= now_ && a.holder == kNobody; });
  }

  /// Which accelerators are free at `t` if running jobs end at their walltimes.
  std::vector<std::size_t> free_at(const Part& part, std::int64_t t) const {
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < part.accelerators.size(); ++i) {
      const Accelerator& a = part.accelerators[i];
      if (a.online <= t && (a.holder == kNobody || until(a.holder) <= t)) found.push_back(i);
    }
    return found;
  }

  Forecast forecast(std::size_t p) const {
    Forecast free(static_cast<std::size_t>(horizon_), 0);
    for (const Accelerator& a : parts_[p].accelerators) {
      const std::int64_t from = std::max(a.online, a.holder == kNobody ? now_ : until(a.holder));
      for (std::int64_t t = from; t < horizon_; ++t) ++free[static_cast<std::size_t>(t)];
    }
    for (std::size_t job = 0; job < promises_.size(); ++job) {
      if (promises_[job] && promises_[job]->part == p) take(free, promises_[job]->start, job);
    }
    return free;
  }

  void take(Forecast& free, std::int64_t from, std::size_t job) const {
    for (std::int64_t t = from; t < std::min(horizon_, from + walltime(job)); ++t) {
      free[static_cast<std::size_t>(t)] -= need(job);
      EXPECT_GE(free[static_cast<std::size_t>(t)], 0);
    }
  }

  bool fits(const Forecast& free, std::int64_t from, std::size_t job) const {
    for (std::int64_t t = from; t < std::min(horizon_, from + walltime(job)); ++t) {
      if (free[static_cast<std::size_t>(t)] < need(job)) return false;
    }
    return true;
  }

  /// Where and when the job can start at the earliest; the first partition of those.
  Promise earliest(const std::vector<Forecast>& free, std::size_t job) const {
    for (std::int64_t t = now_; t < horizon_; ++t) {
      for (std::size_t p = 0; p < parts_.size(); ++p) {
        if (fits(free[p], t, job)) return {p, t};
      }
    }
    ADD_FAILURE() << "the forecast ends too early";
    return {0, horizon_};
  }

  std::vector<Forecast> forecasts() const {
    std::vector<Forecast> found;
    for (std::size_t p = 0; p < parts_.size(); ++p) found.push_back(forecast(p));
    return found;
  }

  // --- The rules
  // --------------------------------------------------------------------------------------------

  void pass() {
    const std::string& rule = settings_.backfill.rule;
    if (rule == "none") {
      start_heads();
    } else if (rule == "easy") {
      easy();
    } else if (rule == "depth") {
      depth();
    } else {
      EXPECT_EQ(rule, "conservative");
      conservative();
    }
    submitted_.clear();
    something_ended_ = false;
  }

  void start_heads() {
    while (!queue_.empty()) {
      const std::size_t head = queue_.front();
      std::size_t p = 0;
      while (p < parts_.size() && free_now(parts_[p]) < need(head)) ++p;
      if (p == parts_.size()) return;
      start(head, p);
    }
  }

  /// Mu'alem and Feitelson 2001, with the head's reservation where it starts earliest.
  void easy() {
    start_heads();
    if (queue_.empty()) return;
    const std::size_t head = queue_.front();
    const auto [reserved, shadow] = earliest(forecasts(), head);
    std::vector<std::size_t> spared = free_at(parts_[reserved], shadow);
    auto extra = static_cast<std::int64_t>(spared.size()) - need(head);
    spared.resize(static_cast<std::size_t>(need(head)));
    if (fates_[head].promised < 0) fates_[head].promised = shadow;

    const bool machines = settings_.backfill.reserve == BackfillSettings::Reserve::Machines;
    std::vector<std::size_t> candidates{queue_.begin() + 1, queue_.end()};
    if (settings_.backfill.candidates == BackfillSettings::Candidates::Shortest) {
      std::stable_sort(candidates.begin(), candidates.end(),
                       [&](std::size_t a, std::size_t b) { return walltime(a) < walltime(b); });
    }
    for (const std::size_t job : candidates) {
      for (std::size_t p = 0; p < parts_.size(); ++p) {
        if (free_now(parts_[p]) < need(job)) continue;
        if (p != reserved || now_ + walltime(job) <= shadow) {
          start(job, p);
          break;
        }
        if (machines) {
          std::vector<std::size_t> allowed = free_at(parts_[p], now_);
          std::erase_if(allowed, [&](std::size_t i) {
            return std::find(spared.begin(), spared.end(), i) != spared.end();
          });
          if (static_cast<std::int64_t>(allowed.size()) < need(job)) continue;
          start(job, p, spared);
          break;
        }
        if (extra < need(job)) continue;
        extra -= need(job);
        start(job, p);
        break;
      }
    }
  }

  /// The first N blocked jobs hold a reservation each; all others start where they delay none of those.
  void depth() {
    std::vector<Forecast> free = forecasts();
    int left = settings_.backfill.depth;
    for (const std::size_t job : std::vector<std::size_t>{queue_}) {
      std::size_t p = 0;
      while (p < parts_.size() && !fits(free[p], now_, job)) ++p;
      if (p < parts_.size()) {
        start(job, p);
        take(free[p], now_, job);
      } else if (left > 0) {
        const Promise held = earliest(free, job);
        take(free[held.part], held.start, job);
        --left;
      }
    }
  }

  /// Reservations at submission; after an end, every job in queue order gives its reservation back and takes
  /// the earliest that there is now.
  void conservative() {
    for (const std::size_t job : submitted_) {
      promises_[job] = earliest(forecasts(), job);
      fates_[job].promised = promises_[job]->start;
    }
    if (something_ended_) {
      for (const std::size_t job : queue_) {
        const Promise held = *promises_[job];
        if (held.start <= now_) continue;
        promises_[job].reset();
        const Promise better = earliest(forecasts(), job);
        EXPECT_LE(better.start, held.start) << "compression delays a job";
        promises_[job] = better.start < held.start ? better : held;
      }
    }
    for (const std::size_t job : std::vector<std::size_t>{queue_}) {
      if (promises_[job]->start == now_) start(job, promises_[job]->part);
    }
  }

  PolicySettings settings_;
  std::vector<Part> parts_;
  std::vector<Fate> fates_;
  std::int64_t horizon_ = 0;  // by when everything has happened

  std::int64_t now_ = -1;
  std::size_t next_job_ = 0;
  std::vector<std::size_t> queue_;
  std::vector<Running> running_;
  std::vector<std::optional<Promise>> promises_;  // conservative, by job
  std::vector<std::size_t> submitted_;            // since the last pass
  bool something_ended_ = false;                  // since the last pass
};

}  // namespace suanwang::test

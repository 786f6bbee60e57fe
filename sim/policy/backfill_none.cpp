#include "suanwang/policy/backfill.hpp"

#include "policy/parts.hpp"

namespace suanwang {

void start_from_head(const View& view, const Place& place, Decisions& decisions) {
  while (!view.queue.empty()) {
    const WaitingQueue::Place head{view.queue.head_key(), view.queue.head()};
    const Ledger* partition = choose_partition(view.partitions, place, head.job.need,
                                               [&](const Ledger& p) { return head.job.need <= p.free(); });
    if (partition == nullptr) return;
    decisions.start(head, *partition, place.pick(*partition, head.job.need, nullptr));
  }
}

namespace {

class NoBackfill final : public Backfill {
 public:
  explicit NoBackfill(const Place& place) : place_{&place} {}
  void pass(const View& view, Decisions& decisions) override { start_from_head(view, *place_, decisions); }
  [[nodiscard]] WaitingQueue::Index index() const override { return WaitingQueue::Index::None; }

 private:
  const Place* place_;
};

}  // namespace

std::unique_ptr<Backfill> make_no_backfill(const Policy& policy) {
  return std::make_unique<NoBackfill>(policy.place());
}

}  // namespace suanwang

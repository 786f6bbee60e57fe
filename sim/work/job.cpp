#include "suanwang/work/job.hpp"

namespace suanwang {

std::string_view to_text(JobState state) {
  switch (state) {
    case JobState::Waiting:
      return "waiting";
    case JobState::Running:
      return "running";
    case JobState::Finished:
      return "finished";
    case JobState::Killed:
      return "killed";
    case JobState::Rejected:
      return "rejected";
  }
  return "";
}

std::string_view to_text(RejectReason reason) {
  switch (reason) {
    case RejectReason::None:
      return "";
    case RejectReason::TooLarge:
      return "larger than every pool it may use";
    case RejectReason::QueueFull:
      return "the queue was full";
    case RejectReason::NoHome:
      return "names no centre, and neither does its tenant";
    case RejectReason::DataZone:
      return "its data may not be where it fits, or cannot get there";
    case RejectReason::NoStorage:
      return "no centre where it fits can ever hold its data";
    case RejectReason::Refused:
      return "every centre where it fits refuses it";
    case RejectReason::OverQuota:
      return "larger than its tenant's quota with all that it may borrow";
  }
  return "";
}

}  // namespace suanwang

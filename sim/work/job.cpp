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
  }
  return "";
}

}  // namespace suanwang

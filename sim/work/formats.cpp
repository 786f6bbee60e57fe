#include <vector>

#include "suanwang/work/source.hpp"

namespace suanwang {

const std::vector<TraceFormat>& trace_formats() {
  static const std::vector<TraceFormat> formats{
      {"swf", "Standard Workload Format 2.2 of the Parallel Workloads Archive, plain or .gz", read_swf},
      {"philly", "CSV with the columns timestamp,duration,num_gpus (Microsoft Philly), plain or .gz",
       read_philly},
      {"batsim", "Batsim's JSON workload with delay profiles, plain or .gz", read_batsim},
  };
  return formats;
}

}  // namespace suanwang

// How long a run will be, before it is.
#include <algorithm>
#include <variant>
#include <vector>

#include "suanwang/scenario/run.hpp"

#include "scenario/streams.hpp"

namespace suanwang {

double expected_jobs(const Spec& spec, const Inputs& inputs) {
  const std::vector<std::string> classes = class_names(spec);
  double jobs = 0;
  for (std::size_t s = 0; s < spec.workload.size(); ++s) {
    const StreamSpec& stream = spec.workload[s];
    if (const auto* g = std::get_if<GenerateSpec>(&stream.jobs)) {
      const Generator generator = generator_of(spec, inputs, StreamId{s}, *g, classes);
      const double arrivals = expected_arrivals(generator.arrivals, inputs.end);
      jobs += generator.count ? std::min(arrivals, static_cast<double>(*generator.count)) : arrivals;
    } else if (inputs.traces[s] != nullptr) {
      jobs += static_cast<double>(inputs.traces[s]->report().kept);
    } else if (const auto* listed = std::get_if<std::vector<ExplicitJobSpec>>(&stream.jobs)) {
      jobs += static_cast<double>(listed->size());
    }
  }
  return jobs;
}

}  // namespace suanwang

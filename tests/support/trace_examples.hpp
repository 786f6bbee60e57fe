#pragma once

#include <map>
#include <stdexcept>
#include <string>
#include <string_view>

namespace suanwang::test {

/// A small valid log of each format, for a capacity of 64: at least five jobs are kept, some rows are
/// dropped, two submissions are equal, and the rows are out of order where the format may have them so.
inline std::string trace_example(std::string_view format) {
  static const std::map<std::string, std::string, std::less<>> examples{
      {"swf",
       "; MaxProcs: 32\n"
       "; UnixStartTime: 843480031\n"
       ";\n"
       "    1       10 964980  97225   56     -1    -1   56 210000    -1  1   1   1  -1 -1 -1 -1 -1\n"
       "    2       20 291900   9382   32     -1    -1   32  14400    -1  1   2   2  -1 -1 -1 -1 -1\n"
       "    3       20 303900    177   65     -1    -1   84  14400    -1  1   2   2  -1 -1 -1 -1 -1\n"
       "    4       20 297120    140   16     -1    -1   -1    100    -1  1   3   3  -1 -1 -1 -1 -1\n"
       "    5       15 196680     -1   16     -1    -1   16  53400    -1  1   4   4  -1 -1 -1 -1 -1\n"
       "    6       12 171240   4850    5     -1    -1    5     -1    -1  1   5   5  -1 -1 -1 -1 -1\n"
       "    7    25.25 150660 16.125   16     -1    -1   16  52800    -1  1   6   6  -1 -1 -1 -1 -1\n"},
      {"philly",
       "timestamp,duration,num_gpus,gpu_time,cluster\n"
       "2017-10-09 07:01:55,66.0,1,66.0,11cb48\n"
       "2017-10-09 06:13:03,2951.0,1,2951.0,6214e9\n"
       "2017-10-09 07:01:55,23.5,64,1504.0,11cb48\n"
       "2017-10-09 07:01:56,0,1,0.0,11cb48\n"
       "2017-10-11 00:00:00,5,65,325.0,11cb48\n"
       "2017-10-10 00:00:00,5,8,40.0,\"11,cb48\"\n"
       "2017-10-01 23:59:59,193256.0,8,1546048.0,ee9e8c\n\n"},
      {"batsim",
       "{\n  \"nb_res\": 32, \"description\": \"an example\",\n"
       "  \"jobs\": [\n"
       "    {\"id\": 424242, \"profile\": \"d1\", \"res\": 1, \"subtime\": 16000, \"walltime\": 149},\n"
       "    {\"id\": 0, \"profile\": \"d1\", \"res\": 1, \"subtime\": 0.0, \"walltime\": 149},\n"
       "    {\"id\": \"w0!1\", \"profile\": \"d2\", \"res\": 2, \"subtime\": 4.709164021244639, "
       "\"walltime\": -1},\n"
       "    {\"id\": 2, \"profile\": \"d2\", \"res\": 64, \"subtime\": 4.709164021244639},\n"
       "    {\"id\": 3, \"profile\": \"d2\", \"res\": 65, \"subtime\": 5},\n"
       "    {\"id\": 4, \"profile\": \"d3\", \"res\": 6, \"subtime\": 5},\n"
       "    {\"id\": 5, \"profile\": \"d1\", \"res\": 4, \"subtime\": 38.83628535932385, \"walltime\": "
       "9.6e1}\n"
       "  ],\n"
       "  \"profiles\": {\n"
       "    \"d1\": {\"type\": \"delay\", \"delay\": 88.51, \"np\": 1},\n"
       "    \"d2\": {\"type\": \"DelayProfile\", \"delay\": 1e2, \"command\": [\"a\", {\"b\": null}]},\n"
       "    \"d3\": {\"type\": \"delay\", \"delay\": 0}\n"
       "  }\n}\n"},
  };
  const auto found = examples.find(format);
  if (found == examples.end()) throw std::out_of_range{"no example of the format " + std::string{format}};
  return found->second;
}

}  // namespace suanwang::test

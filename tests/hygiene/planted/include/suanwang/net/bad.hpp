#pragma once

#include <boost/graph/adjacency_list.hpp>
#include <tbb/parallel_for.h>
#include <yaml-cpp/yaml.h>

#include <vector>

#include "suanwang/base/check.hpp"
#include "suanwang/centre/capacity.hpp"
#include "suanwang/net/route.hpp"
#include "suanwang/policy/settings.hpp"
#include "suanwang/weather/rain.hpp"

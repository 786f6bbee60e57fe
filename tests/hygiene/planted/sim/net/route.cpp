#include "suanwang/net/route.hpp"

#include <boost/graph/dijkstra_shortest_paths.hpp>

#include "private.hpp"
#include "kernel/private.hpp"
#include "../model/private.hpp"

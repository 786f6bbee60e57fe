#pragma once

#include <yaml-cpp/yaml.h>

#include "suanwang/model/world.hpp"
#include "suanwang/study/sweep.hpp"

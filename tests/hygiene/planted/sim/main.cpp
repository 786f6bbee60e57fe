#include "suanwang/cli/command.hpp"

#pragma once

#include "suanwang/policy/catalogue.hpp"

namespace suanwang {

/// The program: reads the command line, does what it says and answers with the exit code (0 good, 1 failed,
/// 2 bad input or usage, 130 interrupted). Takes over SIGPIPE, SIGXFSZ, and, while a simulation runs, SIGINT
/// and SIGTERM. @param catalogue what policies may be composed of; refused (2) where it has `problems()`
int run_command_line(int argc, char** argv, const Catalogue& catalogue = standard_catalogue());

}  // namespace suanwang

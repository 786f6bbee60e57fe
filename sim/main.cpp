#include "suanwang/cli/cli.hpp"

int main(int argc, char** argv) {
  return suanwang::run_command_line(argc, argv);
}

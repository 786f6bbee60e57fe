#include <iostream>

#include "suanwang/cli/command.hpp"
void print() { std::cout << "a report may"; }

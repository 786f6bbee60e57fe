#include <iostream>

// std::cout << "a comment may name what it likes"; exit(1);
/* std::normal_distribution, too,
   std::cerr over several lines */ int after_comment;
const char* const kText = "std::cout << exit(1) // in a text";
void print() { std::cout << "1"; }
void stop() { std::exit(1); }
void say() { std::printf("%d", 1); }
int formatted() { return snprintf(nullptr, 0, "%d", 1); }
double draw() { return std::uniform_real_distribution<double>{}(generator); }
std::mt19937_64 generator;
auto today = std::chrono::system_clock::now();
auto stopwatch = std::chrono::steady_clock::now();
const char* const kWhere = "/home/somebody/trace.swf";
const char* const kRatio = "a/home/b";
bool on_exit(int code) { return engine.exit(code) || pass.exit_code(); }
const char* const kQuoted = "\"/* "; void leave() { abort(); }

#pragma once

#include <string>

namespace suanwang::test {

/// Centres a, b and c with 50, 30 and 20 cards, and e with 100 alone. Two fibres lie between a and b, one to
/// c, which is widened after 5 h. Of 50 card-hours, 30 belong to a, 10 to c and 10 nowhere.
inline const std::string kSmallNetwork =
    "suanwang: 1\n"
    "name: {en: A network, zh: 网}\n"
    "accelerators: {card: {peak: {fp16: 100 TFLOPS}, source: s}}\n"
    "defaults: {pools: {accelerator: card, source: s}, links: {source: s}}\n"
    "centres:\n"
    "  a: {name: {zh: 甲}, at: [0, 0], pools: {p: {cards: 50}, later: {cards: 1000, online: 20 h}}}\n"
    "  b: {at: [0, 1], pools: {p: {cards: 30}}}\n"
    "  c: {pools: {p: {cards: 20}}}\n"
    "  e: {pools: {p: {cards: 100}}}\n"
    "links:\n"
    "  a-b: {between: [a, b], bandwidth: 100 Gbps, latency: 1 ms}\n"
    "  a-b-2: {between: [b, a], bandwidth: 100 Gbps, latency: 1 ms}\n"
    "  c-b: {between: [c, b], bandwidth: 10 Gbps, latency: 4 ms, upgrades: {5 h: 40 Gbps}}\n"
    "workload:\n"
    "  w:\n"
    "    jobs:\n"
    "      one: {centre: a, accelerators: 10, duration: 3 h}\n"
    "      two: {centre: c, accelerators: 10, duration: 1 h}\n"
    "      three: {accelerators: 10, duration: 1 h}\n"
    "policies: {p: {order: fifo}}\n";

}  // namespace suanwang::test

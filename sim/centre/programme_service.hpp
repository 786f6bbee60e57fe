#pragma once

#include <cstddef>
#include <span>
#include <utility>
#include <vector>

#include "suanwang/centre/programme.hpp"

namespace suanwang {

/// How the lots of supplies bring phases into service.
class ProgrammeService {
 public:
  explicit ProgrammeService(const Programme& programme);

  /// One sample: the ends of its activities and the quantities of its lots (supply after supply), which lie
  /// `stride` apart.
  struct Sample {
    const double* ends;
    const double* quantities;
    std::size_t stride;
  };

  static constexpr std::size_t kNoLot = static_cast<std::size_t>(-1);
  struct Step {
    double date = 0;
    double share = 0;
    std::size_t activity = kNoLot;  ///< whose end brought the lot; kNoLot: everything was there before
  };

  /// What one sample needs, kept from one to the next.
  struct Scratch {
    struct Receipt {
      double date = 0;
      double share = 0;          ///< of the claim, received by then
      std::size_t activity = 0;  ///< whose end brought the lot
    };
    std::vector<double> ready;  ///< by phase
    std::vector<std::pair<double, std::size_t>>
        queue;  ///< phases with needs, in the order in which lots go to them
    std::vector<std::pair<double, std::size_t>> arrivals;
    std::vector<std::vector<Receipt>> receipts;  ///< by claim, in order of date
    std::vector<std::size_t> taken;              ///< by need of a phase
    std::vector<double> shares;                  ///< by need of a phase
  };

  /// Hands out all lots.
  void hand_out(const Sample& sample, Scratch& scratch) const;

  /// Then: how a phase comes into service. @pre it has needs
  void steps(std::size_t phase, Scratch& scratch, std::vector<Step>& steps) const;

  /// The latest of these; -infinity if there are none.
  static double end_of_all(const std::vector<Dependency>& after, const Sample& sample);

 private:
  /// A phase's need of a supply.
  struct Claim {
    std::size_t supply = 0;
    double quantity = 0;
  };
  void hand_out(std::size_t supply, const Sample& sample, Scratch& scratch) const;

  const Programme* programme_;
  std::vector<Claim> claims_;                     ///< phase after phase
  std::vector<std::size_t> first_claim_;          ///< by phase, and one more
  std::vector<std::size_t> first_lot_;            ///< by supply
  std::vector<std::vector<std::size_t>> groups_;  ///< phases with needs: of one priority, from high to low
};

}  // namespace suanwang

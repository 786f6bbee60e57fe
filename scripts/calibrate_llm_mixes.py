#!/usr/bin/env python3
"""Writes scenarios/catalogue/llm-mixes.yaml and acme/*.csv from the published tables of Acme.

usage: calibrate_llm_mixes.py DIRECTORY     (the Acme aggregates: cluster_summary.csv and cdf/*.csv; standard library only)

Known of each type of job (evaluation, pre-training, ...) of the clusters Seren and Kalos: its share of the jobs and of
the GPU time, the exact distribution of its durations, and a box plot of its GPUs (quartiles and whiskers). Known of each
cluster: the exact distribution of its jobs' GPUs, and the share of GPU time by GPUs. Not known: the GPUs of each type. They
are chosen so that classes in which GPUs and durations are independent come near to the published shares of GPU time:

  n[t][g], the share of all jobs that are of type t and take g GPUs, starts as (share of t) x (share of g) without the
  cells that the whiskers rule out, and is then fitted in turn (iterative proportional fitting) to
    1. the box plot of t:          P(g < q) <= p <= P(g <= q) for the quartiles q, p = 1/4, 1/2, 3/4; jobs at the whiskers;
    2. the GPU time of t:          by a factor g^a for each type, towards the mean GPUs that give its published share;
    3. the share of t;
    4. the GPU time of a band of g:  by a factor (mean duration of t)^b for each band, towards its published share;
    5. the share of g.
  1, 3 and 5 are exact figures; 2 and 4 cannot both be met where GPUs and durations depend on each other. So 2 and 4 are
  small steps in the first rounds only, which leaves the result near its start and shares the misfit out; the rest of the
  rounds make 1, 3 and 5 exact. What is left of 2 and 4 is printed and written into the file.
"""

import csv
import math
import os
import sys

CLUSTERS = {
    "Seren": dict(longest=1209604.0, en="Seren, 2,288 A100, all kinds of LLM work", zh="Seren 集群（2288 张 A100，各类大模型作业）",
                  rate="102"),
    "Kalos": dict(longest=625740.0, en="Kalos, 2,416 A100, pre-training and its evaluation",
                  zh="Kalos 集群（2416 张 A100，预训练与评测）", rate="9"),
}
TYPES = {  # in the file: id, English, Chinese
    "Eval": ("eval", "evaluation", "评测"),
    "SFT": ("sft", "fine-tuning", "监督微调"),
    "Other": ("other", "other", "其他"),
    "MLLM": ("mllm", "multimodal", "多模态"),
    "Debug": ("debug", "debugging", "调试"),
    "Pretrain": ("pretrain", "pre-training", "预训练"),
}
SOURCE = "Hu et al., NSDI'24; InternLM/AcmeTrace, CC-BY-4.0"

# Steps of the GPU table: GPUs that stand for the step, its upper and its lower row. The figure cannot tell 512 from 513,
# so that step goes up to row 513; between two powers of two a common number of nodes of 8 GPUs stands for all.
STEPS = [(1, 1, 0), (2, 2, 1), (3, 3, 2), (4, 4, 3), (5, 5, 4), (6, 6, 5), (7, 7, 6), (8, 8, 7), (9, 9, 8), (12, 12, 9),
         (14, 15, 12), (16, 16, 15), (17, 17, 16), (24, 24, 17), (28, 31, 24), (32, 32, 31), (33, 33, 32), (40, 48, 33),
         (56, 63, 48), (64, 64, 63), (65, 65, 64), (96, 96, 65), (112, 127, 96), (128, 128, 127), (192, 255, 128),
         (256, 257, 255), (384, 384, 257), (448, 511, 384), (512, 513, 511), (768, 768, 513), (896, 1023, 768),
         (1024, 1024, 1023)]
BANDS = [1, 8, 32, 128, 256, 512, 1024]
# Per cent of GPU time in jobs of at most BANDS GPUs (gpu_num_gputime_cdf).
PUBLISHED_BANDS = {"Seren": [1.4, 11.9, 19.1, 41.7, 56.3, 69.7, 100], "Kalos": [0.2, 0.6, 2.0, 3.8, 24.9, 64.1, 100]}
AT_WHISKER = 0.005  # least share of a type at the end of a whisker: some job stands there
ROUNDS = 500
PULLED = 60  # rounds that also pull towards the shares of GPU time
PULL_TYPE = 0.5  # part of the way to the share of a type, in one round
PULL_BAND = 0.05  # part of the way to the share of a band: there are more of them, and they would tear the types apart


def rows(folder, name):
    with open(os.path.join(folder, "cdf", name), encoding="utf-8") as file:
        return list(csv.DictReader(file))


def duration_points(table, column, longest):
    """(seconds, cumulative), from the last point of probability 0 to the first of 1, which no job of the cluster exceeds."""
    points = [(float(row["duration_le_s"]), float(row[column]) / 100) for row in table]
    first = max([i for i, (_, p) in enumerate(points) if p == 0], default=0)
    last = next(i for i, (_, p) in enumerate(points) if p == 1)
    points = points[first:last + 1]
    return points[:-1] + [(min(points[-1][0], longest), 1.0)]


def mean_of(points):
    """Mean of a distribution whose probability grows with the logarithm of the value between its points."""
    total = points[0][0] * points[0][1]
    for (a, p), (b, q) in zip(points, points[1:]):
        total += (q - p) * (b - a) / math.log(b / a)
    return total


def root(f, reach):
    """Where f, which grows, changes its sign in [-reach, reach]; the nearer end if it does not."""
    low, high = -reach, reach
    for _ in range(25):
        middle = (low + high) / 2
        low, high = (middle, high) if f(middle) < 0 else (low, middle)
    return (low + high) / 2


class Cluster:
    def __init__(self, folder, name):
        self.name = name
        shares = [row for row in rows(folder, "type_shares.csv") if row["cluster"] == name]
        total = sum(float(row["gpu_job_count_pct"]) for row in shares)
        self.types = [row["type"] for row in shares]
        self.percent = {row["type"]: row["gpu_job_count_pct"] for row in shares}
        self.weight = {row["type"]: float(row["gpu_job_count_pct"]) / total for row in shares}
        self.gpu_time = {row["type"]: float(row["gpu_time_pct"]) / 100 for row in shares}
        durations = rows(folder, name.lower() + "_duration_by_type_cdf.csv")
        self.durations = {t: duration_points(durations, t, CLUSTERS[name]["longest"]) for t in self.types}
        self.mean = {t: mean_of(self.durations[t]) for t in self.types}
        self.box = {row["type"]: [float(row[k]) for k in ("q1", "median", "q3", "whisker_low", "whisker_high")]
                    for row in rows(folder, "gpu_num_box_by_type.csv") if row["cluster"] == name}
        up_to = {int(row["gpu_num_le"]): float(row[name]) / 100 for row in rows(folder, "gpu_num_job_cdf.csv")}
        up_to[0] = 0.0
        with open(os.path.join(folder, "cluster_summary.csv"), encoding="utf-8") as file:
            summary = next(row for row in csv.DictReader(file) if row["id"] == name)
        self.published_gpu_seconds = (sum(float(summary[k + "_gpu_time"]) for k in ("complete", "cancel", "fail")) /
                                      float(summary["gpu_job_num"]))
        self.column = {g: up_to[high] - up_to[low] for g, high, low in STEPS if up_to[high] - up_to[low] > 1e-9}
        self.sizes = sorted(self.column)
        self.fit()

    def target_means(self):
        """Mean GPUs of each type that give the published shares of GPU time, for the cluster's own mean."""
        relative = {t: self.gpu_time[t] / self.weight[t] / self.mean[t] for t in self.types}
        scale = (sum(g * p for g, p in self.column.items()) / sum(self.weight[t] * relative[t] for t in self.types))
        return {t: scale * relative[t] for t in self.types}

    def fit(self):
        self.n = {t: {g: self.weight[t] * self.column[g] for g in self.sizes if self.allowed(t, g)} for t in self.types}
        targets = self.target_means()
        for i in range(ROUNDS):
            for t in self.types:
                self.to_box(t)
                if i < PULLED:
                    self.towards_mean(t, targets[t])
                factor = self.weight[t] / sum(self.n[t].values())
                self.n[t] = {g: m * factor for g, m in self.n[t].items()}
            if i < PULLED:
                self.towards_bands()
            for g in self.sizes:
                factor = self.column[g] / sum(self.n[t].get(g, 0) for t in self.types)
                for t in self.types:
                    if g in self.n[t]:
                        self.n[t][g] *= factor

    def allowed(self, t, g):
        """A whisker ends at the last job within 1.5 interquartile ranges of the box: none is between it and that limit."""
        q1, _, q3, low, high = self.box[t]
        reach = 1.5 * (q3 - q1)
        return not (q1 - reach <= g < low or high < g <= q3 + reach)

    def to_box(self, t):
        q1, q2, q3, low, high = self.box[t]
        for p, q in ((0.25, q1), (0.5, q2), (0.75, q3)):
            self.at_most(t, p, lambda g: g < q)
            self.at_most(t, 1 - p, lambda g: g > q)
        for end in (low, high):
            self.at_most(t, 1 - AT_WHISKER, lambda g: g != end)

    def at_most(self, t, bound, belongs):
        """Scales the jobs that belong down to the share `bound`, and the others up, if they are more."""
        cells = self.n[t]
        total = sum(cells.values())
        inside = sum(m for g, m in cells.items() if belongs(g))
        if inside > bound * total:
            down, up = bound * total / inside, (1 - bound) * total / (total - inside)
            self.n[t] = {g: m * (down if belongs(g) else up) for g, m in cells.items()}

    def towards_mean(self, t, target):
        cells = self.n[t]
        a = PULL_TYPE * root(lambda a: sum((g - target) * m * g**a for g, m in cells.items()), 1)
        self.n[t] = {g: m * g**a for g, m in cells.items()}

    def towards_bands(self):
        total = sum(self.mean[t] * g * m for t in self.types for g, m in self.n[t].items())
        for low, high, share in zip([0] + BANDS, BANDS, PUBLISHED_BANDS[self.name]):
            before = PUBLISHED_BANDS[self.name][BANDS.index(high) - 1] if low else 0
            target = (share - before) / 100 * total
            cells = [(t, g, m) for t in self.types for g, m in self.n[t].items() if low < g <= high]
            jobs = sum(m for _, _, m in cells)  # whatever b, they stay as many
            b = PULL_BAND * root(
                lambda b: sum((self.mean[t] * g * jobs - target) * m * self.mean[t]**b for t, g, m in cells), 2)
            for t, g, m in cells:
                self.n[t][g] = m * self.mean[t]**b

    def choice(self, t):
        """The GPUs of t in per cent, rounded; what rounds to nothing is left out."""
        total = sum(self.n[t].values())
        percent = {g: round(100 * m / total, 3) for g, m in self.n[t].items()}
        return {g: p for g, p in percent.items() if p > 0}

    def mean_gpus(self, t):
        choice = self.choice(t)
        return sum(g * p for g, p in choice.items()) / sum(choice.values())

    def gpu_seconds(self):
        """Per job of the cluster, by type."""
        return {t: self.weight[t] * self.mean_gpus(t) * self.mean[t] for t in self.types}

    def band_shares(self):
        total = sum(self.gpu_seconds().values())
        result = []
        for k in BANDS:
            part = 0.0
            for t in self.types:
                choice = self.choice(t)
                part += self.weight[t] * self.mean[t] * sum(g * p for g, p in choice.items() if g <= k) / sum(choice.values())
            result.append(100 * part / total)
        return result


def comparison(cluster):
    """What comes of it, beside what was published: comment lines."""
    seconds = cluster.gpu_seconds()
    total = sum(seconds.values())
    lines = [f"{cluster.name}: {total:,.0f} GPU s a job here ({cluster.published_gpu_seconds:,.0f} published); per cent of GPU"
             f" time here (published):"]
    lines.append("  by type:  " + "  ".join(f"{TYPES[t][0]} {100 * seconds[t] / total:.1f} ({100 * cluster.gpu_time[t]:.1f})"
                                            for t in cluster.types))
    lines.append("  by GPUs:  " + "  ".join(f"<={k} {here:.1f} ({there})" for k, here, there in
                                            zip(BANDS[:-1], cluster.band_shares(), PUBLISHED_BANDS[cluster.name])))
    return lines


HEADER = """\
# Mixes of LLM jobs as two clusters of the Shanghai AI Laboratory ran them in 2023: `generate: {mix: seren, ...}`.
#
# Source: Q. Hu et al., "Characterization of Large Language Model Development in the Datacenter", NSDI'24, and its data,
# InternLM/AcmeTrace, licensed CC-BY-4.0 (https://creativecommons.org/licenses/by/4.0/). Changed: distributions read off the
# published figures. Written by scripts/calibrate_llm_mixes.py, which explains the method; do not edit by hand.
#
# Exact: the types' shares of the jobs, the distribution of durations of each type (acme/*.csv), the distribution of GPUs over
# all jobs. Chosen: the GPUs of each type, within their published box plots. Inside a class GPUs and durations are
# independent, which they were not: the shares of GPU time below show what that costs. Durations are run times up to any end;
# most GPU time of pre-training ended in a cancellation.
#
"""


def write_yaml(path, clusters):
    with open(path, "w", encoding="utf-8") as out:
        out.write(HEADER)
        for cluster in clusters:
            for line in comparison(cluster):
                out.write(f"# {line}\n")
        out.write("#\n# Seren had 102 jobs an hour, Kalos 9, in bursts.\n\nmixes:\n")
        for cluster in clusters:
            facts = CLUSTERS[cluster.name]
            out.write(f"  {cluster.name.lower()}:\n")
            out.write(f"    name: {{en: \"{facts['en']}\", zh: {facts['zh']}}}\n")
            out.write(f"    source: \"{SOURCE}\"\n    classes:\n")
            for t in cluster.types:
                key, en, zh = TYPES[t]
                out.write(f"      {key}:\n        name: {{en: {en}, zh: {zh}}}\n        weight: {cluster.percent[t]}\n")
                out.write(f"        duration: {{empirical: {{file: {csv_name(cluster, t)}, unit: s}}}}\n")
                out.write("        accelerators:\n          choice:\n")
                cells = [f"{g}: {p:g}" for g, p in cluster.choice(t).items()]
                lines = [", ".join(cells[i:i + 8]) for i in range(0, len(cells), 8)]
                out.write("            {" + ",\n             ".join(lines) + "}\n")


def csv_name(cluster, t):
    return f"acme/{cluster.name.lower()}-{TYPES[t][0]}-duration.csv"


def write_durations(folder, cluster):
    for t in cluster.types:
        with open(os.path.join(folder, csv_name(cluster, t)), "w", encoding="utf-8") as out:
            out.write(f"# Run times [s] of {TYPES[t][1]} jobs of {cluster.name}, from the figures of {SOURCE}\n")
            out.write("# (https://creativecommons.org/licenses/by/4.0/). Between points the probability grows with log(value).\n")
            out.write("value,cumulative\n")
            for value, cumulative in cluster.durations[t]:
                out.write(f"{value:g},{cumulative:.6f}\n" if value < 1e6 else f"{value:.0f},{cumulative:.6f}\n")


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    catalogue = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "scenarios", "catalogue")
    os.makedirs(os.path.join(catalogue, "acme"), exist_ok=True)
    clusters = [Cluster(sys.argv[1], name) for name in CLUSTERS]
    for cluster in clusters:
        write_durations(catalogue, cluster)
        print("\n".join(comparison(cluster)))
    write_yaml(os.path.join(catalogue, "llm-mixes.yaml"), clusters)


main()

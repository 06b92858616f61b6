// Promises what a process and all its descendants use, read from /proc (Linux): memory at its peak and processor time in all.
import { readdirSync, readFileSync } from "node:fs";

interface ProcessFacts {
  pid: number;
  parent: number;
  /** Tells a process from a later one with the same number. */
  startedTicks: string;
  cpuTicks: number;
}

const ticksPerSecond = 100; // USER_HZ, fixed by the kernel's interface to programs
const cpuEveryMs = 100;
const memoryEveryCpu = 5;

function readProcess(pid: number): ProcessFacts | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "latin1");
    // The name in brackets may hold anything: fields count from behind it.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return {
      pid,
      parent: Number(fields[1]),
      startedTicks: fields[19]!,
      cpuTicks: Number(fields[11]) + Number(fields[12]),
    };
  } catch {
    return null; // it ended while we looked
  }
}

function readTree(root: number, except?: number): ProcessFacts[] {
  const all = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => readProcess(Number(name)) ?? []);
  const byParent = Map.groupBy(all, (one) => one.parent);
  const tree: ProcessFacts[] = all.filter((one) => one.pid === root);
  for (const one of tree) tree.push(...(byParent.get(one.pid) ?? []).filter(({ pid }) => pid !== except));
  return tree;
}

function readMemoryMb(pid: number): { rss: number; pss: number } {
  try {
    const text = readFileSync(`/proc/${pid}/smaps_rollup`, "latin1");
    const kb = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+)`, "m").exec(text)?.[1] ?? 0);
    return { rss: kb("Rss") / 1024, pss: kb("Pss") / 1024 };
  } catch {
    return { rss: 0, pss: 0 };
  }
}

export interface TreeMemory {
  /** Shared pages counted once for every process that maps them. */
  rssMb: number;
  /** Shared pages divided among them: what the tree really costs. */
  pssMb: number;
}

export function readTreeMemory(root: number, except?: number): TreeMemory {
  const sum = { rssMb: 0, pssMb: 0 };
  for (const { pid } of readTree(root, except)) {
    const { rss, pss } = readMemoryMb(pid);
    sum.rssMb += rss;
    sum.pssMb += pss;
  }
  return sum;
}

/** How many processes there are, the root included. */
export function countTree(root: number): number {
  return readTree(root).length;
}

export interface TreeUse extends TreeMemory {
  cpuSeconds: number;
}

/**
 * Watches until the returned function is called; `except` and its descendants are left out, and so is memory without
 * `withMemory`: asking for it costs the kernel as much as a tenth of a capture. Processor time of a child that lives less than 100 ms is missed;
 * memory is the peak of looks half a second apart.
 */
export function watchTree(root: number, except?: number, withMemory = true): () => TreeUse {
  const atStart = new Map(readTree(root, except).map((one) => [keyOf(one), one.cpuTicks]));
  const ticks = new Map<string, number>();
  const peak = { rssMb: 0, pssMb: 0 };
  let looks = 0;
  const look = () => {
    for (const one of readTree(root, except)) ticks.set(keyOf(one), one.cpuTicks - (atStart.get(keyOf(one)) ?? 0));
    if (!withMemory || looks++ % memoryEveryCpu !== 0) return;
    const { rssMb, pssMb } = readTreeMemory(root, except);
    peak.rssMb = Math.max(peak.rssMb, rssMb);
    peak.pssMb = Math.max(peak.pssMb, pssMb);
  };
  const timer = setInterval(look, cpuEveryMs);
  return () => {
    clearInterval(timer);
    look();
    return { ...peak, cpuSeconds: [...ticks.values()].reduce((a, b) => a + b, 0) / ticksPerSecond };
  };
}

const keyOf = (one: ProcessFacts) => `${one.pid}:${one.startedTicks}`;

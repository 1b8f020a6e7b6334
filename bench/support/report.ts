export interface Measured {
  bench: string;
  unit: string;
  ours: number;
  peer?: number | null;
  peer_name?: string | null;
}

/** One JSON object a line; `ratio` is ours to the peer's, null where there is no peer. */
export function report({ bench, unit, ours, peer = null, peer_name = null }: Measured): void {
  const ratio = peer === null || peer === 0 ? null : round(ours / peer);
  process.stdout.write(`${JSON.stringify({ bench, unit, ours: round(ours), peer: peer === null ? null : round(peer), peer_name, ratio })}\n`);
}

const round = (value: number): number => Math.round(value * 100) / 100;

/** How long `work` took, in seconds. */
export async function seconds(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
}

/** The value below which the share `p` of the values lie. */
export function percentile(values: readonly number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(p * sorted.length))] ?? Number.NaN;
}

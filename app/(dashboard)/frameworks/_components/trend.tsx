import { formatCount } from "@/lib/core/format";

const [width, height] = [72, 18];

/** Open findings over recorded days, as a small line with its first and last number in words. One day is no line. */
export function Trend({ trend }: { trend: readonly { day: string; n: number }[] }) {
  const [first, last] = [trend[0], trend.at(-1)];
  if (!first || !last || trend.length < 2) return null;
  const highest = Math.max(1, ...trend.map(({ n }) => n));
  const points = trend.map(({ n }, index) => `${((index * width) / (trend.length - 1)).toFixed(1)},${(height - 1 - (n * (height - 2)) / highest).toFixed(1)}`);
  const words = `${formatCount(first.n)} on ${first.day}, ${formatCount(last.n)} on ${last.day}`;
  return (
    <svg role="img" aria-label={words} width={width} height={height} viewBox={`0 0 ${width} ${height}`} className="text-people">
      <title>{words}</title>
      <polyline points={points.join(" ")} fill="none" stroke="currentColor" strokeWidth="1.5" />
    </svg>
  );
}

import { detectors } from "../lib/detection/secrets/detectors";
import { createScanner } from "../lib/detection/secrets/scanner";
import { tables } from "../lib/detection/secrets/table/tables";
import { casesOf } from "../lib/detection/secrets/testkit/cases";
import { percentile, report } from "./support/report";

// The texts that take longest to be looked through: every keyword with every end, every made secret and near miss, each over and over. All are tried at a
// small size, the slowest again at a megabyte, in processor time; the ten slowest are printed. BENCH_AGAIN for how many are tried again.

const small = 16 * 1024;
const megabyte = 1 << 20;
const again = Number(process.env.BENCH_AGAIN ?? 24);
const tries = 5;
const scanner = createScanner();

const ends = [
  "",
  " ",
  "\n",
  "=",
  ": ",
  "%3D",
  "=x ",
  '="',
  '="x"',
  "=a1B2c3D4e5F6g7H8 ",
  "\\u003da1B2c3D4e5F6 ",
  "://a:b@",
  "://a:b@c ",
  " is a1B2c3D4. ",
  ' "',
  "|",
];
const words = [...new Set(detectors.flatMap(({ keywords }) => keywords.map(({ text }) => text)))];
const cases = tables.flatMap(({ entries }) => entries).flatMap((entry) => Object.values(casesOf(entry)).flat());
const units = [...new Set([...words.flatMap((word) => ends.map((end) => word + end)), ...cases, ...cases.map((text) => `${text}\n`)])];

const repeated = (unit: string, size: number): Buffer => Buffer.from(unit.repeat(Math.ceil(size / Buffer.byteLength(unit)))).subarray(0, size);

/** Milliseconds of processor time a megabyte, the median of some tries. */
function cost(unit: string, size: number, times: number): number {
  const text = repeated(unit, size);
  const took = Array.from({ length: times }, () => {
    const before = process.cpuUsage();
    scanner.scan(text, { prose: true, path: "x.env" });
    const { user, system } = process.cpuUsage(before);
    return ((user + system) / 1000) * (megabyte / size);
  });
  return percentile(took, 0.5);
}

const first = (list: readonly string[], size: number, times: number) =>
  list.map((unit) => [cost(unit, size, times), unit] as const).sort((a, b) => b[0] - a[0]);

cost("lorem ipsum dolor sit amet; ", megabyte, tries);
const candidates = first(units, small, 1).slice(0, again);
// as in a process that has run for a while: the first to be tried would take half as long again
for (const [, unit] of candidates) cost(unit, megabyte, 1);
const slowest = first(
  candidates.map(([, unit]) => unit),
  megabyte,
  tries,
);
report({ bench: `scan-hostile: prose beside`, unit: "ms/MB", ours: cost("lorem ipsum dolor sit amet; ", megabyte, tries) });
for (const [ms, unit] of slowest.slice(0, 10))
  report({ bench: `scan-hostile: of ${units.length} texts, ${JSON.stringify(unit).slice(0, 60)}`, unit: "ms/MB", ours: ms });

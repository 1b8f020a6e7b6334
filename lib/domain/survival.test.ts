import fc from "fast-check";
import { expect, test } from "vitest";
import { halfLife, kaplanMeier, type Observation, survivalAt } from "./survival";

/** "9 13 13+": event at 9 and 13, censored at 13 */
const read = (text: string): Observation[] => text.split(" ").map((word) => ({ entry: 0, exit: Number.parseFloat(word), event: !word.endsWith("+") }));

// Acute myelogenous leukemia (Miller 1997), as `aml` of R's survival; figures of survfit(Surv(time, status) ~ 1, conf.type = "log-log"), survival 3.5-3.
const maintained = read("9 13 13+ 18 23 28+ 31 34 45+ 48 161+");
const notMaintained = read("5 5 8 8 12 16+ 23 27 30 33 43 45");

test("the maintained arm of aml: risk sets, estimate, standard error and band as R gives them", () => {
  const expected = [
    [9, 11, 1, 0.9090909, 0.08667842, 0.50808021, 0.9866738],
    [13, 10, 1, 0.8181818, 0.1162913, 0.44742861, 0.9511622],
    [18, 8, 1, 0.7159091, 0.13966497, 0.35019039, 0.899024],
    [23, 7, 1, 0.6136364, 0.15263233, 0.26575204, 0.8352992],
    [28, 6, 0, 0.6136364, 0.15263233, 0.26575204, 0.8352992],
    [31, 5, 1, 0.4909091, 0.16419327, 0.16733091, 0.7533998],
    [34, 4, 1, 0.3681818, 0.16266889, 0.09282957, 0.6570408],
    [45, 3, 0, 0.3681818, 0.16266889, 0.09282957, 0.6570408],
    [48, 2, 1, 0.1840909, 0.15349275, 0.01173848, 0.5250148],
    [161, 1, 0, 0.1840909, 0.15349275, 0.01173848, 0.5250148],
  ];
  check(maintained, expected);
  expect(halfLife(kaplanMeier(maintained))).toEqual({ median: 31, lower: 13, upper: null });
});

test("the other arm, which ends with nobody left: the last standard error and band can't be computed", () => {
  const expected = [
    [5, 12, 2, 0.83333333, 0.10758287, 0.481714942, 0.9555094],
    [8, 10, 2, 0.66666667, 0.13608276, 0.337018933, 0.8597118],
    [12, 8, 1, 0.58333333, 0.14231876, 0.270138924, 0.8009402],
    [16, 7, 0, 0.58333333, 0.14231876, 0.270138924, 0.8009402],
    [23, 6, 1, 0.48611111, 0.14813006, 0.19187662, 0.7296716],
    [27, 5, 1, 0.38888889, 0.14698618, 0.126272012, 0.6498174],
    [30, 4, 1, 0.29166667, 0.13871517, 0.072401609, 0.5608861],
    [33, 3, 1, 0.19444444, 0.12187451, 0.031198643, 0.4614295],
    [43, 2, 1, 0.09722222, 0.09186636, 0.005746306, 0.3489039],
    [45, 1, 1, 0, null, null, null],
  ];
  check(notMaintained, expected);
  expect(halfLife(kaplanMeier(notMaintained))).toEqual({ median: 23, lower: 5, upper: 33 });
});

test("delayed entry: who had not come yet is not at risk, as R counts Surv(start, stop, event)", () => {
  // By hand: at 4 there are six who had entered before (0 0 3 2 0 1; those of 5, 8, 6 and 9 come later) and one goes: 5/6. At 6 two of six go (the one of
  // 4 is gone, the one of 5 has come, the one of 6 comes only after): 5/6 × 4/6 = 5/9. At 7 one of five: 4/9. At 9 one of five (the one of 9 comes after): 16/45.
  const late: Observation[] = [
    { entry: 0, exit: 4, event: true },
    { entry: 0, exit: 10, event: false },
    { entry: 3, exit: 7, event: true },
    { entry: 5, exit: 9, event: true },
    { entry: 2, exit: 6, event: true },
    { entry: 8, exit: 12, event: true },
    { entry: 0, exit: 6, event: true },
    { entry: 6, exit: 14, event: false },
    { entry: 1, exit: 13, event: true },
    { entry: 9, exit: 11, event: true },
  ];
  const expected = [
    [4, 6, 1, 0.83333333, 0.15214515, 0.27312285, 0.9747124],
    [6, 6, 2, 0.55555556, 0.18975835, 0.159465127, 0.828462],
    [7, 5, 1, 0.44444444, 0.18144368, 0.113581761, 0.7391044],
    [9, 5, 1, 0.35555556, 0.1655021, 0.082194355, 0.6518431],
    [10, 5, 0, 0.35555556, 0.1655021, 0.082194355, 0.6518431],
    [11, 4, 1, 0.26666667, 0.14605935, 0.05090986, 0.5561553],
    [12, 3, 1, 0.17777778, 0.12144534, 0.023523063, 0.4513137],
    [13, 2, 1, 0.08888889, 0.08739485, 0.004672648, 0.3356399],
    [14, 1, 0, 0.08888889, 0.08739485, 0.004672648, 0.3356399],
  ];
  check(late, expected);
  expect(halfLife(kaplanMeier(late))).toEqual({ median: 7, lower: 4, upper: 12 });
});

test("nothing seen, nobody gone, and exactly one half", () => {
  expect(kaplanMeier([])).toEqual([]);
  expect(kaplanMeier([{ entry: 5, exit: 5, event: true }])).toEqual([]);
  const nobody = kaplanMeier(read("3+ 4+"));
  expect(halfLife(nobody)).toEqual({ median: null, lower: null, upper: null });
  expect(survivalAt(nobody, 100)).toBe(1);
  // R: survfit(Surv(c(1, 2, 3, 4)) ~ 1) has its median at 2.5
  expect(halfLife(kaplanMeier(read("1 2 3 4"))).median).toBe(2.5);
});

test("whatever the data: the curve never rises, stays between 0 and 1, lies within its band, and the order of rows does not matter", () => {
  const observation = fc.record({ entry: fc.integer({ min: 0, max: 30 }), exit: fc.integer({ min: 0, max: 40 }), event: fc.boolean() });
  fc.assert(
    fc.property(fc.array(observation, { maxLength: 60 }), (data) => {
      const steps = kaplanMeier(data);
      let before = 1;
      for (const { survival, lower, upper } of steps) {
        expect(survival).toBeLessThanOrEqual(before + 1e-12);
        expect(survival).toBeGreaterThanOrEqual(-1e-12);
        if (lower !== null && upper !== null) expect(lower <= survival && survival <= upper).toBe(true);
        before = survival;
      }
      expect(kaplanMeier([...data].reverse())).toEqual(steps);
    }),
    { numRuns: 200 },
  );
});

function check(data: Observation[], expected: (number | null)[][]): void {
  const got = kaplanMeier(data).map(({ time, atRisk, events, survival, error, lower, upper }) => [time, atRisk, events, survival, error, lower, upper]);
  expect(got).toHaveLength(expected.length);
  for (const [n, row] of expected.entries())
    for (const [column, value] of row.entries())
      if (value === null) expect(got[n]?.[column]).toBeNull();
      else expect(got[n]?.[column], `row ${n}, column ${column}`).toBeCloseTo(value, 6);
}

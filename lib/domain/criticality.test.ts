import { expect, test } from "vitest";
import { criticalBecause } from "./criticality";

const limited = { level: "limited" } as const;

test.each(["production", "prod", "prod-eu", "live", "default", "*", "eu-main", "dev-prod", "development-production", "contest", "devops-live", "testimony"])(
  "%s is critical",
  (environment) => {
    expect(criticalBecause({ environment, reach: limited })).toHaveLength(1);
  },
);

test.each(["development", "dev", "test", "staging", "staging2", "qa-1", "dev-eu-1", "Sandbox"])("%s is not", (environment) => {
  expect(criticalBecause({ environment, reach: limited })).toEqual([]);
});

test("unknown is not safe, high reach is critical anywhere", () => {
  expect(criticalBecause({ environment: null, reach: null })).toEqual(["its environment is unknown", "its reach is unknown"]);
  expect(criticalBecause({ environment: "development", reach: { level: "high" } })).toEqual(["its reach is high"]);
});

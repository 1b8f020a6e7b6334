import { inspect } from "node:util";
import { expect } from "vitest";

/** So many signs stand nowhere by chance. */
const tellingLength = 8;

/** Watches everything that comes out of a connector (results, errors with their causes, log lines) for secrets. */
export class Witness {
  seen = 0;
  private readonly outputs: string[] = [];

  constructor(
    private readonly canaries: string[],
    private readonly lines: string[],
  ) {}

  /** One more secret that must not come out. */
  add(secret: string): void {
    this.canaries.push(secret);
  }

  /** Notes what a call gives or throws. `open` = fields that rightly hold a secret (probe material, kept in memory). */
  async watch<T>(call: Promise<T>, open: (result: T) => unknown = (result) => result): Promise<T> {
    this.seen++;
    try {
      const result = await call;
      this.outputs.push(inspect(open(result), { depth: 12, maxArrayLength: null, maxStringLength: null }));
      return result;
    } catch (error) {
      this.outputs.push(inspect(error, { depth: 12, showHidden: true }), JSON.stringify(error), String(error));
      throw error;
    }
  }

  /** Fails when any secret stood in any output or log line, whole or the part of it that is random. */
  expectNone(): void {
    const everything = [...this.outputs, ...this.lines].join("\n");
    for (const canary of this.canaries) {
      const last = canary.split(/[.:_]/).at(-1) ?? "";
      // a signature in base64url may end with a sign or two behind its last "_", which stand everywhere
      const random = last.length >= tellingLength ? last : canary;
      expect(everything.includes(random), `a secret came out: ${canary.slice(0, 6)}…`).toBe(false);
    }
    expect(this.lines.length).toBeGreaterThan(0);
  }
}

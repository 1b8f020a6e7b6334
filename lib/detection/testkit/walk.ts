import { describe, expect, test } from "vitest";
import type { RuleId } from "../contract";
import type { judged } from "./judged";

export interface Life {
  rule: RuleId;
  /** makes a token of which the rule is true; returns its id */
  opens(): Promise<string>;
  severity: string;
  /** what makes it graver, and how grave then */
  graver?: [(id: string) => Promise<unknown>, string, (id: string) => Promise<unknown>];
  closes(id: string): Promise<unknown>;
  because: RegExp;
  again(id: string): Promise<unknown>;
}
/** Walks each rule through its life: it opens, a factor changes its severity, it closes with a reason, comes back, and stays a false positive. */
export function walk({ evaluate, finding, says, owner }: ReturnType<typeof judged>, lives: readonly Life[]): void {
  describe.each(lives)("$rule", ({ rule, opens, severity, graver, closes, because, again }) => {
    test("opens, weighs, closes with a reason, comes back, and stays a false positive", async () => {
      const id = await opens();
      await evaluate(id);
      expect(await says(id, rule)).toBe(`open ${severity}`);
      if (graver) {
        await graver[0](id);
        await evaluate(id);
        expect(await says(id, rule)).toBe(`open ${graver[1]}`);
        expect((await finding(id, rule))?.factors).toContainEqual(expect.objectContaining({ effect: "raises" }));
        await graver[2](id);
        await evaluate(id);
        expect(await says(id, rule)).toBe(`open ${severity}`);
      }
      await closes(id);
      await evaluate(id);
      const closed = await finding(id, rule);
      expect(closed?.status).toBe("closed_proven");
      expect(closed?.closedEvidence).toMatchObject({ because: expect.stringMatching(because) });
      await again(id);
      await evaluate(id);
      expect((await finding(id, rule))?.status).toBe("regressed");
      await owner().finding.updateMany({ where: { tokenId: id, rule }, data: { status: "closed_false_positive" } });
      await evaluate(id);
      expect((await finding(id, rule))?.status).toBe("closed_false_positive");
    });
  });
}

import type { Planted } from "./planted";

/** What was planted, and what was found right and wrong; shares in percent, NaN where there is nothing to share. */
export class Count {
  planted = 0;
  found = 0;
  right = 0;
  wrong = 0;
  get recall(): number {
    return (100 * this.found) / this.planted;
  }
  get precision(): number {
    return (100 * this.right) / (this.right + this.wrong);
  }
}

/** Of what one scanner said. A hit on a planted secret is right whatever it is called, and its family's; a wrong one is charged to the family whose secrets hits of its kind mostly are, and where there were none to what `familyOf` says. */
export class Tally {
  private readonly byFamily = new Map<string, Count>();
  private readonly byTier = { structured: new Count(), generic: new Count() };
  private readonly rightOf = new Map<string, Map<string, number>>();
  private readonly wrongOf = new Map<string, number>();
  private readonly bySort = new Map<string, { texts: number; wrong: number }>();

  constructor(private readonly familyOf: (kind: string) => string) {}

  planted({ family, tier }: Planted, right: readonly { kind: string }[], wrong: readonly { kind: string }[]): void {
    for (const count of [this.of(family), this.byTier[tier]]) {
      count.planted++;
      count.right += right.length;
      if (right.length > 0) count.found++;
    }
    for (const { kind } of right) {
      const families = this.rightOf.get(kind) ?? new Map<string, number>();
      this.rightOf.set(kind, families.set(family, (families.get(family) ?? 0) + 1));
    }
    this.charge(wrong);
  }

  harmless(sort: string, wrong: readonly { kind: string }[]): void {
    const known = this.sort(sort);
    this.bySort.set(sort, { texts: known.texts + 1, wrong: known.wrong + wrong.length });
    this.charge(wrong);
  }

  private charge(wrong: readonly { kind: string }[]): void {
    for (const { kind } of wrong) this.wrongOf.set(kind, (this.wrongOf.get(kind) ?? 0) + 1);
  }

  private of(family: string): Count {
    const count = this.byFamily.get(family) ?? new Count();
    this.byFamily.set(family, count);
    return count;
  }

  tier(tier: Planted["tier"]): Count {
    return this.byTier[tier];
  }

  all(): Count {
    const all = new Count();
    for (const { right } of this.byFamily.values()) all.right += right;
    for (const wrong of this.wrongOf.values()) all.wrong += wrong;
    return all;
  }

  /** Each family with its wrong hits. */
  families(): Map<string, Count> {
    for (const count of this.byFamily.values()) count.wrong = 0;
    for (const [kind, wrong] of this.wrongOf) {
      const mostly = [...(this.rightOf.get(kind) ?? [])].sort(([, a], [, b]) => b - a)[0]?.[0];
      this.of(mostly ?? this.familyOf(kind)).wrong += wrong;
    }
    return this.byFamily;
  }

  sort(sort: string): { texts: number; wrong: number } {
    return this.bySort.get(sort) ?? { texts: 0, wrong: 0 };
  }

  sorts(): ReadonlyMap<string, { texts: number; wrong: number }> {
    return this.bySort;
  }
}

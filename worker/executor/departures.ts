import { sha256 } from "../../lib/core/canonical";
import type { Context } from "../../lib/core/context";
import type { StoredStatement, TrustRoot } from "../../lib/trust/chain";
import { peopleNamed } from "../../lib/trust/departures";
import { readTrustStatement } from "../../lib/trust/statements";
import type { Journal } from "./journal";

export interface SightedDeparture {
  /** id of the row in the person's history */
  change: string;
  person: string;
  recorded: Date;
}

/** Under this the first sight of a departure is kept. */
export const departureDigest = ({ change }: Pick<SightedDeparture, "change">): string => sha256(`departed ${change}`);

/**
 * Departures of the people whom trust rests on: the root's, and those whom statements name. The directory's history says them, which is the
 * collector's to write; one seen once is remembered, so that taking the row away brings nobody's power back.
 */
export class Departures {
  private readonly named = new Map<string, readonly string[]>();

  constructor(
    private readonly ctx: Context,
    private readonly journal: Journal,
  ) {}

  async of(root: TrustRoot, statements: readonly StoredStatement[]): Promise<SightedDeparture[]> {
    const people = new Set([root.person, ...statements.flatMap((statement) => this.peopleOf(statement))]);
    const rows = await this.ctx.db.personStatusChange.findMany({
      where: { is: "departed", personId: { in: [...people] } },
      select: { id: true, personId: true, recordedAt: true },
    });
    const read = rows.map(({ id, personId, recordedAt }) => ({ change: id, person: personId, recorded: recordedAt }));
    await this.journal.depart(read);
    return this.journal.departures.filter(({ person }) => people.has(person));
  }

  /** A text's digest names it, so each is read once. */
  private peopleOf(row: StoredStatement): readonly string[] {
    const known = this.named.get(row.digest);
    const statement = known ? null : readTrustStatement(row);
    if (statement) this.named.set(row.digest, peopleNamed(statement));
    return this.named.get(row.digest) ?? [];
  }
}

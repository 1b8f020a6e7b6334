import type { SeverityName } from "@/components/ui/severity";
import type { TokenState } from "@/lib/domain/token-states";
import { tokenClassTitles } from "@/lib/domain/words";
import type { ResiduePerson } from "@/lib/residue/queries";
import type { UsedSince } from "@/lib/residue/schemas";
import type { Dated } from "@/lib/tokens/token-row";

/** One thing that outlives its person, as one row. */
export interface ResidueItem {
  id: string;
  kind: "token" | "account";
  person: ResiduePerson["person"];
  /** whether it is the first row of this person; the others repeat the name only for screen readers */
  first: boolean;
  left: Dated;
  severity: SeverityName;
  name: string;
  hint: string | null;
  what: string;
  connection: string;
  created: Dated;
  usedSince: UsedSince;
  lastUsed: Dated;
  href: string;
  /** why it can't be asked for here */
  refusal: string | null;
  state: TokenState | null;
  /** on the last row of a person of whom there is more than the list carries */
  more: number;
}

/** People with what is alive of theirs, as rows: gravest person first, their things together. */
export function itemsOf(people: ResiduePerson[]): ResidueItem[] {
  return people.flatMap((each) => {
    const { person, left } = each;
    const tokens = each.tokens.map(
      ({ row, severity, usedSince }): ResidueItem => ({
        id: row.id,
        kind: "token",
        person,
        first: false,
        left,
        severity,
        name: row.name,
        hint: row.hint,
        what: tokenClassTitles[row.class],
        connection: row.connection.name,
        created: row.created,
        usedSince,
        lastUsed: row.lastUsed,
        href: `/inventory/${row.id}`,
        refusal: refusalOf(row.state, row.imported),
        state: row.state === "active" ? null : row.state,
        more: 0,
      }),
    );
    const accounts = each.accounts.map(
      ({ id, name, connection, status, severity, usedSince, created, lastUsed }): ResidueItem => ({
        id: `account:${id}`,
        kind: "account",
        person,
        first: false,
        left,
        severity,
        name,
        hint: null,
        what: status === "unknown" ? "Account, status unknown" : `Account, ${status}`,
        connection: connection.name,
        created,
        usedSince,
        lastUsed,
        href: `/people/${person.id}`,
        refusal: "Accounts can’t be disabled from here yet. Disable it in its own system.",
        state: null,
        more: 0,
      }),
    );
    const items = [...tokens, ...accounts];
    const hidden = each.tokenCount + each.accountCount - items.length;
    return items.map((item, index) => ({ ...item, first: index === 0, more: index === items.length - 1 ? hidden : 0 }));
  });
}

function refusalOf(state: string, imported: boolean): string | null {
  if (imported) return "Known from an import alone: connect its system first.";
  if (state === "revoking" || state === "unproven") return "The machine is already at it.";
  if (state === "dead") return "It is proven dead.";
  return null;
}

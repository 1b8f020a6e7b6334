import type { Context } from "../../core/context";
import { Prisma, type Queryable } from "../../core/db";
import type { Validity } from "../../domain/exposures";
import type { Severity } from "../../domain/severity";
import type { FindingState } from "../../domain/states";
import { findingStateTitles } from "../../domain/words";
import { keptItems, type Left, type RecheckSelectionInput } from "../../tokens/recheck-selection";
import type { SelectionItem } from "../../tokens/review-selection";
import { ownTitle, titleOf } from "../filter-sql";

/** What is reviewed of an exposure before a bulk action. */
export interface ReviewedExposure {
  id: string;
  kind: string;
  /** title of the rule of one's own that found it */
  own: string | null;
  hint: string;
  status: FindingState;
  severity: Severity;
  validity: Validity;
  assignee: string | null;
  /** somebody says that it is a false positive: in force, or waiting for a second person */
  suppression: "proposed" | "active" | null;
}

/** These exposures as they are at this moment, by id; `hold` keeps them so until the transaction ends. One that is no longer known is left out. */
export function exposuresNow(db: Queryable, ids: readonly string[], hold = false): Promise<ReviewedExposure[]> {
  return db.$queryRaw<ReviewedExposure[]>`
    select e.id, e.kind, ${ownTitle} as own, e.hint, e.status::text as status, e.severity::text as severity, e.validity::text as validity, e.assignee_id as assignee,
      (select s.status::text from suppression s where s.exposure_id = e.id and s.status in ('proposed', 'active')) as suppression
    from exposure e where e.id = any(${[...ids]}::text[]::uuid[]) order by e.id ${hold ? Prisma.sql`for no key update of e` : Prisma.empty}`;
}

export const itemOf = ({ id, status, severity, validity, assignee, suppression }: ReviewedExposure): SelectionItem => [
  id,
  status,
  assignee ?? "none",
  `${severity} ${validity} ${suppression ?? "none"}`,
];

export const nameOf = ({ kind, own, hint }: ReviewedExposure): string => `${titleOf(kind, own)} ${hint}`;

/**
 * Looks at every exposure of a reviewed set again, inside the transaction that is about to act. The set must be the actor's own (else NotFound) and the one
 * whose digest was shown (else Conflict).
 */
export async function exposuresAsReviewed(
  db: Queryable,
  ctx: Context,
  reviewed: RecheckSelectionInput,
): Promise<{ unchanged: ReviewedExposure[]; left: Left[]; items: SelectionItem[] }> {
  const items = await keptItems(db, ctx, reviewed, "exposures");
  const ids = items.map(([id]) => id);
  const now = new Map((await exposuresNow(db, ids, true)).map((exposure) => [exposure.id, exposure]));
  const [unchanged, left]: [ReviewedExposure[], Left[]] = [[], []];
  for (const item of items) {
    const exposure = now.get(item[0]);
    const reason = changed(item, exposure);
    if (exposure && !reason) unchanged.push(exposure);
    else left.push({ id: item[0], name: exposure ? nameOf(exposure) : null, reason: reason ?? "" });
  }
  return { unchanged, left, items };
}

function changed([, status, assignee, facts]: SelectionItem, exposure: ReviewedExposure | undefined): string | null {
  if (!exposure) return "It is no longer known.";
  const [, , isAssigned, are] = itemOf(exposure);
  const titles: Record<string, string> = findingStateTitles;
  if (exposure.status !== status) return `It moved from ${titles[status]} to ${titles[exposure.status]}.`;
  if (isAssigned !== assignee) return "Somebody else is assigned now.";
  if (are !== facts) return "How grave it is, whether it works, or what is said of its being none has changed.";
  return null;
}

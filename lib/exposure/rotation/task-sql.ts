import { Prisma } from "../../core/db";
import type { TokenState } from "../../domain/token-states";
import type { ExposureRow } from "../exposure-row";

/**
 * `asked`: no answer yet · `unproven`: its owner says that it is rotated, and the old one is not known to be dead · `cannot`: its owner says that they can't ·
 * `done`: the old one is dead, or was refused · `withdrawn`: by hand, or because it is none, for as long as that is said of it
 */
export type RotationState = "asked" | "unproven" | "cannot" | "done" | "withdrawn";

/** Of `rotation_task r`, `exposure e` and `token_state ts` of its token: no answer of anybody makes it done. */
export const rotationState = Prisma.sql`case when r.withdrawn_at is not null then 'withdrawn'
  when (ts.state = 'dead' and e.validity <> 'valid') or e.validity = 'invalid' or e.status = 'closed_proven' then 'done' when e.status = 'closed_false_positive' or e.mark is not null then 'withdrawn'
  when r.answer = 'cannot' then 'cannot' when r.answer = 'rotated' then 'unproven' else 'asked' end`;

/** A task with its exposure, token and who answers for that. */
export const tasks = Prisma.sql`rotation_task r join exposure e on e.id = r.exposure_id join token t0 on t0.id = e.token_id
  join token t on t.id = coalesce(t0.merged_into, t0.id) join token_state ts on ts.token_id = t.id join connection c on c.id = t.connection_id
  left join ownership o on o.token_id = t.id and o.state = 'confirmed' left join person op on op.id = o.person_id`;

/** Whose task it is: the confirmed owner's, or while they have left or are suspended their backup's. */
export const answersFor = (person: string): Prisma.Sql =>
  Prisma.sql`case when op.status = 'active' then o.person_id = ${person}::uuid else ${person}::uuid in (o.person_id, o.backup_person_id) end`;

/** Why the owner of an exposed token can't be asked to rotate it; null where they can. */
export function refusalToAsk(
  { token, owner, validity, status, mark }: Pick<ExposureRow, "token" | "owner" | "validity" | "status" | "mark">,
  state: TokenState | null,
  rotations: readonly { state: RotationState }[],
): string | null {
  if (!token) return "Its kind is no token of the inventory, so nobody answers for it. Copy a ticket text instead.";
  if ((state === "dead" && validity !== "valid") || validity === "invalid") return "It does not work any more.";
  if (status === "closed_false_positive") return "It is called a false positive. Open it again first.";
  if (mark !== null) return "It is known not to be a live secret.";
  if (owner?.state !== "confirmed") return "Nobody is confirmed as its owner. Confirm one on the token’s page first.";
  if (rotations.some(({ state: stands }) => stands === "asked" || stands === "unproven")) return "Its owner has been asked already.";
  return null;
}

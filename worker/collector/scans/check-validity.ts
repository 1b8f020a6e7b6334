import { appendAudit } from "../../../lib/audit/append";
import type { Context } from "../../../lib/core/context";
import { gravityOf, type Validity } from "../../../lib/domain/exposures";
import type { OpenChecker } from "./checker";

interface Due {
  id: string;
  current: string;
  status: string;
  known: Validity;
  confidence: "checked" | "shaped" | "contextual" | "entropy";
  mark: string | null;
  connectionId: string;
  name: string;
  vendor: string;
  origin: string;
  ca: string | null;
  allowPrivate: boolean;
  settings: Record<string, unknown>;
}

/**
 * Tries the secrets of exposures at the systems that their tokens belong to, where a person allowed it and the connection is signed: what is tried
 * goes to the signed address alone. `secrets` are plaintexts by their current fingerprint, in memory. A secret that opens again after its exposure was
 * closed makes it regress. A vendor that could not be asked changes nothing that is known. Proven death is not tried again. Collector only.
 */
export async function checkValidity(ctx: Context, secrets: ReadonlyMap<string, string>, open: () => Promise<OpenChecker>): Promise<void> {
  const due = await ctx.db.$queryRaw<Due[]>`
    select distinct on (e.id) e.id, f.value as current, e.status::text as status, e.validity::text as known, e.confidence, e.mark, c.id as "connectionId", c.name, c.connector as vendor, c.origin, c.ca,
      c.allow_private as "allowPrivate", c.settings
    from exposure_fingerprint f join exposure e on e.id = f.exposure_id join token t on t.id = e.token_id or t.merged_into = e.token_id
    join check_permission p on p.connection_id = t.connection_id join signed_connection s on s.connection_id = t.connection_id
    join connection c on c.id = t.connection_id left join token_state ts on ts.token_id = e.token_id
    where f.value = any(${[...secrets.keys()]}::text[]) and (ts.state is null or ts.state <> 'dead')
    order by e.id, t.imported, t.id`;
  if (due.length === 0) return;
  const checker = await open();
  for (const { id, current, status, known, confidence, mark, connectionId, name, vendor, origin, ca, allowPrivate, settings } of due) {
    const secret = secrets.get(current);
    if (secret === undefined) continue;
    const { validity, status: answered, evidence } = await checker.check({ vendor, origin, ca, allowPrivate, settings, secret });
    const regressed = validity === "valid" && (status === "closed_proven" || status === "closed_false_positive");
    await ctx.db.$transaction(async (tx) => {
      // a vendor that could not be asked takes nothing back of what is known
      if (validity !== "unknown" || known === "unknown")
        await tx.exposure.update({
          where: { id },
          data: {
            validity,
            validityAt: ctx.clock.now(),
            validityFrom: `tried at ${name}`,
            severity: gravityOf({ validity, confidence, mark, matched: true }),
            ...(regressed ? { status: "regressed", closedAt: null } : {}),
          },
        });
      await appendAudit(tx, ctx.actor, {
        action: "exposure.checked",
        subject: { type: "exposure", id },
        detail: { connection: connectionId, validity, answered, evidence, ...(regressed ? { was: status, is: "regressed" } : {}) },
      });
    });
  }
}

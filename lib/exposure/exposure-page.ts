import { z } from "zod";
import { authorize, may } from "../authorization/authorize";
import type { Context } from "../core/context";
import type { Prisma, Queryable } from "../core/db";
import { notFound } from "../core/errors";
import { kinds } from "../detection/secrets/catalog";
import { actorNames } from "../people/actor-names";
import { type Dependencies, dependenciesOf } from "../tokens/dependencies";
import { auditOf, type TokenAudit } from "../tokens/token-records";
import { type TokenRow, tokenRows } from "../tokens/token-row";
import { sightingsOf } from "../tokens/token-sightings";
import { type Contradiction, contradictionOf } from "./after-death";
import { type Chain, chainOf } from "./chain";
import type { Tried } from "./check-limits";
import { type Comments, commentsOf } from "./duties/comments";
import { type ExposureRow, exposureRows } from "./exposure-row";
import { type ExposureStage, stagesOf } from "./exposure-stages";
import { listPlaces, type PlaceList } from "./list-places";
import { type PossibleToken, possibleTokens } from "./possible-tokens";
import { refusalToRequest } from "./refusal-to-request";
import { type RotationTask, rotationsOf } from "./rotation/my-rotations";
import { refusalToAsk } from "./rotation/task-sql";
import { deciderOf, type SuppressionRow, suppressionsOf } from "./suppressions/list-suppressions";

export interface ExposurePage {
  row: ExposureRow;
  /** where its owner makes a new one and ends the old; null where the catalog no longer has its kind */
  rotate: string | null;
  /** when its validity was looked at, and how we know */
  checked: { at: string; how: string | null; by: string | null } | null;
  /** the last try, where it told nothing and what was known before stands; null = the last one answered, or nothing was tried */
  silent: { at: string | null; why: Exclude<Tried, "answered"> } | null;
  /** when it is tried again */
  retry: string | null;
  /** which kind of fingerprint led to the token; null = none did */
  matchedBy: string | null;
  /** its token, as the inventory shows it */
  token: TokenRow | null;
  /** where no token answers to it for sure: those of which the ends that are shown are the same */
  possible: PossibleToken[];
  /** what its listed token is used by, what those reach, and the tokens found there; null where none is known for sure */
  opens: Dependencies | null;
  /** the systems that it leads to, and the secrets that stand there, step by step; null where no connection lists its token */
  chain: Chain | null;
  /** why its token's revocation can't be requested here; null = it can */
  refusal: string | null;
  places: PlaceList;
  stages: ExposureStage[];
  /** what is and was said of its being a false positive, the latest first */
  suppressions: SuppressionRow[];
  /** whether somebody set the day by hand */
  dueByHand: boolean;
  comments: Comments;
  /** what its token's owner was asked, the latest first */
  rotations: RotationTask[];
  /** why its owner can't be asked to rotate it now; null = they can */
  notToAsk: string | null;
  /** that its token was let in after its death was proven; null = not that anybody saw */
  contradiction: Contradiction | null;
  triagedBy: string | null;
  closed: string | null;
  /** null for those who may not read the log */
  audit: TokenAudit[] | null;
  may: { triage: boolean };
  /** whoever asks, where they may decide a suppression */
  decider: string | null;
}

/** Everything about one exposure; nothing of it is the secret. Throws NotFound. */
export async function exposurePage(ctx: Context, given: string): Promise<ExposurePage> {
  authorize(ctx.actor, "inventory.read");
  const { data: id } = z.uuid().safeParse(given);
  if (!id) throw notFound("The exposure");
  const [[row], stored] = await Promise.all([exposureRows(ctx.db, [id]), ctx.db.exposure.findUnique({ where: { id } })]);
  if (!row || !stored) throw notFound("The exposure");
  const listed = row.token?.link === "listed" ? row.token.id : null;
  const [places, [token], stages, suppressions, comments, rotations, own, audit, names, possible, opens, chain, contradiction] = await Promise.all([
    listPlaces(ctx, { id }),
    row.token ? tokenRows(ctx.db, [row.token.id]) : [],
    stagesOf(ctx.db, row),
    suppressionsOf(ctx, id),
    commentsOf(ctx, id),
    rotationsOf(ctx.db, id),
    ctx.db.detectionRule.findUnique({ where: { kind: row.kind }, select: { rotate: true } }),
    auditOf(ctx, id, "exposure"),
    actorNames(ctx.db, [stored.triagedBy, stored.validityBy]),
    listed === null ? possibleTokens(ctx.db, row) : [],
    listed === null ? null : opensOf(ctx.db, listed),
    listed === null ? null : chainOf(ctx.db, id),
    row.token ? contradictionOf(ctx.db, row.token.id) : null,
  ]);
  return {
    row,
    rotate: kinds.get(row.kind)?.rotate ?? own?.rotate ?? null,
    ...triesOf(stored, (actor) => names.get(actor) ?? actor),
    matchedBy: stored.matchedBy,
    token: token ?? null,
    possible,
    opens,
    chain,
    contradiction,
    refusal: refusalToRequest(row.token?.link ?? "none", token ?? null, may(ctx.actor, "request.file"), contradiction !== null),
    places,
    stages,
    suppressions,
    dueByHand: stored.dueAt !== null,
    comments,
    rotations,
    notToAsk: refusalToAsk(row, token?.state ?? null, rotations),
    triagedBy: stored.triagedBy && (names.get(stored.triagedBy) ?? stored.triagedBy),
    closed: stored.closedAt?.toISOString() ?? null,
    audit,
    may: { triage: may(ctx.actor, "finding.triage") },
    decider: deciderOf(ctx),
  };
}

type Stored = Pick<Prisma.ExposureGetPayload<object>, "validity" | "validityAt" | "validityFrom" | "validityBy" | "tried" | "triedAt" | "retryAt">;

/** How its validity came to be known, the last try that told nothing, and when it is tried again. */
function triesOf(stored: Stored, nameOf: (actor: string) => string): Pick<ExposurePage, "checked" | "silent" | "retry"> {
  return {
    checked: stored.validityAt && { at: stored.validityAt.toISOString(), how: stored.validityFrom, by: stored.validityBy && nameOf(stored.validityBy) },
    silent:
      stored.tried === null || stored.tried === "answered"
        ? null
        : { at: stored.triedAt?.toISOString() ?? null, why: stored.tried as Exclude<Tried, "answered"> },
    retry: stored.validity === "invalid" ? null : (stored.retryAt?.toISOString() ?? null),
  };
}

async function opensOf(db: Queryable, tokenId: string): Promise<Dependencies> {
  const sightings = await sightingsOf(db, tokenId);
  return dependenciesOf(db, [tokenId, ...sightings.map(({ id }) => id)]);
}

import type { Context } from "../../../lib/core/context";
import { RevocationStatement } from "../../../lib/domain/statement";
import type { TrustView } from "../../../lib/trust/chain";
import type { Message } from "./channels";
import type { NoticeKind } from "./notices";

/** Who could sign: people with a trusted key, and their addresses. */
async function addresses({ db }: Context, trust: TrustView | null, except: string | null, also: readonly string[] = []): Promise<string[]> {
  const people = new Set([...(trust?.keys.values() ?? [])].map(({ person }) => person));
  for (const id of also) people.add(id);
  if (except) people.delete(except);
  const rows = await db.person.findMany({ where: { id: { in: [...people] }, status: "active", email: { not: null } }, select: { email: true } });
  return rows.flatMap(({ email }) => email ?? []);
}

/** Puts a notice into words, from what the executor itself reads. Null when what it is about is gone. `origin` is web's, for links. */
export async function compose(ctx: Context, trust: TrustView | null, origin: string, kind: NoticeKind, about: string): Promise<Message | null> {
  switch (kind) {
    case "request_to_sign":
      return toSign(ctx, trust, origin, about);
    case "execution_acted":
    case "execution_unproven":
      return ofExecution(ctx, trust, origin, kind, about);
    case "trust_waiting":
      return trustWaiting(ctx, trust, origin, about);
    default:
      return kind satisfies never;
  }
}

async function toSign(ctx: Context, trust: TrustView | null, origin: string, requestId: string): Promise<Message | null> {
  const request = await ctx.db.request.findUnique({ where: { id: requestId }, include: { requester: { select: { displayName: true } } } });
  if (!request) return null;
  const names = targetNames(request.statement);
  return {
    kind: "request_to_sign",
    subject: `To sign: request ${request.number}`,
    text: `${request.requester.displayName} asks to revoke ${names}. Reason given: ${request.reason}`,
    url: `${origin}/requests/${request.number}`,
    to: await addresses(ctx, trust, request.requesterId),
  };
}

function targetNames(text: string): string {
  try {
    const { targets } = RevocationStatement.parse(JSON.parse(text));
    const [first] = targets;
    return targets.length === 1 && first ? `the token "${first.name}"` : `${targets.length} tokens`;
  } catch {
    return "tokens (the statement cannot be read)";
  }
}

async function ofExecution(
  ctx: Context,
  trust: TrustView | null,
  origin: string,
  kind: "execution_acted" | "execution_unproven",
  id: string,
): Promise<Message | null> {
  const execution = await ctx.db.execution.findUnique({ where: { id }, include: { request: true, token: { select: { name: true } } } });
  if (!execution) return null;
  const { request, token } = execution;
  const acted = kind === "execution_acted";
  return {
    kind,
    subject: acted ? `Acted: request ${request.number}` : `Not proven for an hour: request ${request.number}`,
    text: acted
      ? `The machine revoked the token "${token.name}" and is proving that it is dead.`
      : `The token "${token.name}" was revoked, but its death is not proven. It may still open something; look at the transcript.`,
    url: `${origin}/requests/${request.number}`,
    to: await addresses(ctx, trust, null, [request.requesterId]),
  };
}

async function trustWaiting(ctx: Context, trust: TrustView | null, origin: string, digest: string): Promise<Message | null> {
  const statement = await ctx.db.trustStatement.findUnique({ where: { digest }, include: { state: true } });
  if (!statement) return null;
  const at = statement.state?.activeAt?.toISOString() ?? "the end of its delay";
  return {
    kind: "trust_waiting",
    subject: `Authority will widen: ${statement.kind.replaceAll("_", " ")}`,
    text: `A signed statement about ${statement.kind.replaceAll("_", " ")} "${statement.subject}" (digest ${digest.slice(0, 16)}) takes effect at ${at}. If nobody meant this, withdraw the keys that signed it before then.`,
    url: `${origin}/people`,
    to: await addresses(ctx, trust, null),
  };
}

import { actorName, type Context } from "../../../lib/core/context";
import { signAsSampleRoot } from "../../../lib/trust/endorse-sample";
import { proposeStatement } from "../../../lib/trust/propose-statement";
import type { SampleRoot } from "../../../lib/trust/sample-root";
import type { HostContexts } from "./host-contexts";
import type { CastMember } from "./messages";

/** The sample acts at once, so that the story can be watched to its end. */
const policy = { propose: "policy", standard: { people: 1, groups: 1 }, critical: { people: 2, groups: 2 }, holdSeconds: 0, wideningDelaySeconds: 0 };

/**
 * Signs with the sample's own root what an administrator would: approver groups, policy, the connection. What is proposed already is not
 * proposed again, and what is signed not signed again, so it may be interrupted anywhere.
 */
export async function foundTrust(contexts: HostContexts, root: SampleRoot, cast: readonly CastMember[], connectionStatement: string | null): Promise<void> {
  const web = contexts.as("web");
  const digests = connectionStatement ? [connectionStatement] : [];
  digests.push((await proposed(web, "approval_policy")) ?? (await proposeStatement(web, policy)).digest);
  for (const [group, members] of await groupsOf(web, cast))
    digests.push((await proposed(web, "approver_group", group)) ?? (await proposeStatement(web, { propose: "group", group, members })).digest);
  const signer = contexts.as("signer");
  for (const digest of digests) {
    const signed = await signer.db.trustSignature.count({ where: { digest, keyId: root.key.id } });
    if (!signed) await signAsSampleRoot(signer, root, digest);
  }
}

async function groupsOf(ctx: Context, cast: readonly CastMember[]): Promise<Map<string, string[]>> {
  const people = await ctx.db.person.findMany({ where: { userName: { in: cast.map(({ userName }) => userName) } }, select: { id: true, userName: true } });
  const ids = new Map(people.map(({ userName, id }) => [userName, id]));
  const groups = new Map<string, string[]>();
  const add = (group: string, userName: string) => {
    const id = ids.get(userName);
    if (id) groups.set(group, [...(groups.get(group) ?? []), id]);
  };
  for (const { userName, group, roles } of cast) {
    if (group) add(group, userName);
    if (roles.includes("administrator")) add("administrators", userName);
  }
  return groups;
}

/** The digest of the sample's own statement of that kind; null when there is none yet. */
async function proposed(ctx: Context, kind: "approval_policy" | "approver_group", subject?: string): Promise<string | null> {
  const found = await ctx.db.trustStatement.findFirst({
    where: { kind, subject, proposedBy: actorName(ctx.actor) },
    orderBy: { createdAt: "asc" },
    select: { digest: true },
  });
  return found?.digest ?? null;
}

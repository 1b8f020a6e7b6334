import { randomUUID } from "node:crypto";
import type { Prisma } from "../../core/db";
import type { TestDatabase } from "../../testkit/database";
import { facts } from "../../testkit/facts";
import { signConnection } from "../../testkit/sign-connection";
import type { RuleId } from "../contract";
import { evaluateRules } from "../evaluate";

/** A token about which no rule but those named in a test has anything to say: development, limited reach, an end far away. */
export const quiet = {
  environment: "development",
  reach: { level: "limited", summary: "reads" },
  expiry: "at",
  expiresAt: new Date("2035-01-01"),
} as const;

type Fields = Partial<Prisma.TokenUncheckedCreateInput>;

/** Facts, judgement, and what a rule said: for tests that walk a rule through its life. */
export function judged(database: TestDatabase) {
  const owner = () => database.as("owner");
  const is = () => facts(owner(), () => database.clock.now());
  const daysAgo = (days: number) => new Date(database.clock.now().getTime() - days * 86_400_000);
  return {
    owner,
    is,
    daysAgo,
    /** a signed connection, whose connector can do what is given */
    async connection(abilities: Record<string, unknown> = {}, connector = "unleash"): Promise<string> {
      const { id } = await is().connection({ connector });
      await signConnection(owner(), id, database.clock.now());
      await is().health(id, { capabilities: { classes: { api_key: abilities }, blindSpots: [], directory: false } as object });
      return id;
    },
    async owned(tokenId: string, fields: Partial<Prisma.OwnershipUncheckedCreateInput> = {}) {
      const person = fields.personId ? null : await is().person();
      const data = { personId: person?.id ?? null, state: "confirmed" as const, setBy: "test", setAt: database.clock.now(), ...fields };
      await owner().ownership.upsert({ where: { tokenId }, create: { tokenId, ...data }, update: data });
      return data.personId;
    },
    async usedBy(tokenId: string, fields: Partial<Prisma.WorkloadUncheckedCreateInput> = {}, basis: "declared" | "suggested" = "declared") {
      const id = randomUUID();
      const now = database.clock.now();
      const shared = { kind: "service" as const, source: "test", externalId: id, createdBy: "test", createdAt: now, changedAt: now };
      await owner().workload.create({ data: { id, name: `workload-${id.slice(0, 4)}`, ...shared, ...fields } });
      await owner().tokenWorkload.create({ data: { tokenId, workloadId: id, basis, setBy: "test", setAt: now } });
      return id;
    },
    async policy(fields: Partial<Prisma.TtlPolicyUncheckedCreateInput>) {
      const shared = { rationale: "because", control: "OWASP-NHI:2025/NHI7", setBy: "test", setAt: database.clock.now() };
      return owner().ttlPolicy.create({ data: { id: randomUUID(), ...shared, ...fields } });
    },
    change: (id: string, data: Prisma.TokenUncheckedUpdateInput) => owner().token.update({ where: { id }, data }),
    token: (connection: string, fields: Fields = {}) => is().token(connection, { ...quiet, ...fields }),
    async evaluate(...tokens: string[]) {
      const ctx = database.context("collector");
      return ctx.db.$transaction((tx) => evaluateRules(tx, ctx, { tokens }));
    },
    /** what the rule says of the token: "none", or status, severity and the names of the factors that raise or lower */
    async says(tokenId: string, rule: RuleId): Promise<string> {
      const found = await database.as("web").finding.findFirst({ where: { tokenId, rule } });
      return found ? `${found.status} ${found.severity}` : "none";
    },
    finding: (tokenId: string, rule: RuleId) => database.as("web").finding.findFirst({ where: { tokenId, rule } }),
  };
}

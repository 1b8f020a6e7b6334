import { z } from "zod";
import { RoleName } from "../../../lib/domain/role-name";
import { WorkloadKind } from "../../../lib/domain/workloads";

/** One of the people one can sign in as. */
export const CastMember = z.object({
  key: z.string(),
  userName: z.string(),
  displayName: z.string(),
  title: z.string(),
  roles: z.array(RoleName),
  group: z.string().nullable(),
});
export type CastMember = z.infer<typeof CastMember>;

const TokenRef = z.object({ system: z.string(), id: z.string() });

/** A workload as its people describe it; tokens by the names of their systems and their ids there. */
export const DescribedWorkload = z.object({
  name: z.string(),
  kind: WorkloadKind,
  environment: z.string().nullable(),
  description: z.string().nullable(),
  spiffeId: z.string().nullable(),
  oidc: z.object({ issuer: z.string(), subject: z.string() }).nullable(),
  owner: z.string(),
  backup: z.string().nullable(),
  team: z.string(),
  destinations: z.array(z.object({ destination: z.string(), token: TokenRef.nullable() })),
  tokens: z.array(TokenRef),
  legacy: z.object({ reason: z.string(), until: z.iso.date() }).nullable(),
});
export type DescribedWorkload = z.infer<typeof DescribedWorkload>;

/** The sample's outside world, once it stands: its Unleash with the credentials made there, the cast, and listings to import. */
export const World = z.object({
  origin: z.url(),
  read: z.string(),
  revoke: z.string(),
  control: z.string(),
  cast: z.array(CastMember),
  /** rows of listings, each with the name of its system */
  tokens: z.array(z.looseObject({ system: z.string() })),
  workloads: z.array(DescribedWorkload),
});
export type World = z.infer<typeof World>;

/** What demo/main.mjs says, one JSON line each. */
export const DemoLine = z.union([z.object({ say: z.string() }), z.object({ ready: World })]);

/** What demo/main.mjs is told first, as one JSON line on its standard input: secrets belong neither into arguments nor into the environment. */
export interface DemoOrders {
  home: string;
  unleash: { databaseUrl: string; port: number; adminPassword: string };
  collector: { origin: string; scimToken: string };
}

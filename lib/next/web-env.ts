import { z } from "zod";
import { httpOrigin, postgresUrl, readEnv } from "../core/env";

const flag = z.enum(["0", "1"]).default("0");
const given = z.string().min(1);

const WebEnv = z.object({
  DATABASE_URL: postgresUrl,
  NEXTAUTH_SECRET: given,
  COUNTERSIGN_ORIGIN: httpOrigin.default("http://localhost:3000"),
  COUNTERSIGN_SIGNER_ORIGIN: httpOrigin.default("http://localhost:3001"),
  COUNTERSIGN_COLLECTOR_ORIGIN: httpOrigin.default("http://localhost:3002"),
  COUNTERSIGN_DEPLOYMENT: z.uuid().optional(),
  COUNTERSIGN_SAMPLE: flag,
  COUNTERSIGN_WALLS: z.enum(["full", "database_only"]).default("database_only"),
  COUNTERSIGN_INSTANCE: given.default("main"),
  OIDC_ISSUER: z.url().optional(),
  OIDC_CLIENT_ID: given.optional(),
  OIDC_CLIENT_SECRET: given.optional(),
  OIDC_NAME: given.default("single sign-on"),
  SMTP_URL: z.url().optional(),
  SMTP_FROM: given.optional(),
});
export type WebEnv = z.infer<typeof WebEnv>;

let read: WebEnv | undefined;

/** The environment of the web process, checked at first use: the build must not need it. Throws naming the faulty variable. */
export function webEnv(): WebEnv {
  read ??= readEnv(WebEnv);
  return read;
}

/** Whether this is the sample organisation with its sample trust. */
export const isSample = (): boolean => webEnv().COUNTERSIGN_SAMPLE === "1";

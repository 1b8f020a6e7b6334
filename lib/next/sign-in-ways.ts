import "server-only";
import { webEnv } from "./web-env";

/** Which ways to sign in this deployment offers besides links made on the host. */
export function signInWays(): { oidc: string | null; mail: boolean } {
  const env = webEnv();
  const oidc = env.OIDC_ISSUER && env.OIDC_CLIENT_ID && env.OIDC_CLIENT_SECRET ? env.OIDC_NAME : null;
  return { oidc, mail: Boolean(env.SMTP_URL && env.SMTP_FROM) };
}

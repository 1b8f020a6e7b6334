import type { OAuthConfig } from "next-auth/providers/oauth";
import { z } from "zod";
import type { WebEnv } from "./web-env";

/** What we read of the claims of an OIDC provider; providers send much more. Some write booleans as text. */
export const OidcClaims = z.object({
  sub: z.string().min(1),
  name: z.string().optional(),
  preferred_username: z.string().optional(),
  email: z.string().optional(),
  email_verified: z.union([z.boolean(), z.enum(["true", "false"])]).optional(),
});
export type OidcClaims = z.infer<typeof OidcClaims>;

/**
 * Any OIDC provider, found by discovery, with PKCE, state and nonce. Null where the environment names none.
 * Claims come from the signed ID token; many providers give the e-mail address at the userinfo endpoint alone, so that is read too, and the token's own claims win.
 */
export function oidcProvider(env: WebEnv): OAuthConfig<OidcClaims> | null {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = env;
  if (!issuer || !clientId || !clientSecret) return null;
  return {
    id: "oidc",
    name: env.OIDC_NAME,
    type: "oauth",
    wellKnown: `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`,
    clientId,
    clientSecret,
    authorization: { params: { scope: "openid email profile" } },
    idToken: true,
    checks: ["pkce", "state", "nonce"],
    userinfo: {
      async request({ client, tokens }) {
        const claims = idTokenClaims(tokens.id_token);
        if (claims.email || !tokens.access_token) return claims;
        const info = await client.userinfo(tokens.access_token);
        // A userinfo answer about somebody else must not lend its address (OIDC Core 5.3.2).
        return info.sub === claims.sub ? { ...info, ...claims } : claims;
      },
    },
    profile: (profile) => ({ id: profile.sub, name: profile.name ?? profile.preferred_username ?? null, email: profile.email ?? null }),
  };
}

/** The claims of an ID token whose signature, audience, nonce and times the client has already checked. */
function idTokenClaims(token: string | undefined): OidcClaims {
  const body = token?.split(".")[1];
  if (!body) throw new Error("the provider sent no ID token");
  return OidcClaims.parse(JSON.parse(Buffer.from(body, "base64url").toString("utf8")));
}

import { randomBytes } from "node:crypto";
import { createServer, type Server } from "node:http";
import Provider from "oidc-provider";

/** Somebody who can sign in at the provider, with the claims it makes about them. `login` is what they type. */
export interface ProviderAccount {
  login: string;
  email: string;
  emailVerified: boolean;
}
export interface OidcProvider {
  issuer: string;
  clientId: string;
  clientSecret: string;
  close(): Promise<void>;
}

/** A real OpenID provider (oidc-provider) with its own sign-in pages: any password does, the login must be one of the accounts. */
export async function startOidcProvider(port: number, webOrigin: string, accounts: readonly ProviderAccount[]): Promise<OidcProvider> {
  const issuer = `http://localhost:${port}`;
  const client = { clientId: "countersign", clientSecret: randomBytes(24).toString("base64url") };
  const provider = new Provider(issuer, {
    clients: [{ client_id: client.clientId, client_secret: client.clientSecret, redirect_uris: [`${webOrigin}/api/auth/callback/oidc`] }],
    claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name"] },
    pkce: { required: () => true },
    cookies: { keys: [randomBytes(16).toString("hex")] },
    findAccount: (_ctx: unknown, login: string) => {
      const account = accounts.find((one) => one.login === login);
      if (!account) return undefined;
      const claims = { sub: account.login, name: account.login, email: account.email, email_verified: account.emailVerified };
      return { accountId: account.login, claims: () => claims };
    },
  });
  const server: Server = createServer(provider.callback());
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(port, "localhost", resolve));
  return {
    issuer,
    ...client,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

import "server-only";
import type { AuthOptions, User } from "next-auth";
import { AppError } from "../core/errors";
import { matchIdentity } from "../people/match-identity";
import { endSession } from "../sign-in/end-session";
import { sessionHours } from "../sign-in/lifetimes";
import { actorOfSession } from "../sign-in/queries";
import { startSession } from "../sign-in/start-session";
import { anonymousContext, webContext, webLog } from "./context";
import { cookieNames } from "./cookie-names";
import { OidcClaims, oidcProvider } from "./oidc-provider";
import { webEnv } from "./web-env";

/** The signed-in user between `signIn` and `jwt`, which get the same object. */
interface StartedUser extends User {
  sessionId?: string;
}

/**
 * next-auth carries out sign-in at an OIDC provider and keeps the encrypted cookie. The session itself is our own row:
 * the cookie holds nothing but its id, and each request reads the row anew.
 */
export function authOptions(): AuthOptions {
  const env = webEnv();
  const names = cookieNames(env.COUNTERSIGN_ORIGIN);
  const cookie = (name: string) => ({ name, options: { httpOnly: true, sameSite: "lax", path: "/", secure: names.secure } });
  const provider = oidcProvider(env);
  return {
    secret: env.NEXTAUTH_SECRET,
    providers: provider ? [provider] : [],
    session: { strategy: "jwt", maxAge: sessionHours * 3600 },
    pages: { signIn: "/sign-in", error: "/sign-in", signOut: "/sign-in" },
    cookies: {
      sessionToken: cookie(names.session),
      callbackUrl: cookie(names.callbackUrl),
      csrfToken: cookie(names.csrf),
      pkceCodeVerifier: cookie(names.pkce),
      state: cookie(names.state),
      nonce: cookie(names.nonce),
    },
    useSecureCookies: names.secure,
    logger: {
      error: (code, metadata) => webLog().error({ code, reason: metadata instanceof Error ? metadata.message : undefined }, "sign-in failed"),
      warn: (code) => webLog().warn({ code }, "sign-in"),
      debug: () => undefined,
    },
    callbacks: {
      async signIn({ user, profile }) {
        const started: StartedUser = user;
        const issuer = env.OIDC_ISSUER ?? "";
        const claims = OidcClaims.parse(profile);
        const person = await matchIdentity(anonymousContext(), { issuer, subject: claims.sub, email: claims.email, emailVerified: claims.email_verified });
        if (!person.ok) return `/sign-in?error=${person.refusal}`;
        try {
          const session = await startSession(anonymousContext(), { personId: person.personId, method: `oidc:${issuer}` });
          started.id = session.personId;
          started.sessionId = session.id;
          return true;
        } catch (error) {
          if (error instanceof AppError && error.code === "Forbidden") return "/sign-in?error=suspended";
          throw error;
        }
      },
      jwt({ token, user }) {
        const started: StartedUser | undefined = user;
        return started?.sessionId ? { sub: started.id, sid: started.sessionId } : { sub: token.sub, sid: token.sid };
      },
      // Nobody needs the session as JSON: pages and routes read it on the server.
      session: ({ session }) => ({ expires: session.expires }),
      redirect: ({ url, baseUrl }) => (url.startsWith("/") && !url.startsWith("//") ? `${baseUrl}${url}` : baseUrl),
    },
    events: {
      async signOut({ token }) {
        const actor = typeof token?.sid === "string" ? await actorOfSession(anonymousContext(), token.sid) : null;
        if (actor) await endSession(webContext(actor));
      },
    },
  };
}

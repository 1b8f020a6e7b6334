import { z } from "zod";
import { headerSafe } from "../../connectors/declarative/template";
import { SourceFault } from "../sources/piece";

/** What a repository is signed in to with over https, as it is sealed. */
export const GitCredential = z.strictObject({ username: z.string().min(1), secret: z.string().min(1) });
export type GitCredential = z.infer<typeof GitCredential>;

/** The user beside a token: GitHub documents this one, and who looks at the token alone takes any (GitLab, Gitea, Azure DevOps). */
export const tokenUser = "x-access-token";

/** A credential as somebody gives it: `USER:PASSWORD`, or a token alone. Throws SourceFault, whose text repeats nothing of it. */
export function gitCredentialFrom(text: string): GitCredential {
  const at = text.indexOf(":");
  if (at === 0) throw new SourceFault("The credential begins with a colon. Write it as USER:PASSWORD, or the token alone.");
  const [username, secret] = at < 0 ? [tokenUser, text] : [text.slice(0, at), text.slice(at + 1)];
  try {
    return { username: headerSafe("username", username), secret: headerSafe("secret", secret) };
  } catch {
    throw new SourceFault("The credential must be one line of printable ASCII, as USER:PASSWORD or a token. Was a whole file meant?");
  }
}

/** The header that signs in (RFC 7617). A credential: for the environment of one git alone. */
export const signInHeader = ({ username, secret }: GitCredential): string => `Authorization: Basic ${Buffer.from(`${username}:${secret}`).toString("base64")}`;

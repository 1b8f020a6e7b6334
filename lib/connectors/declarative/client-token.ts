import { z } from "zod";
import { VendorFault, type VendorHttp, type VendorResponse } from "../vendor-http";
import { jsonOf } from "../wire";
import type { ClientCredentials } from "./schema/parts";

/** An answer of RFC 6749, 5.1. */
const Granted = z.object({
  access_token: z.string().min(1).max(16_384),
  token_type: z.string().regex(/^bearer$/i),
  expires_in: z.coerce.number().positive().optional(),
});

interface Kept {
  token: string;
  /** by this process's own clock, in milliseconds */
  until: number;
}
type Client = { username?: string | undefined; secret: string };
/** By the opened credential, so in memory alone and as long as that. */
const kept = new WeakMap<Client, Kept>();
const underWay = new WeakMap<Client, Promise<Kept>>();

/** A token is not used in its last minute, and for five where the system does not say how long it lives. Seconds. */
const spare = 60;
const unsaid = 300;

/**
 * The access token that the client is given for its id and secret (RFC 6749, 4.4), anew when the last one is about to end. Throws VendorFault, `sent` false for
 * whatever was to be done with it; its text repeats nothing of the answer.
 */
export async function clientToken(use: ClientCredentials, { credential, http }: { credential: Client; http: VendorHttp }): Promise<string> {
  const last = kept.get(credential);
  if (last && performance.now() < last.until) return last.token;
  const fresh = underWay.get(credential) ?? granted(use, credential, http);
  underWay.set(credential, fresh);
  try {
    const one = await fresh;
    kept.set(credential, one);
    return one.token;
  } finally {
    underWay.delete(credential);
  }
}

/** An answer without the token in use, where the system repeats it: nothing that is shown of an answer knows of it. */
export function withoutToken(credential: Client, answer: VendorResponse): VendorResponse {
  const token = kept.get(credential)?.token;
  return token === undefined || !answer.text.includes(token) ? answer : { ...answer, text: answer.text.replaceAll(token, "[token]") };
}

/** The system takes it no more: the next call asks for another. */
export const forgetToken = (credential: Client): void => void kept.delete(credential);

async function granted({ request, scope, as }: ClientCredentials, { username = "", secret }: Client, http: VendorHttp): Promise<Kept> {
  const what = "Signing in with client id and secret";
  // as RFC 6749, 2.3.1 has them: encoded before they are put together
  const basic = Buffer.from(`${encoded(username)}:${encoded(secret)}`, "utf8").toString("base64");
  const asked = performance.now();
  const answer = await http.request({
    method: "POST",
    path: request.slice("POST ".length),
    headers: { accept: "application/json", ...(as === "basic" ? { authorization: `Basic ${basic}` } : {}) },
    form: {
      grant_type: "client_credentials",
      ...(scope === undefined ? {} : { scope }),
      ...(as === "form" ? { client_id: username, client_secret: secret } : {}),
    },
  });
  const { status } = answer;
  if (status !== 200) {
    const refused = status === 400 || status === 401 || status === 403;
    if (refused) throw new VendorFault("credential", `${what} was refused (${status}). Look at id, secret and \`scope\`, or seal a new one.`, false, status);
    throw new VendorFault("unexpected_status", `${what}: answered ${status}. Look at \`authentication.request\`.`, false, status);
  }
  const parsed = Granted.safeParse(jsonOf(answer));
  if (!parsed.success) throw new VendorFault("shape", `${what}: the answer holds no bearer token. Look at \`authentication.request\`.`, false, status);
  const { access_token: token, expires_in: life = unsaid } = parsed.data;
  return { token, until: asked + Math.max(0, life - spare) * 1_000 };
}

/** application/x-www-form-urlencoded, as the standard says of both parts. */
const encoded = (text: string): string => new URLSearchParams({ x: text }).toString().slice("x=".length);

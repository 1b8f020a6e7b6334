import { outcomeOf, unsupported } from "../apply";
import type { Applied, Described, Gone, RevokeConnection, Revoker, Target } from "../contract";
import { probeWithControl } from "../probe";
import { targetOf } from "../target";
import { VendorFault } from "../vendor-http";
import { jsonOf } from "../wire";
import { environmentTypes, listApiTokens, listApiTokensNamed, listCreations, pathOf, requireAdministrator } from "./client";
import { UnleashRevokeCredential } from "./credential";
import { doorVerdict } from "./door";
import { creators, sightingOf } from "./map";
import { type ApiToken, NamedError } from "./wire";

type Connection = RevokeConnection<UnleashRevokeCredential>;

/**
 * Ends Unleash API tokens. Each Unleash node keeps the tokens in memory and reads them anew every 60 s (its scheduler's
 * fetchActiveTokens), so a deleted one was still let in 59 s after the DELETE that said 200. Twice that is waited for: a node whose one
 * reading failed lets it in for 120 s, and every try may meet another node.
 */
export const unleashRevoker: Revoker<UnleashRevokeCredential> = {
  credential: UnleashRevokeCredential,
  effects: { api_key: ["dead"] },
  proof: { refusals: 12, spanMilliseconds: 30_000, intervalMilliseconds: 2_000, knownLagSeconds: 120, control: true },

  async describe(connection, target): Promise<Described | Gone> {
    // a credential that sees less would take what is hidden for gone
    await requireAdministrator(connection);
    const { token, rejected } = await find(connection, target);
    if (!token) {
      if (rejected > 0)
        throw new VendorFault("shape", `Unleash: ${rejected} tokens in its list cannot be read; the one looked for may be among them.`, true, 200);
      return { kind: "gone", evidence: "Unleash lists no token with this fingerprint." };
    }
    const surroundings = { environmentTypes: await environmentTypes(connection), creatorOf: creators(await listCreations(connection, token.tokenName)) };
    const sighting = sightingOf(connection, token, surroundings);
    const described = targetOf(sighting);
    // the same credential under an older pepper keeps the fingerprint that was signed
    const signed = target.handle.fingerprint ?? "";
    const handle = connection.fingerprintMatches(token.secret, { kind: "hmac_sha256", value: signed })
      ? { ...described.handle, fingerprint: signed }
      : described.handle;
    const fingerprint = target.fingerprint && connection.fingerprintMatches(token.secret, target.fingerprint) ? target.fingerprint : described.fingerprint;
    return { kind: "described", target: { ...described, handle, fingerprint }, reach: sighting.reach, material: token.secret };
  },

  async apply(connection, effect, target, _fence, material): Promise<Applied> {
    if (effect !== "dead") return unsupported(`bring about "${effect}": Unleash deletes tokens, nothing less`);
    if (material === null) return unsupported("delete a token without its secret: Unleash's own path for it holds it");
    const { apiToken, control } = connection.credential;
    if (!target.fingerprint || !connection.fingerprintMatches(material, target.fingerprint)) return unsupported("delete a token other than the one signed for");
    if (material === control || material === apiToken) return unsupported("delete the credential it works with itself. Seal another for this connection first");
    return outcomeOf(
      () =>
        connection.http.request({
          method: "DELETE",
          path: pathOf(connection, `/api/admin/api-tokens/${encodeURIComponent(material)}`),
          redactedPath: "/api/admin/api-tokens/[secret]",
          headers: { authorization: apiToken },
        }),
      (response) => {
        if (response.status === 200) return "done";
        return response.status === 403 && NamedError.safeParse(jsonOf(response)).success ? "declined" : "unknown";
      },
      [material, apiToken, control],
    );
  },

  async probe(connection, target, material) {
    if (material === null) return { kind: "unknown", status: null, evidence: "The credential itself is not at hand, so it cannot be tried.", control: "none" };
    const { apiToken, control } = connection.credential;
    const door = pathOf(connection, target.scopes.includes("type:frontend") ? "/api/frontend" : "/api/client/features");
    const knock = (secret: string) => () =>
      connection.http.request({ method: "GET", path: door, headers: { authorization: secret }, retry: false, freshConnection: true, keepBytes: 4_096 });
    return probeWithControl({
      target: knock(material),
      control: knock(control),
      judge: doorVerdict,
      accepted: (response) => doorVerdict(response) === "alive",
      secrets: [material, apiToken, control],
    });
  },
};

/**
 * The token that the handle names. The handle alone decides: it is what the inventory was compared by. Throws VendorFault("shape") when
 * no secret fits although a token of the same name and moment is listed: then something is wrong with the fingerprint, not with the token.
 */
async function find(connection: Connection, { handle, name, created, fingerprint }: Target): Promise<{ token: ApiToken | undefined; rejected: number }> {
  const print = handle.fingerprint;
  // without one nothing could be found, and that is not the same as gone
  if (!print || !fingerprint)
    throw new VendorFault("shape", "Unleash: the signed token has no fingerprint, so it cannot be looked up. Sync and file the request again.", false);
  const isIt = ({ secret }: ApiToken) => connection.fingerprintMatches(secret, { kind: "hmac_sha256", value: print });
  const named = (await listApiTokensNamed(connection, name)).kept.find(isIt);
  if (named) return { token: named, rejected: 0 };
  // not among its namesakes: gone only if it is not among all
  const { kept, rejected } = await listApiTokens(connection);
  const token = kept.find(isIt);
  const moments = [handle.created, created].flatMap((text) => (text ? [Date.parse(text)] : []));
  const twin = kept.find(({ tokenName, createdAt }) => (tokenName === name || tokenName === handle.name) && moments.includes(createdAt.getTime()));
  if (!token && twin)
    throw new VendorFault(
      "shape",
      "Unleash lists a token of the same name and moment, but its secret has not the signed fingerprint. Sync and file the request again.",
      true,
      200,
    );
  return { token, rejected: rejected.length };
}

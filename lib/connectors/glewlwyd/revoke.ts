import { outcomeOf, unsupported } from "../apply";
import type { Applied, Described, Gone, RevokeConnection, Revoker, Target, TokenSighting } from "../contract";
import { probeWithControl } from "../probe";
import { probeRecord, type RecordReading } from "../probe-record";
import { targetOf } from "../target";
import { VendorFault, type VendorResponse } from "../vendor-http";
import { grantPath, listApiKeys, listGrants, listPlugins, pathOf, requireAdministrator, type Session, signedIn } from "./client";
import { GlewlwydRevokeCredential } from "./credential";
import { doorPath, doorVerdict } from "./door";
import { grantSighting, isHashOf, keySighting } from "./map";
import type { Plugin } from "./wire";

type Connection = RevokeConnection<GlewlwydRevokeCredential>;

/**
 * Ends API keys and refresh tokens of Glewlwyd. It looks each of them up in its database whenever it is used, so one that it records as disabled
 * opens nothing; several nodes share that database. Its own 200 says nothing: it answers so to the deletion of a key that it does not have.
 */
export const glewlwydRevoker: Revoker<GlewlwydRevokeCredential> = {
  credential: GlewlwydRevokeCredential,
  effects: { api_key: ["dead"], oauth_grant: ["dead"] },
  proof: { refusals: 6, spanMilliseconds: 30_000, intervalMilliseconds: 6_000, knownLagSeconds: 120, control: true },

  async describe(connection, target): Promise<Described | Gone> {
    const found = await signedIn(connection, async (session) => {
      await requireAdministrator(session);
      return find(session, target);
    });
    if (!found) return { kind: "gone", evidence: "Glewlwyd lists no such token." };
    if (!found.enabled) return { kind: "gone", evidence: "Glewlwyd lists the token as disabled, from which there is no way back." };
    return { kind: "described", target: targetOf(found.sighting), reach: found.sighting.reach, material: null };
  },

  async apply(connection, effect, target): Promise<Applied> {
    if (effect !== "dead") return unsupported(`bring about "${effect}": Glewlwyd disables tokens for good, nothing less`);
    const { username, password, control } = connection.credential;
    const hash = target.handle.hash ?? "";
    if (target.class === "api_key" && isHashOf(hash, control))
      return unsupported("revoke the control key it proves with. Seal another for this connection first");
    return outcomeOf(
      () =>
        signedIn(connection, async (session) => {
          const path = target.class === "api_key" ? `/key/${encodeURIComponent(hash)}` : await pathOfGrant(session, target);
          return session({ method: "DELETE", path });
        }),
      (response) => judgeDeletion(response, target),
      [password, control, username.length > 8 ? username : null],
    );
  },

  async probe(connection, target, material) {
    const { control, password } = connection.credential;
    const knock = (key: string) => () =>
      connection.http.request({
        method: "GET",
        path: pathOf(connection, doorPath),
        headers: { authorization: `token ${key}` },
        retry: false,
        freshConnection: true,
        keepBytes: 64 * 1024,
      });
    const accepted = (response: VendorResponse) => doorVerdict(response) === "alive";
    if (material !== null && target.class === "api_key")
      return probeWithControl({ target: knock(material), control: knock(control), judge: doorVerdict, accepted, secrets: [material, control, password] });
    return probeRecord({ record: () => readRecord(connection, target), control: knock(control), accepted });
  },
};

/** 200 in any case for API keys; for a refresh token 400 when it was disabled before and 404 when there is none. Each without a body. */
function judgeDeletion({ status, text }: VendorResponse, target: Target): Applied["kind"] {
  if (text !== "") return "unknown";
  if (status === 200) return "done";
  if (target.class === "oauth_grant" && (status === 400 || status === 404)) return "already_gone";
  return status === 403 ? "declined" : "unknown";
}

interface Found {
  enabled: boolean;
  sighting: TokenSighting;
}

/** The row that the handle names, as it stands now. Throws VendorFault("shape") when it is not there and rows could not be read. */
async function find(session: Session, target: Target): Promise<Found | null> {
  const { hash } = target.handle;
  if (!hash) throw new VendorFault("shape", "Glewlwyd: the signed token has no hash, so it cannot be looked up. Sync and file the request again.", false);
  const { rows, rejected } = target.class === "api_key" ? await foundKeys(session) : await foundGrants(session, target);
  const found = rows.find(({ sighting }) => sighting.handle.hash === hash) ?? null;
  if (!found && rejected > 0)
    throw new VendorFault("shape", `Glewlwyd: ${rejected} tokens in its list cannot be read; the one looked for may be among them.`, true, 200);
  return found;
}

async function foundKeys(session: Session): Promise<{ rows: Found[]; rejected: number }> {
  const { kept, rejected } = await listApiKeys(session);
  return { rows: kept.map((key) => ({ enabled: key.enabled, sighting: keySighting(key) })), rejected: rejected.length };
}

async function foundGrants(session: Session, target: Target): Promise<{ rows: Found[]; rejected: number }> {
  const user = target.handle.user ?? "";
  const plugin = await pluginOf(session, target);
  const grants = await listGrants(session, plugin, user);
  const rows = (grants?.kept ?? []).map((token) => ({ enabled: token.enabled, sighting: grantSighting(plugin, user, token) }));
  return { rows, rejected: grants?.rejected.length ?? 0 };
}

/** Throws VendorFault("shape") for a plugin that is not there now: its tokens are not seen, which is not the same as gone. */
async function pluginOf(session: Session, { handle }: Target): Promise<Plugin> {
  const plugin = (await listPlugins(session)).find(({ name }) => name === handle.plugin);
  if (plugin) return plugin;
  throw new VendorFault("shape", `Glewlwyd: its plugin ${handle.plugin} is switched off or gone, so its refresh tokens cannot be seen.`, true, 200);
}

async function pathOfGrant(session: Session, target: Target): Promise<string> {
  const path = grantPath(await pluginOf(session, target), target.handle.user ?? "", target.handle.hash ?? "");
  if (path === undefined) throw new VendorFault("shape", "Glewlwyd: this plugin has no refresh tokens.", false);
  return path;
}

/** What Glewlwyd's lists say of the target now, and whether they show the control key as living. */
async function readRecord(connection: Connection, target: Target): Promise<RecordReading> {
  return signedIn(connection, async (session) => {
    const found = await find(session, target);
    const keys = await listApiKeys(session);
    const controlLives = keys.kept.some(({ token_hash, enabled }) => enabled && isHashOf(token_hash, connection.credential.control));
    if (!found) return { verdict: "dead", status: 200, evidence: "Glewlwyd lists it no more", controlLives };
    const verdict = found.enabled ? "alive" : "dead";
    return { verdict, status: 200, evidence: `Glewlwyd lists it as ${found.enabled ? "enabled" : "disabled"}`, controlLives };
  });
}

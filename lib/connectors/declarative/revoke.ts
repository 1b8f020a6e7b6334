import type { Effect } from "../../domain/tokens";
import { outcomeOf, unsupported } from "../apply";
import type { Applied, Fence, Probed, RevokeConnection, Revoker, Target } from "../contract";
import { probeWithControl } from "../probe";
import { probeRecord, type RecordReading } from "../probe-record";
import type { VendorResponse } from "../vendor-http";
import { effectsOf, proofOf } from "./abilities";
import { isOneOf } from "./answers";
import { ask } from "./client";
import { DeclarativeRevokeCredential, revokeCredentialOf } from "./credential";
import { knockAt, verdict } from "./door";
import { findToken, lookUp, secretsOf } from "./look-up";
import { type Change, type Declaration, leastProof } from "./schema/declaration";
import { declarationIn } from "./settings";
import { fillBody, fillHeader, fillPath, type Values } from "./template";

type Connection = RevokeConnection<DeclarativeRevokeCredential>;

/** Acts on any HTTP system that a signed declaration describes: which effects, by which call and with which proof stands in the settings. */
export const declarativeRevoker: Revoker<DeclarativeRevokeCredential> = {
  credential: DeclarativeRevokeCredential,
  effects: {},
  proof: {
    refusals: leastProof.refusals,
    spanMilliseconds: leastProof.spanSeconds * 1_000,
    intervalMilliseconds: leastProof.intervalSeconds * 1_000,
    knownLagSeconds: leastProof.lagSeconds,
    control: true,
  },
  of: (settings) => revokerOf(declarationIn(settings)),
  describe: (connection, ...rest) => revokerOf(declarationIn(connection.settings)).describe(connection, ...rest),
  apply: (connection, ...rest) => revokerOf(declarationIn(connection.settings)).apply(connection, ...rest),
  probe: (connection, ...rest) => revokerOf(declarationIn(connection.settings)).probe(connection, ...rest),
};

/** The revoker that one declaration describes. */
export function revokerOf(declaration: Declaration): Revoker<DeclarativeRevokeCredential> {
  const { probe } = declaration;
  return {
    credential: revokeCredentialOf(declaration),
    effects: effectsOf(declaration),
    proof: proofOf(declaration),
    describe: (connection, target) => lookUp(declaration, connection, target),

    async apply(connection, effect, target, fence, material) {
      if (effect !== "dead" && effect !== "disabled") return unsupported(`bring about "${effect}"`);
      const change = effect === "dead" ? declaration.revoke : declaration.disable;
      if ("cannot" in change) return unsupported(`do this: ${change.cannot.replace(/\.$/, "")}`);
      return (
        notToBeTouched(connection, declaration, target, material) ?? carryOut(declaration, connection, change, valuesOf(target, material, fence), material)
      );
    },

    async probe(connection, target, material, effect): Promise<Probed> {
      if ("cannot" in probe) return { kind: "unknown", status: null, evidence: `It can't be tried here: ${probe.cannot}`, control: "none" };
      const { control } = connection.credential;
      const knock = (secret: string) => () => knockAt(declaration, connection, probe, target.handle.id ?? undefined, secret);
      const judge = (response: VendorResponse) => verdict(probe, response, effect === "disabled");
      const door = {
        // without one, nothing is proven: it counts as refused
        control: control === undefined ? async () => ({ status: 0, headers: {}, text: "" }) : knock(control),
        accepted: (response: VendorResponse) => judge(response) === "alive",
      };
      if (material !== null) return probeWithControl({ ...door, target: knock(material), judge, secrets: secretsOf(connection, material) });
      if (probe.by === "record") return probeRecord({ ...door, record: () => readRecord(declaration, connection, target, effect) });
      return { kind: "unknown", status: null, evidence: "The credential itself is not at hand, so it cannot be tried.", control: "none" };
    },
  };
}

/** What the system's own record says of a token whose secret it shows to nobody: that it is gone, or since when it is disabled. */
async function readRecord(declaration: Declaration, connection: Connection, target: Target, effect: Effect): Promise<RecordReading> {
  const found = await findToken(declaration, connection, target);
  if ("kind" in found) return { verdict: "dead", status: 0, evidence: found.evidence };
  const { disabledAt } = found.sighting;
  if (effect !== "disabled" || disabledAt === null) return { verdict: "alive", status: 200, evidence: `${declaration.system} lists it.` };
  return { verdict: "dead", status: 200, evidence: `${declaration.system} records it as disabled since ${disabledAt.toISOString()}.` };
}

function valuesOf(target: Target, material: string | null, { idempotencyKey }: Fence): Values {
  return { id: target.handle.id ?? undefined, secret: material ?? undefined, idempotencyKey };
}

/** The credential that the connection works with, and a secret that is not the signed token's, are never acted on. */
function notToBeTouched({ credential, fingerprintMatches }: Connection, { tokens }: Declaration, target: Target, material: string | null): Applied | null {
  if (material === null) return null;
  if (material === credential.secret || material === credential.control)
    return unsupported("end the credential it works with itself. Seal another for this connection first");
  const known = tokens.fields.secret !== undefined && (!target.fingerprint || !fingerprintMatches(material, target.fingerprint));
  return known ? unsupported("end a token other than the one signed for") : null;
}

async function carryOut(declaration: Declaration, connection: Connection, change: Change, values: Values, material: string | null): Promise<Applied> {
  const at = change.request.indexOf(" ");
  const call = () => {
    const { path, redacted } = fillPath(change.request.slice(at + 1), values);
    const headers = Object.entries(change.headers ?? {}).map(([name, text]) => [name, fillHeader(text, values)] as const);
    return ask(declaration, connection, {
      line: `${change.request.slice(0, at)} ${path}`,
      redactedPath: redacted,
      headers: Object.fromEntries(headers),
      ...(change.json === undefined ? {} : { json: fillBody(change.json, values) }),
    });
  };
  const judge = (response: VendorResponse): Applied["kind"] => {
    if (isOneOf(response, declaration.refused)) return "unknown";
    if (isOneOf(response, change.done)) return "done";
    if (isOneOf(response, change.gone ?? [])) return "already_gone";
    return isOneOf(response, change.declined ?? []) ? "declined" : "unknown";
  };
  return outcomeOf(async () => call(), judge, secretsOf(connection, material));
}

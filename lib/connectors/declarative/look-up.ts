import type { Described, Gone, RevokeConnection, Target, TokenSighting } from "../contract";
import { evidenceOf } from "../evidence";
import { targetOf } from "../target";
import { VendorFault } from "../vendor-http";
import { isOneOf } from "./answers";
import { ask, bodyOf, requireSight } from "./client";
import type { DeclarativeRevokeCredential } from "./credential";
import { compilePath } from "./json-path";
import { secretOf, tokenOf } from "./map-token";
import { Row, RowFault } from "./row";
import type { Declaration } from "./schema/declaration";
import { fillPath } from "./template";
import { tokensPage } from "./tokens-page";

type Connection = RevokeConnection<DeclarativeRevokeCredential>;
/** A token as the system shows it now. */
export interface Found {
  sighting: TokenSighting;
  secret: string | null;
}

/** What the system says of one token now, as the executor compares it with what was signed. */
export async function lookUp(declaration: Declaration, connection: Connection, target: Target): Promise<Described | Gone> {
  const found = await findToken(declaration, connection, target);
  if ("kind" in found) return found;
  const { sighting, secret } = found;
  const described = targetOf(sighting);
  return { kind: "described", target: secret === null ? described : asSigned(connection, described, target, secret), reach: sighting.reach, material: secret };
}

/** Asks for one token. Gone is said only when the system was asked, its answer whole, and the credential sees everything. Throws VendorFault. */
export async function findToken(declaration: Declaration, connection: Connection, target: Target): Promise<Found | Gone> {
  const { describe, system } = declaration;
  if (describe === undefined) throw new VendorFault("shape", `${system}: the declaration says nothing of looking one token up.`, false);
  await requireSight(declaration, connection);
  return describe === "from the list" ? lookThrough(declaration, connection, target) : lookAt(declaration, connection, target, describe);
}

/** The same credential under an older pepper keeps the fingerprint that was signed. */
function asSigned({ fingerprintMatches }: Connection, described: Target, signed: Target, secret: string): Target {
  const inHandle = signed.handle.fingerprint;
  const handle =
    described.handle.fingerprint !== undefined && typeof inHandle === "string" && fingerprintMatches(secret, { kind: "hmac_sha256", value: inHandle })
      ? signed.handle
      : described.handle;
  const fingerprint = signed.fingerprint && fingerprintMatches(secret, signed.fingerprint) ? signed.fingerprint : described.fingerprint;
  return { ...described, handle, fingerprint };
}

async function lookAt(
  declaration: Declaration,
  connection: Connection,
  { handle }: Target,
  { request, row: place, secret: secretPath, gone }: Extract<Declaration["describe"], object>,
): Promise<Found | Gone> {
  const what = `${declaration.system}: one token`;
  const { path, redacted } = fillPath(request.slice("GET ".length), { id: handle.id ?? undefined });
  const response = await ask(declaration, connection, { line: `GET ${path}`, redactedPath: redacted });
  if (isOneOf(response, gone)) return { kind: "gone", evidence: evidenceOf(response, secretsOf(connection)) };
  const json = bodyOf(declaration, response, what);
  const row = new Row(compilePath(place)(json)[0]);
  const found = usable(what, () => ({
    sighting: tokenOf(declaration, connection, row),
    secret: secretOf(declaration.tokens.fields, row) ?? shownSecret(row, secretPath),
  }));
  if (found.sighting.handle.id !== handle.id) throw new VendorFault("shape", `${what}: another token than the one asked for was given.`, true, 200);
  return found;
}

/** Reads the list until the token is found. Not found is gone only if every row could be read. */
async function lookThrough(declaration: Declaration, connection: Connection, { handle }: Target): Promise<Found | Gone> {
  const { system, tokens } = declaration;
  const { fingerprint } = handle;
  const isIt = ({ sighting, secret }: Found) =>
    tokens.fields.id === undefined
      ? secret !== null && typeof fingerprint === "string" && connection.fingerprintMatches(secret, { kind: "hmac_sha256", value: fingerprint })
      : sighting.handle.id === handle.id;
  let unreadable = 0;
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const map = (row: Row): Found => ({ sighting: tokenOf(declaration, connection, row), secret: secretOf(tokens.fields, row) });
    const page = await tokensPage(declaration, connection, map, cursor ?? null);
    const found = page.items.find(isIt);
    if (found) return found;
    unreadable += page.rejected.length;
    cursor = page.next;
  }
  if (unreadable > 0)
    throw new VendorFault("shape", `${system}: ${unreadable} tokens in its list can't be read; the one looked for may be among them.`, true, 200);
  return { kind: "gone", evidence: `${system} lists it no more.` };
}

function usable(what: string, map: () => Found): Found {
  try {
    return map();
  } catch (error) {
    if (error instanceof RowFault) throw new VendorFault("shape", `${what}: ${error.field} ${error.reason}.`, true, 200);
    throw error;
  }
}

function shownSecret(row: Row, path: string | undefined): string | null {
  if (path === undefined) return null;
  const secret = row.at(path);
  if (typeof secret !== "string" || secret.length < 8) throw new RowFault("secret", `is missing at ${path}`);
  return secret;
}

/** What must stand in no evidence. */
export const secretsOf = ({ credential }: Connection, material: string | null = null): (string | null)[] => [
  material,
  credential.secret,
  credential.control ?? null,
  ...[credential.secret, credential.control, material].map((secret) => (secret ? Buffer.from(secret, "utf8").toString("base64") : null)),
];

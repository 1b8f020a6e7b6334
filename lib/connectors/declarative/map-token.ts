import { keepable } from "../../core/keepable";
import type { Fingerprint, Reach, ReadConnection, TokenSighting } from "../contract";
import { holds } from "./answers";
import { furtherFacts, scopesAt } from "./map-facts";
import { type Row, RowFault } from "./row";
import type { Declaration } from "./schema/declaration";
import type { TokenFields } from "./schema/listing";

type Fingerprinter = Pick<ReadConnection, "fingerprint" | "formerFingerprints">;

/** One row of the token list as a sighting. The secret goes in, and only its fingerprint and last four characters come out. Throws RowFault. */
export function tokenOf({ system, tokens }: Declaration, connection: Fingerprinter, row: Row): TokenSighting {
  const { fields } = tokens;
  const source = `${system} token list`;
  const id = idOf(fields, row);
  const secret = secretOf(fields, row);
  const print = secret === null ? null : connection.fingerprint(secret);
  const name = row.firstText("name", fields.name);
  const created = row.date("created", fields.created);
  const lastUsed = typeof fields.lastUsed === "object" && "cannot" in fields.lastUsed ? null : row.date("lastUsed", fields.lastUsed);
  const creator = row.text("creator", fields.creator);
  return {
    class: tokens.class,
    ...handleOf(id, secret, print, connection),
    name: keepable(name ?? id ?? "unnamed"),
    hint: hintOf(fields, row, secret),
    fingerprints: [...(print ? [print] : []), ...otherPrints(fields, row)],
    scopes: scopesAt("scopes", fields.scopes ?? [], row),
    reach: reachOf(fields, row),
    environment: environmentOf(fields, row),
    creator: creator === null ? null : { account: keepable(creator), source },
    created: created && { at: created, source },
    expiry: expiryOf(fields, row, source),
    lastUsed: lastUsed && { at: lastUsed, source },
    disabledAt: disabledAt(fields, row),
    ...furtherFacts(fields, row, secret, source),
  };
}

/** What tells a row from others without holding its secret; for paging. */
export function identityOf({ tokens: { fields } }: Declaration, connection: Fingerprinter, row: Row): string | null {
  const id = row.text("id", fields.id);
  const secret = fields.id === undefined ? secretOf(fields, row) : null;
  return id ?? (secret === null ? null : connection.fingerprint(secret).value);
}

function idOf(fields: TokenFields, row: Row): string | null {
  if (fields.id === undefined) return null;
  const id = row.text("id", fields.id);
  if (id === null) throw new RowFault("id", "is missing");
  if (id !== keepable(id)) throw new RowFault("id", "holds what is no text");
  return id;
}

/** The secret as the row shows it; null where the file names no place for it. */
export function secretOf(fields: TokenFields, row: Row): string | null {
  if (fields.secret === undefined) return null;
  const secret = row.at(fields.secret);
  if (typeof secret !== "string" || secret.length < 8) throw new RowFault("secret", "is missing or too short to be one");
  return secret;
}

function handleOf(
  id: string | null,
  secret: string | null,
  print: Fingerprint | null,
  connection: Fingerprinter,
): Pick<TokenSighting, "handle" | "formerHandles"> {
  if (id !== null) return { handle: { id } };
  // the schema asks for the one or the other
  if (secret === null || print === null) throw new RowFault("secret", "is missing");
  const by = ({ value }: Fingerprint) => ({ fingerprint: value });
  return { handle: by(print), formerHandles: connection.formerFingerprints(secret).map(by) };
}

function hintOf(fields: TokenFields, row: Row, secret: string | null): string | null {
  const hint = row.text("hint", fields.hint);
  if (hint !== null) {
    // a system that shows more than it should: the whole secret is no hint
    if (secret !== null && hint.includes(secret)) return `…${secret.slice(-4)}`;
    return keepable(hint).slice(0, 60);
  }
  return secret === null ? null : `…${secret.slice(-4)}`;
}

function otherPrints({ fingerprint }: TokenFields, row: Row): Fingerprint[] {
  const value = fingerprint ? row.text("fingerprint", fingerprint.path) : null;
  if (!fingerprint || value === null) return [];
  if (fingerprint.kind === "sha256" && !/^[0-9a-f]{64}$/i.test(value)) throw new RowFault("fingerprint", "is no SHA-256 in hex");
  return [{ kind: fingerprint.kind, value: fingerprint.kind === "sha256" ? value.toLowerCase() : keepable(value), pepperVersion: 0 }];
}

function environmentOf({ environment }: TokenFields, row: Row): string | null {
  if (environment === undefined) return null;
  if (typeof environment === "object" && "always" in environment) return environment.always;
  const { path, words } = typeof environment === "string" ? { path: environment, words: undefined } : environment;
  const said = row.text("environment", path);
  if (said === null) return null;
  return words && Object.hasOwn(words, said) ? (words[said] ?? null) : keepable(said);
}

function reachOf({ reach }: TokenFields, row: Row): Reach | null {
  if (reach === undefined) return null;
  if ("always" in reach) return { level: reach.always.level, summary: reach.always.because };
  const found = row.texts("reach", reach.path).flatMap((said) => (Object.hasOwn(reach.words, said) ? [reach.words[said]] : [undefined]));
  // a word that the file does not know makes the whole unknown: unknown is not safe
  if (found.length === 0 || found.some((each) => each === undefined)) return null;
  const widest = found.find((each) => each?.level === "high") ?? found[0];
  return widest ? { level: widest.level, summary: widest.because } : null;
}

function expiryOf({ expiry }: TokenFields, row: Row, source: string): TokenSighting["expiry"] {
  if (expiry === undefined) return { kind: "unknown" };
  const found = row.at(expiry.path);
  if (found === undefined || found === "") return expiry.absent === "never" ? { kind: "never", source } : { kind: "unknown" };
  if (expiry.never.some((value) => value === found)) return { kind: "never", source };
  const at = row.date("expiry", { path: expiry.path, format: expiry.format });
  return at ? { kind: "at", at, source } : { kind: "unknown" };
}

function disabledAt({ disabled }: TokenFields, row: Row): Date | null {
  if (disabled === undefined || (disabled.when && !holds(disabled.when, row.value))) return null;
  const since = row.date("disabled", disabled.since);
  if (since === null && disabled.when) throw new RowFault("disabled", "has no date since when");
  return since;
}

import { TokenClass } from "../../../../lib/domain/tokens";
import { fingerprint, type Pepper } from "../../../../lib/fingerprints/pepper";
import { BadCell, flag, instant, list, needed, text, whole, word } from "../../../../lib/imports/cell-values";
import { columnIndexes } from "../column-indexes";

/** One row as it is taken in. Its secret, if it had one, is a fingerprint already. */
export interface TokenRow {
  class: TokenClass;
  handleKey: string;
  name: string;
  hint: string | null;
  scopes: string[];
  reach: string | null;
  environment: string | null;
  creator: { account: string; name: string; email: string | null; enabled: boolean | null } | null;
  issued: string | null;
  expiry: "at" | "never" | "unknown";
  expires: string | null;
  lastUsed: string | null;
  disabled: string | null;
  rotated: string | null;
  scopesUsed: string[] | null;
  thirdParty: string | null;
  parentKey: string | null;
  familyCount: number | null;
  familyLongest: number | null;
  hmac: string | null;
  sha256: string | null;
  keyId: string | null;
  owner: string | null;
  backup: string | null;
  purpose: string | null;
  workload: string | null;
}

const classes: ReadonlySet<TokenClass> = new Set(TokenClass.options);
const reaches: ReadonlySet<"high" | "limited"> = new Set(["high", "limited"] as const);
/** Said to be disabled, without a date: the date it gets is that of the run, and no fact of the file. */
export const undatedDisabled = "undated";
const none: string[] = [];
const neverWords = /^(never|none|no expiry|does not expire|infinite|unlimited)$/i;
/** PostgreSQL indexes at most 2,704 bytes of a value; the handle shares that with its connection. */
const longestHandle = 2_400;

/**
 * Makes the reader of a file's rows: a check a field, compiled from the mapping, because a schema library takes several times the budget of a
 * row (bench import-1m). Throws BadCell for the first thing wrong.
 */
export function tokenReader(header: readonly string[], mapping: Record<string, string>, pepper: Pepper): (cells: readonly string[]) => TokenRow {
  const i = columnIndexes("tokens", header, mapping);
  const scopes = new Lists("scopes");
  const scopesUsed = new Lists("scopesUsed");
  let cells: readonly string[] = [];
  const cell = (index: number | undefined): string => (index === undefined || index < 0 ? "" : (cells[index] ?? ""));
  return (given) => {
    cells = given;
    const id = needed(cell(i.id), "id", 500);
    const handleKey = handleKeyOf(id);
    if (handleKey.length > 600 && Buffer.byteLength(handleKey) > longestHandle) throw new BadCell("id", "is longer than can be looked up");
    const kind = word(cell(i.class), "class", classes, "is no class of token");
    if (kind === null) throw new BadCell("class", "is missing");
    const secret = cell(i.secret);
    if (secret.length > 20_000) throw new BadCell("secret", "is longer than 20,000 characters");
    const expires = cell(i.expires).trim();
    const never = neverWords.test(expires);
    const until = never ? null : instant(expires, "expires");
    const count = whole(cell(i.familyCount), "familyCount");
    return {
      class: kind,
      handleKey,
      name: text(cell(i.name), "name", 500) ?? id,
      hint: text(cell(i.hint), "hint", 100),
      scopes: scopes.of(cell(i.scopes)) ?? none,
      reach: word(cell(i.reach), "reach", reaches, "is no level of reach"),
      environment: text(cell(i.environment), "environment", 100),
      creator: creatorOf(cell(i.creator), cell(i.creatorName), cell(i.creatorEmail), cell(i.creatorEnabled)),
      issued: instant(cell(i.created), "created"),
      expiry: never ? "never" : until ? "at" : "unknown",
      expires: until,
      lastUsed: instant(cell(i.lastUsed), "lastUsed"),
      disabled: disabledAt(cell(i.disabled)),
      rotated: instant(cell(i.rotated), "rotated"),
      scopesUsed: scopesUsed.of(cell(i.scopesUsed)),
      thirdParty: text(cell(i.thirdParty), "thirdParty", 500),
      parentKey: text(cell(i.parentKey), "parentKey", 500),
      familyCount: count,
      familyLongest: whole(cell(i.familyLongest), "familyLongest"),
      hmac: secret === "" ? null : fingerprint(pepper, secret).value,
      sha256: digest(cell(i.sha256)),
      keyId: text(cell(i.keyId), "keyId", 500),
      owner: text(cell(i.owner), "owner", 500),
      backup: text(cell(i.backup), "backup", 500),
      purpose: text(cell(i.purpose), "purpose", 2_000),
      workload: text(cell(i.workload), "workload", 300),
    };
  };
}

/** Lists of one field, read once each: a file of a million tokens has few. */
class Lists {
  private readonly known = new Map<string, string[] | null>();

  constructor(private readonly field: string) {}

  of(value: string): string[] | null {
    const known = this.known.get(value);
    if (known !== undefined) return known;
    const read = list(value, this.field, { most: 500 });
    if (this.known.size >= 10_000) this.known.clear();
    // a copy: pieces of the file's text would keep all of it in memory
    if (value.length <= 500) this.known.set(structuredClone(value), structuredClone(read));
    return read;
  }
}

/** The handle alone, for rows that a resumed upload passes over: what was rejected then is no duplicate now. */
export function handleReader(header: readonly string[], mapping: Record<string, string>): (cells: readonly string[]) => string {
  const { id } = columnIndexes("tokens", header, mapping);
  return (cells) => handleKeyOf(cells[id ?? -1]?.trim() ?? "");
}

const handleKeyOf = (id: string): string => `{"id":${JSON.stringify(id)}}`;

function creatorOf(account: string, name: string, email: string, enabled: string): TokenRow["creator"] {
  const given = text(account, "creator", 500);
  const address = text(email, "creatorEmail", 320)?.toLowerCase() ?? null;
  if (address !== null && !/^[^\s@]+@[^\s@]+$/.test(address)) throw new BadCell("creatorEmail", "is not an e-mail address");
  const known = given ?? address;
  if (known === null) return null;
  return { account: known, name: text(name, "creatorName", 500) ?? known, email: address, enabled: flag(enabled, "creatorEnabled") };
}

function disabledAt(value: string): string | null {
  if (!/^\s*[a-z01]*\s*$/i.test(value)) return instant(value, "disabled");
  return flag(value, "disabled") ? undatedDisabled : null;
}

function digest(value: string): string | null {
  const given = value.trim();
  if (given === "") return null;
  if (/^[0-9a-f]{64}$/i.test(given)) return given.toLowerCase();
  if (/^[0-9A-Za-z+/]{43}=$/.test(given)) return Buffer.from(given, "base64").toString("hex");
  throw new BadCell("sha256", "is not a SHA-256 fingerprint: 64 hexadecimal digits, or base64 of 32 bytes");
}

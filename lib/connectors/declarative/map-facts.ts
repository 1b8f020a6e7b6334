import { keepable } from "../../core/keepable";
import type { TokenSighting } from "../contract";
import { holds } from "./answers";
import { type Row, RowFault } from "./row";
import type { ScopeField, TokenFields } from "./schema/listing";

const longestName = 500;

/** What few systems tell beside a token's own dates and scopes; each null where the row does not say. Throws RowFault. */
export function furtherFacts(
  fields: TokenFields,
  row: Row,
  secret: string | null,
  source: string,
): Pick<TokenSighting, "rotated" | "scopesUsed" | "thirdParty" | "parentKey" | "family"> {
  const rotated = row.date("rotated", fields.rotated);
  return {
    rotated: rotated && { at: rotated, source },
    scopesUsed: scopesUsedOf(fields, row, source),
    thirdParty: thirdPartyOf(fields, row, secret),
    parentKey: nameAt("parentKey", fields.parentKey, row, secret),
    family: familyOf(fields, row),
  };
}

/** Scopes as `fields` names their places, sorted, each once. */
export function scopesAt(field: string, places: readonly ScopeField[], row: Row): string[] {
  const found = places.flatMap((place) => {
    const { path, prefix = "" } = typeof place === "string" ? { path: place } : place;
    return row.texts(field, path).map((text) => `${prefix}${keepable(text)}`);
  });
  return [...new Set(found)].sort();
}

/** An empty list is "none was used"; nothing there is "nobody says". */
function scopesUsedOf({ scopesUsed }: TokenFields, row: Row, source: string): TokenSighting["scopesUsed"] {
  const said = scopesUsed?.some((place) => row.at(typeof place === "string" ? place : place.path) !== undefined);
  return scopesUsed && said ? { scopes: scopesAt("scopesUsed", scopesUsed, row), source } : null;
}

function thirdPartyOf({ thirdParty }: TokenFields, row: Row, secret: string | null): string | null {
  if (typeof thirdParty === "object" && !holds(thirdParty.when, row.value)) return null;
  return nameAt("thirdParty", typeof thirdParty === "object" ? thirdParty.path : thirdParty, row, secret);
}

function nameAt(field: string, path: string | undefined, row: Row, secret: string | null): string | null {
  const name = row.text(field, path);
  if (name === null) return null;
  if (secret !== null && name.includes(secret)) throw new RowFault(field, "holds the secret; name another place");
  if (name.length > longestName) throw new RowFault(field, `is longer than ${longestName} characters`);
  return keepable(name);
}

function familyOf({ family }: TokenFields, row: Row): TokenSighting["family"] {
  if (family === undefined) return null;
  const count = wholeAt("family.count", family.count, row);
  const longestSeconds = wholeAt("family.longestSeconds", family.longestSeconds, row);
  return count === null && longestSeconds === null ? null : { count, longestSeconds };
}

function wholeAt(field: string, path: string | undefined, row: Row): number | null {
  const text = row.text(field, path);
  if (text === null) return null;
  if (!/^\d{1,15}$/.test(text)) throw new RowFault(field, "is no whole number");
  return Number(text);
}

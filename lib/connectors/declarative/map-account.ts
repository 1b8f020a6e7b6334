import { keepable } from "../../core/keepable";
import type { AccountSighting } from "../contract";
import { type Row, RowFault } from "./row";
import type { AccountFields } from "./schema/listing";

/** One row of the accounts list as a sighting. Throws RowFault. */
export function accountOf(system: string, fields: AccountFields, row: Row): AccountSighting {
  const source = `${system} accounts list`;
  const externalId = row.text("id", fields.id);
  if (externalId === null) throw new RowFault("id", "is missing");
  const userName = row.text("userName", fields.userName);
  const email = row.text("email", fields.email);
  const created = row.date("created", fields.created);
  const lastUsed = row.date("lastUsed", fields.lastUsed);
  return {
    externalId: keepable(externalId),
    kind: kindOf(fields, row),
    name: keepable(row.firstText("name", fields.name) ?? userName ?? email ?? externalId),
    userName: userName && keepable(userName),
    email: email && keepable(email),
    status: statusOf(fields, row),
    created: created && { at: created, source },
    lastUsed: lastUsed && { at: lastUsed, source },
  };
}

function kindOf({ kind }: AccountFields, row: Row): AccountSighting["kind"] {
  if (kind === undefined) return "unknown";
  if ("always" in kind) return kind.always;
  return wordFor(kind.words, row.text("kind", kind.path)) ?? "unknown";
}

function statusOf({ status }: AccountFields, row: Row): AccountSighting["status"] {
  if (status === undefined) return "unknown";
  if ("always" in status) return status.always;
  return wordFor(status.words, row.text("status", status.path)) ?? "unknown";
}

const wordFor = <T>(words: Record<string, T>, said: string | null): T | undefined => (said !== null && Object.hasOwn(words, said) ? words[said] : undefined);

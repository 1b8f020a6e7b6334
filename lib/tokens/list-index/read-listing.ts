import { askKept, Prisma, type Queryable } from "../../core/db";
import { type ListingScope, ofFewTokens, ofTokens, tokenListing } from "../listing-sql";
import type { Listed } from "./listed";

const fields = [
  "id",
  "class",
  "connection_id",
  "connection",
  "environment",
  "state",
  "expiry",
  "expires",
  "created",
  "used",
  "seen",
  "imported",
  "owner_state",
  "owner_id",
  "owner",
  "team_id",
  "maker_id",
  "purpose",
  "workloads",
  "rules",
  "severity",
  "exposure",
  "gaps",
  "due",
  "name",
  "details",
] as const satisfies readonly (keyof Listed)[];

const dates: ReadonlySet<string> = new Set(["expires", "created", "used", "seen", "due"]);
const value = (field: string) => (dates.has(field) ? `(extract(epoch from l.${field}) * 1000)::bigint` : `l.${field}`);
const asArray = Prisma.raw(`json_build_array(${fields.map(value).join(", ")})::text`);

/** More are worth a plan of their own: the kept one expects ten, and compares each with each where it expects one of something. */
const few = 200;

/**
 * What is listed of these tokens. PostgreSQL writes one text: rows as objects of the driver would take ten times as long. To plan the statement takes three times as long as to
 * read one token, so that each connection keeps its plan for few (decision 37).
 */
export async function readListing(db: Queryable, ids: readonly string[]): Promise<Listed[]> {
  const { written } = ids.length <= few ? await askKept<Written>(db, "listed_tokens", listing(ofFewTokens(ids))) : await planned(db, listing(ofTokens(ids)));
  const rows = JSON.parse(written) as unknown[][];
  return rows.map((values) => toListed(values as unknown as Values));
}

interface Written {
  written: string;
}
const listing = (scope: ListingScope) => Prisma.sql`select '[' || coalesce(string_agg(${asArray}, ','), '') || ']' as written from (${tokenListing(scope)}) l`;

async function planned(db: Queryable, sql: Prisma.Sql): Promise<Written> {
  const [row] = await db.$queryRaw<[Written]>(sql);
  return row;
}

type Values = { [Place in keyof typeof fields & `${number}`]: Listed[(typeof fields)[Place] & keyof Listed] };

function toListed(v: Values): Listed {
  return {
    id: v[0],
    class: v[1],
    connection_id: v[2],
    connection: v[3],
    environment: v[4],
    state: v[5],
    expiry: v[6],
    expires: v[7],
    created: v[8],
    used: v[9],
    seen: v[10],
    imported: v[11],
    owner_state: v[12],
    owner_id: v[13],
    owner: v[14],
    team_id: v[15],
    maker_id: v[16],
    purpose: v[17],
    workloads: v[18],
    rules: v[19],
    severity: v[20],
    exposure: v[21],
    gaps: v[22],
    due: v[23],
    name: v[24],
    details: v[25],
  };
}

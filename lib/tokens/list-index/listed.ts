import { severities } from "../../domain/severity";
import { tokenStates } from "../../domain/token-states";
import { TokenClass } from "../../domain/tokens";
import { workloadKinds } from "../../domain/workloads";
import { exposureStates, ownerStates } from "../schemas";

/** One row of `tokenListing`, as PostgreSQL gives it in a JSON array. Dates are milliseconds since 1970. */
export interface Listed {
  id: string;
  class: TokenClass;
  connection_id: string;
  connection: string;
  environment: string | null;
  state: (typeof tokenStates)[number];
  expiry: "at" | "never" | "unknown";
  expires: number | null;
  created: number | null;
  used: number | null;
  seen: number;
  imported: boolean;
  owner_state: (typeof ownerStates)[number];
  owner_id: string | null;
  owner: string | null;
  team_id: string | null;
  maker_id: string | null;
  purpose: string | null;
  workloads: [id: string, name: string, kind: (typeof workloadKinds)[number]][] | null;
  rules: string[] | null;
  severity: (typeof severities)[number] | null;
  exposure: (typeof exposureStates)[number];
  /** bits, by the places in `ownershipGaps` */
  gaps: number;
  due: number | null;
  name: string;
  details: string;
}

const places = (values: readonly string[]): ReadonlyMap<string, number> => new Map(values.map((value, place) => [value, place]));

/** Small numbers for the values of enumerations: their place in the type. */
export const classPlaces = places(TokenClass.options);
export const statePlaces = places(tokenStates);
export const ownerPlaces = places(ownerStates);
export const severityPlaces = places([...severities, "none"]);
export const exposurePlaces = places(exposureStates);
export const kindPlaces = places([...workloadKinds, "none"]);

export const placeOf = (map: ReadonlyMap<string, number>, value: string): number => {
  const place = map.get(value);
  if (place === undefined) throw new Error(`the list does not know the value ${value}`);
  return place;
};

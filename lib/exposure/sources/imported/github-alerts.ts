import { z } from "zod";
import type { Channel, Location } from "../../../domain/exposures";
import { addressOf, dateOf, type Told } from "../piece";

/** Where a secret stands, by GitHub's kinds of places: a file at a commit has a path, everything else an address alone. */
const Details = z.looseObject({
  path: z.string().nullish(),
  start_line: z.number().int().nullish(),
  commit_sha: z.string().nullish(),
  html_url: z.string().nullish(),
});
type Details = z.infer<typeof Details>;

/** An alert of GitHub's secret scanning (REST, api version 2022-11-28); fields that are not read are dropped. `locations` where somebody put them in. */
export const GithubAlert = z.object({
  number: z.number().int(),
  html_url: z.string().default(""),
  created_at: z.string().nullish(),
  state: z.string().default("open"),
  resolution: z.string().nullish(),
  secret_type: z.string(),
  /** absent or null with `hide_secret` */
  secret: z.string().nullish(),
  first_location_detected: Details.nullish(),
  locations: z.array(z.object({ type: z.string(), details: Details })).optional(),
});

const channelOf: readonly (readonly [RegExp, Channel])[] = [
  [/^(?:issue|pull_request|discussion)_/, "ticket"],
  [/^wiki_/, "wiki"],
];

/** A finding for each place of an alert. */
export function ofGithubAlert(alert: z.infer<typeof GithubAlert>): Told[] {
  const { number, html_url, secret_type, state, resolution, locations, first_location_detected: first } = alert;
  const told = state === "resolved" ? `, resolved there as ${resolution ?? "unknown"}` : "";
  const places = locations ?? [{ type: typeOf(first ?? {}), details: first ?? {} }];
  return places.map(({ type, details }) => ({
    rule: `GitHub ${secret_type}${told}`,
    secret: alert.secret || null,
    key: `GitHub ${html_url || `${number} ${secret_type}`}`,
    around: "",
    channel: channelOf.find(([form]) => form.test(type))?.[1] ?? "code",
    location: placeOf(alert, type, details),
  }));
}

/** What a place is called where the alert holds the first alone: its address says it. */
const typeOf = (details: Details): string => Object.keys(details).find((name) => /_url$/.test(name) && /^(?:issue|pull_request|discussion)_/.test(name)) ?? "";

function placeOf({ number, html_url, created_at }: z.infer<typeof GithubAlert>, type: string, details: Details): Location {
  const repository = /^https?:\/\/[^/]+\/([^/]+\/[^/]+)\//.exec(html_url)?.[1] ?? "a repository";
  const subject = Object.entries(details).find(([name, value]) => type !== "" && name === `${type.replace(/_url$/, "")}_url` && typeof value === "string")?.[1];
  return {
    path: details.path?.replace(/^\//, "") || `${repository} ${type === "" ? `alert ${number}` : type.replace(/_url$/, "").replaceAll("_", " ")}`,
    line: details.start_line || null,
    reference: details.commit_sha ?? (typeof subject === "string" ? subject : `alert ${number}`),
    author: null,
    // when GitHub saw it: it stood there before
    at: dateOf(created_at),
    url: addressOf(details.html_url) ?? addressOf(html_url),
  };
}

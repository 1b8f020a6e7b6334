import { z } from "zod";
import type { Channel, Location } from "../../../domain/exposures";
import { addressOf, dateOf, type Told } from "../piece";

/** What of a secret is none: parts of a connection string and the like. */
const beside = new Set(["host", "port", "username", "database", "scheme", "assignment"]);

const Match = z.object({
  match: z.string().default(""),
  type: z.string().optional(),
  match_type: z.string().optional(),
  line_start: z.number().int().nullish(),
});
const Incident = z.object({
  type: z.string().optional(),
  break_type: z.string().optional(),
  validity: z.string().nullish(),
  ignore_sha: z.string().default(""),
  incident_url: z.string().nullish(),
  occurrences: z.array(Match),
});
const Entity = z.object({ filename: z.string(), incidents: z.array(Incident).default([]) });

/** What `ggshield secret scan --json` writes: a scan, with scans in it where commits were looked at. Commits have their author beside. */
export interface GgshieldScan {
  id?: string | undefined;
  type?: string | undefined;
  extra_info?: { author?: string | undefined; email?: string | undefined; date?: string | undefined } | null | undefined;
  entities_with_incidents?: z.infer<typeof Entity>[] | undefined;
  scans?: GgshieldScan[] | undefined;
}
export const GgshieldScan: z.ZodType<GgshieldScan> = z.lazy(() =>
  z.object({
    id: z.string().optional(),
    type: z.string().optional(),
    extra_info: z.object({ author: z.string().optional(), email: z.string().optional(), date: z.string().optional() }).nullish(),
    entities_with_incidents: z.array(Entity).optional(),
    scans: z.array(GgshieldScan).max(100_000).optional(),
  }),
);

/** The findings of a scan. Without `--show-secrets` ggshield blots the values out: then only the places are known. */
export function ofGgshield({ id, extra_info, entities_with_incidents = [], scans = [] }: GgshieldScan, depth = 0): Told[] {
  const commit = id && /^[0-9a-f]{40,64}$/.test(id) ? id : null;
  const author = extra_info?.author && extra_info.email ? `${extra_info.author} <${extra_info.email}>` : (extra_info?.author ?? extra_info?.email ?? null);
  const own = entities_with_incidents.flatMap(({ filename, incidents }) =>
    incidents.flatMap((incident) =>
      incident.occurrences
        .filter(({ type, match_type }) => !beside.has(type ?? match_type ?? ""))
        .map(({ match, line_start }): Told => {
          const kind = incident.type ?? incident.break_type ?? "secret";
          const location: Location = {
            path: filename,
            line: line_start || null,
            reference: commit,
            author,
            at: dateOf(extra_info?.date),
            url: addressOf(incident.incident_url),
          };
          return {
            rule: `GitGuardian ${kind}${incident.validity && incident.validity !== "unknown" ? `, ${incident.validity} there` : ""}`,
            secret: match === "" || /\*{3}/.test(match) ? null : match,
            key: `GitGuardian ${incident.ignore_sha || `${kind} ${filename} ${line_start}`}`,
            around: "",
            channel: "code",
            location,
          };
        }),
    ),
  );
  return depth > 20 ? own : [...own, ...scans.flatMap((scan) => ofGgshield(scan, depth + 1))];
}

const Occurrence = z.object({
  filepath: z.string().nullish(),
  sha: z.string().nullish(),
  url: z.string().nullish(),
  date: z.string().nullish(),
  author_name: z.string().nullish(),
  author_info: z.string().nullish(),
  source: z.object({ full_name: z.string().nullish(), type: z.string().nullish() }).nullish(),
  matches: z.array(z.object({ post_line_start: z.number().int().nullish(), pre_line_start: z.number().int().nullish() })).nullish(),
});
/** An incident of GitGuardian's API (`/v1/incidents/secrets`), with its occurrences where they were asked for. It never holds the secret. */
export const GitguardianIncident = z.object({
  id: z.number().int(),
  date: z.string().nullish(),
  detector: z.object({ name: z.string(), display_name: z.string().optional() }),
  gitguardian_url: z.string().nullish(),
  status: z.string().nullish(),
  validity: z.string().nullish(),
  occurrences: z.array(Occurrence).nullish(),
});

/** GitGuardian's kinds of sources, as channels; all others hold code. */
const channelsOf: readonly (readonly [RegExp, Channel])[] = [
  [/slack|teams/i, "chat"],
  [/jira|servicenow/i, "ticket"],
  [/confluence/i, "wiki"],
];

/** A finding for each place of an incident. */
export function ofGitguardianIncident(incident: z.infer<typeof GitguardianIncident>): Told[] {
  const { id, detector, gitguardian_url, status, validity, occurrences } = incident;
  const said = [status, validity].filter((word) => word && !/^(?:triggered|assigned|unknown)$/i.test(word)).map((word) => word?.toLowerCase());
  const places: Partial<z.infer<typeof Occurrence>>[] = occurrences && occurrences.length > 0 ? occurrences : [{}];
  return places.map((place) => ({
    rule: `GitGuardian ${detector.display_name ?? detector.name}${said.length > 0 ? `, ${said.join(", ")} there` : ""}`,
    secret: null,
    key: `GitGuardian incident ${gitguardian_url || id}`,
    around: "",
    channel: channelsOf.find(([form]) => form.test(place.source?.type ?? ""))?.[1] ?? "code",
    location: placeOf(incident, place),
  }));
}

function placeOf({ id, date, gitguardian_url }: z.infer<typeof GitguardianIncident>, place: Partial<z.infer<typeof Occurrence>>): Location {
  const { author_name: name, author_info: info, source, matches, filepath, sha, url } = place;
  return {
    path: filepath ?? source?.full_name ?? `incident ${id}`,
    line: matches?.[0]?.post_line_start || matches?.[0]?.pre_line_start || null,
    reference: sha ?? null,
    author: name && info && name !== info ? `${name} <${info}>` : (name ?? info ?? null),
    at: dateOf(place.date ?? date),
    url: addressOf(url) ?? addressOf(gitguardian_url),
  };
}

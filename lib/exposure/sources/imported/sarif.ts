import { z } from "zod";
import { Channel, type Location } from "../../../domain/exposures";
import { dateOf, type Told } from "../piece";

/** What of SARIF 2.1.0 (OASIS) is read; everything else is passed over. */
const Text = z.object({ text: z.string().optional() }).optional();
const Rule = z.object({
  id: z.string(),
  name: z.string().optional(),
  shortDescription: Text,
  properties: z.object({ tags: z.array(z.string()).optional() }).optional(),
});
const Physical = z.object({
  artifactLocation: z.object({ uri: z.string().optional(), index: z.number().int().optional() }).optional(),
  region: z.object({ startLine: z.number().int().optional(), snippet: Text }).optional(),
  contextRegion: z.object({ snippet: Text }).optional(),
});
const Result = z.object({
  ruleId: z.string().optional(),
  ruleIndex: z.number().int().optional(),
  rule: z.object({ id: z.string().optional(), index: z.number().int().optional() }).optional(),
  kind: z.string().optional(),
  baselineState: z.string().optional(),
  message: Text,
  locations: z
    .array(
      z.object({
        physicalLocation: Physical.optional(),
        logicalLocations: z.array(z.object({ fullyQualifiedName: z.string().optional(), name: z.string().optional() })).optional(),
      }),
    )
    .default([]),
  partialFingerprints: z.record(z.string(), z.string()).default({}),
  fingerprints: z.record(z.string(), z.string()).default({}),
  properties: z.record(z.string(), z.unknown()).default({}),
});
type Result = z.infer<typeof Result>;
const Component = z.object({ name: z.string().default("a scanner"), rules: z.array(Rule).default([]) });
export const SarifRun = z.object({
  tool: z.object({ driver: Component }),
  artifacts: z.array(z.object({ location: z.object({ uri: z.string().optional() }).optional() })).default([]),
  results: z.array(z.unknown()).nullish(),
});
type SarifRun = z.infer<typeof SarifRun>;
export const Sarif = z.object({ version: z.string(), runs: z.array(z.unknown()) });

/** Scanners that look for nothing else. */
const forSecrets = /gitleaks|trufflehog|gitguardian|ggshield|detect-secrets|secretlint|noseyparker|kingfisher|whispers|talisman|countersign/i;
/** How other scanners' rules speak of secrets; CWE-798, 259 and 321 are hard-coded ones, 312 stored in clear. */
const ofSecrets =
  /secret|credential|passw|passphrase|private.?key|api.?key|access.?key|hard.?coded.*(?:key|token)|(?:key|token).*(?:leak|expos)|CWE-?0{0,2}(?:798|259|321|312)\b/i;
/** Kinds of results that say that nothing is wrong. */
const noProblem = new Set(["pass", "notApplicable", "informational"]);
const ours = "Countersign";

/** The findings of one result, one for each place; nothing of what is not about secrets. Throws ZodError for what is no result. */
export function ofSarif(run: SarifRun, given: unknown): Told[] {
  const result = Result.parse(given);
  const { name, rules } = run.tool.driver;
  const index = result.ruleIndex ?? result.rule?.index;
  const rule = index === undefined ? rules.find(({ id }) => id === (result.ruleId ?? result.rule?.id)) : rules[index];
  const id = result.ruleId ?? result.rule?.id ?? rule?.id ?? "unnamed rule";
  const about = [id, rule?.name, rule?.shortDescription?.text, ...(rule?.properties?.tags ?? []), result.message?.text].join(" ");
  if (result.baselineState === "absent" || noProblem.has(result.kind ?? "") || !(forSecrets.test(name) || ofSecrets.test(about))) return [];
  const places = result.locations.length > 0 ? result.locations : [{}];
  return places.map((place) => {
    const { physicalLocation: physical, logicalLocations } = place as Result["locations"][number];
    const location = placeOf(run, result, physical, logicalLocations?.[0]?.fullyQualifiedName ?? logicalLocations?.[0]?.name);
    const hint = typeof result.properties.hint === "string" ? result.properties.hint : null;
    const own = name === ours && hint !== null;
    return {
      rule: `${name} ${id}`,
      secret: secretOf(name, physical),
      key: JSON.stringify([name, id, own ? hint : Object.values(result.fingerprints)[0], location.path, location.reference]),
      around: physical?.contextRegion?.snippet?.text ?? physical?.region?.snippet?.text ?? "",
      channel: Channel.catch("code").parse(result.properties.channel),
      location,
      ...(own ? { known: { kind: id, hint } } : {}),
    };
  });
}

/** gitleaks puts the secret itself there (report/sarif.go), unless it was told to blot it out. Of others it is a line of code. */
function secretOf(tool: string, physical: z.infer<typeof Physical> | undefined): string | null {
  const snippet = physical?.region?.snippet?.text ?? "";
  return /^gitleaks$/i.test(tool) && snippet.length >= 4 && !/^\*+$|\*{3}$|REDACTED/.test(snippet) ? snippet : null;
}

function placeOf({ artifacts }: SarifRun, result: Result, physical: z.infer<typeof Physical> | undefined, logical: string | undefined): Location {
  const artifact = physical?.artifactLocation;
  const uri = artifact?.uri ?? (artifact?.index === undefined ? undefined : artifacts[artifact.index]?.location?.uri);
  const { partialFingerprints: told, properties } = result;
  const text = (value: unknown) => (typeof value === "string" && value !== "" ? value : null);
  const [name, mail] = [text(told.author), text(told.email)];
  const line = physical?.region?.startLine ?? 0;
  return {
    path: uri === undefined ? (logical ?? "a place that the report does not name") : pathOf(uri),
    line: line > 0 ? line : null,
    reference: text(properties.commit) ?? text(told.commitSha),
    author: text(properties.author) ?? (name && mail ? `${name} <${mail}>` : (name ?? mail)),
    at: dateOf(text(properties.at) ?? text(told.date)),
    url: null,
  };
}

function pathOf(uri: string): string {
  try {
    return decodeURIComponent(uri.replace(/^file:\/\//, ""));
  } catch {
    return uri;
  }
}

import { createHash } from "node:crypto";
import { z } from "zod";
import { UserRule } from "../../detection/secrets/user-rules";
import { channels } from "../../domain/exposures";
import { ownPrefix } from "./names";

/** What a rule of one's own says; the engine's own limits hold too (lib/detection/secrets/user-rules.ts). */
export const RuleDraft = z.object({
  title: z.string().trim().min(1, "Give it a name.").max(120),
  /** RE2, with a named group `secret` */
  regex: UserRule.shape.regex,
  keywords: UserRule.shape.keywords,
  entropy: z.number().min(0).max(8).nullable().default(null),
  /** RE2; only texts whose path it matches are looked at */
  path: z.string().trim().min(1).max(300).nullable().default(null),
  excludedChannels: z.array(z.enum(channels)).max(channels.length).default([]),
  /** how its secrets are rotated, for their owners */
  rotate: z.string().trim().min(1).max(500).nullable().default(null),
});
export type RuleDraft = z.infer<typeof RuleDraft>;

export const AddRuleInput = RuleDraft;
export type AddRuleInput = z.input<typeof AddRuleInput>;
export const ChangeRuleInput = RuleDraft.extend({
  ruleId: z.uuid(),
  /** the one that was looked at */
  version: z.int().min(1),
});
export type ChangeRuleInput = z.input<typeof ChangeRuleInput>;
export const SwitchRuleInput = z.object({ ruleId: z.uuid(), enabled: z.boolean() });
export type SwitchRuleInput = z.input<typeof SwitchRuleInput>;

export const TryRuleInput = RuleDraft.pick({ regex: true, keywords: true, entropy: true }).extend({
  sample: z.string().max(20_000, "At most 20,000 characters."),
});
export type TryRuleInput = z.input<typeof TryRuleInput>;

export const SwitchDetectorInput = z
  .object({ kind: z.string().min(1).max(100), on: z.boolean(), reason: z.string().trim().max(500).default("") })
  .refine(({ on, reason }) => on || reason.length > 0, { path: ["reason"], message: "Say why it is not looked for." });
export type SwitchDetectorInput = z.input<typeof SwitchDetectorInput>;

interface Stored extends Pick<RuleDraft, "title" | "regex" | "keywords" | "entropy" | "path"> {
  kind: string;
}

/** A rule as the engine takes it. */
export const userRuleOf = ({ kind, title, regex, keywords, entropy, path }: Stored): UserRule => ({
  id: kind,
  title,
  regex,
  keywords,
  ...(entropy === null ? {} : { entropy }),
  ...(path === null ? {} : { path }),
});

/** The kind that a rule's name becomes: letters and digits, the rest as "_"; of a name without any Latin letter or digit a digest. */
export const kindOfTitle = (title: string): string =>
  `${ownPrefix}${
    title
      .normalize("NFKD")
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "_")
      .replace(/^_+|_+$/g, "")
      .slice(0, 50) || createHash("sha256").update(title.normalize("NFC")).digest("hex").slice(0, 12)
  }`;

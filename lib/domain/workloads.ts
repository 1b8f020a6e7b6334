import { z } from "zod";

export const workloadKinds = ["service", "pipeline", "cron_job", "saas_integration", "appliance", "agent", "unknown"] as const;
export const WorkloadKind = z.enum(workloadKinds);
export type WorkloadKind = z.infer<typeof WorkloadKind>;

/** How something about a workload is known: a person said so, a source saw it (none tells yet), a file or catalogue says so, or it is a guess that nobody confirmed. */
export const bases = ["declared", "observed", "imported", "suggested"] as const;
export type Basis = (typeof bases)[number];

/** A trust domain and a path's segments, by the SPIFFE ID standard, sections 2.1 to 2.3: an ID is at most 2,048 bytes, its trust domain at most 255. */
const spiffe = /^spiffe:\/\/[a-z0-9._-]{1,255}(?:\/[A-Za-z0-9._-]+)+$/;

/** A SPIFFE ID of a workload: "spiffe://example.org/ns/billing/sa/sync". One without a path names a whole trust domain, so it is refused. */
export const SpiffeId = z
  .string()
  .max(2048, "At most 2,048 characters.")
  .refine(
    (id) => spiffe.test(id),
    "A SPIFFE ID looks like spiffe://trust-domain/path: a lower-case domain, then letters, digits, dots, dashes and underscores.",
  )
  .refine((id) => !id.split("/").some((segment) => segment === "." || segment === ".."), "“.” and “..” are no segments of a SPIFFE ID.");

/** An issuer as OpenID Connect Core, section 2, has it: an https URL without query and fragment. */
export const OidcIssuer = z
  .string()
  .max(2000)
  .refine((text) => {
    if (!URL.canParse(text)) return false;
    const url = new URL(text);
    return url.protocol === "https:" && url.search === "" && url.hash === "" && url.username === "" && url.password === "" && !/[?#]/.test(text);
  }, "An issuer is an https address without “?”, “#” and credentials, as its tokens state it in “iss”.");

/** At most 255 ASCII characters: OpenID Connect Core, section 2. */
export const OidcSubject = z.string().regex(/^[\x20-\x7e]{1,255}$/, "A subject has 1 to 255 ASCII characters, as its tokens state it in “sub”.");

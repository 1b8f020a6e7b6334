import type { Control } from "./contract";

const nhi = (id: string, title: string, erratum?: string): Control => ({
  framework: "OWASP-NHI",
  version: "2025",
  id,
  title,
  ...(erratum ? { erratum } : {}),
});
const csf = (id: string, title: string, erratum?: string): Control => ({ framework: "NIST-CSF", version: "2.0", id, title, ...(erratum ? { erratum } : {}) });

/** OWASP Non-Human Identities Top 10 (2025) and NIST CSF 2.0 (February 2024), by the ids of the published lists. */
export const controls = {
  improperOffboarding: nhi("NHI1", "Improper Offboarding", 'Often quoted as "NHI-03" for lifecycle; in the published list it is NHI1.'),
  longLivedSecrets: nhi("NHI7", "Long-Lived Secrets", 'Often quoted as "NHI-03" for rotation; in the published list it is NHI7.'),
  lifecycle: csf("ID.AM-08", "Systems, hardware, software, services and data are managed throughout their life cycles"),
  identitiesManaged: csf("PR.AA-01", "Identities and credentials are managed by the organization"),
  leastPrivilege: csf(
    "PR.AA-05",
    "Access permissions are managed, enforced and reviewed, with least privilege and separation of duties",
    'Called "PR.AC-4" in CSF 1.1.',
  ),
} as const satisfies Record<string, Control>;

import type { Control } from "../detection/contract";
import { controls } from "../detection/controls";

/** A published framework, and those of its controls that concern credentials of machines. */
export interface Framework {
  /** as in addresses and files */
  id: "owasp-nhi" | "nist-csf" | "nist-ai-rmf";
  /** as in `Control.framework` */
  framework: string;
  version: string;
  title: string;
  publisher: string;
  published: string;
  source: string;
  /** which of its controls stand here, and why not all */
  scope: string;
  controls: readonly Control[];
}

const of = (framework: string): Control[] => Object.values(controls).filter((control) => control.framework === framework);

/** Every framework that is reported on. Which rule tests which control is said by the rules alone. */
export const frameworks: readonly Framework[] = [
  {
    id: "owasp-nhi",
    framework: "OWASP-NHI",
    version: "2025",
    title: "OWASP Non-Human Identities Top 10",
    publisher: "OWASP Foundation",
    published: "2025",
    source: "https://owasp.org/www-project-non-human-identities-top-10/2025/",
    scope: "All ten.",
    controls: of("OWASP-NHI"),
  },
  {
    id: "nist-csf",
    framework: "NIST-CSF",
    version: "2.0",
    title: "NIST Cybersecurity Framework",
    publisher: "NIST",
    published: "February 2024",
    source: "https://nvlpubs.nist.gov/nistpubs/CSWP/NIST.CSWP.29.pdf",
    scope: "The subcategories that concern credentials of machines, of the 106 in the framework. The others are not reported on here.",
    controls: of("NIST-CSF"),
  },
  {
    id: "nist-ai-rmf",
    framework: "NIST-AI-RMF",
    version: "1.0",
    title: "NIST AI Risk Management Framework",
    publisher: "NIST (AI 100-1)",
    published: "January 2023",
    source: "https://nvlpubs.nist.gov/nistpubs/ai/NIST.AI.100-1.pdf",
    scope: "The subcategories that concern credentials of agents, of the 72 in the framework. The others are not reported on here.",
    controls: of("NIST-AI-RMF"),
  },
];

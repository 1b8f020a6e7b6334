import { invalidInput } from "../core/errors";
import { createScanner } from "../detection/secrets/scanner";

/**
 * Refuses what a person typed where it holds something that looks like a live secret: what is said of a secret is kept, the secret never is. Throws
 * InvalidInput, naming the kind and nothing of the value.
 */
export function withoutSecrets(field: string, text: string): string {
  const [hit] = createScanner()
    .scan(Buffer.from(text), { prose: true })
    .filter(({ mark, confidence }) => mark === null && (confidence === "checked" || confidence === "shaped"));
  if (hit) {
    const words = `It holds what looks like a secret (${hit.kind.replaceAll("_", " ")}). Leave it out: what you write here is kept.`;
    throw invalidInput(words, { [field]: words });
  }
  return text;
}

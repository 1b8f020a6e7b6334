import { detectors } from "./detectors";
import { base64Alignments } from "./engine/decode";

/** Bytes that are no ASCII by their numbers: ripgrep takes no other character where it is told `--no-unicode`. */
const quoted = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&").replace(/[\x80-\xff]/g, (byte) => `\\x${byte.charCodeAt(0).toString(16)}`);
const anyOf = (texts: readonly string[]): string => [...new Set(texts.map(quoted))].join("|");
const address = "://";
/** An address is worth looking at where something stands before an `@`. */
const addressWithUser = "://[^/\\s\"']+@";

/**
 * Regular expressions, in ripgrep's syntax, one of which matches in any text (but for UTF-16) that holds a secret: by them
 * `rg --text --no-unicode --files-with-matches --file …` names the files worth reading. On one core it takes longer than a scan: it pays where files are many,
 * cold and read by several threads.
 */
export function prefilterPatterns(): string[] {
  const keywords = detectors.flatMap((detector) => detector.keywords);
  const encoded = keywords.filter((one) => one.encoded).flatMap(({ text }) => base64Alignments(text).map((aligned) => aligned.text));
  const exact = keywords.filter((one) => one.exact && one.encoded !== "only").map(({ text }) => text);
  const folded = keywords.filter(({ exact: only, text }) => !only && text !== address).map(({ text }) => text);
  return [anyOf([...exact, ...encoded]), addressWithUser, `(?i:${anyOf(folded)})`];
}

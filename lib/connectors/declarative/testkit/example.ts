import { readFileSync } from "node:fs";
import { parseDeclaration, problemInWords } from "../parse-declaration";
import type { Declaration } from "../schema/declaration";

/** The text of a file that ships as an example. */
export const exampleText = (name: "parse-server" | "unleash"): string => readFileSync(new URL(`../examples/${name}.yaml`, import.meta.url), "utf8");

/** The declaration in a text, which must be right. `alter` changes the text before. */
export function declarationOf(text: string): Declaration {
  const parsed = parseDeclaration(text);
  if ("problems" in parsed) throw new Error(parsed.problems.map(problemInWords).join("\n"));
  return parsed.declaration;
}

/** A text with one part put in the place of another, which must be there. */
export function altered(text: string, from: string, to: string): string {
  if (!text.includes(from)) throw new Error(`the example does not hold ${from}`);
  return text.replace(from, to);
}

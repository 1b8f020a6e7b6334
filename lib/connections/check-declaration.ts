import { z } from "zod";
import { authorize } from "../authorization/authorize";
import { abilitiesOf, blindSpotsOf, warningsOf } from "../connectors/declarative/abilities";
import { type Declared, declaredBy } from "../connectors/declarative/declared";
import { type Problem, parseDeclaration } from "../connectors/declarative/parse-declaration";
import { type DeclaredFact, declarationInWords } from "../connectors/declarative/words";
import type { Context } from "../core/context";
import { parse } from "../core/parse";
import type { Coverage } from "./coverage";

export const CheckDeclarationInput = z.object({ text: z.string().max(200_000) });

/** What a file says, in the words in which it will be signed; or what is wrong with it, by line. */
export type CheckedDeclaration =
  | { sound: true; declared: Declared; coverage: Coverage; facts: DeclaredFact[]; warnings: string[] }
  | { sound: false; problems: Problem[] };

/** Checks a declarative connector's file before a connection is made of it. Changes nothing. Throws Forbidden and InvalidInput. */
export async function checkDeclaration(ctx: Pick<Context, "actor">, input: z.input<typeof CheckDeclarationInput>): Promise<CheckedDeclaration> {
  authorize(ctx.actor, "connection.manage");
  const { text } = parse(CheckDeclarationInput, input);
  const parsed = parseDeclaration(text);
  if ("problems" in parsed) return { sound: false, problems: parsed.problems };
  const { declaration } = parsed;
  const classes = Object.fromEntries(Object.entries(abilitiesOf(declaration)).map(([name, abilities]) => [name, { ...abilities }]));
  return {
    sound: true,
    declared: declaredBy(declaration),
    coverage: { classes, blindSpots: blindSpotsOf(declaration), directory: false },
    facts: declarationInWords(declaration),
    warnings: warningsOf(declaration),
  };
}

import type { Abilities } from "../../lib/connectors/contract";
import type { Problem } from "../../lib/connectors/declarative/parse-declaration";
import type { Declaration } from "../../lib/connectors/declarative/schema/declaration";
import { declarationInWords } from "../../lib/connectors/declarative/words";
import { plural } from "../../lib/core/format";
import type { CheckReport } from "../executor/connector-check/check-connector";
import type { FieldCoverage, Step } from "../executor/connector-check/parts";
import { columns, visible } from "./text";

interface About {
  abilities: Record<string, Abilities | undefined>;
  blindSpots: string[];
  warnings: string[];
}

/** What is wrong in a file, one problem after the other. */
export function problemsText(file: string, problems: readonly Problem[]): string {
  const each = problems.map(({ line, path, reason, next }) => `${visible(file)}:${line}  ${visible(path)}\n    ${visible(reason)}\n    ${visible(next)}`);
  return `${plural(problems.length, "problem")}. Nothing was sent anywhere.\n\n${each.join("\n\n")}`;
}

/** What a file says, as the signer's page will say it, and what it can and can't do. */
export function staticText(file: string, declaration: Declaration, { abilities, blindSpots, warnings }: About): string {
  const able = Object.entries(abilities).flatMap(([name, of]) =>
    Object.entries(of ?? {}).map(([capability, ability]) => ({
      label: `${name} ${capability}`,
      value: ability === "can" ? "can" : `can't: ${ability.cannot}`,
    })),
  );
  return [
    `${visible(file)} is a sound declaration.`,
    columns(declarationInWords(declaration)),
    columns(able),
    ...list("Never seen", blindSpots),
    ...list("Worth a second look", warnings),
  ].join("\n\n");
}

const list = (title: string, sentences: readonly string[]): string[] =>
  sentences.length > 0 ? [`${title}:\n${sentences.map((sentence) => `- ${visible(sentence)}`).join("\n")}`] : [];

const marks: Record<Step["verdict"], string> = { good: "good", bad: "BAD", not_tried: "not tried" };
const titles: Record<Step["step"], string> = {
  ...{ health: "System", list: "Token list", fields: "Fields", accounts: "Accounts", look_up: "Look-up" },
  ...{ control: "Control", made_up: "Made-up credential", empty_answers: "Other answers" },
  ...{ sacrifice: "Sacrificed token", sacrifice_disabled: "Disabled token" },
};

/** What a check against a real system found. */
export function reportText(origin: string, { steps, coverage }: CheckReport): string {
  const found = steps.map(({ step, verdict, says, next }) => ({
    label: `${marks[verdict].padEnd(10)}${titles[step]}`,
    value: next && verdict !== "good" ? `${says} ${next}` : says,
  }));
  return [`Against ${visible(origin)}:`, columns(found), ...(coverage.length > 0 ? [`Of each token's fields:\n${coverageText(coverage)}`] : [])].join("\n\n");
}

const coverageText = (coverage: readonly FieldCoverage[]): string =>
  columns(
    coverage.map(({ field, known, unknown, rejected }) => ({ label: field, value: `${known} known, ${unknown} unknown, ${rejected} rejected` })),
    "  ",
  );

import { lintSource } from "@secretlint/core";
import { secretLintProfiler } from "@secretlint/profiler";
import { creator } from "@secretlint/secretlint-rule-preset-recommend";

export const secretlint = "secretlint, recommended preset";

// Its profiler seeks each mark among all earlier ones, of every pass before too: minutes, which are no part of looking for secrets.
secretLintProfiler.mark = () => undefined;
const config = { rules: [{ id: "@secretlint/secretlint-rule-preset-recommend", rule: creator }] };

/** What secretlint finds in a text with its recommended preset: by which rule, and where. */
export async function lint(content: string, path: string): Promise<{ rule: string; start: number; end: number }[]> {
  const source = { content, filePath: path, ext: path.slice(path.lastIndexOf(".")), contentType: "text" as const };
  const { messages } = await lintSource({ source, options: { config } });
  return messages.map(({ ruleId, messageId, range: [start, end] }) => ({ rule: `${ruleId.replace(/^.*secretlint-rule-/, "")} ${messageId}`, start, end }));
}

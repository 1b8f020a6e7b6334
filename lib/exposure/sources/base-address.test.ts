import { expect, test } from "vitest";
import { readPieces } from "../testkit/read-pieces";
import { sourceFolder } from "../testkit/source-folder";
import { BaseAddress, issueAddress, slackAddress } from "./base-address";
import { openSource } from "./open-source";

const { at: inFolder, put } = sourceFolder();

test("an address is https and nothing but an address", () => {
  expect(BaseAddress.parse("https://Acme.slack.com/")).toBe("https://acme.slack.com");
  expect(BaseAddress.parse("https://example.com/jira//")).toBe("https://example.com/jira");
  for (const wrong of [
    "http://acme.slack.com",
    "acme.slack.com",
    "javascript:alert(1)",
    "https://ada:word@acme.slack.com",
    "https://ada@acme.slack.com",
    "https://acme.slack.com/?token=x",
    "https://acme.slack.com/#x",
    "https://acme.slack.com/?",
    "",
  ])
    expect(BaseAddress.safeParse(wrong).success, wrong).toBe(false);
});

test("a message, a reply in its thread, an issue; without an address, or with what is no id, nothing", () => {
  const base = "https://acme.slack.com";
  expect(slackAddress(base, "C01AB", "1772445600.0001", null)).toBe(`${base}/archives/C01AB/p1772445600000100`);
  expect(slackAddress(base, "C01AB", "1772445600.000100", "1772445600.000100")).toBe(`${base}/archives/C01AB/p1772445600000100`);
  expect(slackAddress(base, "C01AB", "1772445601.000200", "1772445600.000100")).toBe(
    `${base}/archives/C01AB/p1772445601000200?thread_ts=1772445600.000100&cid=C01AB`,
  );
  expect(issueAddress("https://example.com/jira", "OPS-41")).toBe("https://example.com/jira/browse/OPS-41");
  for (const none of [
    slackAddress(null, "C01AB", "1772445600.000100", null),
    slackAddress(base, null, "1772445600.000100", null),
    slackAddress(base, "../x", "1772445600.000100", null),
    issueAddress(null, "OPS-41"),
    issueAddress("https://example.com", "../OPS-41"),
    issueAddress("https://example.com", null),
  ])
    expect(none).toBeNull();
});

const csv = 'Summary,Issue key,Description\n"a summary","OPS-41","the password is here"\n';
const links = async (name: string, base?: string) => {
  const opened = await openSource(inFolder(name), base === undefined ? {} : { base });
  const { texts } = await readPieces(opened.source);
  return texts.find(({ text }) => text.includes("the password is here"))?.locate("the password is here").url;
};

test("Jira's CSV leads to its issues where somebody says where Jira is; what is no such export takes no address", async () => {
  put("issues.csv", csv);
  put("plain.txt", "the password is here");
  expect(await links("issues.csv")).toBeNull();
  expect(await links("issues.csv", "https://acme.atlassian.net")).toBe("https://acme.atlassian.net/browse/OPS-41");
  await expect(openSource(inFolder("plain.txt"), { base: "https://acme.atlassian.net" })).rejects.toThrow("--base is for exports of Slack and Jira");
});

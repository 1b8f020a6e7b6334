import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { lookThrough, nothingLooked } from "../../look-through";
import { made } from "../../testkit/made-secrets";
import { openSource } from "../open-source";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "countersign-imported-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function look(content: unknown) {
  const file = path.join(folder, "report.json");
  writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
  const { form, source } = await openSource(file);
  const sightings = [];
  const unreadable = [];
  for await (const one of lookThrough(source, (secret) => secret, nothingLooked())) {
    if ("sighting" in one) sightings.push(one.sighting);
    else if ("unreadable" in one) unreadable.push(one.unreadable);
  }
  return { form, sightings, unreadable };
}
const token = made.github("in a report of somebody else");

describe("alerts of GitHub", () => {
  const alert = {
    number: 42,
    created_at: "2026-03-02T10:00:00Z",
    url: "https://api.github.com/repos/acme/shop/secret-scanning/alerts/42",
    html_url: "https://github.com/acme/shop/security/secret-scanning/42",
    locations_url: "https://api.github.com/repos/acme/shop/secret-scanning/alerts/42/locations",
    state: "open",
    resolution: null,
    secret_type: "github_personal_access_token",
    secret_type_display_name: "GitHub Personal Access Token",
    secret: token,
    validity: "active",
    first_location_detected: { path: "/src/a.ts", start_line: 7, end_line: 7, start_column: 1, end_column: 41, blob_sha: "b10b", commit_sha: "c0ffee" },
    has_more_locations: false,
  };

  test("the value is looked at in passing, at its place", async () => {
    const { form, sightings } = await look([alert]);
    expect(form).toBe("github-alerts");
    expect(sightings).toMatchObject([
      {
        kind: { id: "github_pat" },
        confidence: "checked",
        identity: token,
        channel: "code",
        context: "••• (GitHub github_personal_access_token)",
        location: { path: "src/a.ts", line: 7, reference: "c0ffee", at: "2026-03-02T10:00:00.000Z", url: alert.html_url },
      },
    ]);
  });

  test("with hide_secret the place is kept, with nothing to match by; the same alert is known again", async () => {
    const hidden = { ...alert, secret: null };
    const { sightings } = await look([hidden, { ...hidden, number: 43, html_url: `${alert.html_url}3` }]);
    expect(sightings).toMatchObject([
      {
        kind: { id: "reported_elsewhere" },
        placeOnly: true,
        hint: "•••",
        location: { path: "src/a.ts", line: 7 },
        context: expect.stringContaining("does not hold it"),
      },
      { placeOnly: true },
    ]);
    expect(new Set(sightings.map(({ identity }) => identity)).size).toBe(2);
    expect((await look([hidden])).sightings[0]?.identity).toBe(sightings[0]?.identity);
  });

  test("places that were put in: issues and wikis are no code", async () => {
    const locations = [
      { type: "commit", details: { path: "b.ts", start_line: 1, commit_sha: "dead" } },
      {
        type: "issue_comment",
        details: { issue_comment_url: "https://api.github.com/repos/acme/shop/issues/comments/9", html_url: "https://github.com/acme/shop/issues/1#c9" },
      },
      { type: "wiki_commit", details: { path: "Home.md", start_line: 3, commit_sha: "beef" } },
    ];
    expect((await look([{ ...alert, state: "resolved", resolution: "revoked", locations }])).sightings).toMatchObject([
      { channel: "code", location: { path: "b.ts" }, context: expect.stringContaining("resolved there as revoked") },
      {
        channel: "ticket",
        location: { path: "acme/shop issue comment", reference: locations[1]?.details.issue_comment_url, url: "https://github.com/acme/shop/issues/1#c9" },
      },
      { channel: "wiki", location: { path: "Home.md", line: 3 } },
    ]);
  });

  test("pages as gh writes them, one list behind the other; what is broken is told, the rest is read", async () => {
    const pages = `${JSON.stringify([alert])}\n${JSON.stringify([
      { ...alert, secret_type: 7 },
      { ...alert, html_url: 'with "][" in it' },
    ])}`;
    const { sightings, unreadable } = await look(pages);
    expect(sightings).toHaveLength(2);
    expect(unreadable).toMatchObject([{ reason: "malformed", detail: expect.stringContaining("finding 2: secret_type") }]);
    expect((await look(`[${JSON.stringify(alert)}`)).unreadable).toMatchObject([{ reason: "malformed", detail: "not a report in JSON" }]);
  });
});

describe("GitGuardian", () => {
  const incident = {
    policy: "Secrets detection",
    occurrences: [
      { match: token, type: "apikey", line_start: 4, line_end: 4, index_start: 11, index_end: 51 },
      { match: "db.example.test", type: "host", line_start: 4, line_end: 4, index_start: 1, index_end: 9 },
    ],
    type: "GitHub Token",
    validity: "valid",
    ignore_sha: "38353eb1a2aa",
    total_occurrences: 1,
    incident_url: "https://dashboard.gitguardian.com/workspace/1/incidents/7",
    known_secret: true,
  };

  test("ggshield: commits in a scan with their authors; the host beside a secret is none; values blotted out leave the place", async () => {
    const commit = "0123456789abcdef0123456789abcdef01234567";
    const blotted = { ...incident, ignore_sha: "other", occurrences: [{ ...incident.occurrences[0], match: `ghp_${"*".repeat(30)}f2c1` }] };
    const { form, sightings } = await look({
      id: "main",
      type: "commit-range",
      scans: [
        {
          id: commit,
          type: "commit-ranges",
          extra_info: { author: "Ada", email: "ada@example.test", date: "Mon Mar 2 10:00:00 2026 +0000" },
          entities_with_incidents: [{ mode: "NEW", filename: "src/a.ts", incidents: [incident, blotted], total_incidents: 2, total_occurrences: 2 }],
        },
      ],
      total_incidents: 2,
    });
    expect(form).toBe("gitguardian");
    expect(sightings).toMatchObject([
      {
        kind: { id: "github_pat" },
        identity: token,
        context: "••• (GitGuardian GitHub Token, valid there)",
        location: {
          path: "src/a.ts",
          line: 4,
          reference: commit,
          author: "Ada <ada@example.test>",
          at: "2026-03-02T10:00:00.000Z",
          url: incident.incident_url,
        },
      },
      { placeOnly: true, hint: "•••", location: { path: "src/a.ts", line: 4 } },
    ]);
    expect(JSON.stringify(sightings[1])).not.toContain("f2c1");
  });

  test("incidents of the API hold no value: a place for each occurrence", async () => {
    const one = {
      id: 3759,
      date: "2026-03-01T10:00:00Z",
      detector: { name: "slack_bot_token", display_name: "Slack Bot Token", nature: "specific", family: "apikey" },
      secret_hash: "Ri9F",
      gitguardian_url: "https://dashboard.gitguardian.com/workspace/1/incidents/3759",
      status: "IGNORED",
      validity: "valid",
      occurrences_count: 1,
      occurrences: [
        {
          id: 4421,
          incident_id: 3759,
          kind: "realtime",
          sha: "d670460b",
          source: { id: 6531, type: "github", full_name: "acme/shop" },
          author_name: "Eric",
          author_info: "eric@example.test",
          date: "2026-02-20T12:40:55.662949Z",
          presence: "present",
          url: "https://github.com/acme/shop/commit/d670460b",
          filepath: "test_data/a.txt",
          matches: [{ name: "apikey", indice_start: 32, indice_end: 79, pre_line_start: null, pre_line_end: null, post_line_start: 3, post_line_end: 3 }],
        },
      ],
    };
    const { form, sightings } = await look([one, { ...one, id: 3760, gitguardian_url: null, occurrences: null }]);
    expect(form).toBe("gitguardian");
    expect(sightings).toMatchObject([
      {
        placeOnly: true,
        context: "the report does not hold it (GitGuardian Slack Bot Token, ignored, valid there)",
        location: { path: "test_data/a.txt", line: 3, reference: "d670460b", author: "Eric <eric@example.test>", at: "2026-02-20T12:40:55.662Z" },
      },
      { placeOnly: true, location: { path: "incident 3760" } },
    ]);
  });
});

describe("SARIF", () => {
  const sarif = (name: string, results: unknown[], rules: unknown[] = []) => ({
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [{ tool: { driver: { name, rules } }, results }],
  });
  const at = (uri: string, region: object = {}) => [{ physicalLocation: { artifactLocation: { uri }, region: { startLine: 12, ...region } } }];

  test("gitleaks puts the secret into its snippet, with who committed it", async () => {
    const result = {
      message: { text: "github-pat has detected secret for file src/a b.ts at commit c0ffee." },
      ruleId: "github-pat",
      locations: at("src/a%20b.ts", { snippet: { text: "zq-7781-local-value" } }),
      partialFingerprints: { commitSha: "c0ffee", email: "ada@example.test", author: "Ada", date: "2026-03-02T10:00:00Z", commitMessage: "x" },
    };
    const blotted = { ...result, locations: at("src/b.ts", { snippet: { text: "REDACTED" } }) };
    const { form, sightings } = await look(sarif("gitleaks", [result, blotted]));
    expect(form).toBe("sarif");
    expect(sightings).toMatchObject([
      {
        kind: { id: "reported_elsewhere" },
        identity: "zq-7781-local-value",
        location: { path: "src/a b.ts", line: 12, reference: "c0ffee", author: "Ada <ada@example.test>", at: "2026-03-02T10:00:00.000Z" },
      },
      { placeOnly: true, location: { path: "src/b.ts" } },
    ]);
  });

  test("a secret that no detector knows does not stand in its own place", async () => {
    const result = { message: { text: "x" }, ruleId: "house", locations: at("hooks/zq-7781-local%20value/b.ts", { snippet: { text: "zq-7781-local value" } }) };
    expect((await look(sarif("gitleaks", [result]))).sightings).toMatchObject([{ identity: "zq-7781-local value", location: { path: "hooks/•••/b.ts" } }]);
  });

  test("any scanner's line of code is looked through; what is not about secrets is passed over, what is broken is told", async () => {
    const rules = [{ id: "sqli" }, { id: "R7", properties: { tags: ["security", "CWE-798: Use of Hard-coded Credentials"] } }];
    const { sightings, unreadable } = await look(
      sarif(
        "Some Analyzer",
        [
          { ruleId: "sqli", message: { text: "Query built from user input" }, locations: at("a.ts", { snippet: { text: token } }) },
          { ruleIndex: 1, message: { text: "see rule" }, locations: at("b.ts", { snippet: { text: `const t = "${token}";` } }) },
          { ruleIndex: 1, message: { text: "see rule" }, locations: at("c.ts", { snippet: { text: "const t = read();" } }) },
          { ruleIndex: 1, baselineState: "absent", locations: at("d.ts") },
          { ruleIndex: "x" },
        ],
        rules,
      ),
    );
    expect(sightings).toMatchObject([
      { identity: token, location: { path: "b.ts", line: 12 }, context: 'const t = "•••"; (Some Analyzer R7)' },
      { placeOnly: true, location: { path: "c.ts" }, context: "the report does not hold it (Some Analyzer R7)" },
    ]);
    expect(unreadable).toMatchObject([{ detail: expect.stringContaining("finding 5: ruleIndex") }]);
    expect((await look({ version: "2.1.0", sarif: true, runs: [{ tool: 7 }] })).unreadable).toMatchObject([{ reason: "malformed" }]);
  });
});

import { expect, test } from "vitest";
import { readOptions } from "./options";

const env = (values: Record<string, string>): NodeJS.ProcessEnv => ({ NODE_ENV: "test", COUNTERSIGN_DATA: "/data", ...values });

test("nothing has to be set", () => {
  expect(readOptions("main", env({}))).toEqual({
    organisation: "main",
    folder: "/data/main",
    name: "Your organisation",
    host: "127.0.0.1",
    ports: { web: 3000, signer: 3001, collector: 3002 },
    origins: { web: "http://localhost:3000", signer: "http://localhost:3001", collector: "http://localhost:3002" },
    database: { kind: "embedded" },
  });
});

test("PORT moves all three", () => {
  const { ports, origins } = readOptions("sample", env({ PORT: "4000" }));
  expect(ports).toEqual({ web: 4000, signer: 4001, collector: 4002 });
  expect(origins.signer).toBe("http://localhost:4001");
});

test("behind a proxy web and signer have an https origin each", () => {
  const given = { COUNTERSIGN_ORIGIN: "https://countersign.example.com", COUNTERSIGN_SIGNER_ORIGIN: "https://sign.example.com" };
  expect(readOptions("main", env(given)).origins).toMatchObject({ web: given.COUNTERSIGN_ORIGIN, signer: given.COUNTERSIGN_SIGNER_ORIGIN });
});

const url = "postgresql://u:p@db.example.com/x";
test.each([
  ["no port", { PORT: "web" }, "PORT: "],
  ["a port without room", { PORT: "65535" }, "Choose a lower one"],
  ["http off this machine", { COUNTERSIGN_ORIGIN: "http://countersign.example.com" }, "is not https"],
  ["no origin of the signer's own", { COUNTERSIGN_ORIGIN: "https://countersign.example.com" }, "Set COUNTERSIGN_SIGNER_ORIGIN"],
  ["one origin for two", { COUNTERSIGN_ORIGIN: "https://a.example.com", COUNTERSIGN_SIGNER_ORIGIN: "https://a.example.com" }, "three different origins"],
  ["an origin with a path", { COUNTERSIGN_ORIGIN: "https://a.example.com/x" }, "must be an origin"],
  ["a URL of another database", { DATABASE_URL: "mysql://x" }, "must be a PostgreSQL URL"],
  [
    "some of the roles' URLs",
    { DATABASE_URL_OWNER: url, DATABASE_URL_WEB: url },
    "DATABASE_URL_SIGNER, DATABASE_URL_COLLECTOR, DATABASE_URL_EXECUTOR is missing",
  ],
])("%s is refused with a sentence", (_name, values, sentence) => {
  expect(() => readOptions("main", env(values))).toThrow(sentence);
});

test.each([[{ DATABASE_URL: url }], [{ COUNTERSIGN_HOST: "0.0.0.0" }], [{ COUNTERSIGN_ORIGIN: "https://a.example.com" }]])(
  "the sample stays on this machine: %j",
  (values) => {
    expect(() => readOptions("sample", env(values))).toThrow("stays on this machine");
  },
);

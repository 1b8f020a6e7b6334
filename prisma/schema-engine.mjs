#!/usr/bin/env node
// Stands in for Prisma's native schema-engine binary: same JSON-RPC over stdio, run on @prisma/schema-engine-wasm + @prisma/adapter-pg.
import fs from "node:fs";
import { createRequire } from "node:module";
import readline from "node:readline";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum, DriverAdapterError } from "@prisma/driver-adapter-utils";
import pg from "pg";

const require = createRequire(import.meta.url);

// pg_catalog columns come back as "char"/name (and arrays of them), which adapter-pg does not map: read them as text.
const asText = new Map([
  [18, 25],
  [19, 25],
  [1002, 1009],
  [1003, 1009],
  [194, 25],
  [2205, 25],
  [24, 25],
]);
const query = pg.Client.prototype.query;
const fix = (res) => {
  for (const x of Array.isArray(res) ? res : [res])
    for (const f of x?.fields ?? []) {
      f.isChar = f.dataTypeID === 18;
      if (asText.has(f.dataTypeID)) f.dataTypeID = asText.get(f.dataTypeID);
    }
  return res;
};
pg.Client.prototype.query = function (...a) {
  const cb = a.at(-1);
  if (typeof cb === "function") {
    a[a.length - 1] = (e, res) => cb(e, res && fix(res));
    return query.apply(this, a);
  }
  const r = query.apply(this, a);
  return r && typeof r.then === "function" ? r.then(fix) : r;
};
let panic;
globalThis.PRISMA_WASM_PANIC_REGISTRY = {
  set_message: (m) => {
    panic = m;
  },
};
const argv = process.argv.slice(2);
if (argv.includes("--version")) {
  console.log("schema-engine-wasm-shim 1");
  process.exit(0);
}
const opt = { datamodels: [], datasource: null, rest: [] };
for (let i = 0; i < argv.length; i++) {
  if (argv[i] === "--datamodels") opt.datamodels.push(argv[++i]);
  else if (argv[i] === "--datasource") opt.datasource = JSON.parse(argv[++i]);
  else if (argv[i].startsWith("--")) i++;
  else opt.rest.push(argv[i]);
}
const fail = (code, message) => {
  process.stderr.write("\n" + JSON.stringify({ level: "ERROR", target: "schema_engine::logger", fields: { message, error_code: code, is_panic: false } }));
  process.exit(1);
};
const admin = (url, db) => {
  const u = new URL(url);
  u.pathname = "/" + db;
  u.searchParams.delete("schema");
  return u.toString();
};
if (opt.rest[0] === "cli") {
  const url = opt.datasource.url;
  const name = decodeURIComponent(new URL(url).pathname.slice(1));
  if (opt.rest[1] === "can-connect-to-database") {
    const c = new pg.Client({ connectionString: url });
    try {
      await c.connect();
      await c.end();
      process.exit(0);
    } catch (e) {
      fail(e.code === "3D000" ? "P1003" : e.code === "28P01" || e.code === "28000" ? "P1000" : "P1001", e.message || String(e.code));
    }
  } else {
    const c = new pg.Client({ connectionString: admin(url, "postgres") });
    try {
      await c.connect();
      await c.query(
        opt.rest[1] === "create-database" ? `CREATE DATABASE ${pg.escapeIdentifier(name)}` : `DROP DATABASE IF EXISTS ${pg.escapeIdentifier(name)}`,
      );
      await c.end();
      process.exit(0);
    } catch (e) {
      fail("P1010", e.message);
    }
  }
}
// load wasm without --experimental-wasm-modules
const bgPath = require.resolve("@prisma/schema-engine-wasm/schema_engine_bg");
const bg = await import(bgPath);
const mod = new WebAssembly.Module(fs.readFileSync(bgPath.replace(/\.js$/, ".wasm")));
const imports = {};
for (const i of WebAssembly.Module.imports(mod)) (imports[i.module] ??= {})[i.name] = bg[i.name];
const inst = new WebAssembly.Instance(mod, imports);
bg.__wbg_set_wasm(inst.exports);
inst.exports.__wbindgen_start();

const log = (m) => {
  try {
    const o = typeof m === "string" ? JSON.parse(m) : m;
    process.stderr.write(JSON.stringify(o) + "\n");
  } catch {
    /* not JSON */
  }
};
let enginePromise;
const engine = () =>
  (enginePromise ??= (async () => {
    const url = opt.datasource?.url ?? process.env.DATABASE_URL ?? "postgresql://127.0.0.1:1/none";
    const schema = new URL(url).searchParams.get("schema") ?? undefined;
    // adapter-pg splits scripts at every ";" (breaking $$ bodies): send each script whole, as the native engine does.
    const open = async (u, onDispose) => {
      const sc = new URL(u).searchParams.get("schema") ?? undefined;
      const conn = await new PrismaPg({ connectionString: u }, { schema: sc }).connect();
      conn.executeScript = async (sql) => {
        const c = new pg.Client({ connectionString: u });
        await c.connect();
        try {
          await c.query(sql);
        } catch (e) {
          throw new DriverAdapterError({
            kind: "postgres",
            code: e.code ?? "N/A",
            severity: e.severity ?? "ERROR",
            message: e.message,
            detail: e.detail,
            column: e.column,
            hint: e.hint,
            originalCode: e.code,
            originalMessage: e.message,
          });
        } finally {
          await c.end();
        }
      };
      // PostgreSQL 18 lists NOT NULL constraints, whose "char" kind the engine reads as a character, not as text.
      const performIO = conn.performIO.bind(conn),
        queryRaw = conn.queryRaw.bind(conn),
        fieldsOf = new WeakMap();
      conn.performIO = async (q) => {
        const r = await performIO(q);
        fieldsOf.set(q, r.fields);
        return r;
      };
      conn.queryRaw = async (q) => {
        const r = await queryRaw(q);
        fieldsOf.get(q)?.forEach((f, i) => {
          if (f.isChar) r.columnTypes[i] = ColumnTypeEnum.Character;
        });
        return r;
      };
      const dispose = conn.dispose.bind(conn);
      conn.dispose = async () => {
        await dispose();
        await onDispose?.();
      };
      return conn;
    };
    const factory = new PrismaPg({ connectionString: url }, { schema });
    factory.connect = () => open(url);
    // adapter-pg's own shadow database is the main one when configured by connectionString: make a real one.
    factory.connectToShadowDb = async () => {
      const fixed = opt.datasource?.shadowDatabaseUrl;
      if (fixed) {
        if (fixed === url) throw new Error("shadowDatabaseUrl must not be the main database");
        const c = await open(fixed);
        await c.executeScript("DROP SCHEMA IF EXISTS public CASCADE; CREATE SCHEMA public;");
        return c;
      }
      const name = "prisma_shadow_" + globalThis.crypto.randomUUID().replaceAll("-", "");
      const run = async (sql) => {
        const c = new pg.Client({ connectionString: url });
        await c.connect();
        try {
          await c.query(sql);
        } finally {
          await c.end();
        }
      };
      await run(`CREATE DATABASE ${name}`);
      return open(admin(url, name), () => run(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
    };
    const bound = bindMigrationAwareSqlAdapterFactory(factory);

    return bg.SchemaEngine.new({ datamodels: opt.datamodels.length ? opt.datamodels.map((p) => [p, fs.readFileSync(p, "utf8")]) : undefined }, log, bound);
  })());
let out = 1e6,
  current = null;
process.on("uncaughtException", (e) => {
  const message = panic ?? e?.stack ?? String(e);
  process.stderr.write(JSON.stringify({ level: "ERROR", fields: { message } }) + "\n");
  if (current) send({ id: current, error: { code: 4466, message, data: { is_panic: false, message } } });
  setTimeout(() => process.exit(1), 50);
});
const send = (o) => process.stdout.write(JSON.stringify({ jsonrpc: "2.0", ...o }) + "\n");
const rl = readline.createInterface({ input: process.stdin, crlfDelay: Infinity });
let chain = Promise.resolve();
rl.on("line", (line) => {
  const req = JSON.parse(line);
  if (!req.method) return;
  chain = chain.then(async () => {
    current = req.id;
    try {
      const e = await engine();
      let m = req.method;
      if (m === "getDatabaseVersion") m = "version";
      if (m === "createDatabase") throw new Error("createDatabase: use createdb");
      const r = await e[m](req.params ?? {});
      if (m === "diff" && r?.stdout != null) {
        send({ id: out++, method: "print", params: { content: r.stdout } });
      }
      send({ id: req.id, result: r === undefined ? null : r });
    } catch (err) {
      let message = panic ?? err?.message ?? String(err),
        code = err?.code ?? err?.error_code;
      try {
        const j = JSON.parse(message);
        message = j.message ?? message;
        code ??= j.error_code ?? j.code;
      } catch {
        /* plain */
      }
      send({
        id: req.id,
        error: { code: 4466, message: "An error happened. Check the data field for details.", data: { is_panic: false, message, error_code: code, meta: {} } },
      });
    }
  });
});
rl.on("close", () => chain.then(() => process.exit(0)));

import { createInterface } from "node:readline";
import { panic } from "./engine.mjs";

/** Prisma's code for an error of the engine. */
const engineFault = 4466;
/** Ids of our own calls (`print`) must not meet those of Prisma's. */
let ownId = 1_000_000;

/** Answers Prisma's calls on standard input, one after the other, until it closes. `engineOf` gives the engine. */
export function serve(engineOf) {
  let current = null;
  process.on("uncaughtException", (error) => {
    const message = panic.message ?? error?.stack ?? String(error);
    process.stderr.write(`${JSON.stringify({ level: "ERROR", fields: { message } })}\n`);
    if (current !== null) send({ id: current, error: faultOf({ message }) });
    // Both lines must be out before the end.
    setTimeout(() => process.exit(1), 50);
  });
  let chain = Promise.resolve();
  const answerInTurn = async (call) => {
    current = call.id;
    try {
      send({ id: call.id, result: (await answer(await engineOf(), call)) ?? null });
    } catch (error) {
      send({ id: call.id, error: faultOf(error) });
    }
  };
  createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })
    .on("line", (line) => {
      const call = JSON.parse(line);
      // Answers to our own calls have no method.
      if (call.method) chain = chain.then(() => answerInTurn(call));
    })
    .on("close", () => chain.then(() => process.exit(0)));
}

async function answer(engine, { method, params }) {
  if (method === "createDatabase") throw new Error("The schema engine makes no databases here. Create it with createdb, then try again.");
  // The native engine calls it otherwise.
  const name = method === "getDatabaseVersion" ? "version" : method;
  const result = await engine[name](params ?? {});
  // The native engine prints a difference itself, through a call back to Prisma; the WebAssembly one returns it.
  if (name === "diff" && typeof result?.stdout === "string") send({ id: ownId++, method: "print", params: { content: result.stdout } });
  return result;
}

function faultOf(error) {
  let message = panic.message ?? error?.message ?? String(error);
  let code = error?.code ?? error?.error_code;
  try {
    const inner = JSON.parse(message);
    message = inner.message ?? message;
    code ??= inner.error_code ?? inner.code;
  } catch {
    // a plain sentence
  }
  return {
    code: engineFault,
    message: "An error happened. Check the data field for details.",
    data: { is_panic: false, message, error_code: code, meta: {} },
  };
}

const send = (message) => process.stdout.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);
